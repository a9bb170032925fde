"""Members, their stays in branches, the posts they hold, and what happens that asks for an answer (contract 1).

Intervals are open on the right.
"""

from django.db import models
from django.db.models import F, Q

from dengxiaming.areas.members.development.models import Applicant, Milestone
from dengxiaming.areas.members.register.models import Former, Particulars, Roster
from dengxiaming.areas.members.transfers.models import Return, Step, Transfer
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.journal.sealed import Part, Sealed


class Member(models.Model):
    """A person, one code for life."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name or self.code


class Stay(models.Model):
    """A member belongs to a branch from one day until another; a transferred member has several stays."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="stays")
    kind = models.CharField(max_length=16)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="stays")
    group = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="group_stays")
    since = models.DateField()
    until = models.DateField(null=True)
    leading = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="stays")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("member", "since"), name="stay_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="stay_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id}—{self.organization_id}"


class Post(models.Model):
    """A member holds a post in an organisation."""

    code = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    post = models.CharField(max_length=32)
    since = models.DateField()
    until = models.DateField(null=True)
    route = models.CharField(max_length=32, blank=True)
    approved_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="post_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Trigger(models.Model):
    """Something happened that obliges somebody to answer (contract 1, triggers). What was imported names nobody who
    raised it.
    """

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=32)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="triggers")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="triggers")
    on = models.DateField()
    note = models.TextField(blank=True)
    raised_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="raised")
    raised_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


SEALED = (
    Sealed("applicant", Applicant, parts={"milestones": Part(Milestone, "applicant")}),
    Sealed("transfer", Transfer, parts={"steps": Part(Step, "transfer")}),
    Sealed("away_return", Return),
    Sealed("member", Member, parts={"stays": Part(Stay, "member"), "posts": Part(Post, "member")}, kept=True),
    Sealed("trigger", Trigger),
    Sealed("particulars", Particulars, parts={"former": Part(Former, "particulars")}),
    Sealed("roster", Roster),
)
