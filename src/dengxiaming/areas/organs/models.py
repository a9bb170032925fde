"""Units, organisations, and which organisation covers which units (contract 1). `code` is the id people see."""

from django.db import models
from django.db.models import F, Q

from dengxiaming.journal.sealed import Part, Sealed


class Unit(models.Model):
    """A unit of the administration: an office, a bureau. `category` is its trade. Where it is: a `point`, latitude and
    longitude in millionths of a degree, or an `area` in words; the planner of joint branches goes by it (S1-4).
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=100, blank=True)
    staff_count = models.PositiveIntegerField(null=True)
    party_workers = models.PositiveIntegerField(null=True)
    area = models.CharField(max_length=100, blank=True)
    latitude = models.IntegerField(null=True)
    longitude = models.IntegerField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90_000_000, 90_000_000), longitude__range=(-180_000_000, 180_000_000)),
                name="unit_point",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code


class Organization(models.Model):
    """An organisation of the party. Kinds and parents have no history (contract 3.9)."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=32, db_index=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    party_day = models.PositiveSmallIntegerField(null=True)
    established_on = models.DateField(null=True)
    dissolved_on = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    records_from = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(party_day__isnull=True) | Q(party_day__gte=1, party_day__lte=31),
                name="organization_party_day",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=F("established_on")),
                name="organization_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="organization_is_not_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code


class Coverage(models.Model):
    """An organisation covers a unit; a joint branch covers several."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="coverage")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="coverage")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("organization", "unit"), name="coverage_once"),)

    def __str__(self) -> str:
        return f"{self.organization_id}—{self.unit_id}"


SEALED = (
    Sealed("unit", Unit, kept=True),
    Sealed("organization", Organization, parts={"coverage": Part(Coverage, "organization")}, kept=True),
)
