"""What a branch has of dues, marked: figures that name the branch for what somebody earns, words for all else."""

from datetime import UTC, date, datetime
from typing import Final

from dengxiaming.areas.dues.models import Assessment, Case, Due, Entry, Payment, Publication, Reduction, Sheet, Step
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher

ON: Final = date(2026, 10, 20)
AT: Final = datetime(2026, 10, 20, 9, tzinfo=UTC)
BASES: Final = {"ZB001": 7100_01, "ZB002": 7200_02, "ZB005": 7500_05}
"""What somebody in each branch earns; the matrix reads these figures as marks."""


def plant(where: Organization, who: Member) -> None:
    """A base whose figures name the branch, a payment, a reduction, a publication, a case the city is asked about."""
    code, month = where.code, date(2026, 11, 1)
    Reduction.objects.create(
        code=f"JM-{code}", organization=where, member=who, sort="deferred", since=date(2027, 1, 1),
        until=date(2027, 2, 1), reason=cipher.conceal(f"暗号免{code}", f"dues_reduction:JM-{code}"), applied_on=ON,
        decided_by="committee", decided_on=ON, recorded_at=AT, recorded_by=who,
    )  # fmt: skip
    sheet = Sheet.objects.create(code=f"HD-{code}", organization=where, month=month)
    Assessment.objects.create(
        sheet=sheet, member=who, month=month, kind="in_service", reduction=None, payable=10651,
        base=cipher.conceal(str(BASES[code]), f"dues:{who.code}:{month}"),
    )  # fmt: skip
    Due.objects.create(member=who, month=month, payable=10651, paid=5000, paid_on=ON, recorded_at=AT)
    payment = Payment.objects.create(
        code=f"SJ-{code}-1", kind="payment", organization=where, member=who, on=ON, booked=month,
        proxy_name=f"暗号费{code}", recorded_at=AT, recorded_by=who,
    )  # fmt: skip
    Entry.objects.create(payment=payment, month=month, paid=5000)
    Publication.objects.create(
        code=f"GB-{code}", organization=where, year=2026, people=1, payable=1, received=1, used=f"暗号布{code}", on=ON,
        recorded_at=AT, recorded_by=who,
    )  # fmt: skip
    case = Case.objects.create(
        code=f"QJ-{code}", organization=where, member=who, first=date(2026, 1, 1), last=date(2026, 6, 1), opened_on=ON,
        opened_by=who, opened_at=AT, asked=Organization.objects.get(code="GW01"),
    )  # fmt: skip
    for kind in ("notice", "heard", "vote", "request"):
        said = cipher.conceal(f"暗号欠{code}", f"dues_case:{case.code}:{kind}") if kind == "heard" else b""
        Step.objects.create(case=case, kind=kind, on=ON, text=said, recorded_at=AT, recorded_by=who)
