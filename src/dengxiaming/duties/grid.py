"""The year grid of an organisation: time is the x axis, a cell lies over the months in which its duty can be done."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from dengxiaming.duties.reasons import short_day
from dengxiaming.duties.shapes import Bundle, Cell, DutyLine, GridGroup, GridRow, Tally
from dengxiaming.law.model import Duty, Rulebook

_OCCASIONAL: Final = "occasion"
_GROUPS: Final = {
    "month": ("每月", "每格一个月"),
    "quarter": ("每季", "每格一个季度"),
    "half": ("每半年", "每格半年"),
    "year": ("每年", "格子的长短就是能办的时间"),
    _OCCASIONAL: ("有事才有", "按期限所在的月份"),
}
_NO_CELL: Final = frozenset({"structure", "ratio", "streak", "pattern"})
"""Forms that are no point in time of the year: shown as a list, or among what is missing."""


def grid(lines: Iterable[DutyLine], book: Rulebook, organization: str, year: int) -> tuple[GridGroup, ...]:
    """An organisation's lines due in a year as groups of rows, in the rulebook's order."""
    order = {duty.id: place for place, duty in enumerate(book.duties)}
    duties = {duty.id: duty for duty in reversed(book.duties)}
    shown = [line for line in lines if line.due_on.year == year and duties[line.rule].form not in _NO_CELL]
    shown.sort(key=lambda line: (order[line.rule], _row_of(line)))
    rows: dict[str, list[GridRow]] = {every: [] for every in _GROUPS}
    for (rule, _), held in groupby(shown, key=lambda line: (line.rule, _row_of(line))):
        rows[_group_of(duties[rule])].append(_row(list(held), duties[rule], organization, year))
    return tuple(GridGroup(every, *_GROUPS[every], tuple(held)) for every, held in rows.items() if held)


def count(groups: Iterable[GridGroup], *, advisory: bool) -> Tally:
    """How the cells of one force stand; a cell of several counts once, by its worst."""
    found = Tally()
    for cell in (cell for group in groups for row in group.rows for cell in row.cells):
        if cell.status and cell.advisory == advisory:
            found += Tally(**{cell.status: 1})
    return found


def bundles(lines: Iterable[DutyLine]) -> tuple[Bundle, ...]:
    """Lines of one rule, period and status of several members as one; the order of the first of each is kept."""
    held: dict[tuple[str, ...], list[DutyLine]] = {}
    for line in lines:
        own = "" if line.bearer_kind in ("member", "pair") else line.bearer_id
        held.setdefault((line.rule, line.period, line.status, line.organization, own), []).append(line)
    return tuple(_bundle(tuple(together)) for together in held.values())


def _bundle(lines: tuple[DutyLine, ...]) -> Bundle:
    first = lines[0]
    names = "、".join(line.bearer_name for line in lines[:2])
    who = names if len(lines) <= 2 else f"{names}等{len(lines)}人"
    if first.bearer_kind == "organization":
        who = ""
    return Bundle(
        rule=first.rule,
        clause=first.clause,
        title=first.title,
        period_label=first.period_label,
        opens_on=first.opens_on,
        due_on=first.due_on,
        status=first.status,
        status_label=first.status_label,
        advisory=first.advisory,
        who=who,
        reason=first.reason,
        days_left=first.days_left,
        lines=lines,
    )


def _group_of(duty: Duty) -> str:
    return duty.every or _OCCASIONAL


def _row_of(line: DutyLine) -> str:
    """Rows are one bearer's; all members of an organisation share one, so do all its acts and posts."""
    return line.bearer_id if line.bearer_kind == "organization" else ""


def _row(lines: list[DutyLine], duty: Duty, organization: str, year: int) -> GridRow:
    lines.sort(key=lambda line: (line.due_on, line.opens_on))
    together: Callable[[DutyLine], object] = (
        (lambda line: line.period) if duty.every else (lambda line: line.due_on.month)
    )
    cells: list[Cell] = []
    free = 1
    for _, held in groupby(lines, key=together):
        cell = _cell(list(held), duty, year, free)
        if cell.first > free:
            cells.append(Cell(free, cell.first - 1))
        cells.append(cell)
        free = cell.last + 1
    if free <= 12:
        cells.append(Cell(free, 12))
    first = lines[0]
    name = first.bearer_name if first.bearer_kind == "organization" and first.bearer_id != organization else ""
    advisory = all(cell.advisory for cell in cells if cell.status)
    return GridRow(first.rule, first.clause, first.title, name, advisory, tuple(cells))


def _cell(lines: list[DutyLine], duty: Duty, year: int, free: int) -> Cell:
    line = lines[0]
    tally = Tally()
    for one in lines:
        tally += Tally(**{one.status: 1})
    last = line.due_on.month
    begin = line.opens_on.month if line.opens_on.year == year else 1
    first = last if not duty.every else min(max(begin, free), last)
    single = len(lines) == 1 and line.bearer_kind == "organization"
    return Cell(
        first=first,
        last=last,
        status=tally.worst,
        advisory=all(one.advisory for one in lines),
        period=line.period if duty.every else f"{year:04}-{last:02}",
        note=_note(line, narrow=first == last) if single else _notes(tally, line.bearer_kind),
        tally=tally,
        line=line if len(lines) == 1 else None,
    )


def _note(line: DutyLine, *, narrow: bool) -> str:
    """The second line of a cell of one duty; one month wide there is room for the day or for the flags."""
    if narrow and line.flag_labels:
        return " ".join(line.flag_labels)
    if line.satisfied_on is not None:
        return " ".join((short_day(line.satisfied_on), *line.flag_labels))
    match line.status:
        case "open":
            return {0: "今天", 1: "明天"}.get(line.days_left, f"{short_day(line.due_on)}前")
        case "missed" if line.counted:
            return f"应{line.required}有{line.counted}"
        case "missed":
            return "没有记录"
        case _:
            return ""


def _notes(tally: Tally, bearer_kind: str) -> str:
    """The second line of a cell of several: how many people, or how many acts."""
    unit = {"member": "人", "pair": "对"}.get(bearer_kind, "件")
    match tally.worst:
        case "missed":
            return f"未{tally.missed}{unit}"
        case "late":
            return f"迟{tally.late}{unit}"
        case "open":
            return f"{tally.total - tally.open}/{tally.total}{unit}"
        case "upcoming":
            return ""
        case _:
            return f"{tally.total}{unit}"
