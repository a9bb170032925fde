"""Whether a duty has the keys and numbers that its form, bearer and measure ask for in `words.toml`."""

from typing import Final

from dengxiaming.law.model import Duty, Number
from dengxiaming.law.table import Table
from dengxiaming.law.words import BEARERS, FORMS, MEASURES, NUMBERS, Word, key_label, key_name, suggest

_FREE: Final = frozenset({"id", "form", "bearer", "says", "done_by"})
_PAIRS: Final = (("from_members", "to_members"), ("at_least", "at_most"))


def check_shape(duty: Duty, table: Table) -> None:
    """Report what is missing, what has no meaning here, and what contradicts itself. Silent on a duty without form."""
    if not duty.form:
        return
    words = [FORMS[duty.form]]
    words += [BEARERS[duty.bearer]] if duty.bearer else []
    words += [MEASURES[duty.measure]] if duty.measure else []
    for word in words[1:]:
        if duty.form not in word.forms:
            fitting = "、".join(FORMS[form].label for form in word.forms)
            key = "bearer" if word.id == duty.bearer else "measure"
            table.wrong(
                key, f"{key_label(key)}“{word.label}”不能用在“{FORMS[duty.form].label}”里。", f"它只用在：{fitting}。"
            )
    _check_keys(duty, table, words)
    _check_numbers(duty, table, words)
    _check_response(duty, table)
    _check_window(duty, table)
    _check_order(duty, table)


def _check_keys(duty: Duty, table: Table, words: list[Word]) -> None:
    needs = {key: word for word in words for key in word.needs}
    may = _FREE.union(needs, *(word.may for word in words))
    for key, word in needs.items():
        if not table.has(key):
            table.missing(key, f"“{word.label}”要写 {key}。")
    for key in table.data:
        if key not in may and key not in NUMBERS and key in table.asked:
            table.wrong(key, f"“{FORMS[duty.form].label}”用不上{key_name(key)}。", "去掉这一行。")


def _check_numbers(duty: Duty, table: Table, words: list[Word]) -> None:
    needed = {name: word for word in words for name in word.numbers}
    allowed = {*needed, *(name for word in words for name in word.options)}
    for name, word in needed.items():
        if name not in duty.numbers and not table.has(name):
            table.missing(name, f"“{word.label}”要有它：写 [[duty.{name}]]，下面写 value、from、origin、cite。")
    for name in duty.numbers:
        if name not in allowed:
            usable = {number: NUMBERS[number].label for number in NUMBERS if number in allowed}
            table.wrong(name, f"“{words[-1].label}”用不上数 {name}。", suggest(name, usable) if usable else "去掉它。")
    if duty.numbers and not duty.deciding:
        table.document.report(table.path, "没有一个数决定结果。", "至少一个数去掉 decides = false。")


def _check_response(duty: Duty, table: Table) -> None:
    if duty.form == "response" and not table.has("counts") and not table.has("measure"):
        table.missing("counts", "写什么活动算回应，或用 measure 写看什么。")
    for index, counts in enumerate(duty.counts):
        if counts.lists == "act" and duty.bearer not in {"act_organization", ""}:
            table.document.report(
                (*table.path, "counts", index), "回应的不是活动，却要活动写明回应哪次活动。", '改成 lists = "trigger"。'
            )


def _check_window(duty: Duty, table: Table) -> None:
    for value in duty.numbers["window"].values if "window" in duty.numbers else ():
        wants = "quarter" if value.value == "first_month" else "year"
        if duty.every and duty.every != wants:
            table.wrong("window", f'窗口 "{value.value}" 不能用在这个周期上。', f'它只用在 every = "{wants}"。')


def crossed_bounds(duty: Duty) -> list[tuple[str, str]]:
    """The pairs of bounds of a duty of which, on some day, the upper is below the lower."""
    return [
        (low, high)
        for low, high in _PAIRS
        if low in duty.numbers and high in duty.numbers and _crossed(duty.numbers[low], duty.numbers[high])
    ]


def _check_order(duty: Duty, table: Table) -> None:
    for low, high in crossed_bounds(duty):
        table.wrong(high, f"数 {high} 比数 {low} 小。", "核对两个数。")


def _crossed(low: Number, high: Number) -> bool:
    days = sorted({value.since for value in (*low.values, *high.values)})
    return any(int(low.at(day).value) > int(high.at(day).value) for day in days)
