"""Short forms: one entry of data a kind; what is recorded counts, what is withdrawn counted then."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.areas.affairs import actions, core, facts, queries
from dengxiaming.areas.affairs.forms import Form, for_organization, forms
from dengxiaming.areas.gatherings import kinds
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.chain.note import PublicKey
from dengxiaming.journal import keys
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.verifying import verify
from dengxiaming.law.loader import load_rulebook

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
BY = Actor("a" * 32, "M1")
KNOWN = core.Known(("M1", "M2"), ("M1", "M2", "B1"), ())


@pytest.fixture
def people(db: None) -> None:  # noqa: ARG001  要有库
    Organization.objects.create(code="Z1", kind="general_branch")
    Organization.objects.create(code="B1", kind="branch", parent=Organization.objects.get(code="Z1"))
    Member.objects.create(code="M1")
    Member.objects.create(code="M2")


def typed(form: Form) -> core.Typed:
    chosen = {"members": ("M2",), "organizations": ("B1",)}.get(form.counterparts, ())
    return core.Typed("2026-11-20", "M1", "一件事", "做了", chosen, ())


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("kind", forms())
def test_every_short_form_becomes_an_act_of_its_kind(kind: str) -> None:
    read = core.read(typed(forms()[kind]), forms()[kind], KNOWN, TODAY)
    assert isinstance(read, core.Read)
    code, receipt = actions.record(read, "Z1", BY, AT)
    row = facts.acts().row(0, named=True)
    assert (row["id"], row["kinds"], row["on"], row["actor_id"]) == (code, [kind], date(2026, 11, 20), "M1")
    assert row["counterpart_ids"] == list(read.counterparts)
    assert receipt is not None
    held = queries.act(code)
    assert held is not None
    assert not held.imported
    unsealed = [one for one in verify(PublicKey.read(keys.key().vkey)) if one.kind == "act"]
    assert not unsealed


def test_every_recurring_duty_of_an_organisation_has_a_way_to_be_recorded() -> None:
    """A kind the rulebook counts, that is neither a gathering nor a talk nor made by the site, has its short form."""
    elsewhere = {"talk", "community_filing", "transfer", "election", "by_election", "disclosure"}
    counted = {kind for duty in load_rulebook().duties for counts in duty.counts for kind in counts.kinds}
    assert counted - set(forms()) - set(kinds.load()) - elsewhere == set()


@pytest.mark.usefixtures("people")
def test_a_withdrawn_act_counts_no_more() -> None:
    read = core.read(typed(forms()["annual_plan"]), forms()["annual_plan"], KNOWN, TODAY)
    assert isinstance(read, core.Read)
    code, _ = actions.record(read, "B1", BY, AT)
    actions.withdraw(code, "写错了年份", BY, AT)
    assert facts.acts().is_empty()


def test_who_sees_which_form() -> None:
    assert "annual_plan" in {form.kind for form in for_organization("joint_branch")}
    assert "bulletin" not in {form.kind for form in for_organization("branch")}


@given(st.sampled_from(list(forms())), st.text(), st.lists(st.text()))
def test_whatever_is_typed_is_answered(kind: str, text: str, many: list[str]) -> None:
    found = core.read(core.Typed(text, text, text, text, tuple(many), tuple(many)), forms()[kind], KNOWN, TODAY)
    assert isinstance(found, core.Read) or all("。" in one.sentence for one in found)
