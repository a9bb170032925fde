"""Who is on the way to membership, and the steps done (R9). Applicants are not members: a table of their own."""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.organs.models import Organization


class Applicant(models.Model):
    """Somebody who applied at a branch. `member` from the approval on; `closed_at` once it has ended, with `why`."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="applicants")
    member = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="courses")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=Q(closed_at__isnull=True), name="applicant_one_course_a_member"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """A step that was done: what was given for it is a JSON object of texts. Taken back, it stays, marked."""

    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="milestones")
    step = models.CharField(max_length=16)
    on = models.DateField()
    given = models.TextField(default="{}")
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="milestones_noted")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.applicant_id}:{self.step}"
