"""Small forms: a token that tells a form apart by what was sent, and fields that keep what was typed."""

import hashlib
from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from dengxiaming.ground.problem import Problem
from dengxiaming.web.records.boxes import Box, Choice


def content(request: HttpRequest) -> bytes:
    """What a form sent to which address, without its own marks: the same form again has the same content."""
    kept = {name: request.POST.getlist(name) for name in request.POST if name not in {"csrfmiddlewaretoken", "token"}}
    return repr((request.path, sorted(kept.items()))).encode()


def token(request: HttpRequest) -> str:
    """A token of the page and what was sent from it, for a page with many small forms: sent twice it is the same, sent
    again from the page as it stands then it is another.
    """
    return hashlib.sha256(content(request) + request.POST.get("token", "").encode()).hexdigest()


def box(
    name: str, label: str, value: str, wrong: Mapping[str, tuple[str, ...]], *, hint: str = "", look: str = "text"
) -> Box:
    """A plain field."""
    return Box(name, name, label, value, hint, look, problems=wrong.get(name, ()))


def select(
    name: str, label: str, value: str, options: Mapping[str, str], wrong: Mapping[str, tuple[str, ...]], hint: str = ""
) -> Box:
    """A field with options."""
    choices = tuple(Choice(code, words, code == value) for code, words in {"": "请选", **options}.items())
    return Box(name, name, label, value, hint, "select", choices, wrong.get(name, ()))


def ticks(name: str, chosen: Iterable[str], options: Mapping[str, str]) -> tuple[Choice, ...]:
    """Ticks of one name."""
    picked = set(chosen)
    return tuple(Choice(code, words, code in picked, f"{name}-{code}") for code, words in options.items())


def by_field(problems: Iterable[Problem]) -> dict[str, tuple[str, ...]]:
    """Problems of a reading, by field."""
    found: dict[str, tuple[str, ...]] = {}
    for one in problems:
        found[one.field] = (*found.get(one.field, ()), one.sentence)
    return found
