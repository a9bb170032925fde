"""Drafts are compared and set, never overwritten unseen; a notice is read from its draft."""

from datetime import date, timedelta

import pytest
from branch import AT, DAY, OTHER, RECORDER, SECRETARY, form, signed
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dengxiaming.areas.gatherings import actions, drafts, queries, sheet
from dengxiaming.areas.gatherings.models import Draft, Invited, Notice
from dengxiaming.areas.gatherings.notices import actions as notices
from dengxiaming.areas.gatherings.refusals import Elsewhere, Gone, NotReady, Refused
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground.policy import Reader
from dengxiaming.journal.models import Entry

CODE = "G2345678"
LATER = AT + timedelta(minutes=5)


@pytest.mark.usefixtures("city")
def test_two_devices_never_overwrite_each_other_unseen() -> None:
    assert actions.save_draft(CODE, "ZB1", {"theme": "一"}, 0, RECORDER, AT) == 1
    assert actions.save_draft(CODE, "ZB1", {"theme": "电脑上写的"}, 1, RECORDER, AT) == 2
    with pytest.raises(Elsewhere) as conflict:
        actions.save_draft(CODE, "ZB1", {"theme": "手机上写的"}, 1, SECRETARY, LATER)
    other = conflict.value.other
    assert (other.content, other.version, other.saved_by) == ({"theme": "电脑上写的"}, 2, "某M2")
    assert actions.save_draft(CODE, "ZB1", {"theme": "合起来的"}, other.version, SECRETARY, LATER) == 3
    with pytest.raises(Elsewhere):
        actions.sign(CODE, 2, RECORDER, LATER)
    with pytest.raises(Elsewhere):
        actions.discard_draft(CODE, 2)


@pytest.mark.usefixtures("city")
def test_the_same_form_sent_again_is_no_conflict() -> None:
    for _ in range(3):
        assert actions.save_draft(CODE, "ZB1", {"theme": "一"}, 0, RECORDER, AT) == 1
    assert actions.save_draft(CODE, "ZB1", {"theme": "二"}, 1, RECORDER, AT) == 2
    assert actions.save_draft(CODE, "ZB1", {"theme": "二"}, 1, RECORDER, AT) == 2
    assert Draft.objects.count() == 1
    assert not Entry.objects.exists()


@pytest.mark.usefixtures("city")
def test_a_draft_that_was_signed_or_discarded_is_gone() -> None:
    actions.save_draft(CODE, "ZB1", {"theme": "一"}, 0, RECORDER, AT)
    actions.discard_draft(CODE, 1)
    with pytest.raises(Gone):
        actions.save_draft(CODE, "ZB1", {"theme": "二"}, 1, RECORDER, AT)
    code = signed(form("ZB1", "theme_day"))
    with pytest.raises(Gone):
        actions.save_draft(code, "ZB1", form("ZB1", "theme_day"), 0, RECORDER, AT)
    with pytest.raises(Gone):
        actions.sign(code, 1, RECORDER, AT)
    assert not Draft.objects.exists()


class Keeping(TestCase):
    """Whatever was typed comes back as it was."""

    @settings(max_examples=30)
    @given(
        st.dictionaries(
            st.text(max_size=5),
            st.recursive(
                st.none() | st.booleans() | st.text(max_size=8), lambda x: st.lists(x, max_size=3), max_leaves=5
            ),
            max_size=4,
        )
    )
    def test_a_draft_keeps_anything(self, content: dict[str, object]) -> None:
        Organization.objects.create(code="ZB1", kind="branch")
        Member.objects.create(code="M2", name="某M2")
        actions.save_draft(CODE, "ZB1", content, 0, RECORDER, AT)
        kept = drafts.draft(CODE)
        assert kept is not None
        assert kept.content == content


@pytest.mark.usefixtures("city")
def test_a_notice_goes_to_everybody_the_roll_will_call_and_is_sealed() -> None:
    typed = form("ZB1", "theme_day", on="2026-11-28", studied=[{"title": "讲话"}])
    version = actions.save_draft(CODE, "ZB1", typed, 0, RECORDER, AT)
    notices.announce(CODE, version, RECORDER, AT)
    assert Invited.objects.filter(notice__code=CODE).count() == 9
    (mine,) = queries.inbox("M9", DAY)
    assert (mine.words, mine.on, mine.agenda, mine.documents) == (
        "主题党日",
        date(2026, 11, 28),
        ("冬季巡河",),
        ("讲话",),
    )
    assert queries.inbox("N1", DAY) == ()
    notices.see(CODE, "M9", LATER)
    assert queries.inbox("M9", DAY)[0].seen_at == LATER
    assert Entry.objects.count() == 1


@pytest.mark.usefixtures("city")
def test_a_changed_notice_invites_whom_the_change_calls() -> None:
    version = actions.save_draft(CODE, "ZB1", form("ZB1", "theme_day", on="2026-11-28"), 0, RECORDER, AT)
    notices.announce(CODE, version, RECORDER, AT)
    changed = form("ZB1", "committee_meeting", on="2026-11-29")
    notices.announce(CODE, actions.save_draft(CODE, "ZB1", changed, version, RECORDER, AT), RECORDER, LATER)
    assert set(Invited.objects.values_list("member__code", flat=True)) == {"M1", "M2", "M3"}
    assert Notice.objects.get().on == date(2026, 11, 29)
    notices.cancel(CODE, SECRETARY, LATER)
    assert queries.inbox("M1", DAY)[0].cancelled_at == LATER
    with pytest.raises(Refused, match="已经取消"):
        notices.cancel(CODE, SECRETARY, LATER)


@pytest.mark.usefixtures("city")
def test_no_notice_without_a_day_to_come_and_a_theme() -> None:
    typed = form("ZB1", "theme_day", on="2026-11-24", theme="")
    version = actions.save_draft(CODE, "ZB1", typed, 0, RECORDER, AT)
    with pytest.raises(NotReady) as refused:
        notices.announce(CODE, version, RECORDER, AT)
    assert [one.field for one in refused.value.problems.found] == ["on", "theme"]


@pytest.mark.usefixtures("city")
def test_a_new_form_is_filled_with_how_it_was_done_last_time() -> None:
    signed(form("ZB1", "theme_day"))
    usual = sheet.usual("ZB1", ("theme_day",))
    assert usual is not None
    assert (usual.place, usual.chair, usual.recorder, f"{usual.starts:%H:%M}") == ("三楼活动室", "M1", "M2", "14:30")
    assert sheet.usual("ZB1", ("committee_meeting",)) is None
    assert sheet.places("ZB1") == ("三楼活动室",)
    reader = Reader("N1", ref=OTHER.ref, roles=frozenset({("branch_secretary", "ZB2")}))
    assert queries.notices(reader, Tree(), DAY) == ()
