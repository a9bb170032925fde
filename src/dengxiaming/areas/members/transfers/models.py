"""Transfers as they run from the request to the receipt, and the return of who was away (S7-1, R7).

A step is written once and never changed; what stands in a transfer's own row follows from its steps.
"""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.organs.models import Organization


class Transfer(models.Model):
    """A member moves from one branch to another. `outside` is the organisation beyond the city, in words, on the side
    that has no branch here; who comes from there is a member only from the receipt on, and until then a `name` and a
    `kind`. `answers` is a `;`-list of triggers, `ended` one of the posts that ended with the receipt.
    """

    code = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="transfers")
    name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    origin = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="transfers_out")
    target = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="transfers_in")
    outside = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200)
    answers = models.TextField(blank=True)
    dues_until = models.CharField(max_length=7, blank=True)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    ended = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=Q(closed_at__isnull=True), name="transfer_one_open_a_member"
            ),
            models.CheckConstraint(
                condition=Q(origin__isnull=False) | Q(target__isnull=False), name="transfer_has_a_branch_here"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """One thing done in a transfer, by whom, on which day, with the words it needed."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="transfer_steps")
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.transfer_id}:{self.step}"


class Return(models.Model):
    """Somebody who was away for more than six months is back: the following ends, the verdict stands as it is."""

    code = models.CharField(max_length=64, unique=True)
    trigger = models.OneToOneField("members.Trigger", on_delete=models.PROTECT, related_name="returned")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="returns_noted")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code
