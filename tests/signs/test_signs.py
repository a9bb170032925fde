"""Each sign as a branch would meet it; what is said is a fact with its days and hours, and never a judgement."""

import random
import re
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.areas.gatherings import signs
from dengxiaming.areas.gatherings.likeness import Elsewhere, Likeness
from dengxiaming.areas.gatherings.signs import Document, Record, Sign, SignKind, Stay
from dengxiaming.ground.clock import ZONE

MARCH_15 = date(2026, 3, 15)


def meeting(code: str = "G1", organization: str = "B1", on: date = MARCH_15, **more: object) -> Record:
    """A gathering recorded the same evening, unless said otherwise."""
    evening = datetime.combine(on, time(18), ZONE)
    return Record(**{"code": code, "organization": organization, "on": on, "recorded_at": evening} | more)  # type: ignore[arg-type]  # 测试里按名字给


# 活动与记入之间的天数


@pytest.mark.parametrize(("days", "shown"), [(0, False), (15, False), (16, True), (36, True)])
def test_from_the_sixteenth_day_a_record_says_how_late_it_came(days: int, shown: bool) -> None:
    record = meeting(recorded_at=datetime.combine(MARCH_15 + timedelta(days), time(9), ZONE))
    assert signs.backfilled_days(record) == days
    assert bool(list(signs.backfilled(record))) == shown


def test_the_days_are_said_with_both_dates() -> None:
    (sign,) = signs.backfilled(meeting(recorded_at=datetime(2026, 4, 20, 9, tzinfo=ZONE)))
    assert sign.sentence == "补录 +36天：活动在2026年3月15日，2026年4月20日记入。"


def test_the_day_is_the_day_in_shanghai_and_never_negative() -> None:
    just_past_midnight = datetime.fromisoformat("2026-03-30T16:30:00+00:00")  # 上海已是31日
    assert signs.backfilled_days(meeting(recorded_at=just_past_midnight)) == 16
    assert signs.backfilled_days(meeting(recorded_at=datetime(2026, 3, 1, tzinfo=ZONE))) == 0


# 与以往记录相同的句子


def test_ones_own_sentences_stand_alone_and_the_other_side_apart() -> None:
    other = Elsewhere("G7", "B2", "每周走一遍河堤，两人一组。")
    likeness = Likeness("每周走一遍河堤，三人一组。", 0.96, other)
    (sign,) = signs.alike("G1", [likeness, replace(likeness, other=replace(other, code="G8"))], of=6)
    assert sign.sentence == "比对了6句，其中1句与以往的记录几乎相同。套话、书名、引文和发言不比对。"
    assert sign.detail == (likeness.sentence,)
    assert [one.code for one in sign.elsewhere] == ["G7", "G8"]
    assert "G7" not in repr((sign.sentence, sign.detail, sign.about, sign.subject))


def test_nothing_alike_nothing_said() -> None:
    assert not list(signs.alike("G1", [], of=6))


# 学习在发布之前


@pytest.mark.parametrize(
    ("issued_on", "shown"), [(date(2026, 3, 16), True), (MARCH_15, False), (date(2025, 1, 1), False), (None, False)]
)
def test_a_document_cannot_be_studied_before_its_day_of_issue(issued_on: date | None, shown: bool) -> None:
    assert bool(list(signs.not_yet_issued(meeting(documents=(Document("巡河通知", issued_on),))))) == shown


def test_each_document_has_its_own_sign_and_its_own_explanation() -> None:
    documents = (Document("甲", date(2026, 4, 1)), Document("《乙》", date(2026, 5, 1)))
    first, second = signs.not_yet_issued(meeting(documents=documents))
    assert second.sentence == "2026年3月15日学习了《乙》，填的发布日期是2026年5月1日。"
    assert first.id != second.id


# 同一时间在两处

AFTERNOON = {"starts": time(14, 30), "ends": time(16), "present": frozenset({"M1", "M2"})}


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        (time(15), time(17), True),
        (time(14, 45), time(15), True),
        (time(13), time(14, 31), True),
        (time(16), time(17), False),  # 一场散了另一场才开
        (time(13), time(14, 30), False),
        (time(15), None, True),  # 没写散会，开始的那一刻就在里面
        (time(14, 30), None, True),
        (time(14), None, False),  # 不知道散了没有，不说
    ],
)
def test_two_gatherings_whose_times_overlap(starts: time, ends: time | None, shown: bool) -> None:
    here = meeting(**AFTERNOON)
    there = meeting("G2", "B2", starts=starts, ends=ends, present=frozenset({"M2", "M3"}))
    found = list(signs.two_places(here, [there]))
    assert bool(found) == shown
    for sign in found:
        assert (sign.subject, sign.weak, sign.detail) == ("M2", False, ("2026年3月15日14:30—16:00",))
        assert [one.code for one in sign.elsewhere] == ["G2"]
    assert bool(list(signs.two_places(there, [here]))) == shown


def test_without_times_two_organisations_on_one_day_are_a_weak_sign() -> None:
    here, there = meeting(**AFTERNOON), meeting("G2", "B2", present=frozenset({"M1"}))
    for one, other in ((here, there), (there, here)):
        (sign,) = signs.two_places(one, [other])
        assert sign.weak
        assert sign.sentence.endswith("补上时间就能分清。")


def test_without_times_one_organisation_may_hold_two_gatherings_on_one_day() -> None:
    """固定党日那天先开支委会再上党课，是平常的事."""
    assert not list(signs.two_places(meeting(**AFTERNOON), [meeting("G2", present=frozenset({"M1"}))]))


def test_two_branches_holding_one_gathering_are_in_one_place() -> None:
    assert not list(signs.two_places(meeting(**AFTERNOON), [meeting(organization="B2", **AFTERNOON)]))


def test_another_day_is_another_day() -> None:
    assert not list(signs.two_places(meeting(**AFTERNOON), [meeting("G2", "B2", date(2026, 3, 16), **AFTERNOON)]))


def test_the_other_gathering_is_named_only_where_both_may_be_read() -> None:
    (one, _) = signs.two_places(meeting(**AFTERNOON), [meeting("G2", "B2", **AFTERNOON)])
    assert "G2" not in repr((one.sentence, one.detail, one.about, one.subject, one.id))


# 不在册时出席


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        (date(2025, 1, 1), date(2026, 3, 15), "名册上2026年3月15日转出"),  # 这一天已不在册
        (date(2025, 1, 1), date(2026, 3, 16), ""),
        (date(2025, 1, 1), None, ""),
        (date(2026, 3, 15), None, ""),
        (date(2026, 3, 16), None, "名册上2026年3月16日转入"),
    ],
)
def test_present_before_transfer_in_or_after_transfer_out(since: date, until: date | None, says: str) -> None:
    found = list(signs.out_of_stay(meeting(present=frozenset({"M1"})), [Stay("M1", since, until)]))
    assert [sign.sentence for sign in found] == ([f"2026年3月15日的出席名单上有这名党员，{says}。"] if says else [])


def test_who_left_and_came_back_is_judged_by_all_their_stays() -> None:
    stays = [Stay("M1", date(2026, 5, 1), None), Stay("M1", date(2025, 1, 1), date(2026, 2, 1))]
    (sign,) = signs.out_of_stay(meeting(present=frozenset({"M1"})), stays)
    assert sign.sentence == "2026年3月15日的出席名单上有这名党员，名册上2026年2月1日转出。"
    assert sign.detail == ("在册：2025年1月1日转入，2026年2月1日转出", "在册：2026年5月1日转入，未转出")
    assert not list(signs.out_of_stay(meeting(on=date(2026, 6, 1), present=frozenset({"M1"})), stays))


def test_guests_and_absentees_are_not_meant() -> None:
    gone = Stay("M1", date(2025, 1, 1), date(2026, 1, 1))
    assert not list(signs.out_of_stay(meeting(observers=1), [gone]))
    assert not list(signs.out_of_stay(meeting(present=frozenset({"M9"})), [gone]))


# 出席多于在册


@pytest.mark.parametrize(
    ("named", "typed", "observers", "shown"),
    [
        (14, None, 0, False),
        (15, None, 0, True),
        (15, None, 3, True),  # 点名的只有党员，列席另记
        (0, 14, 0, False),
        (0, 15, 0, True),
        (0, 16, 2, False),  # 手写的数可能连列席一起数了
        (0, 17, 2, True),
        (15, 3, 2, True),  # 名单比手写的数多，看名单
    ],
)
def test_more_present_than_on_the_register(named: int, typed: int | None, observers: int, shown: bool) -> None:
    present = frozenset(f"M{n}" for n in range(named))
    record = meeting(present=present, typed=typed, observers=observers, registered=14)
    assert bool(list(signs.over_roll(record))) == shown
    assert not list(signs.over_roll(replace(record, registered=None)))


def test_the_three_numbers_are_said() -> None:
    (sign,) = signs.over_roll(meeting(typed=31, observers=2, registered=28))
    assert sign.sentence == "出席31人，当天在册28人，列席2人。"


# 一次记入多个月


def sitting(months: int, pause: timedelta = timedelta(minutes=10)) -> list[Record]:
    began = datetime(2026, 12, 20, 18, 5, tzinfo=ZONE)
    return [
        meeting(f"G{month}", on=date(2026, month, 8), recorded_at=began + month * pause)
        for month in range(1, months + 1)
    ]


@pytest.mark.parametrize(("months", "shown"), [(5, False), (6, True), (12, True)])
def test_half_a_year_in_one_sitting(months: int, shown: bool) -> None:
    assert bool(list(signs.one_sitting(sitting(months)))) == shown


def test_what_is_said_of_a_sitting() -> None:
    (sign,) = signs.one_sitting(sitting(12))
    assert sign.sentence == (
        "2026年12月20日18:15至2026年12月20日20:05一次记了12条，活动在2026年1月8日到2026年12月8日之间，分在12个月里。"
    )
    assert len(sign.detail) == len(sign.about) == 12


def test_a_pause_of_an_hour_ends_the_sitting() -> None:
    assert list(signs.one_sitting(sitting(6, timedelta(minutes=59))))
    assert not list(signs.one_sitting(sitting(6, timedelta(minutes=60))))


def test_many_gatherings_of_few_months_and_one_old_one_are_ordinary() -> None:
    """年底补两个月的，顺手补一条去年漏的."""
    recent = [replace(one, on=date(2026, 11, 1 + n)) for n, one in enumerate(sitting(9))]
    assert not list(signs.one_sitting([*recent, replace(recent[0], code="G99", on=date(2025, 2, 1))]))


def test_more_entries_leave_the_explanation_where_it_was() -> None:
    (before,), (after,) = signs.one_sitting(sitting(7)), signs.one_sitting(sitting(12))
    assert before.id == after.id
    assert before.subject == "G1"


# 所有的


def every_sign() -> list[Sign]:
    here = meeting(
        recorded_at=datetime(2026, 12, 1, tzinfo=ZONE), documents=(Document("甲", date(2026, 4, 1)),), registered=1,
        **AFTERNOON,
    )  # fmt: skip
    likeness = Likeness("每周走一遍河堤，三人一组。", 0.96, Elsewhere("G7", "B2", "每周走一遍河堤，两人一组。"))
    return [
        *signs.backfilled(here),
        *signs.alike("G1", [likeness], of=6),
        *signs.not_yet_issued(here),
        *signs.two_places(here, [meeting("G2", "B2", **AFTERNOON)]),
        *signs.two_places(here, [meeting("G3", "B3", present=frozenset({"M1"}))]),
        *signs.out_of_stay(here, [Stay("M1", date(2026, 4, 1), None), Stay("M2", date(2025, 1, 1), date(2026, 1, 1))]),
        *signs.over_roll(here),
        *signs.one_sitting(sitting(12)),
    ]


def test_every_kind_of_sign_has_its_label_and_can_be_met() -> None:
    assert {sign.kind for sign in every_sign()} == set(SignKind) == set(signs.LABELS)


def test_the_glossary_and_the_page_of_signs_use_the_same_words() -> None:
    docs = Path(__file__).parents[2] / "docs"
    glossary, page = ((docs / name).read_text(encoding="utf-8") for name in ("glossary.md", "signs.md"))
    for kind, label in signs.LABELS.items():
        assert f"| `{kind}` | {label} |" in glossary
        assert f"\n| {label} |" in page


def test_no_sign_judges() -> None:
    judging = re.compile("假|造|骗|抄|疑|异常|违|错|不实|严重|请尽快|系统|检测|！|雷同")
    words = [*signs.LABELS.values(), *(part for sign in every_sign() for part in (sign.sentence, *sign.detail))]
    assert not [word for word in words if judging.search(word)]


def test_ids_fit_their_column_and_do_not_show_whom_they_are_about() -> None:
    for sign in every_sign():
        assert re.fullmatch(r"[a-z_]+(-[0-9a-f]{16})?", sign.id)
        assert len(sign.id) <= 64


def test_a_record_knows_no_photos_lengths_log_ins_or_study_time() -> None:
    names = {field.name for kind in (Record, Document, Stay) for field in fields(kind)}
    assert names == {
        "code", "organization", "on", "recorded_at", "starts", "ends", "present", "observers", "typed", "registered",
        "documents", "title", "issued_on", "member", "since", "until",
    }  # fmt: skip


records = st.builds(
    meeting,
    code=st.sampled_from("PQRS"),
    organization=st.sampled_from(("B1", "B2")),
    on=st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    starts=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    ends=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    present=st.frozensets(st.sampled_from(("M1", "M2", "M3")), max_size=3),
)


@given(here=records, others=st.lists(records, max_size=6), rng=st.randoms())
def test_order_changes_no_sign(here: Record, others: list[Record], rng: random.Random) -> None:
    def all_of(around: list[Record]) -> list[Sign]:
        return [*signs.two_places(here, around), *signs.one_sitting(around)]

    straight = all_of(others)
    rng.shuffle(others)
    assert {(sign.id, sign.weak, frozenset(sign.elsewhere)) for sign in all_of(others)} == {
        (sign.id, sign.weak, frozenset(sign.elsewhere)) for sign in straight
    }


@given(one=records, other=records)
def test_who_is_in_two_places_is_so_seen_from_both(one: Record, other: Record) -> None:
    seen = {(sign.subject, sign.weak) for sign in signs.two_places(one, [other])}
    assert seen == {(sign.subject, sign.weak) for sign in signs.two_places(other, [one])}
