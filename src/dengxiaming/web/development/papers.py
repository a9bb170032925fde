"""A course as its papers want it: nothing is typed for a paper, everything is taken from what was done."""

from datetime import date

from dengxiaming.areas.members.development.queries import Course, Line
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import GENERALS
from dengxiaming.papers.development.form import CourseForm
from dengxiaming.papers.development.templates import Template
from dengxiaming.papers.letter.form import Letter
from dengxiaming.papers.words import day, numeral


def filled(template: Template, held: Course, today: date) -> CourseForm | Letter:
    """A form with boxes, or a letter dated today."""
    names = {"name": held.name, "branch": held.place_name, "stage": held.stage}
    rows = _rows(template, held)
    if template.layout == "form":
        return CourseForm(
            template.title, held.place_name, held.name, held.code, rows, template.room, template.signs
        )  # fmt: skip
    lines = tuple(f"{numeral(number)}、{label}：{text}" for number, (label, text) in enumerate(rows, 1))
    return Letter(
        organization=held.place_name, title=template.title.format(**names),
        paragraphs=(template.opening.format(**names), *lines), issued_on=today,
        addressee=superior(held.place) if template.to else "", closing=template.closing.format(**names),
    )  # fmt: skip


def superior(branch: str) -> str:
    """The nearest 机关党委 or 总支 above a branch; its direct superior where there is none."""
    above = organs.Tree().path(branch)
    generals = [node for node in above if node.kind in GENERALS]
    return (generals or list(above))[-1].name if above else ""


def _rows(template: Template, held: Course) -> tuple[tuple[str, str], ...]:
    listed = (one for one in held.lines if one.step in template.steps and not one.withdrawn and not one.refused)
    return tuple((one.label, _text(one)) for one in listed)


def _text(line: Line) -> str:
    return "；".join([day(line.on), *(f"{label}：{text}" for label, text in line.given)])
