"""Rosters as people have them: made-up citizens' numbers with a right last sign, workbooks written by hand."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HEADER = (
    "序号", "姓名", "公民身份号码", "性别", "民族", "出生日期", "学历", "人员类别", "所在党支部", "党小组", "入党日期",
    "转正日期", "工作岗位", "联系电话",
)  # fmt: skip
STANDARD = "11010519491231002X"
"""GB 11643's own example (R11)."""


def number(serial: int = 1, born: date = date(1980, 5, 6), *, male: bool = True) -> str:
    """A number of nobody: area 990000 does not exist. The second way to say MOD 11-2: the weighted sum with the check
    digit itself (weight 1) is 1 modulo 11.
    """
    order = serial * 2 + (1 if male else 0)
    body = f"990000{born:%Y%m%d}{order % 1000:03}"
    held = sum(int(one) * weight for one, weight in zip(body, WEIGHTS, strict=True))
    return body + next(sign for value, sign in enumerate("0123456789X") if (held + value) % 11 == 1)


def telephone(serial: int = 1) -> str:
    """A telephone of nobody."""
    return f"1{30}{serial:08}"


def person(name: str, serial: int, branch: str = "第一支部", **more: str) -> dict[str, str]:
    """A row of the national system's columns."""
    return {
        "姓名": name, "公民身份号码": number(serial), "性别": "男", "民族": "汉族", "出生日期": "1980-05-06",
        "学历": "大学本科", "人员类别": "正式党员", "所在党支部": branch, "入党日期": "2004-07-01",
        "转正日期": "2005-07-01", "工作岗位": "科员", "联系电话": telephone(serial), **more,
    }  # fmt: skip


def workbook(rows: Sequence[Mapping[str, object]], header: Sequence[str] = HEADER, sheet: str = "党员名册") -> bytes:
    """An xlsx as the national system exports it: a title, the header, a row each; all cells are text."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as made:
        page = made.add_worksheet(sheet)
        page.write_string(0, 0, "党员名册")
        for column, title in enumerate(header):
            page.write_string(1, column, title)
        for line, row in enumerate(rows, 2):
            for column, title in enumerate(header):
                value = row.get(title, str(line - 1) if title == "序号" else "")
                if value != "":
                    page.write(line, column, value) if isinstance(value, float | int) else page.write_string(
                        line, column, str(value)
                    )
    return held.getvalue()


def table(rows: Sequence[Mapping[str, object]], header: Sequence[str] = HEADER, encoding: str = "utf-8-sig") -> bytes:
    """The same as csv."""
    held = io.StringIO()
    writer = csv.DictWriter(held, header, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue().encode(encoding)
