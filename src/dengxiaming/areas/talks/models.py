"""Talks: that they were held, between whom, when and why. What was said lies apart, enciphered (S5-1, S5-2, D2-4)."""

from django.db import models

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Part, Sealed


class Talk(models.Model):
    """One talk. `answers` is a `;`-list of the triggers it answers (六必谈); `recorded_at` when it was entered."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="talks")
    actor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="talks_held")
    on = models.DateField()
    form = models.CharField(max_length=16)
    reason = models.CharField(max_length=200)
    answers = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="talks_recorded")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return self.code


class With(models.Model):
    """Somebody a talk was held with."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="counterparts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="talks_with")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("talk", "member"), name="talk_with_once"),)

    def __str__(self) -> str:
        return f"{self.talk_id}—{self.member_id}"


class Note(models.Model):
    """What one of them wrote down of it, enciphered (`ground.cipher`): only those who held the talk read it.

    The journal seals the cipher text; erasing the key or the row leaves nothing to read.
    """

    code = models.CharField(max_length=64, unique=True)
    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="talk_notes")
    cipher = models.BinaryField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("talk", "author"), name="talk_note_once"),)

    def __str__(self) -> str:
        return self.code


SEALED = (Sealed("talk", Talk, parts={"counterparts": Part(With, "talk")}), Sealed("talk_note", Note))
