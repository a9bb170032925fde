"""What each member owed and paid each month (contract 1). Money is integer 分: floats add up wrongly."""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.members.models import Member
from dengxiaming.journal.sealed import Part, Sealed


class Due(models.Model):
    """The dues of one member for one month; `month` is its first day."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues", db_index=False)
    month = models.DateField()
    payable = models.PositiveBigIntegerField()
    paid = models.PositiveBigIntegerField()
    paid_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    excuse = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("member", "month"), name="due_once_a_month"),
            models.CheckConstraint(condition=Q(paid=0) | Q(paid_on__isnull=False), name="due_paid_on_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.month:%Y-%m}"


SEALED = (
    Sealed(
        "dues",
        Member,
        parts={"months": Part(Due, "member")},
        unsealed=dict.fromkeys(("id", "code", "name"), "党员自己的那一份记录里有"),
    ),
)
