"""Dues: what each member owed and paid each month (contract 1, the kernel's row), and what that follows from: the sheet
of a branch and a month, payments, reductions. Money is integer 分: floats add up wrongly.

A base is what somebody earns: it lies enciphered (`ground.cipher`). A month that is closed changes no more; what comes
later is a further payment or correction, entered in the first month that is open.
"""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Part, Sealed


class Due(models.Model):
    """The dues of one member for one month; `month` is its first day. Kept by the verbs from what is below; a row that
    was imported stands by itself until somebody adds to it.
    """

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


class Reduction(models.Model):
    """A member asked, and the committee or the members' meeting agreed (R5-6): for the months from `since` to `until`,
    both included. `reason` is enciphered: hardship is nobody else's business. `payable` only where less is paid.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="dues_reductions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_reductions")
    sort = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField()
    payable = models.PositiveBigIntegerField(null=True)
    reason = models.BinaryField()
    applied_on = models.DateField()
    decided_by = models.CharField(max_length=32)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_reductions_recorded")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class Sheet(models.Model):
    """What a branch set for a month (党费核定表). Closed, its sums are what the ledger says for ever."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="dues_sheets", db_index=False)
    month = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="dues_closed")
    people = models.PositiveIntegerField(null=True)
    payable = models.BigIntegerField(null=True)
    received = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("organization", "month"), name="dues_sheet_once"),)

    def __str__(self) -> str:
        return self.code


class Assessment(models.Model):
    """One member's line of a sheet: kind, base (enciphered, empty where none is asked for), what is payable.

    `month` is the sheet's: one member has one line a month, in whichever branch set it first.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_lines", db_index=False)
    month = models.DateField()
    kind = models.CharField(max_length=16)
    base = models.BinaryField()
    payable = models.PositiveBigIntegerField()
    reduction = models.ForeignKey(Reduction, null=True, on_delete=models.PROTECT, related_name="lines")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("member", "month"), name="dues_line_once"),)

    def __str__(self) -> str:
        return f"{self.sheet_id}—{self.member_id}"


class Payment(models.Model):
    """Something that happened to a member's dues: a payment (its code is the receipt's number), a correction, or the
    opening of a month that was imported. Only ever added. `booked` is the month of the branch's ledger it stands in.

    Who paid for somebody else is named: a member, or in words (V: 代交看得见).
    """

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="dues_payments")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_payments")
    on = models.DateField()
    booked = models.DateField()
    proxy = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="dues_paid_for_others")
    proxy_name = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="dues_recorded")

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("booked",), name="dues_payment_by_month"),)

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """One month of a payment or correction: what it adds to what is owed and to what was paid."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="entries")
    month = models.DateField()
    payable = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("month",), name="dues_entry_by_month"),)

    def __str__(self) -> str:
        return f"{self.payment_id} {self.month:%Y-%m}"


class Publication(models.Model):
    """A branch told its members what was paid and how it was used in a year (R5-10): the sums as they stood then."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="dues_publications")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    payable = models.BigIntegerField()
    received = models.BigIntegerField()
    used = models.TextField(blank=True)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_published")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class Case(models.Model):
    """People deal with somebody who has not paid for six months (R6). Nothing in it moves by itself.

    `first` and `last` are the unpaid months as they stood when it was opened; `end` is empty while it is open.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="dues_cases")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_cases")
    first = models.DateField()
    last = models.DateField()
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_cases_opened")
    opened_at = models.DateTimeField()
    asked = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="dues_cases_asked")
    end = models.CharField(max_length=16, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("member",), condition=Q(end=""), name="dues_case_one_open"),)

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """One step of a case: what, on which day, how it came out; what was written down is enciphered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
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
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="dues_steps")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


SEALED = (
    Sealed(
        "dues",
        Member,
        parts={"months": Part(Due, "member")},
        unsealed=dict.fromkeys(("id", "code", "name"), "党员自己的那一份记录里有"),
    ),
    Sealed("dues_reduction", Reduction),
    Sealed("dues_sheet", Sheet, parts={"lines": Part(Assessment, "sheet")}),
    Sealed("dues_payment", Payment, parts={"entries": Part(Entry, "payment")}),
    Sealed("dues_publication", Publication),
    Sealed("dues_case", Case, parts={"steps": Part(Step, "case")}),
)
