"""Members' particulars, the rosters that were confirmed, and how the columns of known rosters are read.

The citizen's number and the telephone are enciphered (`ground.cipher`). The journal seals the cipher texts as they
stand in the row: it proves that nobody changed them, and holds nothing to read.
"""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.organs.models import Organization


class Particulars(models.Model):
    """What the register knows of a member beside name and stay. `born`, `joined` and `confirmed` are days or months as
    they were given (`1999-06`); "" is not known. `code` is the member's own. `index` is the blind index of the number.
    """

    code = models.CharField(max_length=64, unique=True)
    member = models.OneToOneField("members.Member", on_delete=models.PROTECT, related_name="particulars")
    sex = models.CharField(max_length=8, blank=True)
    ethnicity = models.CharField(max_length=32, blank=True)
    born = models.CharField(max_length=10, blank=True)
    education = models.CharField(max_length=100, blank=True)
    joined = models.CharField(max_length=10, blank=True)
    confirmed = models.CharField(max_length=10, blank=True)
    work = models.CharField(max_length=200, blank=True)
    identity = models.BinaryField(default=b"")
    index = models.CharField(max_length=64, blank=True)
    phone = models.BinaryField(default=b"")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("index",), condition=~Q(index=""), name="particulars_one_a_number"),
        )

    def __str__(self) -> str:
        return self.code


class Former(models.Model):
    """What the yearly statistics counted of a member, until it was said otherwise: a table of a past year stays what it
    was. Birth and education are told by no roster with the day from which they hold; the day they were told is kept.
    """

    particulars = models.ForeignKey(Particulars, on_delete=models.PROTECT, related_name="former")
    until = models.DateTimeField()
    sex = models.CharField(max_length=8, blank=True)
    born = models.CharField(max_length=10, blank=True)
    education = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.particulars_id} {self.until}"


class Roster(models.Model):
    """A roster that was read, shown and confirmed: for which organisation, by whom, how many it wrote."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="rosters")
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="rosters_confirmed")
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class Layout(models.Model):
    """Which column is which in rosters with one header: what the last person said, offered to the next. No record: it
    decides nothing, the reader sees it and may say otherwise.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.fingerprint
