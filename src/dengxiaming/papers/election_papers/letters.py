"""The letters, filled from `letters.toml` and laid out by GB/T 9704—2012 (R11)."""

import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from dengxiaming.papers.blocks import OFFICIAL, Block, Paper, Text
from dengxiaming.papers.election_papers.form import ElectionPapers
from dengxiaming.papers.words import day, names, numeral

_FILE: Final = Path(__file__).with_name("letters.toml")
_DATE_FROM_RIGHT: Final = 4.0
_LEADERS: Final = frozenset({"书记", "副书记"})


def letter(form: ElectionPapers) -> Paper:
    """The letter that is wanted."""
    template = letters()[form.paper]
    words = _words(form)
    return Paper(template["title"].format(**words), tuple(_blocks(form, template, words)), OFFICIAL)


@cache
def letters() -> dict[str, Any]:
    """Every letter's template, by name."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _blocks(form: ElectionPapers, template: dict[str, Any], words: dict[str, str]) -> Iterator[Block]:
    number = getattr(form, template["number"]) if "number" in template else ""
    if number:
        yield Text(number, "official_number")
    yield Text(template["title"].format(**words), "official_title")
    yield Text(f"{getattr(form, template['to'])}：", "official_flush")
    headed = 0
    for part in template["body"]:
        if "needs" in part and not words[part["needs"]]:
            continue
        said = part["text"].format(**words)
        if "head" in part:
            headed += 1
            yield Text(said, "official", lead=f"{numeral(headed)}、{part['head']}：")
        else:
            yield Text(said, "official")
    yield Text(template["close"], "official_last")
    yield from _signature(getattr(form, template["from"]), getattr(form, template["on"]))


def _words(form: ElectionPapers) -> dict[str, str]:
    leaders = [f"{one.name}任{one.post}" for one in form.elected if one.post in _LEADERS]
    members = [f"{one.name}任{one.post}" for one in form.elected if one.post not in _LEADERS]
    return {
        "kind": form.kind, "organization": form.organization, "on": day(form.on), "posts": form.posts,
        "text": form.text.strip().rstrip("。") + "。" if form.text.strip() else "",
        "expected": str(form.expected), "present": str(form.present),
        "nominees": "；".join(f"{post}：{names(people)}" for post, people in form.nominees if people),
        "excused": names(f"{name}（{why}）" for name, why in form.excused),
        "leaders": names(leaders), "members": names(members),
    }  # fmt: skip


def _signature(organization: str, on: date | None) -> Iterator[Block]:
    """The name centred above the day, the day four letters from the right (加盖印章的公文)."""
    dated = day(on) or "　　年　月　日"
    name_from_right = max(_DATE_FROM_RIGHT - (_width(organization) - _width(dated)) / 2, 0.0)
    yield Text("", "official_gap")
    yield Text(organization, "official_name", right=name_from_right)
    yield Text(dated, "official_sign", right=_DATE_FROM_RIGHT)


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in text)
