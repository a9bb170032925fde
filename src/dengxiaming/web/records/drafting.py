"""What the buttons of a form do to what was typed, before it is saved. Nothing is ever lost by one of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from dengxiaming.areas.gatherings import kinds, sheet
from dengxiaming.areas.gatherings.roll import People

Content = dict[str, Any]


@dataclass(frozen=True)
class Usual:
    """Who signs and who is in the chair where nothing else is known."""

    signer: str
    secretary: str


def blank(organization: str, chosen: tuple[str, ...], on: date | None, who: Usual, last: sheet.Usual | None) -> Content:
    """A new form: what is known already is filled in, as it was the last time."""
    lessons = [kind for kind in chosen if kinds.load()[kind].lecturer]
    # 党课和别的一起开：党课自己占一项，主讲人写在那里
    first = [{"kind": lessons[0], "title": ""}] if lessons and len(chosen) > len(lessons) else []
    items = [*first, {"title": "", "resolutions": [{}]}]
    starts, ends = (f"{at:%H:%M}" if at else "" for at in ((last.starts, last.ends) if last else (None, None)))
    return {
        "kinds": list(chosen), "on": on.isoformat() if on else "", "starts": starts, "ends": ends,
        "place": last.place if last else "", "theme": "",
        "chair": (last.chair if last else "") or who.secretary, "recorder": who.signer,
        "holders": {organization: {"roll": {}, "observers": ""}},
        "items": items, "studied": [], "stages": {}, "answers": [],
    }  # fmt: skip


def kept(typed: Content, organization: str, before: Mapping[str, Any] | None) -> Content:
    """What was typed, with the own part there; what the form does not show (a lecturer of a kind ticked off) stays as
    it was kept before, so that ticking it again brings it back.
    """
    merged = _merged(dict(before or {}), typed)
    merged["holders"] = {organization: {}, **merged.get("holders", {})}
    for name in ("kinds", "answers"):
        merged[name] = typed.get(name, [])
    return merged


def within(content: Content, organization: str, beside: Collection[str]) -> Content:
    """The content with nobody holding it but the organisation itself and those it can be held with."""
    content["holders"] = {code: part for code, part in content["holders"].items() if code in {organization, *beside}}
    return content


def _merged(old: Content, new: Content) -> Content:
    for name, value in new.items():
        held = old.get(name)
        if isinstance(value, dict) and isinstance(held, dict):
            old[name] = _merged(dict(held), value)
        elif isinstance(value, list) and isinstance(held, list) and all(isinstance(one, dict) for one in value):
            rest = [_merged(dict(was), now) for was, now in zip(held, value, strict=False) if isinstance(was, dict)]
            old[name] = rest + value[len(rest) :]
        else:
            old[name] = value
    return old


def _add_item(content: Content, _: str, __: People) -> None:
    content.setdefault("items", []).append({"title": "", "resolutions": [{}]})


def _drop_item(content: Content, place: str, _: People) -> None:
    _drop(content.get("items", []), place)


def _add_resolution(content: Content, place: str, _: People) -> None:
    items = content.get("items", [])
    if _is_place(place, items):
        items[int(place)].setdefault("resolutions", []).append({})


def _add_studied(content: Content, _: str, __: People) -> None:
    content.setdefault("studied", []).append({"title": "", "issued_on": ""})


def _drop_studied(content: Content, place: str, _: People) -> None:
    _drop(content.get("studied", []), place)


def _rest_present(content: Content, _: str, people: People) -> None:
    """Everybody not called yet was there: one tap instead of fourteen."""
    lines = content["holders"].setdefault(people.organization, {}).setdefault("roll", {})
    for person in people.expected:
        line = lines.setdefault(person.code, {})
        line["status"] = line.get("status") or "present"


def _join(content: Content, code: str, people: People) -> None:
    """Held together with another organisation, or no longer."""
    holders = content["holders"]
    if code in holders and code != people.organization:
        del holders[code]
    else:
        holders[code] = {"joint": "1"}


def _drop(entries: list[Any], place: str) -> None:
    if _is_place(place, entries):
        del entries[int(place)]


def _is_place(place: str, entries: list[Any]) -> bool:
    return place.isdecimal() and len(place) < 5 and int(place) < len(entries)


Step = Callable[[Content, str, People], None]
STEPS: Final[Mapping[str, tuple[Step, str]]] = MappingProxyType({
    "add-item": (_add_item, "items"),
    "drop-item": (_drop_item, "items"),
    "add-resolution": (_add_resolution, "items"),
    "add-studied": (_add_studied, "studied"),
    "drop-studied": (_drop_studied, "studied"),
    "rest-present": (_rest_present, "roll"),
    "join": (_join, "joint"),
})  # fmt: skip
"""Button → what it does, and the part of the page to return to. A button is `do=drop-item:2`."""
