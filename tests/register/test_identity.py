"""The citizen's number (R11: GB 11643): the standard's own example, what is refused and how, the sign by two ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rosters import STANDARD, number

from dengxiaming.areas.members.register import days, identity
from dengxiaming.exchange.cells import CellError

BORN = st.dates(date(1900, 1, 1), date(2026, 1, 1))
NUMBERS = st.builds(number, st.integers(0, 499), BORN, male=st.booleans())


def test_r11_the_example_of_the_standard() -> None:
    held = identity.read(STANDARD)
    assert (held.born, held.sex) == (date(1949, 12, 31), "female")
    assert identity.check_sign(STANDARD[:17]) == "X"
    for written in (STANDARD.lower(), f" {STANDARD} ", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"):
        assert identity.read(written).number == STANDARD, written


@given(NUMBERS)
def test_r11_a_right_number_is_read(held: str) -> None:
    assert identity.read(held).number == held


@given(NUMBERS, st.integers(0, 17), st.integers(1, 9))
def test_r11_one_wrong_digit_is_always_found(held: str, at: int, more: int) -> None:
    """MOD 11-2 finds every single substitution."""
    if not held[at].isdigit():
        return
    wrong = held[:at] + str((int(held[at]) + more) % 10) + held[at + 1 :]
    with pytest.raises(CellError):
        identity.read(wrong)


@given(NUMBERS, st.integers(0, 16))
def test_r11_two_neighbours_changed_about_are_found(held: str, at: int) -> None:
    wrong = held[:at] + held[at + 1] + held[at] + held[at + 2 :]
    if wrong != held:
        with pytest.raises(CellError):
            identity.read(wrong)


@given(NUMBERS)
def test_the_message_never_quotes_the_number(held: str) -> None:
    for wrong in (held[:17], held[:17] + "?", held[:6] + "99" + held[8:], f"{held}1"):
        with pytest.raises(CellError) as refused:
            identity.read(wrong)
        assert held[10:17] not in refused.value.message + refused.value.remedy


@pytest.mark.parametrize(
    ("text", "is_number", "said"),
    [
        ("1.10105194912310E+17", False, "当成数字"), ("1.1010519491231E+17", True, "当成数字"),
        ("110105194912310000", True, "当成数字"), ("110105491231002", False, "15位的旧号码"),
        ("11010519491331002X", False, "不是真实的日期"), ("1101051949123100", False, "应是18位"),
        ("110105194912310021", False, "校验码"), ("010105194912310020", False, "应是18位"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, is_number: bool, said: str) -> None:
    with pytest.raises(CellError) as refused:
        identity.read(text, is_number=is_number)
    assert said in refused.value.message
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "is_number", "read"),
    [
        ("1999年6月", False, "1999-06"), ("1999.06", False, "1999-06"), ("199906", True, "1999-06"),
        ("19990601", False, "1999-06-01"), ("36312", True, "1999-06-01"), ("１９９９/６/１", False, "1999-06-01"),
        ("1999.06", True, "1999-06"), ("1999.12", True, "1999-12"),
    ],
)  # fmt: skip
def test_days_as_rosters_have_them(text: str, is_number: bool, read: str) -> None:
    assert days.read(text, is_number=is_number) == read


def test_a_month_that_lost_its_nought_is_asked_for() -> None:
    with pytest.raises(CellError, match="1月还是10月"):
        days.read("1999.1", is_number=True)
    assert days.read("1999.1") == "1999-01"
    assert (days.first("1999-02"), days.last("1999-02")) == (date(1999, 2, 1), date(1999, 2, 28))
