"""What dues are worked out by, read from `scales.toml`: kinds of member, dated scales, kinds of reduction."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step of a scale: up to how much (included; None: no end), how many in a thousand."""

    per_mille: int
    up_to: int | None = None


@dataclass(frozen=True)
class Scale:
    """One edition of a scale, in force from a day: steps of the base, or an amount between two bounds."""

    id: str
    since: date
    article: str
    check: str
    steps: tuple[Step, ...] = ()
    least: int = 0
    most: int = 0

    @property
    def is_fixed(self) -> bool:
        """Whether nothing is asked: one amount for all."""
        return not self.steps and self.least == self.most

    @property
    def doubt(self) -> str:
        """待核 where the regulation's number was written down from memory."""
        return "，待核" if self.check == "回忆" else ""


@dataclass(frozen=True)
class Kind:
    """A kind of member as dues see it: the scale, the article that says what the base is, the words for it."""

    id: str
    label: str
    scale: str
    article: str
    asks: str
    base: str


@dataclass(frozen=True)
class Sort:
    """A kind of reduction, and where it stands."""

    id: str
    label: str
    article: str


@dataclass(frozen=True)
class Scales:
    """The whole file."""

    kinds: Mapping[str, Kind]
    scales: Mapping[str, Sequence[Scale]]
    reductions: Mapping[str, Sort]
    rounding: str
    rounding_origin: str

    def scale(self, kind: str, month: date) -> Scale:
        """The scale of a kind of member in force on the first day of a month. Raises `LookupError` before the first."""
        held = [one for one in self.scales[self.kinds[kind].scale] if one.since <= month.replace(day=1)]
        if not held:
            raise LookupError(f"{month.year}年{month.month}月还没有这一类的党费标准。")
        return max(held, key=lambda one: one.since)


@cache
def load() -> Scales:
    """The shipped file, read once."""
    return read(files("dengxiaming.areas.dues").joinpath("scales.toml").read_text(encoding="utf-8"))


def read(text: str) -> Scales:
    """A file of scales. Raises `ValueError` naming the entry that is ill formed."""
    held = tomllib.loads(text)
    kinds = {one["id"]: Kind(**one) for one in held["kind"]}
    scales: dict[str, list[Scale]] = {}
    for entry in held["scale"]:
        scales.setdefault(entry["id"], []).append(_scale(entry))
    for kind in kinds.values():
        if kind.scale not in scales:
            raise ValueError(f"scales.toml：{kind.id} 用的档“{kind.scale}”没有写。")
    reductions = {one["id"]: Sort(**one) for one in held["reduction"]}
    rounding = held["rounding"]
    return Scales(
        MappingProxyType(kinds), MappingProxyType(scales), MappingProxyType(reductions), rounding["words"],
        rounding["origin"],
    )  # fmt: skip


def _scale(entry: Mapping[str, Any]) -> Scale:
    steps = tuple(Step(one["per_mille"], one.get("up_to")) for one in entry.get("steps", ()))
    bounds = [one.up_to for one in steps[:-1]]
    known = [bound for bound in bounds if bound is not None]
    if len(known) < len(bounds) or known != sorted(set(known)) or (steps and steps[-1].up_to is not None):
        raise ValueError(f"scales.toml：{entry['id']} 的档要从低到高，最后一档没有上限。")
    return Scale(
        entry["id"], entry["from"], entry["article"], entry["check"], steps, entry.get("least", 0), entry.get("most", 0)
    )
