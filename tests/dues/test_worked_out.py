"""What is owed: the worked numbers of R5 at and beside each limit, and a second definition in fractions of yuan."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.areas.dues import core, money, scales
from dengxiaming.areas.dues.core import Span

MONTH = date(2026, 11, 1)
SCALES = scales.load()


def payable(kind: str, yuan: str) -> str:
    return money.plain(core.work_out(SCALES, kind, money.read(yuan), MONTH).payable)


# R5-2：3000 元以下（含）0.5%；3000 至 5000（含）1%；5000 至 10000（含）1.5%；10000 以上 2%
@pytest.mark.parametrize(
    ("base", "due"),
    [
        ("0", "0.00"), ("0.99", "0.00"), ("1", "0.01"), ("2999.99", "15.00"), ("3000", "15.00"), ("3000.01", "30.00"),
        ("4999.99", "50.00"), ("5000", "50.00"), ("5000.01", "75.00"), ("9999.99", "150.00"), ("10000", "150.00"),
        ("10000.01", "200.00"), ("23456.78", "469.14"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["in_service", "annual", "irregular"])
def test_R5_2_at_and_beside_each_limit(kind: str, base: str, due: str) -> None:
    assert payable(kind, base) == due


# R5-4：离退休 5000 元以下（含）0.5%；5000 以上 1%
@pytest.mark.parametrize(
    ("base", "due"), [("4999.99", "25.00"), ("5000", "25.00"), ("5000.01", "50.00"), ("12000", "120.00")]
)
def test_R5_4_at_and_beside_the_limit(base: str, due: str) -> None:
    assert payable("retired", base) == due


def test_R5_5_fixed_amounts() -> None:
    assert payable("no_income", "0") == "0.20"
    assert payable("farmer", "0.20") == "0.20"
    assert payable("farmer", "1") == "1.00"
    for outside in ("0.19", "1.01"):
        with pytest.raises(ValueError, match=r"R5-5"):
            payable("farmer", outside)


def test_the_working_in_words() -> None:
    def words(kind: str, yuan: str) -> str:
        return core.work_out(SCALES, kind, money.read(yuan), MONTH).words

    assert words("in_service", "5000.01") == "税后5,000.01元，高于5000元、不高于10000元一档，1.5%（R5-2），75.00元"
    assert words("in_service", "2000") == "税后2,000.00元，不高于3000元一档，0.5%（R5-2），10.00元"
    assert words("in_service", "10000.01") == "税后10,000.01元，高于10000元一档，2%（R5-2），200.00元"
    assert words("retired", "5000.01") == "离退休费5,000.01元，高于5000元一档，1%（R5-4），50.00元"
    assert words("no_income", "0") == "每月0.20元（R5-5）"
    assert words("farmer", "0.5") == "每月0.50元（R5-5，待核）"
    assert (SCALES.rounding, SCALES.rounding_origin) == ("取整到分，四舍五入", "本")


def second_definition(kind: str, base: Decimal) -> Decimal:
    """R5 once more, in yuan and fractions."""
    exact = Fraction(base)
    if kind == "retired":
        rate = Fraction(1, 200) if exact <= 5000 else Fraction(1, 100)
    else:
        limits = ((3000, Fraction(5, 1000)), (5000, Fraction(1, 100)), (10000, Fraction(15, 1000)))
        rate = next((one for limit, one in limits if exact <= limit), Fraction(2, 100))
    due = exact * rate
    return (Decimal(due.numerator) / Decimal(due.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


NEAR = st.sampled_from([300_000, 500_000, 1_000_000]).flatmap(lambda limit: st.integers(limit - 3, limit + 3))


@given(st.sampled_from(["in_service", "annual", "irregular", "retired"]), st.one_of(st.integers(0, 10**8), NEAR))
def test_a_second_definition_says_the_same(kind: str, base: int) -> None:
    held = core.work_out(SCALES, kind, base, MONTH)
    assert Decimal(held.payable) / 100 == second_definition(kind, Decimal(base) / 100)
    assert held.words.endswith(money.yuan(held.payable))


@given(st.integers(-(10**9), 10**9))
def test_an_amount_written_is_read_back(amount: int) -> None:
    assert money.read(money.plain(amount)) == money.read(money.yuan(amount)) == amount


@pytest.mark.parametrize("typed", ["", "四十", "1.234", "1,23", "1..2", "--1", "1e3", "20000000000"])
def test_a_bad_amount_is_named(typed: str) -> None:
    with pytest.raises(ValueError, match=r"。$"):
        money.read(typed)


@pytest.mark.parametrize("typed", ["45.5", "４５．５０", "45.50元", "¥45.50", " 45.5 "])
def test_amounts_as_people_type_them(typed: str) -> None:
    assert money.read(typed) == 4550


def test_a_later_edition_holds_from_its_day_and_changes_nothing_before() -> None:
    text = """
[rounding]
to = 1
words = "x"
origin = "本"
[[kind]]
id = "k"
label = "k"
scale = "s"
article = "R5-1"
asks = "税后"
base = ""
[[scale]]
id = "s"
from = 2008-04-01
article = "R5-2"
check = "原文"
steps = [{ up_to = 1000, per_mille = 5 }, { per_mille = 10 }]
[[scale]]
id = "s"
from = 2027-01-01
article = "R5-2"
check = "原文"
steps = [{ per_mille = 30 }]
[[reduction]]
id = "exempt"
label = "免交"
article = "R5-6"
"""
    held = scales.read(text)
    assert core.work_out(held, "k", 10_000, date(2026, 12, 1)).payable == 100
    assert core.work_out(held, "k", 10_000, date(2027, 1, 1)).payable == 300
    with pytest.raises(LookupError):
        core.work_out(held, "k", 10_000, date(2008, 3, 1))
    with pytest.raises(ValueError, match="从低到高"):
        scales.read(text.replace("{ up_to = 1000, per_mille = 5 }, ", "{ per_mille = 5 }, "))


# 补交、多交、更正以后，哪天交足
DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 28))


@given(st.integers(0, 500), st.lists(st.tuples(DAYS, st.integers(-200, 300)), max_size=8))
def test_the_day_it_was_paid_by_trying_every_day(owed: int, lines: list[tuple[date, int]]) -> None:
    total = sum(amount for _, amount in lines)
    found = core.paid_on(owed, lines)
    if total <= 0:
        assert found is None
        return
    enough = [
        day for day, _ in lines
        if all(sum(a for d, a in lines if d <= later) >= owed for later, _ in lines if later >= day)
    ]  # fmt: skip
    assert found == (min(enough) if enough else max(day for day, _ in lines))


@given(
    st.integers(1, 5000),
    st.dictionaries(st.sampled_from(core.months(date(2026, 1, 1), date(2026, 6, 1))), st.integers(0, 900), min_size=1),
)
def test_a_payment_is_split_to_the_last_fen_the_earliest_month_first(amount: int, owed: dict[date, int]) -> None:
    parts = core.split(amount, list(owed.items()))
    assert sum(parts.values()) == amount
    assert parts.keys() <= owed.keys()
    for month in parts:
        earlier = [one for one in owed if one < month]
        assert all(parts.get(one, 0) >= owed[one] for one in earlier)
    assert all(part <= owed[month] for month, part in parts.items() if month != max(owed))


def test_the_branch_of_the_month() -> None:
    """Whoever moves in the middle of a month pays it where they were on its first day."""
    first = Span("ZB1", date(2020, 1, 1), date(2026, 3, 10))
    second = Span("ZB2", date(2026, 3, 10), None)

    def where(*stays: Span, month: date) -> str:
        found = core.branch_of(stays, month)
        return found.organization if found else ""

    assert where(first, second, month=date(2026, 3, 1)) == "ZB1"
    assert where(first, second, month=date(2026, 4, 1)) == "ZB2"
    assert where(second, month=date(2026, 3, 1)) == "ZB2"
    assert where(second, month=date(2026, 2, 1)) == ""
    moved_on_the_first = Span("ZB1", date(2020, 1, 1), date(2026, 3, 1))
    assert where(moved_on_the_first, Span("ZB2", date(2026, 3, 1), None), month=date(2026, 3, 1)) == "ZB2"


@pytest.mark.parametrize(("day", "asked"), [(15, True), (16, True), (17, False)])
def test_R5_7_a_probationary_member_from_the_day_of_the_meeting(day: int, asked: bool) -> None:
    """In the table of that month from the day on; S7-2 asks where they are in it for half of the month at least."""
    stay = Span("ZB1", date(2026, 11, day), None, "probationary")
    assert core.branch_of([stay], MONTH) == stay
    assert core.branch_of([stay], core.after(MONTH, -1)) is None
    assert core.owes([stay], MONTH) is asked


def test_months_and_runs() -> None:
    over_the_year = (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    assert core.months(date(2025, 11, 5), date(2026, 2, 1)) == over_the_year
    assert core.last_of(date(2024, 2, 1)) == date(2024, 2, 29)
    assert core.after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    held = core.months(date(2026, 1, 1), date(2026, 4, 1))
    assert core.runs([held[3], held[0], held[1]]) == ((held[0], held[1]), (held[3],))
    assert core.booked(date(2026, 1, 20), {held[0]: True, held[1]: True}) == held[2]
    assert core.booked(date(2026, 1, 20) - timedelta(days=20), {}) == date(2025, 12, 1)
