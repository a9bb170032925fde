"""Reads of what is not sealed yet: drafts, and a signed record turned back into a form, for a correction."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet

from dengxiaming.areas.gatherings import core, kinds
from dengxiaming.areas.gatherings.models import Draft, Gathering, Holder, Item
from dengxiaming.areas.gatherings.roll import PRESENT

FormContent = dict[str, Any]
"""A form's fields, as `core` describes them; whatever was typed."""


@dataclass(frozen=True)
class Kept:
    """A draft as it is kept. `version` goes back with the next save."""

    code: str
    organization: str
    content: FormContent
    version: int
    on: date | None
    saved_at: datetime
    saved_by: str


def draft(code: str) -> Kept | None:
    """One draft."""
    return next(iter(_kept(Draft.objects.filter(code=code))), None)


def of_organizations(codes: Iterable[str]) -> tuple[Kept, ...]:
    """The drafts of some organisations, by day."""
    return tuple(_kept(Draft.objects.filter(organization__code__in=tuple(codes))))


def _kept(rows: QuerySet[Draft]) -> Iterator[Kept]:
    for row in rows.select_related("organization", "saved_by"):
        content = _with_arrivals(json.loads(row.content), row.organization.code, row.arrived)
        yield Kept(row.code, row.organization.code, content, row.version, row.on, row.saved_at, str(row.saved_by))


def _with_arrivals(content: FormContent, organization: str, arrived: str) -> FormContent:
    """Whoever tapped themselves present is called so, where nobody called them otherwise."""
    for member in filter(None, arrived.split(";")):
        part = content.setdefault("holders", {}).setdefault(organization, {})
        line = part.setdefault("roll", {}).setdefault(member, {})
        line["status"] = line.get("status") or PRESENT
    return content


def recorders(code: str) -> frozenset[str]:
    """The member whom a draft names as recorder: they may write it and sign it."""
    kept = draft(code)
    named = str(kept.content.get("recorder") or "") if kept else ""
    return frozenset({named} - {""})


def content_of(act: str) -> FormContent:
    """A record as its form: the common part, and the part of the organisation whose act it is (signed or not).

    What `core.read` makes of it is what was signed. Raises `Holder.DoesNotExist`.
    """
    holder = Holder.objects.select_related("gathering__chair", "organization", "recorder").get(act=act)
    held = holder.gathering
    others = Holder.objects.filter(gathering=held).exclude(pk=holder.pk).values_list("organization__code", flat=True)
    studied = held.studied.values_list("title", "issued_on")
    stages = held.stages.values_list("kind", "on", "text")
    own = {
        "roll": {
            member: {"status": status, "reason": reason}
            for member, status, reason in holder.roll.values_list("member__code", "status", "reason")
        },
        "observers": holder.observers,
        "absent_none": holder.absent_none,
    }
    return {
        "kinds": held.kinds.split(";"),
        "on": held.on.isoformat(),
        "starts": f"{held.starts:%H:%M}" if held.starts else "",
        "ends": f"{held.ends:%H:%M}" if held.ends else "",
        "place": held.place,
        "theme": held.theme,
        "chair": held.chair.code if held.chair else "",
        "recorder": holder.recorder.code if holder.recorder else "",
        "holders": {holder.organization.code: own, **{code: {} for code in others}},
        "items": _items(held),
        "studied": [{"title": title, "issued_on": _text(on)} for title, on in studied],
        "stages": {kind: {"on": _text(on), "text": text} for kind, on, text in stages},
        "answers": [code for code in held.answers.split(";") if code],
        "late_reason": holder.late_reason,
    }  # fmt: skip


def _items(held: Gathering) -> list[FormContent]:
    resolved: dict[int, list[FormContent]] = {}
    rows = held.resolutions.values_list("item", "text", "owner__code", "due_on", "rectification", "code")
    for item, text, owner, due_on, rectification, code in rows:
        entry = {"text": text, "owner": owner or "", "due_on": _text(due_on)}
        resolved.setdefault(item, []).append(entry | {"rectification": rectification, "code": code})
    return [_item(item, resolved.get(item.pk, [])) for item in held.items.select_related("lecturer")]


def _item(item: Item, resolutions: list[FormContent]) -> FormContent:
    return {
        "kind": item.kind, "title": item.title, "lecturer": item.lecturer.code if item.lecturer else "",
        "guest": item.guest, "speeches": item.speeches, "in_favour": _text(item.in_favour),
        "against": _text(item.against), "abstained": _text(item.abstained), "votes_none": item.votes_none,
        "resolutions": resolutions,
    }  # fmt: skip


def _text(value: date | int | None) -> str:
    return "" if value is None else str(value)


COMMON: Final = ("kinds", "on", "starts", "ends", "place", "theme", "chair", "items", "studied", "stages", "answers")
"""What all that hold a gathering share; frozen from the first signature on."""


def weight(content: FormContent) -> tuple[object, ...]:
    """What a rule may count by, of a form made by `content_of`: a change of it is known only from its correction on."""
    known, chosen = kinds.load(), content["kinds"]
    lecturers = [item["lecturer"] for item in content["items"]]
    actors = core.actors(known, chosen, content["chair"], lecturers)
    return (frozenset(chosen), content["on"], actors, frozenset(content["answers"]))


def with_common_part(content: core.Content, signed: core.Content, organization: str) -> FormContent:
    """The form of one organisation's own part, over the common part that another one signed before."""
    holders = signed["holders"]
    assert isinstance(holders, dict)  # noqa: S101  `content_of` made it
    typed = content.get("holders")
    own = typed.get(organization, {}) if isinstance(typed, dict) else {}
    return {
        **content,
        **{name: signed[name] for name in COMMON},
        "holders": {organization: own, **_empty(holders, organization)},
    }


def _empty(holders: Iterable[str], organization: str) -> FormContent:
    return {code: {} for code in holders if code != organization}
