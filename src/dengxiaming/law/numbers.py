"""The numbers of a duty: each a short history of values, each value with its day, its origin and its place."""

import re
from datetime import date
from typing import Final, cast

from dengxiaming.law.locator import is_regulation, normal
from dengxiaming.law.model import Number, Origin, Value
from dengxiaming.law.table import Table
from dengxiaming.law.words import NUMBERS, ORIGINS, WINDOWS

_SPAN: Final = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")
_LEAP_YEAR: Final = 2020
_LARGEST: Final = {"percent": 100, "days_before": 3660, "days": 3660}
_MAY_BE_ZERO: Final = frozenset({"days", "days_before", "at_most_deputies", "extension_years"})
_DEFAULT_LARGEST: Final = 100_000


def read_number(name: str, tables: list[Table]) -> Number | None:
    """A number from its `[[duty.NAME]]` tables; `None` where no value of it can be used."""
    values: list[Value] = []
    shown = []
    notes = []
    for table in tables:
        shown.append(table.flag("decides", default=True))
        notes.append(table.text("note"))
        value = _value(name, table)
        if value is not None:
            if values and value.since <= values[-1].since:
                table.wrong("from", f"{_called(name)}的起始日期没有往后排。", f"要晚于上一个值的 {values[-1].since}。")
            values.append(value)
    if tables and len(set(shown)) > 1:
        tables[-1].wrong("decides", f"{_called(name)}的几个值有的决定结果，有的不决定。", "几处写成一样。")
    if not values:
        return None
    return Number(name, tuple(values), decides=all(shown), note=" ".join(note for note in notes if note))


def value_problem(name: str, value: object) -> tuple[str, str] | None:
    """What is wrong with the value of a number, and the remedy; `None` where nothing is."""
    if name == "window":
        return _window_problem(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{_called(name)}要写整数。", "不加引号，如 value = 1"
    least = 0 if name in _MAY_BE_ZERO else 1
    largest = _LARGEST.get(name, _DEFAULT_LARGEST)
    if not least <= value <= largest:
        return f"{_called(name)}写成了 {value}。", f"要在 {least} 到 {largest} 之间。"
    return None


def _value(name: str, table: Table) -> Value | None:
    since = table.day("from", needed=True)
    origin = table.word("origin", ORIGINS, needed=True)
    cite = table.text("cite", needed=True)
    decision = table.text("decision")
    table.asked["value"] = "数值"
    table.close()
    _check_cite(name, table, origin, cite, decision)
    if not table.has("value"):
        table.missing("value", f"{_called(name)}是多少？补上一行 value = …")
        return None
    value = table.data["value"]
    problem = value_problem(name, value)
    if problem is not None:
        table.wrong("value", *problem)
        return None
    if since is None or not origin or not cite or not isinstance(value, int | str):
        return None
    cite = normal(cite) if origin == "文" else cite
    return Value(value, since, cast("Origin", origin), cite, decision)


def _check_cite(name: str, table: Table, origin: str, cite: str, decision: str) -> None:
    if origin == "国" and cite and not is_regulation(cite):
        table.wrong(
            "cite",
            f'{_called(name)}的出处 "{cite}" 不是上位规定的编号。',
            "国的数写 regulations.md 里的编号，如 R2-3。",
        )
    if decision and origin in {"文", "国"}:
        table.wrong(
            "decision", f"{_called(name)}出自{ORIGINS[origin].label}，不用采纳。", "只有本地的数写文号，这一行去掉。"
        )


def _window_problem(value: object) -> tuple[str, str] | None:
    words = " ".join(f'"{word.id}"（{word.label}）' for word in WINDOWS.values())
    remedy = f'写 "01-01..03-31" 这样的起止，或 {words}。'
    if not isinstance(value, str):
        return "窗口要写文字。", remedy
    if value in WINDOWS:
        return None
    span = _SPAN.fullmatch(value)
    return (f'窗口 "{value}" 的写法认不出来。', remedy) if span is None else _span_problem(span)


def _span_problem(span: re.Match[str]) -> tuple[str, str] | None:
    try:
        first, last = (date(_LEAP_YEAR, int(span[at]), int(span[at + 1])) for at in (1, 3))
    except ValueError:
        return f'窗口 "{span[0]}" 里有日历上没有的一天。', "写真的日期，如 01-01..03-31。"
    if last < first:
        return f'窗口 "{span[0]}" 的终点在起点之前。', "前后对调；窗口不跨年。"
    if date(_LEAP_YEAR, 2, 29) in {first, last}:
        return f'窗口 "{span[0]}" 用了2月29日，不是每年都有。', "改成 02-28 或 03-01。"
    return None


def _called(name: str) -> str:
    return f"数 {name}（{NUMBERS[name].label}）" if name in NUMBERS else f"数 {name}"
