"""P9: what stands out is kept at signing, shown to the branch first, and hinted at before saving."""

from datetime import date, datetime, timedelta

import pytest
from branch import AT, DAY, OTHER, RECORDER, SECRETARY, ZONE, form, signed

from dengxiaming.areas.affairs import queries as affairs
from dengxiaming.areas.affairs.models import Act, Attendance
from dengxiaming.areas.gatherings import actions, candidates, drafts, expected, queries
from dengxiaming.areas.gatherings.models import Shown
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground.policy import Reader

pytestmark = pytest.mark.usefixtures("city")
TEXT = "从下个月起，青年党员两人一组沿着东河查看护栏和排水口，发现裂缝当天报给值班室。"
LIKE = TEXT.replace("东河", "西河")


def reader(*roles: tuple[str, str]) -> Reader:
    return Reader("X", ref="x", roles=frozenset(roles))


def resolving(organization: str, text: str, *of_kinds: str, **more: object) -> dict[str, object]:
    typed = form(organization, *of_kinds, **more)
    typed["items"] = [{"title": "巡河", "speeches": TEXT, "resolutions": [{"text": text}]}]
    return typed


def shown() -> list[str]:
    return sorted(Shown.objects.values_list("kind", flat=True))


def test_nothing_stands_out_about_an_ordinary_record() -> None:
    signed(resolving("ZB1", TEXT, "theme_day"))
    assert shown() == []


def test_near_identical_sentences_are_shown_and_the_other_side_only_to_who_may_read_both() -> None:
    first = signed(resolving("ZB1", TEXT, "theme_day"))
    second = signed(resolving("ZB2", LIKE, "theme_day", recorder="N1", chair="N1"), "ZB2", OTHER)
    tree = Tree()
    own = reader(("branch_secretary", "ZB2"), ("member", "ZB2"))
    (seen,) = queries.signs(own, tree, second)
    assert seen.label == "与以往记录相同的句子"
    assert seen.detail == (LIKE,)
    assert seen.others == ()
    assert queries.signs(reader(("general_secretary", "JG1")), tree, second)[0].others == ((first, "ZB1", TEXT),)
    assert queries.signs(reader(("branch_secretary", "ZB1")), tree, second) == ()
    assert queries.signs(reader(("member", "ZB2")), tree, second) == ()
    actions.remark(f"sign:{second}:{seen.sign}", "ZB2", "两个支部一起巡的河", OTHER, AT)
    assert [one.text for one in queries.signs(own, tree, second)[0].remarks] == ["两个支部一起巡的河"]


def test_what_was_said_is_never_compared() -> None:
    signed(resolving("ZB1", "第一件事按原来的安排继续办下去，年底前向大会报告。", "theme_day"))
    typed = resolving("ZB2", "另一件完全不同的事情交给青年小组办理并且登记。", "theme_day", recorder="N1", chair="N1")
    signed(typed, "ZB2", OTHER)
    assert shown() == []


def test_the_same_check_runs_before_saving() -> None:
    signed(resolving("ZB1", TEXT, "theme_day"))
    typed = resolving("ZB2", LIKE, recorder="N1")
    del typed["on"]
    hint = candidates.look("G2345678", typed, expected.people("ZB2", typed, "N1", AT.date()), AT)
    assert [sign.kind for sign in hint.signs] == ["likeness"]
    assert shown() == []


def test_a_corrected_record_is_compared_anew() -> None:
    signed(resolving("ZB1", TEXT, "theme_day"))
    second = signed(resolving("ZB2", LIKE, "theme_day", recorder="N1", chair="N1"), "ZB2", OTHER)
    content = drafts.content_of(second)
    content["items"][0]["resolutions"][0]["text"] = "每人认领一段，自己定时间去看。"
    actions.correct(second, content, "抄了别处的，重写", OTHER, AT + timedelta(days=1))
    assert shown() == []


def test_days_documents_places_and_stays() -> None:
    signed(form("ZB1", "theme_day"))
    Stay.objects.filter(member__code="M8").update(until=date(2026, 11, 1))
    late = AT + timedelta(days=30)
    typed = form("ZB1", "members_meeting", starts="15:00", studied=[{"title": "讲话", "issued_on": "2026-12-01"}])
    typed["holders"]["ZB1"]["roll"]["M8"] = {"status": "present"}
    code = signed(typed, at=late)
    assert set(shown()) == {
        "backfilled", "likeness", "not_yet_issued", "two_places", "out_of_stay", "over_roll",
    }  # fmt: skip
    (outside,) = Shown.objects.filter(kind="out_of_stay")
    assert (outside.subject, outside.holder.act) == ("M8", code)


def test_half_a_year_entered_in_one_sitting() -> None:
    start = datetime(2026, 11, 25, 9, tzinfo=ZONE)
    codes = [
        signed(form("ZB1", "theme_day", on=f"2026-{month:02}-20"), at=start + timedelta(minutes=10 * month))
        for month in range(5, 11)
    ]
    (sitting,) = Shown.objects.filter(kind="one_sitting")
    assert sitting.holder.act == codes[-1]
    assert "6条" in sitting.sentence


def test_a_sign_changes_no_verdict_and_stands_in_no_entry() -> None:
    signed(resolving("ZB1", TEXT, "theme_day"))
    signed(resolving("ZB2", LIKE, "theme_day", recorder="N1", chair="N1"), "ZB2", OTHER)
    actions.confirm(Shown.objects.get().holder.act, SECRETARY, AT)
    assert RECORDER.member == "M2"
    from dengxiaming.areas.gatherings.models import SEALED  # noqa: PLC0415  only this test asks what is sealed

    assert Shown not in {model for sealed in SEALED for model in sealed.models}


def test_who_an_imported_roll_has_elsewhere_that_day_stands_out_weakly() -> None:
    there = Act.objects.create(code="A1", organization=Organization.objects.get(code="ZB2"), on=DAY, recorded_at=AT)
    for code, status in (("M8", "present"), ("M7", "leave")):
        Attendance.objects.create(act=there, member=Member.objects.get(code=code), status=status)
    act = signed(form("ZB1", "theme_day"))
    (sign,) = Shown.objects.filter(holder__act=act, kind="two_places")
    assert (sign.subject, sign.weak) == ("M8", True)
    Act.objects.update(withdrawn_at=AT)
    assert not list(affairs.present_on(DAY, frozenset({"M8"})))
