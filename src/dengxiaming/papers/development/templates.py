"""`templates.toml` read: what each paper of the development of members says, and which steps it lists."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Template:
    """One kind of paper."""

    label: str
    layout: str
    title: str
    steps: tuple[str, ...]
    opening: str = ""
    closing: str = ""
    to: str = ""
    room: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


@cache
def templates() -> Mapping[str, Template]:
    """Every kind of paper by id."""
    text = files("dengxiaming.papers.development").joinpath("templates.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _read(one) for name, one in tomllib.loads(text).items()})


def _read(entry: dict[str, Any]) -> Template:
    held: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Template(**held)
