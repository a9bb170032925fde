"""A step of a procedure that people walk (`areas.gatherings.procedure`) as a form: its fields, and what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dengxiaming.areas.gatherings.procedure import Stage, Taken
from dengxiaming.ground import clock
from dengxiaming.ground.problem import Problem
from dengxiaming.web.kit import sent
from dengxiaming.web.records.boxes import Box

LONGEST_TEXT: Final = 5000
_LONGEST_NUMBER: Final = 100
_COUNTS: Final = {
    "entitled": "应到会有表决权的党员", "present": "到会有表决权的党员", "in_favour": "赞成", "against": "反对",
    "abstained": "弃权",
}  # fmt: skip


def boxes(stage: Stage, given: Mapping[str, str], wrong: Mapping[str, tuple[str, ...]]) -> list[Box]:
    """The fields of a step."""
    found = [sent.box("on", "哪天", given.get("on", clock.today().isoformat()), wrong)]
    if stage.counts:
        found += [sent.box(name, words, given.get(name, ""), wrong, look="number") for name, words in _COUNTS.items()]
    else:
        found.append(sent.select("outcome", "结果", given.get("outcome", ""), stage.outcomes, wrong))
    if stage.by_superior:
        found.append(sent.box("number", "批复文号", given.get("number", ""), wrong, hint="没有就不写。"))
    hint = "照实记，加密存放。" if stage.id == "heard" else "可以不写，加密存放。"
    return [*found, sent.box("text", "说明", given.get("text", ""), wrong, hint=hint, look="area")]


def taken(stage: Stage, given: Mapping[str, str], on: date, problems: list[Problem]) -> Taken:
    """The step as it was typed; what cannot be read is added to the problems."""
    counts = {name: _count(given, name, words, problems) for name, words in _COUNTS.items()} if stage.counts else {}
    text, number = (given.get(name, "").strip() for name in ("text", "number"))
    for name, typed, longest in (("text", text, LONGEST_TEXT), ("number", number, _LONGEST_NUMBER)):
        if len(typed) > longest:
            problems.append(Problem(name, f"最多{longest}字，现在{len(typed)}字。请缩短。"))
    return Taken(on, given.get("outcome", ""), text, number, counts)


def _count(given: Mapping[str, str], name: str, words: str, problems: list[Problem]) -> int:
    typed = given.get(name, "").strip()
    if not (typed.isascii() and typed.isdecimal() and int(typed) < 100_000):
        problems.append(Problem(name, f"“{words}”写一个数，没有就写0。"))
        return 0
    return int(typed)
