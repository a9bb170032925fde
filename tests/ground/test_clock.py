"""The clock is Shanghai's, can be stopped, and says what is wrong with DXM_TODAY."""

from datetime import date, datetime, time, timedelta

import pytest

from dengxiaming.ground import clock


def test_the_clock_is_shanghais() -> None:
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_a_stopped_clock_stands_and_goes_on_afterwards() -> None:
    with clock.stopped_at(date(2026, 3, 31), time(23, 59)):
        assert clock.today() == date(2026, 3, 31)
        assert clock.now() == datetime(2026, 3, 31, 23, 59, tzinfo=clock.ZONE)
    assert clock.today() != date(2026, 3, 31)


def test_the_environment_stops_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXM_TODAY", "2026-11-24")
    assert clock.today() == date(2026, 11, 24)


def test_a_day_nobody_can_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXM_TODAY", "24.11.2026")
    with pytest.raises(ValueError, match="DXM_TODAY"):
        clock.today()
