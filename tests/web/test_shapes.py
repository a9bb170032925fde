"""What pages do with the answers of the duties: bars, cells, sentences, folded reasons. No database."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.duties.queries import HeatMap, HeatUnit, Place, Quarter, Standing, Tally, View
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import Explanation
from dengxiaming.reckoning.explaining.model import Considered
from dengxiaming.web.city import heat
from dengxiaming.web.explanation.looked import looked_at
from dengxiaming.web.explanation.sentence import verdict_sentence
from dengxiaming.web.law import shown
from dengxiaming.web.organizations.families import families

BOOK = load_rulebook()
Q3 = Quarter(2026, 3)
counts = st.integers(0, 20_000)


@given(counts, counts, counts)
def test_a_bar_is_whole_and_shows_the_smallest(met: int, late: int, missed: int) -> None:
    bar = shown.bar_of(Tally(met=met, late=late, missed=missed))
    assert [part.status for part in bar] == [
        name for name, n in (("met", met), ("late", late), ("missed", missed)) if n
    ]
    assert all(part.width >= 14 for part in bar)
    starts = [0, *(part.start + part.width for part in bar)]
    assert [part.start for part in bar] == starts[:-1]
    assert starts[-1] == (1000 if bar else 0)


def standing(rule: str, **tallies: Tally) -> Standing:
    held = {"binding": Tally(), "advisory": Tally()} | tallies
    return Standing(rule, BOOK.rule_of[rule].id, Q3, open_now=4, **held)


def test_an_advisory_clause_is_hollow() -> None:
    clause = shown.clause(
        BOOK.rules["S6-2"], {"S6-2": standing("S6-2", advisory=Tally(met=9, missed=1))}, date(2026, 11, 24)
    )
    assert clause.advisory
    assert [bar.advisory for bar in clause.bars] == [True]
    assert {number.origin for number in clause.numbers} == {"文", "本"}


def test_a_clause_of_two_duties_has_two_bars_with_names() -> None:
    held = {name: standing(name, binding=Tally(met=1)) for name in ("S5-1a", "S5-1b")}
    clause = shown.clause(BOOK.rules["S5-1"], held, date(2026, 11, 24))
    assert [bar.duty for bar in clause.bars] == ["S5-1a", "S5-1b"]
    assert all(bar.about for bar in clause.bars)


def test_totals_count_binding_and_advisory_apart() -> None:
    clauses = [
        shown.clause(
            BOOK.rules["S2-1"], {"S2-1": standing("S2-1", binding=Tally(met=5, missed=2))}, date(2026, 11, 24)
        ),
        shown.clause(BOOK.rules["S6-2"], {"S6-2": standing("S6-2", advisory=Tally(missed=7))}, date(2026, 11, 24)),
    ]
    found = shown.total(clauses)
    assert (found["met"], found["missed"], found["advisory"]) == (5, 2, 7)


@pytest.mark.parametrize(
    ("tally", "kind", "word"),
    [
        (None, "na", ""),
        (Tally(), "na", ""),
        (Tally(met=3), "ok", "齐"),
        (Tally(met=3, late=1), "l", "迟1"),
        (Tally(met=3, late=1, missed=1), "h1", "未1"),
        (Tally(missed=4), "h2", "未4"),
        (Tally(missed=5), "h3", "未5"),
        (Tally(waived=2), "w", "豁免"),
        (Tally(waived=2, met=1), "ok", "齐"),
        (Tally(open=2, met=1), "o", "待2"),
    ],
)
def test_a_heat_cell_says_the_worst(tally: Tally | None, kind: str, word: str) -> None:
    cell = heat.cell("S2-1", "支部党员大会", tally)
    assert (cell.kind, cell.word) == (kind, word)


def a_map(*units: HeatUnit) -> HeatMap:
    totals = MappingProxyType({"S2-1": Tally(missed=1)})
    return HeatMap(View(date(2026, 11, 24)), Q3, (Q3,), (BOOK.rules["S2-1"],), ("S2-1",), units, totals, 3)


def test_units_keep_their_order_and_are_never_sorted_by_result() -> None:
    units = (
        HeatUnit("B", "乙局", "政府", {"S2-1": Tally(met=1)}),
        HeatUnit("A", "甲局", "政府", {"S2-1": Tally(missed=9)}),
        HeatUnit("C", "丙会", "群团", {}),
    )
    found = a_map(*units)
    groups = heat.groups(found, heat.columns(found, BOOK), "/duties/?quarter=2026Q3")
    assert [(group.name, [row.unit.code for row in group.rows]) for group in groups] == [
        ("政府", ["B", "A"]),
        ("群团", ["C"]),
    ]
    assert groups[0].rows[1].cells[0].link == "/duties/?quarter=2026Q3&unit=A&rule=S2-1"
    assert [row.sum_word for group in groups for row in group.rows] == ["全齐", "未做", "全齐"]


def test_a_long_title_is_cut_where_it_stands_upright() -> None:
    column = heat.Column("S1-1", "S1-1", "100名以上可以设机关基层委员会", 0)
    assert len(column.short) <= 10
    assert heat.Column("L3-1a", "L3-1", "每季督查、半年考核、年终点评", 0).short == "每季督查"


def test_families_keep_all_organisations_in_order() -> None:
    def place(code: str, level: int) -> Place:
        return Place(code, code, "branch", "支部", level=level)

    places = [place("R", 0), place("P1", 1), place("Z1", 2), place("B1", 3), place("P2", 1)]
    found = families(places)
    assert [family.head.code for family in found] == ["R", "P1", "P2"]
    assert [(level, held.code) for level, held in found[1].below] == [(1, "Z1"), (2, "B1")]
    assert families([place("B", 2)])[0].head.code == "B"


def act(name: str, *, counted: bool, reason: str) -> Considered:
    return Considered(name, "act", "主题党日", date(2026, 1, 1), counted, reason)


def test_what_counted_comes_first_and_many_of_one_reason_fold() -> None:
    held = [act(f"X{i}", counted=False, reason="类型里没有党课。") for i in range(5)]
    held[2:2] = [act("A", counted=True, reason="类型是党课。"), act("B", counted=False, reason="主讲人不是书记。")]
    found = looked_at(held)
    assert [one.id for one in found.first] == ["A", "B"]
    assert [(fold.reason, len(fold.held)) for fold in found.folds] == [("类型里没有党课。", 5)]
    assert (found.counted, found.aside) == (1, 6)


def explained(duty: str, **row: object) -> Explanation:
    rule = BOOK.rule_of[duty]
    held = next(one for one in rule.duties if one.id == duty)
    verdict = {"required": 2, "counted": 1, "status": "open", "force": "binding", "due_on": date(2026, 12, 31),
               "opens_on": date(2026, 1, 1), "satisfied_on": None} | row  # fmt: skip
    return Explanation(
        rule=rule, duty=held, bearer_kind="organization", bearer_id="ZB1", bearer_name="第一支部", period="2026",
        as_of=date(2026, 11, 24), known_by=None, verdict=verdict, not_applicable="", window=None, numbers=(),
        considered=(),
        settle="", settle_by=None, settle_who="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("duty", "row", "said"),
    [
        ("D3-3", {}, "应有2次，已计1次。期限2026年12月31日，还有37天。"),
        ("D3-3", {"status": "missed", "due_on": date(2026, 11, 23)}, "应有2次，已计1次。期限2026年11月23日，已过1天。"),
        ("D3-3", {"status": "met", "counted": 2, "satisfied_on": date(2026, 6, 1)},
         "应有2次，已计2次。2026年6月1日完成，期限2026年12月31日。"),
        ("S7-2", {"status": "met", "required": 1}, "应有1次，已计1次。期限2026年12月31日。"),
        ("S1-6", {"status": "missed", "required": 3}, "应有3名，现在1名。"),
        ("S7-3", {"status": "raised", "required": 6, "counted": 7}, "已连续7个月没有做到，到6个月就提请人来看。"),
        ("S2-8", {"required": 11, "counted": 9, "status": "waived"}, "应有11项，已计9项。"),
        ("D3-3", {"status": "upcoming"}, "应有2次，已计1次。2026年1月1日起可以办，期限2026年12月31日。"),
    ],
)  # fmt: skip
def test_the_verdict_in_one_sentence(duty: str, row: dict[str, Any], said: str) -> None:
    assert verdict_sentence(explained(duty, **row), date(2026, 11, 24)) == said


def test_no_duty_is_an_answer_too() -> None:
    nothing = replace(explained("D3-3"), verdict=None, not_applicable="规则自2020年6月17日起施行，之前的不判。")
    assert verdict_sentence(nothing, date(2026, 11, 24)) == "规则自2020年6月17日起施行，之前的不判。"
