"""The statistics as a workbook: every branch in every cut, the whole below; organisations by kind."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from dengxiaming.areas.members.register import statistics
from dengxiaming.areas.members.register.statistics import Counts
from dengxiaming.web.kit.words import long_day

_FONT: Final = "宋体"
_SAFE: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(
    name: str, day: date, whole: Counts, branches: Sequence[tuple[str, str, Counts]], kinds: Sequence[tuple[str, int]]
) -> bytes:  # fmt: skip
    """The workbook. Names are never taken for formulas."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, dict(_SAFE)) as made:
        head = made.add_format({"bold": True, "bottom": 2, "font_name": _FONT, "text_wrap": True, "valign": "bottom"})
        plain = made.add_format({"font_name": _FONT})
        total = made.add_format({"font_name": _FONT, "bold": True, "top": 2})
        title = made.add_format({"font_name": _FONT, "bold": True, "font_size": 16})
        _members(made.add_worksheet("党员"), (title, head, plain, total), name, day, whole, branches)
        sheet = made.add_worksheet("组织")
        _title(sheet, title, plain, f"{name}　组织", day)
        sheet.write_row(3, 0, ("组织类别", "个数"), head)
        for row, (words, number) in enumerate(kinds, 4):
            sheet.write_string(row, 0, words, plain)
            sheet.write_number(row, 1, number, plain)
        sheet.write_string(4 + len(kinds), 0, "合计", total)
        sheet.write_number(4 + len(kinds), 1, sum(number for _, number in kinds), total)
        sheet.set_column(0, 0, 20)
    return held.getvalue()


def _title(sheet: Any, title: Any, plain: Any, words: str, day: date) -> None:  # noqa: ANN401  xlsxwriter has no types
    sheet.write_string(0, 0, words, title)
    said = f"截至{long_day(day)}。年龄段照党内统计公报。没有登记的另列，不算在别的档里。"
    sheet.write_string(1, 0, said, plain)


def _members(
    sheet: Any, looks: tuple[Any, Any, Any, Any], name: str, day: date, whole: Counts,  # noqa: ANN401  xlsxwriter has no types
    branches: Sequence[tuple[str, str, Counts]],
) -> None:  # fmt: skip
    title, head, plain, total = looks
    _title(sheet, title, plain, f"{name}　党员", day)
    cuts = statistics.cuts()
    sheet.write_row(3, 0, ("支部", "合计", *(f"{cut.title}\n{part}" for cut in cuts for part in cut.parts)), head)
    rows = [*((words, counts, plain) for _, words, counts in branches), ("合计", whole, total)]
    for row, (words, counts, look) in enumerate(rows, 4):
        sheet.write_string(row, 0, words, look)
        for column, number in enumerate((counts.total, *(one for cut in cuts for one in counts.told(cut))), 1):
            sheet.write(row, column, "—" if number is None else number, look)
    sheet.set_row(3, 48)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, sum(len(cut.parts) for cut in cuts) + 1, 9)
    sheet.freeze_panes(4, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
