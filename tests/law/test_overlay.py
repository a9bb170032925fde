"""A city's overlay: numbers adopted or changed from a day on, organisations exempted; nothing back in time."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.law.loader import RulebookError, load_rulebook
from dengxiaming.law.model import Exemption

SMALL = Path(__file__).parent / "small_rulebook"

ADOPT = """[[adopt]]
rule     = "A1-2"
number   = "days"
decision = "某市工发〔2022〕3号"
from     = 2022-01-01
"""
CHANGE = """[[change]]
rule       = "A1-2"
number     = "days"
value      = 20
from       = 2023-01-01
decided_by = "市直工委"
why        = "一个月太长"
"""
EXEMPT = """[[exempt]]
rule         = "A1-1"
organization = "ZB1"
from         = 2022-01-01
to           = 2022-07-01
decided_by   = "市直工委"
why          = "机构改革"
"""


def overlay(folder: Path, **texts: str) -> Path:
    """An overlay folder with the files given by name."""
    target = folder / "overlay"
    target.mkdir()
    for name, text in texts.items():
        (target / f"{name}.toml").write_text(text, encoding="utf-8")
    return target


def refusals(folder: Path, source: Path = SMALL) -> list[str]:
    with pytest.raises(RulebookError) as error:
        load_rulebook(source, folder)
    return [str(finding) for finding in error.value.findings]


def binding(book: Path, day: date, rule: str = "A1-2") -> bool:
    return load_rulebook(SMALL, book).rules[rule].duties[0].is_binding(day)


def test_an_adopted_number_binds_from_its_day_on_and_not_before(tmp_path: Path) -> None:
    laid = overlay(tmp_path, adopt=ADOPT)
    assert [binding(laid, day) for day in (date(2021, 12, 31), date(2022, 1, 1))] == [False, True]
    value = load_rulebook(SMALL, laid).rules["A1-2"].duties[0].numbers["days"].at(date(2022, 1, 1))
    assert (value.value, value.origin, value.decision) == (30, "本", "某市工发〔2022〕3号")
    assert value.cite == "文件只写“及时”"


def test_a_changed_number_holds_from_its_day_on_and_reminds_until_it_is_adopted(tmp_path: Path) -> None:
    laid = overlay(tmp_path, adopt=ADOPT, change=CHANGE)
    days = load_rulebook(SMALL, laid).rules["A1-2"].duties[0].numbers["days"]
    assert [days.at(day).value for day in (date(2022, 12, 31), date(2023, 1, 1))] == [30, 20]
    assert [binding(laid, day) for day in (date(2022, 12, 31), date(2023, 1, 1))] == [True, False]
    assert days.at(date(2023, 1, 1)).cite == "市直工委：一个月太长"


def test_a_change_with_a_decision_is_adopted_at_once(tmp_path: Path) -> None:
    laid = overlay(tmp_path, change=CHANGE + 'decision = "某市工发〔2023〕1号"\n')
    assert [binding(laid, day) for day in (date(2022, 12, 31), date(2023, 1, 1))] == [False, True]


def test_an_adoption_on_the_day_of_a_change_adopts_the_new_value(tmp_path: Path) -> None:
    laid = overlay(tmp_path, adopt=ADOPT.replace("2022-01-01", "2023-01-01"), change=CHANGE)
    days = load_rulebook(SMALL, laid).rules["A1-2"].duties[0].numbers["days"]
    assert [(value.value, value.decision) for value in days.values] == [(30, ""), (20, "某市工发〔2022〕3号")]


def test_a_number_of_the_document_changed_by_the_city_only_reminds(tmp_path: Path) -> None:
    text = CHANGE.replace("A1-2", "A1-1").replace("days", "required").replace("= 20\n", "= 2\n")
    laid = overlay(tmp_path, change=text)
    assert [binding(laid, day, "A1-1") for day in (date(2022, 12, 31), date(2023, 1, 1))] == [True, False]


def test_a_duty_binds_only_when_all_its_deciding_local_numbers_are_adopted(tmp_path: Path) -> None:
    one = '[[adopt]]\nrule = "S2-8"\nnumber = "required"\ndecision = "工发1号"\nfrom = 2022-01-01\n'
    laid = overlay(tmp_path, adopt=one)
    duty = load_rulebook(None, laid).rules["S2-8"].duties[0]
    assert not duty.is_binding(date(2022, 1, 1))
    (laid / "adopt.toml").write_text(one + one.replace("required", "days").replace("2022", "2024"), encoding="utf-8")
    duty = load_rulebook(None, laid).rules["S2-8"].duties[0]
    assert [duty.is_binding(day) for day in (date(2023, 12, 31), date(2024, 1, 1))] == [False, True]


def test_an_exemption_is_kept_with_who_decided_and_why(tmp_path: Path) -> None:
    book = load_rulebook(SMALL, overlay(tmp_path, exempt=EXEMPT))
    expected = Exemption("A1-1", "ZB1", date(2022, 1, 1), date(2022, 7, 1), "市直工委", "机构改革")
    assert book.exemptions == (expected,)


def test_exempting_a_clause_exempts_all_its_duties(tmp_path: Path) -> None:
    text = EXEMPT.replace("A1-1", "S5-1").replace("to           = 2022-07-01\n", "")
    book = load_rulebook(None, overlay(tmp_path, exempt=text))
    assert [(held.duty, held.until) for held in book.exemptions] == [("S5-1a", None), ("S5-1b", None)]


def test_exemptions_that_follow_each_other_do_not_overlap(tmp_path: Path) -> None:
    later = EXEMPT.replace("2022-07-01", "2023-01-01").replace("2022-01-01", "2022-07-01")
    assert len(load_rulebook(SMALL, overlay(tmp_path, exempt=EXEMPT + later)).exemptions) == 2


def test_the_overlay_is_part_of_the_edition(tmp_path: Path) -> None:
    bare, laid = load_rulebook(SMALL), load_rulebook(SMALL, overlay(tmp_path, adopt=ADOPT))
    assert bare.content_hash != laid.content_hash
    assert bare.rules["A1-2"].duties[0].numbers["days"].values[0].decision == ""
    (tmp_path / "overlay" / "adopt.toml").write_text(ADOPT + "# 一句说明\n", encoding="utf-8")
    assert load_rulebook(SMALL, tmp_path / "overlay").content_hash != laid.content_hash


REFUSED = [
    ("adopt", ADOPT.replace("2022-01-01", "2020-06-16"), "from", "早于施行日期 2020-06-17", "不往回追"),
    ("adopt", ADOPT.replace("A1-2", "A1-22"), "rule", '没有 "A1-22" 这一条', "A1-2"),
    ("adopt", ADOPT.replace('"days"', '"day"'), "number", '没有 "day" 这个数', "days"),
    ("adopt", ADOPT.replace("A1-2", "A1-1").replace("days", "required"), "number", "不是本地的数", "去掉"),
    ("adopt", ADOPT.replace('decision = "某市工发〔2022〕3号"\n', ""), "[[adopt]]", "没有写文号", "decision"),
    ("adopt", ADOPT.replace("decision", "decisoin"), "decisoin", "没有 decisoin 这个键", "decision"),
    ("adopt", ADOPT + ADOPT, "", "写了两遍", "留一段"),
    ("adopt", ADOPT.replace("A1-2", "A1-3"), "rule", "没有自己的判定", "由人判断"),
    ("adopt", ADOPT.replace("A1-2", "A1-4"), "rule", "没有自己的判定", "A1-1"),
    ("adopt", "", "", "文件里没有 [[adopt]]", "删掉"),
    ("change", CHANGE.replace('decided_by = "市直工委"\n', ""), "[[change]]", "没有写谁定的", "decided_by"),
    ("change", CHANGE.replace('why        = "一个月太长"\n', ""), "[[change]]", "没有写原因", "why"),
    ("change", CHANGE.replace("20\n", '"二十"\n'), "value", "要写整数", "不加引号"),
    ("change", CHANGE.replace("value      = 20\n", ""), "[[change]]", "没有写数值", "value"),
    ("change", CHANGE.replace("2023-01-01", "2019-01-01"), "from", "早于施行日期", "不往回追"),
    ("change", CHANGE + CHANGE, "", "写了两遍", "留一段"),
    ("exempt", EXEMPT.replace('decided_by   = "市直工委"\n', ""), "[[exempt]]", "没有写谁定的", "decided_by"),
    ("exempt", EXEMPT.replace('why          = "机构改革"', 'why = ""'), "why", "是空的", "写上"),
    ("exempt", EXEMPT.replace("2022-01-01", "2020-01-01"), "from", "早于施行日期", "不往回追"),
    ("exempt", EXEMPT.replace("2022-07-01", "2022-01-01"), "to ", "不晚于起始日期", "往后写"),
    ("exempt", EXEMPT + EXEMPT.replace("2022-01-01", "2022-06-30"), "", "已经豁免", "错开日期"),
    ("exempt", EXEMPT.replace('organization = "ZB1"\n', ""), "[[exempt]]", "没有写组织编号", "organization"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "mark", "says", "remedy"), REFUSED)
def test_what_an_overlay_may_not_say_is_refused_at_its_line(
    tmp_path: Path, file: str, text: str, mark: str, says: str, remedy: str
) -> None:
    told = [line for line in refusals(overlay(tmp_path, **{file: text})) if says in line]
    assert told, refusals(tmp_path / "overlay")
    assert remedy in told[0]
    if mark:
        lines = text.split("\n")
        line = next(number for number, written in enumerate(lines, start=1) if written.startswith(mark))
        assert told[0].startswith(f"{file}.toml 第 {line} 行：")


def test_a_change_that_tears_the_thresholds_open_is_refused_at_the_change(tmp_path: Path) -> None:
    text = CHANGE.replace("A1-2", "B1-1").replace("days", "from_members")
    (told,) = refusals(overlay(tmp_path, change=text))
    assert told.startswith("change.toml 第 4 行：改了以后，2023-01-01 起，机关单位的正式党员10名到19名，没有一条管")


def test_changes_that_move_both_sides_of_a_threshold_together_are_taken(tmp_path: Path) -> None:
    up = CHANGE.replace("A1-2", "B1-1").replace("days", "from_members")
    down = CHANGE.replace("A1-2", "B1-2").replace("days", "to_members").replace("= 20\n", "= 19\n")
    book = load_rulebook(SMALL, overlay(tmp_path, change=up + down))
    assert book.rules["B1-1"].duties[0].numbers["from_members"].at(date(2023, 1, 1)).value == 20


def test_a_folder_that_is_no_overlay_is_refused(tmp_path: Path) -> None:
    assert "没有这个文件夹" in refusals(tmp_path / "nowhere")[0]
    assert "没有覆盖层的文件" in refusals(overlay(tmp_path))[0]
    (tmp_path / "overlay" / "adopts.toml").write_text(ADOPT, encoding="utf-8")
    assert "adopt.toml" in refusals(tmp_path / "overlay")[0]


def test_every_defect_of_an_overlay_is_told_at_once(tmp_path: Path) -> None:
    texts = {"adopt": ADOPT.replace("days", "x"), "change": "[[change]\n", "exempt": EXEMPT.replace("A1-1", "Z9-9")}
    files = [line.split()[0] for line in refusals(overlay(tmp_path, **texts))]
    assert files == ["adopt.toml", "change.toml", "exempt.toml"]


days = st.dates(date(2020, 6, 17), date(2030, 1, 1))


@given(adopted=st.none() | days, changed=st.none() | days, asked=days)
def test_the_number_in_force_is_the_latest_begun_and_binds_only_if_that_one_was_adopted(
    tmp_path_factory: pytest.TempPathFactory, adopted: date | None, changed: date | None, asked: date
) -> None:
    texts = {}
    if adopted is not None:
        texts["adopt"] = ADOPT.replace("2022-01-01", str(adopted))
    if changed is not None:
        texts["change"] = CHANGE.replace("2023-01-01", str(changed))
    laid = overlay(tmp_path_factory.mktemp("city"), **texts) if texts else None
    duty = load_rulebook(SMALL, laid).rules["A1-2"].duties[0]
    assert duty.numbers["days"].at(asked).value == (20 if changed is not None and changed <= asked else 30)
    last = max((day for day in (changed,) if day is not None and day <= asked), default=date.min)
    assert duty.is_binding(asked) == (adopted is not None and last <= adopted <= asked)


def test_the_overlay_of_the_document_loads_as_written(tmp_path: Path) -> None:
    said = (Path(__file__).parents[2] / "docs" / "overlay.md").read_text(encoding="utf-8")
    adopt, change, exempt = re.findall(r"```toml\n(.*?)```", said, re.DOTALL)
    book = load_rulebook(None, overlay(tmp_path, adopt=adopt, change=change, exempt=exempt))
    duty = book.rules["D1-1"].duties[0]
    on = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [(duty.numbers["days"].at(day).value, duty.is_binding(day)) for day in on] == [
        (30, False),
        (30, True),
        (30, True),
        (20, True),
    ]
    assert [held.organization for held in book.exemptions] == ["ZB003"]
