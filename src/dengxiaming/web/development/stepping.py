"""A step of the course as a form: its fields, what was typed, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from dengxiaming.areas.members.development.core import Next
from dengxiaming.areas.members.development.terms import ASKED, OUTCOMES, RESULTS
from dengxiaming.ground.problem import Problem
from dengxiaming.web.kit import sent
from dengxiaming.web.kit.here import tidy_day
from dengxiaming.web.records.boxes import Box, Choice

_OPTIONS = {"outcome": OUTCOMES, "result": RESULTS}
_HINTS = {
    "words": "可以不写。", "number": "没有就不写。", "months": "只有延长的才写：6到12。", "days": "和学时填一样就行。",
    "expected": "正式党员，去掉按规定可以不计的。",
}  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """A form that was refused: which, what was typed, and why."""

    step: str
    typed: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def wrong(self) -> dict[str, tuple[str, ...]]:
        """The problems by field."""
        return sent.by_field(self.problems)


@dataclass(frozen=True)
class Form:
    """One step's form. `people` are ticks; `leads` says that its button is the page's filled one."""

    next: Next
    boxes: tuple[Box, ...]
    people: tuple[Choice, ...]
    people_wrong: tuple[str, ...]
    is_open: bool
    leads: bool = field(default=False)


def form(one: Next, today: date, people: Mapping[str, str], tried: Tried | None, *, leads: bool) -> Form:
    """The form of a step, filled with what was typed where it was refused."""
    mine = tried if tried is not None and tried.step == one.step.id else None
    typed = mine.typed if mine else {"on": today.isoformat()}
    wrong = mine.wrong if mine else {}
    step = one.step
    boxes = [_box(step.id, "on", "哪天", typed, wrong)]
    boxes += [_box(step.id, name, ASKED[name], typed, wrong) for name in step.asks if name != "people"]
    chosen = set(typed.get("people", "").split(";"))
    ticks = tuple(Choice(code, name, code in chosen, f"people-{step.id}-{code}") for code, name in people.items())
    shown = ticks if "people" in step.asks else ()
    return Form(one, tuple(boxes), shown, wrong.get("people", ()), mine is not None or leads, leads)


def _box(step: str, name: str, label: str, typed: Mapping[str, str], wrong: Mapping[str, tuple[str, ...]]) -> Box:
    value = typed.get(name, "")
    options = _OPTIONS.get(name, {})
    choices = tuple(Choice(code, words, code == value) for code, words in {"": "请选", **options}.items())
    look = "select" if options else "area" if name == "words" else "text"
    return Box(
        f"{name}-{step}", name, label, value, _HINTS.get(name, ""), look, choices if options else (),
        wrong.get(name, ()),
    )  # fmt: skip


def given(request: HttpRequest) -> dict[str, str]:
    """What a form sent, by field."""
    typed = {name: request.POST.get(name, "") for name in ("on", *ASKED)}
    typed["people"] = ";".join(request.POST.getlist("people"))
    return {**typed, "on": tidy_day(typed["on"]), "last": tidy_day(typed["last"])}
