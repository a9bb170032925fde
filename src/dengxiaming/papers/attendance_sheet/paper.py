"""The roll, laid out: empty boxes to write in before the meeting, the words of the roll after it."""

from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.attendance_sheet.form import AttendanceSheet, Line
from dengxiaming.papers.blocks import Block, Cell, Paper, Table, Text, cell
from dengxiaming.papers.words import NONE, names, span

_WIDTHS: Final = (13.0, 38.0, 28.0, 30.0, 54.0)
_TO_WRITE: Final = 9.0
_TO_READ: Final = 7.0


def docx(sheet: AttendanceSheet, at: datetime) -> bytes:
    """The roll as docx, made at a moment."""
    return to_docx.docx(paper(sheet), at)


def pdf(sheet: AttendanceSheet, at: datetime) -> bytes:
    """The roll as PDF, made at a moment."""
    return to_pdf.pdf(paper(sheet), at)


def paper(sheet: AttendanceSheet) -> Paper:
    """The roll as a paper."""
    title = "点名表" if sheet.filled else "签到表"
    record = f"　记录 {sheet.record}" if sheet.record else ""
    return Paper(f"{title} {sheet.on:%Y-%m-%d}", _blocks(sheet, title), foot=f"{sheet.organization}{record}")


def _blocks(sheet: AttendanceSheet, title: str) -> tuple[Block, ...]:
    facts = (
        ("组织", sheet.organization),
        ("会议", names(sheet.kinds)),
        ("主题", sheet.theme),
        ("时间", span(sheet.on, sheet.starts, None)),
        ("地点", sheet.place),
    )
    told = Table((18, 145), tuple((cell(name, "label"), cell(value)) for name, value in facts))
    found: list[Block] = [Text(title, "title"), told, _roll(sheet)]
    if sheet.filled:
        found.append(Text(f"列席：{names(sheet.observers) or NONE}", "flush"))
    found.append(Table((82, 81), ((cell(_tally(sheet), "flush"), cell(f"点名人：{sheet.caller}", "flush")),), "bare"))
    return tuple(found)


def _roll(sheet: AttendanceSheet) -> Table:
    third = ("状态", "原因") if sheet.filled else ("签到", "请假原因")
    head = tuple(cell(word, "head") for word in ("序号", "姓名", "备注", *third))
    high = _TO_READ if sheet.filled else _TO_WRITE
    lines = [_line(str(place), line, high) for place, line in enumerate(sheet.lines, 1)]
    if not sheet.filled:
        named = (Line(name, "列席") for name in sheet.observers)
        lines += [_line("", line, high) for line in (*named, *(Line("", "列席") for _ in range(sheet.blank_lines)))]
    return Table(_WIDTHS, (head, *lines), rules="grid", head=1)


def _line(number: str, line: Line, high: float) -> tuple[Cell, ...]:
    return (
        cell(number, "centred", at_least=high),
        cell(line.name, "centred"),
        cell(line.note, "centred"),
        cell(line.status, "centred"),
        cell(line.reason),
    )


def _tally(sheet: AttendanceSheet) -> str:
    """How many of each word, in the order they come; empty before the meeting."""
    expected = f"应到{len(sheet.lines)}人"
    if not sheet.filled:
        return f"{expected}，实到　　人"
    words = [line.status for line in sheet.lines]
    counted = [f"{word or '没有点'}{words.count(word)}人" for word in dict.fromkeys(words)]
    return "，".join((expected, *counted))
