"""Democratic appraisals: who takes part, what each wrote of themselves, what the committee found, what followed (S4).

What was written and found is enciphered: it is about people. The measure is a ballot of `areas.ballots`, the meeting a
record of `areas.gatherings`; neither is kept twice.
"""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.ballots.models import Ballot
from dengxiaming.areas.gatherings.models import Holder
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Part, Sealed


class Appraisal(models.Model):
    """The appraisal of a branch for a year. `in_groups`: self and mutual appraisal were held in the groups (S4-3)."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="appraisals")
    year = models.PositiveSmallIntegerField()
    hand_in_by = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appraisals_opened")
    in_groups = models.BooleanField(default=False)
    mutual_on = models.DateField(null=True)
    ballot = models.ForeignKey(Ballot, null=True, on_delete=models.PROTECT, related_name="appraisals")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "year"), condition=Q(withdrawn_at__isnull=True), name="appraisal_once_a_year"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Participant(models.Model):
    """Who is appraised, frozen at the opening; `excused` says why somebody is not after all ("" for nobody)."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="participants")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appraised_in")
    excused = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("appraisal", "member"), name="appraised_once"),)

    def __str__(self) -> str:
        return f"{self.appraisal_id}—{self.member_id}"


class Meeting(models.Model):
    """The signed record of a meeting in which people appraised each other: of the branch, or of one of its groups."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="meetings")
    record = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="appraisals")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("appraisal", "record"), name="appraisal_record_once"),)

    def __str__(self) -> str:
        return f"{self.appraisal_id}—{self.record_id}"


class Draft(models.Model):
    """A self-appraisal that is not handed in: nobody's but the writer's."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="drafts")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="self_appraisal_drafts")
    text = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("appraisal", "member"), name="self_appraisal_draft_once"),)

    def __str__(self) -> str:
        return f"{self.appraisal_id}—{self.member_id}"


class SelfAppraisal(models.Model):
    """党性分析、个人自评, handed in; `on_paper`: the branch received it on paper, and the text is there."""

    code = models.CharField(max_length=64, unique=True)
    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="self_appraisals")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="self_appraisals")
    text = models.BinaryField()
    handed_at = models.DateTimeField()
    on_paper = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("appraisal", "member"), name="self_appraisal_once"),)

    def __str__(self) -> str:
        return self.code


class Opinion(models.Model):
    """What the committee found of one member: people decided it. `answer` is what the member said to it; `trigger` the
    matter somebody raised from it (S4-5).
    """

    code = models.CharField(max_length=64, unique=True)
    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="opinions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appraisal_opinions")
    finding = models.BinaryField()
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appraisal_opinions_recorded")
    told_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    trigger = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("appraisal", "member"), name="appraisal_opinion_once"),)

    def __str__(self) -> str:
        return self.code


class Disposal(models.Model):
    """What people do about an unqualified member (S4-5, R7). Nothing in it moves by itself.

    `answers` is the trigger it answers; `until` the last day of a 限期改正; `end` is empty while it is open.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="disposals")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="disposals")
    answers = models.CharField(max_length=64)
    measure = models.CharField(max_length=16)
    until = models.DateField(null=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="disposals_opened")
    asked = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="disposals_asked")
    settled_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=16, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("member",), condition=Q(end=""), name="disposal_one_open"),)

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """One step of a disposal: what, on which day, how it came out; what was written down is enciphered."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16)
    on = models.DateField()
    outcome = models.CharField(max_length=32, blank=True)
    text = models.BinaryField()
    entitled = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)
    in_favour = models.PositiveIntegerField(null=True)
    against = models.PositiveIntegerField(null=True)
    abstained = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="disposal_steps")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.disposal_id} {self.kind}"


SEALED = (
    Sealed(
        "appraisal",
        Appraisal,
        parts={"participants": Part(Participant, "appraisal"), "meetings": Part(Meeting, "appraisal")},
    ),
    Sealed("self_appraisal", SelfAppraisal),
    Sealed("appraisal_opinion", Opinion),
    Sealed("disposal", Disposal, parts={"steps": Part(Step, "disposal")}),
)
