"""The form of a count by hand, read into numbers, or every place where a number is missing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from dengxiaming.areas.ballots.core import Definition, PaperCount, tidy_name
from dengxiaming.ground.problem import Problem
from dengxiaming.web.kit import sent
from dengxiaming.web.records.boxes import Box

SHEETS: Final = {"issued": "发出", "returned": "收回", "valid": "有效票", "invalid": "无效票"}
_NAMED: Final = re.compile(r"(\S.*?)[\s，,：:]*(\d{1,4})\s*票?")


@dataclass(frozen=True)
class Row:
    """A question with a field for each choice."""

    label: str
    key: str
    boxes: tuple[Box, ...]
    problems: tuple[str, ...]


def typed(definition: Definition, count: PaperCount | None) -> dict[str, str]:
    """What stands in the fields: a count that was entered before, else nothing."""
    if count is None:
        return {}
    held = {name: str(getattr(count, name)) for name in SHEETS}
    for one in definition.questions:
        held |= {f"n-{one.key}-{code}": str(count.by_question.get(one.key, {}).get(code, 0)) for code in one.codes}
    return held | {"written": "\n".join(f"{name} {number}" for name, number in count.written.items())}


def given(definition: Definition, form: QueryDict) -> dict[str, str]:
    """What was typed."""
    names = [*SHEETS, "written", *(f"n-{one.key}-{code}" for one in definition.questions for code in one.codes)]
    return {name: form.get(name, "").strip() for name in names}


def read(definition: Definition, held: Mapping[str, str]) -> PaperCount | tuple[Problem, ...]:
    """The count, or every field that is no number."""
    problems = [
        Problem(name, f"“{word}”要写张数，没有写0。") for name, word in SHEETS.items() if not _is_number(held, name)
    ]
    for one in definition.questions:
        missing = [word for code, word in one.choices if not _is_number(held, f"n-{one.key}-{code}")]
        if missing:
            problems.append(Problem(one.key, f"“{one.label}”的{'、'.join(missing)}要写票数，没有写0。"))
    written: dict[str, int] = {}
    for line in held.get("written", "").splitlines():
        found = _NAMED.fullmatch(line.strip())
        if line.strip() and found is None:
            problems.append(Problem("written", f"“{line.strip()}”读不懂。一行一个人，写成“王五 3”。"))
        elif found:
            written[tidy_name(found[1])] = written.get(tidy_name(found[1]), 0) + int(found[2])
    if problems:
        return tuple(problems)
    by_question = {
        one.key: {code: int(held[f"n-{one.key}-{code}"]) for code in one.codes} for one in definition.questions
    }
    return PaperCount(
        int(held["issued"]), int(held["returned"]), int(held["valid"]), int(held["invalid"]), by_question, written
    )


def sheets(held: Mapping[str, str], wrong: Mapping[str, tuple[str, ...]]) -> tuple[Box, ...]:
    """The four fields above."""
    return tuple(sent.box(name, word, held.get(name, ""), wrong, look="number") for name, word in SHEETS.items())


def rows(definition: Definition, held: Mapping[str, str], wrong: Mapping[str, tuple[str, ...]]) -> tuple[Row, ...]:
    """A line of fields for each question."""
    return tuple(
        Row(
            one.label, one.key,
            tuple(
                sent.box(f"n-{one.key}-{code}", word, held.get(f"n-{one.key}-{code}", ""), {}, look="number")
                for code, word in one.choices
            ),
            wrong.get(one.key, ()),
        )
        for one in definition.questions
    )  # fmt: skip


def _is_number(held: Mapping[str, str], name: str) -> bool:
    text = held.get(name, "")
    return text.isdecimal() and len(text) <= 4
