"""The short forms, one entry of `forms.toml` a kind of act."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from dengxiaming.law.vocabulary import ACT_KINDS, TRIGGER_KINDS

HOLDERS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "branch": frozenset({"branch", "joint_branch", "temporary_branch"}),
    "general": frozenset({"organ_committee", "general_branch"}),
    "party_group": frozenset({"party_group"}),
    "city": frozenset({"work_committee"}),
})  # fmt: skip
COUNTERPARTS: Final = frozenset({"", "members", "organizations"})


@dataclass(frozen=True)
class Form:
    """One kind of act as a form: who records it, about whom, and what is asked."""

    kind: str
    label: str
    held_by: tuple[str, ...]
    title: str
    text: str
    ask: str
    counterparts: str = ""
    at_least: int = 0
    answers: tuple[str, ...] = ()

    def fits(self, organization_kind: str) -> bool:
        """Whether an organisation of this kind records it."""
        return any(organization_kind in HOLDERS[holder] for holder in self.held_by)


@cache
def forms() -> Mapping[str, Form]:
    """Every short form by kind of act, in the file's order. Raises `ValueError` naming the entry that is ill formed."""
    held = tomllib.loads(files("dengxiaming.areas.affairs").joinpath("forms.toml").read_text(encoding="utf-8"))
    found: dict[str, Form] = {}
    for entry in held["form"]:
        form = _read(entry)
        if form.kind in found:
            raise ValueError(f"forms.toml：{form.kind} 写了两次，删掉一条。")
        found[form.kind] = form
    return MappingProxyType(found)


def for_organization(kind: str) -> tuple[Form, ...]:
    """The forms an organisation of this kind records."""
    return tuple(form for form in forms().values() if form.fits(kind))


def _read(entry: dict[str, Any]) -> Form:
    lists: dict[str, Any] = {name: tuple(entry[name]) for name in ("held_by", "answers") if name in entry}
    try:
        fields: dict[str, Any] = {**entry, **lists}
        form = Form(**fields)
    except TypeError as error:
        raise ValueError(f"forms.toml：{entry.get('kind', '?')} 少了一栏，或者多了不认识的一栏：{error}") from error
    unknown: dict[str, set[str]] = {
        "kind": {form.kind} - ACT_KINDS.keys(),
        "held_by": set(form.held_by) - HOLDERS.keys(),
        "answers": set(form.answers) - TRIGGER_KINDS.keys(),
        "counterparts": {form.counterparts} - COUNTERPARTS,
    }
    for name, words in unknown.items():
        if words:
            raise ValueError(f"forms.toml：{form.kind} 的 {name} 里有词表没有的词：{'、'.join(sorted(words))}")
    return form
