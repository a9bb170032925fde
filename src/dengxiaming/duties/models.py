"""Verdict rows kept for the pages. They are derived: nobody edits them, the kernel alone makes them (contract 2)."""

from django.db import models
from django.db.models import F, Q

from dengxiaming.areas.organs.models import Organization, Unit


class Judging(models.Model):
    """One judging: of all duties as of a day (`daily`), or of the duties judged on a day (structure, ratio) as of the
    last day of a closed quarter (`quarter`). It says by which edition and of which version of the facts.
    """

    class Scope(models.TextChoices):
        """What was judged."""

        DAILY = "daily", "当日"
        QUARTER = "quarter", "季末"

    scope = models.CharField(max_length=8, choices=Scope)
    as_of = models.DateField()
    edition = models.CharField(max_length=64)
    facts_version = models.CharField(max_length=32)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("scope", "as_of"), name="judging_once"),)

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.as_of}"


class Verdict(models.Model):
    """One row of the contract's verdict table, and where it belongs: the organisation at whose page it stands (none for
    a unit's own rows, then the unit). `flags` and `evidence` are `;`-lists, as in csv. `sensitive`: see `reach`.
    """

    judging = models.ForeignKey(Judging, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    rule = models.CharField(max_length=8)
    bearer_kind = models.CharField(max_length=16)
    bearer_id = models.CharField(max_length=140)
    period = models.CharField(max_length=64)
    opens_on = models.DateField()
    due_on = models.DateField()
    required = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    satisfied_on = models.DateField(null=True)
    status = models.CharField(max_length=8)
    force = models.CharField(max_length=8)
    flags = models.CharField(max_length=40, blank=True)
    evidence = models.TextField(blank=True)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="verdicts", db_index=False
    )
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "bearer_kind", "bearer_id", "period", "judging"), name="verdict_once_a_judging"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="verdict_opens_before_due"),
        )
        indexes = (
            # 热力图与制度页的计数只读这一个索引，不碰表。
            models.Index(
                fields=("due_on", "sensitive", "judging", "rule", "organization", "unit", "force", "status"),
                name="verdict_count",
            ),
            models.Index(fields=("organization", "due_on"), name="verdict_organization"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.bearer_id} {self.period}"
