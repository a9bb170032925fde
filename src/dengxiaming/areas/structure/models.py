"""Plans that people edit, and requests to found, change or dissolve an organisation (S1-1 … S1-5; R1-3, R2-10)."""

from django.db import models
from django.db.models import F, Q

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.journal.sealed import Part, Sealed


class Plan(models.Model):
    """A draft: the proposals, and what people made of one. It reaches no rule; `version` goes back with the next save.

    `content` is one JSON document (`plans.core`).
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="plans")
    content = models.TextField()
    version = models.PositiveIntegerField(default=1)
    made_on = models.DateField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="plans")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.code


class Request(models.Model):
    """A request (请示), what was decided on it (批复), from which day it is in force; later stages are empty before.

    `organization` asks, `approver` decides. Founding: `kind`, `name`, `parent`, units; `starts_on` and `ends_on` of a
    temporary branch. Change: the same, of `subject`, as they shall be. Dissolution: `subject`, and `receiver` for those
    who are still there. `moves`: the members of the units come along.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="asked")
    approver = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="asked_of")
    act = models.CharField(max_length=16)
    subject = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    moves = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    reason = models.TextField()
    number = models.CharField(max_length=100, blank=True)
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="requests_asked")
    decision = models.CharField(max_length=16, blank=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="requests_decided")
    decision_number = models.CharField(max_length=100, blank=True)
    decision_note = models.TextField(blank=True)
    in_force_on = models.DateField(null=True)
    enforced_at = models.DateTimeField(null=True)
    enforced_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="requests_enforced")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | Q(decision__in=("approved", "refused"), decided_on__isnull=False),
                name="request_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True) | Q(decision="approved", in_force_on__gte=F("decided_on")),
                name="request_in_force_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("asked_on")),
                name="request_decided_after_it_was_asked",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Covered(models.Model):
    """A unit the organisation shall cover."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="covered")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("request", "unit"), name="request_unit_once"),)

    def __str__(self) -> str:
        return f"{self.request_id}—{self.unit_id}"


SEALED = (Sealed("structure_request", Request, parts={"covered": Part(Covered, "request")}),)
