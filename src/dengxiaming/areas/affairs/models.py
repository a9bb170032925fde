"""Acts with a short form, and acts that came in as facts: kinds, counterparts, answers, roll; contact points, rooms."""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Part, Sealed


class Act(models.Model):
    """One thing done, in the widest sense (contract 1, acts). `elements` is a `;`-list from a closed vocabulary.

    What was imported has no `recorded_by`; title and text are of what was entered here and no rule reads them.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="acts")
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="acts")
    on = models.DateField()
    recorded_at = models.DateTimeField()
    elements = models.CharField(max_length=500, blank=True)
    until = models.DateField(null=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="acts_recorded")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("on",), name="act_on"),)

    def __str__(self) -> str:
        return self.code


class ActKind(models.Model):
    """One of the kinds of an act, in the order given."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="kinds", db_index=False)
    kind = models.CharField(max_length=32)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("act", "kind"), name="act_kind_once"),)

    def __str__(self) -> str:
        return self.kind


class Counterpart(models.Model):
    """A member or an organisation an act was done to or with."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="counterparts")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="counterpart_in")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="counterpart_in")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(member__isnull=True) ^ Q(organization__isnull=True), name="counterpart_is_one_of_two"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act_id}—{self.member_id or self.organization_id}"


class Answer(models.Model):
    """An act answers a trigger, or (a filing) another act."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="answers")
    trigger = models.ForeignKey(Trigger, null=True, on_delete=models.PROTECT, related_name="answers")
    answered = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="answered_by")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(trigger__isnull=True) ^ Q(answered__isnull=True), name="answer_is_to_one_of_two"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act_id}→{self.trigger_id or self.answered_id}"


class Attendance(models.Model):
    """One member on the roll of an act."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="roll", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    status = models.CharField(max_length=16)
    made_up_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("act", "member"), name="attendance_once"),)

    def __str__(self) -> str:
        return f"{self.act_id}—{self.member_id}"


class ContactPoint(models.Model):
    """A branch that a member of a party group keeps in contact with (D1-7)."""

    code = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contact_points")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="contact_points")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class Room(models.Model):
    """An activity room (P8). How much it is used is read from the places of meetings, never asked."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("organization", "name"), name="room_once"),)

    def __str__(self) -> str:
        return self.name


SEALED = (
    Sealed(
        "act",
        Act,
        parts={
            "kinds": Part(ActKind, "act"),
            "counterparts": Part(Counterpart, "act"),
            "answers": Part(Answer, "act"),
            "roll": Part(Attendance, "act"),
        },
    ),
    Sealed("contact_point", ContactPoint),
    Sealed("room", Room),
)
