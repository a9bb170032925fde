"""What stands in an address is read, or answered with a sentence."""

from datetime import date, datetime, timedelta

import pytest

from dengxiaming.duties.queries import Quarter, View
from dengxiaming.ground import clock

TODAY = date(2026, 11, 24)


def test_every_day_lies_in_its_quarter() -> None:
    for day in (date(2026, 1, 1) + timedelta(days=i) for i in range(366)):
        quarter = Quarter.of(day)
        assert quarter.first <= day <= quarter.last
        assert quarter.after.first == quarter.last + timedelta(days=1)
        assert quarter.before.last == quarter.first - timedelta(days=1)


def test_a_quarter_reads_what_it_writes() -> None:
    with clock.stopped_at(TODAY):
        assert Quarter.read(Quarter(2026, 3).code) == Quarter(2026, 3)
    assert Quarter(2026, 3).label == "2026年第三季度"


@pytest.mark.parametrize("text", ["2026Q5", "2026", "第三季度", "0000Q1", "9999Q4", ""])
def test_a_quarter_nobody_can_read_is_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="2026Q3 这样"):
        Quarter.read(text)


def test_nothing_in_the_address_is_today() -> None:
    with clock.stopped_at(TODAY):
        view = View.read()
        assert view == View.today()
        assert not view.is_moved
        assert view.closed == Quarter(2026, 3)
        assert not View.read("2026-11-24").is_moved
        assert View.read("2026-11-23").is_moved
        assert View.read("", "2026-11-24").is_moved


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-02", datetime(2026, 4, 2, 23, 59, 59, 999999, clock.ZONE)),
        ("2026-04-02T08:00", datetime(2026, 4, 2, 8, tzinfo=clock.ZONE)),
        ("2026-04-02T00:00:00Z", datetime(2026, 4, 2, 8, tzinfo=clock.ZONE)),
    ],
)
def test_known_by_is_a_days_end_or_an_instant(text: str, moment: datetime) -> None:
    assert View.read("", text).known_by == moment


@pytest.mark.parametrize(
    ("as_of", "known_by"), [("2026-02-30", ""), ("昨天", ""), ("9999-12-31", ""), ("0001-01-01", ""), ("", "前天")]
)
def test_a_date_nobody_can_read_is_a_sentence(as_of: str, known_by: str) -> None:
    with pytest.raises(ValueError, match="写"):
        View.read(as_of, known_by)


def test_the_last_day_of_a_quarter_has_not_closed_it() -> None:
    assert not View(date(2026, 9, 30)).is_closed(Quarter(2026, 3))
    assert View(date(2026, 10, 1)).is_closed(Quarter(2026, 3))
