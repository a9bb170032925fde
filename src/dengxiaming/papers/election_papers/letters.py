"""The letters, filled from `letters.toml`: official letters like any other (R11, `papers.letter`)."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from dengxiaming.papers.election_papers.form import ElectionPapers
from dengxiaming.papers.letter.form import Headed, Letter
from dengxiaming.papers.words import day, names

_FILE: Final = Path(__file__).with_name("letters.toml")
_LEADERS: Final = frozenset({"书记", "副书记"})
_DELEGATE: Final = "代表"


def letter(form: ElectionPapers) -> Letter:
    """The letter that is wanted."""
    template = letters()[form.paper]
    words = _words(form)
    return Letter(
        getattr(form, template["from"]), template["title"].format(**words), tuple(_paragraphs(template, words)),
        getattr(form, template["on"]), getattr(form, template["to"]),
        getattr(form, template["number"]) if "number" in template else "", template["close"],
    )  # fmt: skip


@cache
def letters() -> dict[str, Any]:
    """Every letter's template, by name."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _paragraphs(template: dict[str, Any], words: dict[str, str]) -> Iterator[str | Headed]:
    for part in template["body"]:
        if "needs" not in part or words[part["needs"]]:
            said = part["text"].format(**words)
            yield Headed(part["head"], said) if "head" in part else said


def _words(form: ElectionPapers) -> dict[str, str]:
    by_post = [(f"{one.name}任{one.post}", one) for one in form.elected]
    return {
        "kind": form.kind, "organization": form.organization, "on": day(form.on), "posts": form.posts,
        "text": form.text.strip().rstrip("。") + "。" if form.text.strip() else "", "body": form.body,
        "expected": str(form.expected), "present": str(form.present),
        "nominees": "；".join(f"{post}：{names(people)}" for post, people in form.nominees if people),
        "excused": names(f"{name}（{why}）" for name, why in form.excused),
        "leaders": names(said for said, one in by_post if one.post in _LEADERS),
        "members": names(said for said, one in by_post if one.post not in {*_LEADERS, _DELEGATE}),
        "how": "：书记、副书记报批，委员报备案" if form.kind != _DELEGATE else "，审查代表资格",
        "delegates": names(one.name for one in form.elected if one.post == _DELEGATE),
        "units": "；".join(f"{name}{seats}名" for name, seats, _ in form.units),
        "all_units": str(sum(seats for _, seats, _ in form.units)),
    }  # fmt: skip
