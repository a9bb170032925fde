"""Talks: that they were held is a record, what was said is theirs (S5-1, S5-2)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.talks import actions, core, facts, queries
from dengxiaming.areas.talks.models import Note
from dengxiaming.ground.policy import NOBODY
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.models import Entry, Seal

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
BY = Actor("a" * 32, "M1")
PEOPLE = ("M1", "M2", "M3")
TYPED = core.Typed("M1", ("M2",), "2026-11-20", "individual", "退休", "问了身体和家里情况", ("E1",))


@pytest.fixture
def branch(db: None) -> Organization:  # noqa: ARG001  要有库
    held = Organization.objects.create(code="B1", name="第一支部", kind="branch")
    for code in PEOPLE:
        Member.objects.create(code=code, name=f"某{code}")
    Trigger.objects.create(code="E1", kind="retirement", member=Member.objects.get(code="M2"), on=date(2026, 11, 2))
    return held


def recorded(typed: core.Typed = TYPED) -> str:
    read = core.read(typed, PEOPLE, TODAY)
    assert isinstance(read, core.Read)
    return actions.record(read, "B1", BY, AT)[0]


def test_S5_2_a_talk_answers_what_happened(branch: Organization) -> None:
    code = recorded()
    row = facts.acts().row(0, named=True)
    assert (row["id"], row["organization_id"], row["actor_id"]) == (code, branch.code, "M1")
    assert (row["kinds"], row["counterpart_ids"], row["answers"]) == (["talk"], ["M2"], ["E1"])
    assert row["on"] == date(2026, 11, 20)


@pytest.mark.usefixtures("branch")
def test_what_was_said_stands_nowhere_in_the_database() -> None:
    recorded()
    assert "身体" not in bytes(Note.objects.get().cipher).decode("utf-8", "replace")
    assert not any("身体" in seal.document for seal in Seal.objects.all())
    assert not any("身体" in bytes(entry.body).decode() for entry in Entry.objects.all())


@pytest.mark.usefixtures("branch")
def test_only_those_who_held_it_read_what_was_said() -> None:
    code = recorded()
    assert actions.read_note(code, "M1", "M1") == actions.read_note(code, "M1", "M2") == "问了身体和家里情况"
    with pytest.raises(LookupError):
        actions.read_note(code, "M1", "M3")
    with pytest.raises(LookupError):
        actions.write_note(code, "旁人写的", Actor("b" * 32, "M3"), AT)


@pytest.mark.usefixtures("branch")
def test_a_withdrawn_talk_counts_no_more_but_counted_then() -> None:
    code = recorded()
    later = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    actions.withdraw(code, "记错了人", BY, later)
    assert facts.acts().is_empty()
    assert len(facts.acts(known_by=AT)) == 1
    held = queries.talk(code, NOBODY)
    assert held is not None
    assert held.withdrawn


def test_every_problem_at_once_with_its_remedy() -> None:
    problems = core.read(core.Typed(on="明天", form="?"), PEOPLE, TODAY)
    assert isinstance(problems, tuple)
    assert [one.field for one in problems] == ["on", "actor", "members", "form", "reason"]
    assert all("。" in one.sentence for one in problems)


def test_nobody_talks_with_themself() -> None:
    alone = core.Typed("M1", ("M1",), "2026-11-20", "individual", "谈心")
    problems = core.read(alone, PEOPLE, TODAY)
    assert isinstance(problems, tuple)
    assert [one.field for one in problems] == ["members"]


@given(st.builds(core.Typed, st.text(), st.lists(st.text()).map(tuple), st.text(), st.text(), st.text(), st.text()))
def test_whatever_is_typed_is_answered(typed: core.Typed) -> None:
    core.read(typed, PEOPLE, TODAY)
