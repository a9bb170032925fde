"""The document leaves exactly 3, 7, 50 and 100 open; the check finds them, and they move when a bound moves."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.law.loader import RulebookError, load_rulebook, shipped
from dengxiaming.law.selfcheck import open_points
from dengxiaming.law.thresholds import gaps

SMALL = Path(__file__).parent / "small_rulebook"


def edited(source: Path, target: Path, changes: dict[str, list[tuple[str, str]]]) -> Path:
    """A copy of a rulebook with some texts replaced."""
    shutil.copytree(source, target)
    for file, pairs in changes.items():
        text = (target / file).read_text(encoding="utf-8")
        for old, new in pairs:
            text, count = re.subn(old, new, text)
            assert count, (file, old)
        (target / file).write_text(text, encoding="utf-8")
    return target


def number(name: str, value: int) -> str:
    """The value of a number, as a pattern that keeps what stands before it."""
    return rf"(\[\[duty\.{name}\]\]\s+value\s*=\s*){value}\b"


def test_the_document_alone_leaves_3_7_50_and_100_open() -> None:
    points = open_points(load_rulebook())
    assert [(point.at, point.gap.kind, point.bearer) for point in points] == [
        (3, "hole", "unit"),
        (7, "hole", "elected_branch"),
        (50, "hole", "unit"),
        (100, "overlap", "unit"),
    ]


def test_each_open_point_names_the_regulation_that_fills_it_and_the_rule_it_falls_to() -> None:
    points = {point.at: point for point in open_points(load_rulebook())}
    assert {at: (point.filled_by, point.rules_in_force) for at, point in points.items()} == {
        3: (("R2-3",), ("S1-3",)),
        7: (("R2-3",), ("S1-6",)),
        50: (("R2-2",), ("S1-2",)),
        100: (("R2-1", "R2-2"), ("S1-1",)),
    }
    assert points[3].says == "本文件没有说正好3名归哪一条，依上位规定R2-3，3名归S1-3。"
    assert points[100].says == "本文件S1-1和S1-2都管101名起，界线在100名，依上位规定R2-1、R2-2，100名归S1-1。"


def test_more_than_50_has_no_upper_end_so_the_overlap_runs_on() -> None:
    (overlap,) = [point.gap for point in open_points(load_rulebook()) if point.gap.kind == "overlap"]
    assert (overlap.first, overlap.last, overlap.rules) == (101, None, ("S1-1", "S1-2"))


def test_moving_a_bound_of_the_document_moves_the_finding(tmp_path: Path) -> None:
    moved = edited(shipped(), tmp_path / "book", {"S1-2.toml": [(r"above\s*=\s*50", "above = 60")]})
    points = open_points(load_rulebook(moved))
    assert [(point.at, point.gap.last) for point in points] == [(3, 3), (7, 7), (50, 60), (100, None)]


def test_closing_a_gap_of_the_document_takes_the_finding_away(tmp_path: Path) -> None:
    changes = {"S1-7.toml": [(r"below\s*=\s*7", "below = 8")], "S1-3.toml": [(r"above\s*=\s*3\b", "above = 2")]}
    points = open_points(load_rulebook(edited(shipped(), tmp_path / "book", changes)))
    assert [point.at for point in points] == [50, 100]


def test_an_overlap_the_document_makes_is_found_at_its_edge(tmp_path: Path) -> None:
    moved = edited(shipped(), tmp_path / "book", {"S1-3.toml": [(r"below\s*=\s*50", "below = 55")]})
    points = [point for point in open_points(load_rulebook(moved)) if point.bearer == "unit"]
    assert [(point.at, point.gap.kind) for point in points] == [(3, "hole"), (50, "overlap"), (100, "overlap")]
    assert (points[1].gap.first, points[1].gap.last, points[1].gap.rules) == (51, 54, ("S1-2", "S1-3"))


def test_a_hole_in_the_numbers_in_force_refuses_the_rulebook(tmp_path: Path) -> None:
    moved = edited(SMALL, tmp_path / "book", {"B1-2.toml": [(number("to_members", 9), r"\g<1>7")]})
    with pytest.raises(RulebookError) as error:
        load_rulebook(moved)
    (finding,) = error.value.findings
    assert (finding.file, finding.line > 1) == ("B1-1.toml", True)
    assert "机关单位的正式党员8名到9名，没有一条管" in finding.message
    assert "from_members" in finding.remedy


def test_an_overlap_in_the_numbers_in_force_refuses_the_rulebook(tmp_path: Path) -> None:
    moved = edited(SMALL, tmp_path / "book", {"B1-3.toml": [(number("to_members", 2), r"\g<1>3")]})
    with pytest.raises(RulebookError, match="正好3名，B1-2、B1-3 都管"):
        load_rulebook(moved)


def test_a_bound_that_changes_later_is_checked_in_its_own_time(tmp_path: Path) -> None:
    later = '[[duty.to_members]]\nvalue  = 8\nfrom   = 2024-01-01\norigin = "国"\ncite   = "R2-2"\n'
    folder = edited(SMALL, tmp_path / "book", {})
    file = folder / "B1-2.toml"
    file.write_text(file.read_text(encoding="utf-8") + later, encoding="utf-8")
    with pytest.raises(RulebookError, match="2024-01-01 起，机关单位的正式党员正好9名，没有一条管"):
        load_rulebook(folder)


def test_open_points_are_told_by_the_numbers_of_the_day_asked_about(tmp_path: Path) -> None:
    later = '[[duty.from_members]]\nvalue = 10\nfrom = 2024-01-01\norigin = "国"\ncite = "R3-1"\n'
    folder = edited(SMALL, tmp_path / "book", {})
    file = folder / "B1-1.toml"
    file.write_text(file.read_text(encoding="utf-8") + later, encoding="utf-8")
    book = load_rulebook(folder)
    told = [open_points(book, day)[0].filled_by for day in (date(2023, 12, 31), date(2024, 1, 1))]
    assert told == [("R2-2",), ("R2-2", "R3-1")]


spans = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.integers(1, 12), st.none() | st.integers(1, 12)).filter(
        lambda span: span[1] is None or span[0] <= span[1]
    ),
)


@given(spans=spans)
def test_gaps_say_of_every_head_count_how_many_rules_it_has(spans: dict[str, tuple[int, int | None]]) -> None:
    found = gaps(spans)
    for count in range(1, 30):
        inside = [name for name, (first, last) in spans.items() if first <= count and (last is None or count <= last)]
        told = [gap for gap in found if gap.first <= count and (gap.last is None or count <= gap.last)]
        assert [gap.kind for gap in told] == {0: ["hole"], 1: []}.get(len(inside), ["overlap"])
        if len(inside) > 1:
            assert set(told[0].rules) == set(inside)
