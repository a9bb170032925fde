"""Texts of a fact set that are longer than the tables keep: the contract sets no limit, PostgreSQL refuses them."""

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from django.db.models import CharField, Model

from dengxiaming.areas.affairs.models import Act
from dengxiaming.areas.dues.models import Due
from dengxiaming.areas.members.models import Member, Post, Trigger
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.exchange import Finding
from dengxiaming.exchange.columns import TABLES as SHEETS
from dengxiaming.reckoning import Facts

_KEPT: Final[Mapping[str, Mapping[str, tuple[type[Model], str]]]] = {
    "units": {"id": (Unit, "code"), "name": (Unit, "name"), "category": (Unit, "category")},
    "organizations": {"id": (Organization, "code"), "name": (Organization, "name")},
    "members": {"id": (Member, "code"), "name": (Member, "name")},
    "posts": {"id": (Post, "code")},
    "acts": {"id": (Act, "code")},
    "dues": {"excuse": (Due, "excuse")},
    "triggers": {"id": (Trigger, "code")},
}
"""Table and column of the contract → where the text is kept."""


def too_long(held: Facts) -> tuple[Finding, ...]:
    """A defect for every text that is longer than its place."""
    return tuple(finding for name in _KEPT for finding in _in_table(name, held.tables()[name]))


def _in_table(name: str, table: pl.DataFrame) -> Iterator[Finding]:
    for column, (model, field) in _KEPT[name].items():
        longest = _longest(model, field)
        over = table.filter(pl.col(column).str.len_chars() > longest)
        header = SHEETS[name].by_name[column].header
        for text in over[column].unique(maintain_order=True):
            yield Finding(
                "defect", name, f"{SHEETS[name].sheet} {text[:20]}…", None, column,
                f"{header}有{len(text)}个字，最多{longest}个。", "请缩短；编号缩短了，别处写这个编号的也要一起改。",
            )  # fmt: skip


def _longest(model: type[Model], field: str) -> int:
    held = model._meta.get_field(field)  # noqa: SLF001  Django 公开的，名字带下划线而已
    if not isinstance(held, CharField) or held.max_length is None:
        raise TypeError(f"{model.__name__}.{field} 没有最长几个字")
    return held.max_length
