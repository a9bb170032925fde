"""The only place that asks the machine what time it is. Everything else is told.

DXM_TODAY=2026-11-24 stops the calendar on one day: the sample city, screenshots and tests.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The present instant, in Asia/Shanghai."""
    stopped = _stopped.get()
    if stopped is not None:
        return stopped
    moment = datetime.now(ZONE)
    day = os.environ.get("DXM_TODAY", "")
    return moment if not day else datetime.combine(_day(day), moment.timetz())


def today() -> date:
    """The present day in Asia/Shanghai."""
    return now().date()


@contextmanager
def stopped_at(day: date, at: time = time(9)) -> Iterator[None]:
    """Inside the block the clock stands at `at` on `day`: for tests, and for work done in the name of one day."""
    token = _stopped.set(datetime.combine(day, at, ZONE))
    try:
        yield
    finally:
        _stopped.reset(token)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"环境变量 DXM_TODAY 是“{text}”，读不懂。写成 2026-11-24 这样，或者去掉它。") from error
