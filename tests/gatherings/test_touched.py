"""Each verb says whose duties may stand differently: the stored verdicts after it are those of judging everything."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from branch import AT, DAY, OTHER, RECORDER, form, signed

from dengxiaming.areas.affairs import facts as affairs
from dengxiaming.areas.gatherings import actions, drafts
from dengxiaming.areas.gatherings import facts as gatherings
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import actions as duties
from dengxiaming.duties import facts
from dengxiaming.duties.models import Verdict
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.judged]
TOMORROW = AT + timedelta(days=1)
COLUMNS = ("rule", "bearer_id", "period", "status", "counted", "satisfied_on", "evidence")


@pytest.fixture(autouse=True)
def stored(city: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001  the register comes first
    """Everything was judged this morning, the day after the gathering."""
    monkeypatch.setattr(facts, "RECORDS", (affairs, gatherings))
    with clock.stopped_at(TOMORROW.date()):
        duties.judge_all(TOMORROW.date())
        ground.change_facts()
        yield


def rows() -> set[tuple[object, ...]]:
    return set(Verdict.objects.values_list(*COLUMNS))


def assert_nothing_else_changed() -> None:
    kept = rows()
    duties.judge_all(TOMORROW.date())
    assert kept == rows()


def status(rule: str, bearer: str, period: str) -> str:
    return Verdict.objects.get(rule=rule, bearer_id=bearer, period=period).status


def test_a_signature_settles_what_its_kinds_count_for_at_once() -> None:
    assert status("S6-1", "ZB1", "2026-11") == "open"
    signed(form("ZB1", "theme_day", "members_meeting", away=("M8",)))
    assert status("S6-1", "ZB1", "2026-11") == "met"
    assert_nothing_else_changed()


def test_a_lecturer_from_another_branch_is_touched_there() -> None:
    typed = form("ZB2", "lesson", chair="N1", recorder="N1", items=[{"kind": "lesson", "lecturer": "M6"}])
    code = signed(typed, "ZB2", OTHER)
    assert status("S2-5", "M6", "2026") == "met"
    assert_nothing_else_changed()
    content = drafts.content_of(code)
    content["items"][0]["lecturer"] = "M5"
    actions.correct(code, content, "主讲人写错了", OTHER, TOMORROW)
    assert (status("S2-5", "M6", "2026"), status("S2-5", "M5", "2026")) == ("open", "met")
    assert_nothing_else_changed()


def test_a_training_of_the_city_s_touches_those_it_trained() -> None:
    typed = form("GW1", "training", recorder="M2", chair="M5")
    typed["holders"]["GW1"]["roll"] = {"M1": {"status": "present"}, "N1": {"status": "present"}}
    code = signed(typed, "GW1")
    assert status("L2-2", "N1", "2026") == "met"
    assert_nothing_else_changed()
    actions.withdraw(code, "没有办", RECORDER, TOMORROW)
    assert status("L2-2", "N1", "2026") == "open"
    assert_nothing_else_changed()


def test_a_make_up_and_a_roll_of_one_who_moved_on() -> None:
    code = signed(form("ZB1", "theme_day", away=("M8",)))
    Stay.objects.filter(member__code="M8").update(until=DAY + timedelta(days=1))
    there = Organization.objects.get(code="ZB2")
    Stay.objects.create(
        member=Member.objects.get(code="M8"), organization=there, kind="full", since=date(2026, 11, 26), leading=False
    )
    actions.make_up(code, "M8", TOMORROW.date(), "自学", RECORDER, TOMORROW)
    assert status("S6-4", code, code) == "met"
