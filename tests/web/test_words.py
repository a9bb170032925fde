"""Words as pages print them, dates as people type them, ids in addresses."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.duties.edition import rulebook
from dengxiaming.law.model import Number, Value
from dengxiaming.web.explanation.sentence import period_words
from dengxiaming.web.kit import words
from dengxiaming.web.kit.here import tidy_day
from dengxiaming.web.kit.ids import IdConverter
from dengxiaming.web.law.numbers import phrase, window
from dengxiaming.web.law.tree import branches, leaf_of, leaf_with, slug_of
from dengxiaming.web.organizations.spans import span_label


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("11月30日前，再讲2次", ["11月30日", "2次"]),
        ("2026年第3季度有61个支部", ["2026年", "第3季度", "61个"]),
        ("连续6个月，比例2%", ["6个月", "2%"]),
        ("S2-1没有量词", []),
    ],
)
def test_a_figure_stays_with_its_measure_word(text: str, kept: list[str]) -> None:
    shown = str(words.bound(text))
    assert [part.split("</span>")[0] for part in shown.split('<span class="nb">')[1:]] == kept


def test_what_is_typed_never_becomes_markup() -> None:
    assert "<script>" not in words.bound("<script>2次</script>")


@pytest.mark.parametrize(("days", "said"), [(0, "今天"), (1, "明天"), (37, "还有37天"), (-9, "已过9天")])
def test_a_last_day_is_near_or_past(days: int, said: str) -> None:
    assert words.distance(days) == said


def test_a_day_of_another_year_says_its_year() -> None:
    assert words.short_day(date(2025, 12, 24), 2026) == "2025年12月24日"
    assert words.short_day(date(2026, 12, 24), 2026) == "12月24日"


def test_the_end_of_a_day_is_named_as_the_day() -> None:
    zone = timezone(timedelta(hours=8))
    assert words.moment(datetime(2026, 4, 2, 23, 59, 59, tzinfo=zone)) == "2026年4月2日"
    assert words.moment(datetime(2026, 4, 2, 8, 5, tzinfo=zone)) == "2026年4月2日8:05"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-3-1", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("2026/03/01", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("２０２６－０３－０１", "2026-03-01"),
        ("2026-03-01T08:00", "2026-03-01T08:00"),
        ("2026年3月1日 8:00", "2026-03-01T8:00"),
        ("明天", "明天"),
        ("", ""),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert tidy_day(typed) == meant


@given(st.text(min_size=1))
def test_any_id_travels_in_an_address(text: str) -> None:
    converter = IdConverter()
    travelled = converter.to_url(text)
    assert "/" not in travelled
    assert "." not in travelled
    assert converter.to_python(travelled) == text


def test_every_clause_has_its_place_in_the_tree() -> None:
    book = rulebook()
    placed = [rule for branch in branches(book) for leaf in branch.leaves for rule in leaf.rules]
    assert sorted(placed) == sorted(book.rules)
    for name in book.rules:
        leaf = leaf_with(book, name)
        assert leaf is not None
        assert leaf_of(book, leaf.slug) is not None


def test_the_tree_numbers_its_pages_as_the_document_does() -> None:
    book = rulebook()
    leaf = leaf_with(book, "S6-1")
    assert leaf is not None
    assert (leaf.slug, leaf.number, leaf.locator) == ("3-2-6", "六", "三（二）6")
    assert slug_of("三(二)10") == "3-2-10"
    assert slug_of("四(一)") == "4-1"


def test_every_number_of_the_rulebook_has_a_phrase() -> None:
    book = rulebook()
    for duty in book.duties:
        for number in duty.numbers.values():
            said = phrase(duty, number, number.values[0])
            assert said
            assert number.name not in said, f"{duty.id} {number.name} 没有中文说法"


def test_a_number_is_said_with_its_period_and_measure() -> None:
    duties = {duty.id: duty for duty in rulebook().duties}

    def said(duty: str, name: str) -> str:
        number = duties[duty].numbers[name]
        return phrase(duties[duty], number, number.values[0])

    assert said("S2-1", "required") == "每季至少1次"
    assert said("D3-3", "required") == "每年至少2次"
    assert said("S5-2", "days") == "30天以内"
    assert said("S1-6", "at_most") == "不超过7名"
    assert said("S2-8", "required") == "记录要素11个"


def test_a_window_is_said_as_two_days() -> None:
    assert window("06-01..07-01") == "6月1日到7月1日"
    assert window("first_month") == "每季第一个月"


def test_an_unknown_number_keeps_its_name() -> None:
    value = Value(3, date(2020, 1, 1), "本", "")
    assert phrase(rulebook().duties[0], Number("made_up", (value,)), value) == "made_up 3"


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (6, 6, "6月"),
        (1, 12, "全年"),
        (4, 6, "二季度"),
        (7, 12, "下半年"),
        (9, 12, "9—12月"),
        (1, 3, "一季度"),
        (2, 4, "2—4月"),
    ],
)
def test_a_cell_names_its_time(first: int, last: int, label: str) -> None:
    assert span_label(first, last) == label


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026", "2026年"),
        ("2026Q3", "2026年第三季度"),
        ("2026H2", "2026年下半年"),
        ("2026-05", "2026年5月"),
        ("CF-9", "CF-9"),
    ],
)
def test_a_period_is_said_in_words(period: str, said: str) -> None:
    assert period_words(period) == said
