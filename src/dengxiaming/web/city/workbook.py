"""The heat map as a workbook: one sheet as the page, one with every duty missed or late; both say of which day."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from dengxiaming.duties import queries
from dengxiaming.duties.queries import DutyLine, Filter, HeatMap
from dengxiaming.law.model import Rulebook
from dengxiaming.web.city import heat
from dengxiaming.web.kit.words import long_day, moment

_FILLS: Final = {"h1": "#F5DDD7", "h2": "#E3A79D", "h3": "#9B1B1F", "l": "#F8F1DE"}
_INK: Final = {"h3": "#FFFFFF", "l": "#765000", "ok": "#625F57", "na": "#625F57", "w": "#625F57"}
_FONT: Final = "宋体"
_LINE: Final = "#D8D4C9"
_HEAD_ROW: Final = 3
_LIST: Final = (
    ("判定", 9),
    ("条款", 8),
    ("要求", 22),
    ("谁", 28),
    ("组织", 28),
    ("期间", 16),
    ("期限", 12),
    ("完成", 12),
    ("为什么", 48),
)


def lines(found: HeatMap) -> list[DutyLine]:
    """Every binding duty of the quarter that was missed or late, page after page."""
    wanted = Filter(quarter=found.quarter, force="binding", statuses=("missed", "late"))
    first = queries.duties(found.view, wanted)
    rest = (queries.duties(found.view, wanted, page=number).lines for number in range(2, first.pages + 1))
    return [*first.lines, *(line for held in rest for line in held)]


def write(found: HeatMap, book: Rulebook, late_or_missed: Sequence[DutyLine]) -> bytes:
    """The workbook. Texts are never taken for formulas."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        styles = _Styles(made)
        _map_sheet(made.add_worksheet("全市"), styles, found, book)
        _list_sheet(made.add_worksheet("未做与迟做"), styles, found, late_or_missed)
    return held.getvalue()


class _Styles:
    """Formats made once: a workbook holds each format only once."""

    def __init__(self, made: Any) -> None:  # noqa: ANN401  xlsxwriter 没有类型
        self._made = made
        self.title = self._of(bold=True, font_size=16)
        self.note = self._of(font_size=10, font_color="#625F57")
        self.head = self._of(bottom=2, text_wrap=True, valign="bottom", font_size=10)
        self.name = self._of(bottom=1, bottom_color=_LINE)
        self.group = self._of(bottom=1, bottom_color=_LINE, bold=True, valign="top", text_wrap=True)
        self.total = self._of(top=2, bold=True)
        self.wrapped = self._of(bottom=1, bottom_color=_LINE, text_wrap=True, valign="top")
        self.day = self._of(bottom=1, bottom_color=_LINE, num_format="yyyy-mm-dd", align="left", valign="top")
        self.cells = {kind: self._cell(kind) for kind in ("ok", "na", "w", "l", "o", "h1", "h2", "h3")}

    def _of(self, **looks: object) -> Any:  # noqa: ANN401  xlsxwriter 没有类型
        return self._made.add_format({"font_name": _FONT, "font_size": 11, **looks})

    def _cell(self, kind: str) -> Any:  # noqa: ANN401  xlsxwriter 没有类型
        fill = {"bg_color": _FILLS[kind]} if kind in _FILLS else {}
        return self._of(
            bottom=1,
            bottom_color=_LINE,
            align="center",
            font_color=_INK.get(kind, "#1D1C1A"),
            bold=kind in _FILLS,
            **fill,
        )


def _heading(sheet: Any, styles: _Styles, found: HeatMap, title: str) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    known = f"，只算{moment(found.view.known_by)}以前记下的" if found.view.known_by else ""
    sheet.write(0, 0, title, styles.title)
    sheet.write(
        1, 0, f"数据截至{long_day(found.view.as_of)}{known}。规则版本：{queries.rulebook().edition}。", styles.note
    )
    sheet.set_row(0, 26)


def _map_sheet(sheet: Any, styles: _Styles, found: HeatMap, book: Rulebook) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    heads = heat.columns(found, book)
    _heading(sheet, styles, found, f"{found.quarter.label}　全市条款完成情况")
    sheet.write(
        2,
        0,
        "齐：都做了。迟：期限后做的件数。未：没有做的件数。／：不适用。只列约束性条款；单位按机构序列，不是名次。",
        styles.note,
    )
    sheet.write_row(
        _HEAD_ROW, 0, ("类别", "单位", *(f"{head.rule}\n{head.title}" for head in heads), "未做合计"), styles.head
    )
    row = _HEAD_ROW
    for group in heat.groups(found, heads):
        for place, line in enumerate(group.rows):
            row += 1
            sheet.write(row, 0, group.name if place == 0 else "", styles.group)
            sheet.write(row, 1, line.unit.name, styles.name)
            for column, cell in enumerate(line.cells, 2):
                sheet.write(row, column, cell.word or "／", styles.cells[cell.kind])
            sheet.write(row, len(heads) + 2, line.missed or "", styles.name)
    sheet.write(row + 1, 0, "全市未做", styles.total)
    sheet.write(row + 1, 1, "", styles.total)
    sheet.write_row(row + 1, 2, [head.missed or "—" for head in heads], styles.total)
    sheet.write(row + 1, len(heads) + 2, sum(head.missed for head in heads), styles.total)
    sheet.set_row(_HEAD_ROW, 62)
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, len(heads) + 2, 7.5)
    sheet.freeze_panes(_HEAD_ROW + 1, 2)
    _paper(sheet)


def _list_sheet(sheet: Any, styles: _Styles, found: HeatMap, held: Sequence[DutyLine]) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    _heading(sheet, styles, found, f"{found.quarter.label}　未做与迟做　{len(held)}件")
    for column, (head, width) in enumerate(_LIST):
        sheet.write(_HEAD_ROW, column, head, styles.head)
        sheet.set_column(column, column, width)
    for row, line in enumerate(held, _HEAD_ROW + 1):
        words = (line.status_label, line.rule, line.title, line.bearer_name, line.organization_name, line.period_label)
        sheet.write_row(row, 0, words, styles.wrapped)
        sheet.write_datetime(row, 6, line.due_on, styles.day)
        if line.satisfied_on:
            sheet.write_datetime(row, 7, line.satisfied_on, styles.day)
        else:
            sheet.write_blank(row, 7, None, styles.wrapped)
        sheet.write(row, 8, line.reason, styles.wrapped)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(len(held), 1), len(_LIST) - 1)
    _paper(sheet)


def _paper(sheet: Any) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    """A4 landscape, one page wide, the head on every sheet."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.hide_gridlines(2)
    sheet.set_footer("&C第&P页，共&N页")
