"""A roster row by row: every kind of defect with its place, nothing lost, nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rosters import HEADER, STANDARD, number, person

from dengxiaming.areas.members.register import columns, reading
from dengxiaming.areas.members.register.places import Places
from dengxiaming.areas.members.register.reading import Reading
from dengxiaming.exchange.grid import Cell, Grid

TODAY = date(2026, 11, 26)
PLACES = Places({"ZB1": "第一支部", "ZB2": "第二支部", "ZB3": "水务局第三支部"}, {"ZB1": {"XZ1": "第一小组"}})


def read(*rows: dict[str, str], places: Places = PLACES, sheet: str = "名册") -> Reading:
    lines = [(1, tuple(Cell(title) for title in HEADER))]
    lines += [(at, tuple(Cell(row.get(title, "")) for title in HEADER)) for at, row in enumerate(rows, 2)]
    held, findings = reading.tables([Grid(sheet, tuple(lines))])
    assert not findings
    return reading.read(held, {sheet: columns.guess(held[0].header)}, places, TODAY)


BAD = {
    "姓名": ({"姓名": ""}, "没有姓名"),
    "公民身份号码": ({"公民身份号码": number(1)[:-1] + ("0" if number(1)[-1] != "0" else "1")}, "校验码"),
    "出生日期": ({"出生日期": "1981-05-06"}, "和号码里的不一样"),
    "性别": ({"性别": "女"}, "第17位"),
    "入党日期": ({"入党日期": "2027-01-01", "转正日期": ""}, "还没有到"),
    "转正日期": ({"转正日期": "2003-01-01"}, "早于入党日期"),
    "人员类别": ({"人员类别": "老党员"}, "不认识"),
    "所在党支部": ({"所在党支部": "第九支部"}, "您管的支部里没有"),
    "党小组": ({"党小组": "第七小组"}, "没有党小组"),
    "联系电话": ({"联系电话": "没有"}, "不像电话"),
    "工作岗位": ({"工作岗位": "岗" * 300}, "最多200"),
    "民族": ({"民族": "汉\x07族"}, "控制字符"),
}


@pytest.mark.parametrize("column", BAD)
def test_each_defect_names_its_place_and_the_remedy(column: str) -> None:
    change, said = BAD[column]
    found = read(person("某某", 1) | change, person("另一个", 2))
    defect = found.defects[0]
    assert (defect.sheet, defect.row, defect.column) == ("名册", 2, column)
    assert said in defect.message
    assert defect.remedy
    assert [entry.name for entry in found.entries] == ["另一个"]


def test_all_at_once_all_are_said() -> None:
    rows = [person(f"某{n}", n + 1) | change for n, (change, _) in enumerate(BAD.values())]
    found = read(*rows)
    assert {one.row for one in found.defects} == set(range(2, 2 + len(BAD)))
    assert {one.column for one in found.defects} == set(BAD)


def test_one_person_twice() -> None:
    found = read(person("某某", 1), person("某甲", 1, "第二支部"))
    assert [(one.row, one.message) for one in found.defects] == [(3, "公民身份号码与第2行相同。")]
    without = {"公民身份号码": "", "出生日期": ""}
    found = read(person("某某", 1) | without, person("某某", 2) | without, person("某某", 3, "第二支部") | without)
    assert [(one.row, one.column) for one in found.defects] == [(3, "姓名")]


def test_what_is_no_member_is_said_and_not_read() -> None:
    found = read(
        person("某某", 1), {"姓名": "合计", "学历": "3人"}, {"序号": "5"}, {"联系电话": "制表：办公室"},
        person("某乙", 3, 人员类别="入党积极分子"), person("某丙", 4, 公民身份号码="990000********0033"),
    )  # fmt: skip
    assert not found.defects
    assert [entry.name for entry in found.entries] == ["某某", "某丙"]
    assert [one.row for one in found.findings] == [5, 6, 7]
    assert "identity" not in found.entries[1].values


def test_the_number_says_birth_and_sex_where_the_roster_does_not() -> None:
    held = read({"姓名": "某某", "公民身份号码": STANDARD, "所在党支部": "ZB1"}).entries[0]
    assert (held.values["born"], held.values["sex"]) == ("1949-12-31", "female")
    month = read(person("某某", 1, 出生日期="1980年5月")).entries[0]
    assert month.values["born"] == "1980-05-06"


def test_a_branch_is_known_by_code_name_or_end_and_by_its_sheet() -> None:
    assert read(person("某", 1, "zb2")).entries[0].branch == "ZB2"
    assert read(person("某", 1, "中共某市水务局第三支部")).entries[0].branch == "ZB3"
    assert read(person("某", 1, "")).defects
    assert read(person("某", 1, ""), sheet="第二支部").entries[0].branch == "ZB2"
    double = Places({"A": "第一支部", "B": "第一支部"})
    assert "不止一个" in read(person("某", 1), places=double).defects[0].message
    assert "是不是“第二支部”" in read(person("某", 1, "笫二支部")).defects[0].remedy


def test_headers_as_people_write_them() -> None:
    header = ["序号", "*党员姓名", "身份证号码（18位）", "文化程度", "加入中共组织日期", "手机 号码", "备注"]
    assert columns.guess(header) == {1: "name", 2: "identity", 3: "education", 4: "joined", 5: "phone"}
    assert columns.header_row([["某局党员花名册"], ["2026年"], header]) == 2
    assert columns.header_row([["姓名"], ["某某"]]) is None
    assert columns.fingerprint(header) != columns.fingerprint(header[:-1])


@given(st.lists(st.text(max_size=30), min_size=len(HEADER), max_size=len(HEADER)))
def test_whatever_stands_in_a_row_it_is_read_or_said(cells: list[str]) -> None:
    found = read(dict(zip(HEADER, cells, strict=True)))
    known = [title for title in HEADER if title != "序号"]
    given_any = any(cells[HEADER.index(title)].strip() for title in known)
    is_foot = cells[1] in columns.outside("rows")
    assert found.entries or found.findings or not given_any or is_foot
