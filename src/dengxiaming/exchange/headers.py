"""From the header a user wrote to the columns of the contract; whatever is not recognised is said, never dropped."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Final

from dengxiaming.exchange.cells import shown
from dengxiaming.exchange.columns import Column, Table, headers_of, plain
from dengxiaming.exchange.raw import RawTable

_ALIKE: Final = 0.72


def match_headers(raw: RawTable, header: Sequence[str], has_data: Callable[[int], bool]) -> dict[str, int]:
    """Column name → position in the file; findings about the header go to `raw`.

    A header that looks like a misspelt column which is otherwise missing, a column given twice and a missing required
    column are defects (and make every row of the table bad: `raw.unreadable`); any other unknown column is a warning.
    """
    known = headers_of(raw.table)
    found: dict[str, int] = {}
    strange: list[int] = []
    for position, text in enumerate(header):
        name = known.get(plain(text))
        if name is None:
            strange.append(position)
        elif name in found:
            _refuse(raw, text, f"“{raw.table.by_name[name].header}”这一列写了两次。", "留下一列，删掉另一列。")
        else:
            found[name] = position
    missing = [column for column in raw.table.columns if column.name not in found]
    for position in strange:
        _strange(raw, header[position], position, has_data, missing)
    return found


def _strange(
    raw: RawTable, text: str, position: int, has_data: Callable[[int], bool], missing: Sequence[Column]
) -> None:
    if not plain(text):
        if has_data(position):
            place = f"第 {position + 1} 列"
            raw.warn(
                f"{place}没有表头，里面的内容没有读。", "给它写上表头，或删掉这一列。", row=raw.header_row, column=place
            )
        return
    meant = misspelt(text, missing)
    if meant is not None:
        name = f"“{meant.header}”（{meant.name}）"
        _refuse(
            raw, text, f"没有 {shown(text)} 这一列。", f"是不是{name}？改成它；不是的话，给这一列换一个不相近的名字。"
        )
    else:
        raw.warn(
            f"没有 {shown(text)} 这一列，里面的内容没有读。", "不需要它就不用管；需要的话，改成模板里的表头。",
            row=raw.header_row, column=text,
        )  # fmt: skip


def _refuse(raw: RawTable, text: str, message: str, remedy: str) -> None:
    raw.defect(message, remedy, row=raw.header_row, column=text)
    raw.unreadable = True


def misspelt(text: str, candidates: Sequence[Column]) -> Column | None:
    """The column whose English name or 中文 header is nearly `text`, if any."""
    best, likeness = None, _ALIKE
    for column in candidates:
        for name in (column.name, column.header):
            ratio = SequenceMatcher(None, plain(text), plain(name), autojunk=False).ratio()
            if ratio >= likeness:
                best, likeness = column, ratio
    return best


def expected(table: Table) -> str:
    """The required headers, for a message."""
    return "、".join(column.header for column in table.columns if column.required)
