"""日历: whoever has its address reads it, and it holds nothing but one's own."""

import re
from datetime import UTC, date, datetime

import icalendar
import pytest
from branch import AT, RECORDER, form, happened
from django.test import Client
from two_branches import NOBODY, TODAY, page, send, signed_in

from dengxiaming.areas.gatherings import actions
from dengxiaming.areas.gatherings.notices import actions as notices
from dengxiaming.areas.members import actions as register
from dengxiaming.areas.members.actions import Happened
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import actions as duties
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock
from dengxiaming.ground.actions import Hand, change_facts
from dengxiaming.ground.models import Account, Feed
from dengxiaming.journal.actor import Actor

pytestmark = pytest.mark.usefixtures("judged")


def made(who: str = "M1") -> str:
    """A new address, as its page shows it."""
    answer = send(signed_in(who), "/reminders/", {"do": "make"})
    found = re.search(r'value="http://testserver(/calendar/[\w-]+\.ics)"', answer.content.decode())
    assert found
    return found[1]


def read(address: str) -> icalendar.Calendar:
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return icalendar.Calendar.from_ical(answer.content)


def events(address: str) -> dict[str, icalendar.Event]:
    return {str(event["summary"]): event for event in read(address).walk("VEVENT")}


def announced() -> None:
    typed = form("ZB1", "theme_day", on="2026-11-28")
    notices.announce("GNT", actions.save_draft("GNT", "ZB1", typed, 0, RECORDER, AT), RECORDER, AT)


def test_own_duties_stand_on_their_last_day() -> None:
    found = events(made())
    assert {"主题党日（S6-1）", "支部委员会会议（S2-2）", "党小组会（S2-3）第一小组", "党课（S2-4）"} <= set(found)
    theme_day = found["主题党日（S6-1）"]
    assert theme_day["dtstart"].dt == date(2026, 11, 30)
    assert theme_day["transp"] == "TRANSPARENT"
    assert str(theme_day["description"]) == "11月30日前。在工作台办：http://testserver/desk/"


def test_meetings_stand_at_their_hour_and_say_when_they_are_off() -> None:
    announced()
    address = made("M9")
    meeting = events(address)["主题党日：讨论冬季巡河安排"]
    assert meeting["dtstart"].dt == datetime(2026, 11, 28, 6, 30, tzinfo=UTC)
    assert meeting["dtend"].dt == datetime(2026, 11, 28, 8, 40, tzinfo=UTC)
    assert (str(meeting["location"]), meeting["status"]) == ("三楼活动室", "CONFIRMED")
    notices.cancel("GNT", RECORDER, AT)
    off = events(address)["主题党日：讨论冬季巡河安排"]
    assert (off["status"], off["uid"]) == ("CANCELLED", meeting["uid"])


def test_nobody_else_and_nothing_sensitive_is_in_it() -> None:
    announced()
    happened("T1", "retirement", date(2026, 11, 20), "M8")
    Organization.objects.update(records_from="2026-01-01")
    register.raise_trigger(Happened("disciplined", date(2026, 11, 20), member="M7"), Actor("a" * 32, "M1"), AT)
    change_facts()
    duties.tick(TODAY)
    text = read(made()).to_ical().decode()
    assert text.count("S5-2") == 1
    assert "S5-1b" in text
    assert not re.search(r"某M\d|处分|退休", text)


def test_it_is_as_the_standard_wants_it() -> None:
    announced()
    answer = Client().get(made())
    lines = answer.content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    ids = [str(event["uid"]) for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")]
    assert len(set(ids)) == len(ids)
    assert all("dtstamp" in event for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_neighbour_has_their_own() -> None:
    found = events(made("N1"))
    assert "支部委员会会议（S2-2）" not in found
    assert "主题党日（S6-1）" in found


def test_an_address_is_exchanged_stopped_and_kept_as_a_digest_alone() -> None:
    first = made()
    token = first.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 43
    assert token not in Feed.objects.get().digest
    second = made()
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert second.removeprefix("/calendar/") not in page(signed_in("M1"), "/reminders/").html
    send(signed_in("M1"), "/reminders/", {"do": "stop"})
    assert Client().get(second).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 43, "-"])
def test_a_guess_opens_nothing(token: str) -> None:
    made()
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_a_disabled_account_has_no_calendar_any_more() -> None:
    address = made()
    ground.disable(Account.objects.get(username="m1"), Hand(clock.now()))
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("who", [NOBODY, "admin"])
def test_whoever_has_no_desk_makes_no_calendar(who: str) -> None:
    assert send(signed_in(who), "/reminders/", {"do": "make"}).status_code == 403
    assert not Feed.objects.exists()
