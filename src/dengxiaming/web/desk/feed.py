"""日历: a reader's own duties and meetings (RFC 5545). No name of anybody else, nothing sensitive: calendars travel."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from icalendar import Calendar, Event

from dengxiaming.areas.gatherings.queries import Announced
from dengxiaming.ground import clock
from dengxiaming.web.desk.board import Row
from dengxiaming.web.kit.words import short_day

_PRODUCT: Final = "-//dengxiaming//desk//ZH"
_REFRESH: Final = timedelta(hours=12)


def calendar(rows: Iterable[Row], notices: Iterable[Announced], ref: str, at: datetime, desk: str) -> bytes:
    """The calendar of one account; `ref` keeps the ids of its events its own."""
    found = Calendar()
    found.add("prodid", _PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", "灯下明")
    found.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for row in rows:
        if not row.sensitive:
            found.add_component(_duty(row, ref, at, desk))
    for notice in notices:
        found.add_component(_meeting(notice, ref, at))
    return bytes(found.to_ical())


def _duty(row: Row, ref: str, at: datetime, desk: str) -> Event:
    """A duty on its last day, which keeps nobody busy."""
    bundle = row.bundle
    whose = row.who if bundle.lines[0].bearer_kind == "organization" else ""
    several = f"，{len(bundle.lines)}件" if len(bundle.lines) > 1 else ""
    event = _event(f"{row.about}", ref, at)
    event.add("summary", f"{bundle.title}（{bundle.rule}）{whose}{several}")
    event.add("dtstart", bundle.due_on)
    event.add("dtend", bundle.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("description", f"{short_day(bundle.due_on, at.year)}前。在工作台办：{desk}")
    return event


def _meeting(notice: Announced, ref: str, at: datetime) -> Event:
    event = _event(f"notice:{notice.code}", ref, at)
    event.add("summary", f"{notice.words}：{notice.theme}")
    if notice.place:
        event.add("location", notice.place)
    if notice.starts is None:
        event.add("dtstart", notice.on)
    else:
        event.add("dtstart", _moment(notice, notice.starts))
        if notice.ends is not None:
            event.add("dtend", _moment(notice, notice.ends))
    event.add("status", "CANCELLED" if notice.cancelled_at else "CONFIRMED")
    event.add("last-modified", (notice.cancelled_at or notice.issued_at).astimezone(UTC))
    return event


def _event(about: str, ref: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{sha256(f'{ref}:{about}'.encode()).hexdigest()[:32]}@dengxiaming")
    event.add("dtstamp", at.astimezone(UTC))
    return event


def _moment(notice: Announced, clock_time: time) -> datetime:
    """In UTC: China keeps no summer time, and no time zone has to be described."""
    return datetime.combine(notice.on, clock_time, clock.ZONE).astimezone(UTC)
