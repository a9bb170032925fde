"""Reads of the journal."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dengxiaming.chain.note import Checkpoint
from dengxiaming.journal.models import Entry, Import, ImportedSeal, Node, Seal, Token
from dengxiaming.journal.sealed import Document


@dataclass(frozen=True)
class Head:
    """The journal's size and root, when it became so, and the signed note that says so: what is printed on paper."""

    size: int
    root: str
    checkpoint: str
    origin: str
    at: datetime


@dataclass(frozen=True)
class Version:
    """One version of a record, for the page that shows its history. `document` is canonical JSON."""

    number: int
    entry: int
    at: datetime
    by: str
    reason: str
    document: str


def nodes(wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Hashes of complete subtrees by (level, index), in one query."""
    if not wanted:
        return {}
    asked = Q()
    for level, index in wanted:
        asked |= Q(level=level, index=index)
    found = Node.objects.filter(asked).values_list("level", "index", "hash")
    return {(level, index): bytes(value) for level, index, value in found}


def head() -> Head | None:
    """The latest head; None while nothing was ever entered."""
    last = Entry.objects.order_by("-index").values_list("index", "checkpoint", "body").first()
    if last is None:
        return None
    index, checkpoint, body = last
    stated = Checkpoint.read(checkpoint)
    at = datetime.fromisoformat(json.loads(bytes(body))["at"])
    return Head(index + 1, stated.root.hex(), checkpoint, stated.origin, at)


def versions(kind: str, code: str) -> tuple[Version, ...]:
    """Every version of a record sealed by a verb, oldest first."""
    rows = Seal.objects.filter(kind=kind, code=code).order_by("version")
    return tuple(Version(seal.version, seal.entry_id, seal.at, seal.by, seal.reason, seal.document) for seal in rows)


def as_known(kind: str, known_by: datetime) -> dict[str, Document | None]:
    """The records of a kind that a verb sealed since, by code, as they stood then: the last version of then, or as they
    were imported; None for what was not there. All others stand in the tables as they stood then; so does, for want of
    better, what came by an import that kept no documents (`Sealed.kept`).
    """
    since = set(Seal.objects.filter(kind=kind, at__gt=known_by).values_list("code", flat=True))
    came = ImportedSeal.objects.filter(kind=kind, code__in=since).values_list("code", "document")
    texts: dict[str, str] = dict.fromkeys(since, "{}") | dict(came) | dict.fromkeys(added_since(kind, known_by), "{}")
    before = Seal.objects.filter(kind=kind, code__in=since, at__lte=known_by).order_by("version")
    texts |= dict(before.values_list("code", "document"))
    return {code: json.loads(text) or None for code, text in texts.items() if text}


def added_since(kind: str, known_by: datetime) -> set[str]:
    """The codes of a kind that came since by an import that added to what was there. What one that replaced everything
    brought is known as far as it says itself: it is the history from before the journal.
    """
    later = Import.objects.filter(at__gt=known_by).values_list("entry", "entry__body")
    adding = [entry for entry, body in later if not json.loads(bytes(body))["import"]["replaces"]]
    return set(ImportedSeal.objects.filter(kind=kind, imported__in=adding).values_list("code", flat=True))


def is_anything_sealed() -> bool:
    """Whether a verb other than an import ever sealed a record: then an upload may not replace what is there."""
    return Seal.objects.exists()


def answer(ref: str, token: str) -> str:
    """What a form that was sent before got as its answer; "" where it was not sent, or not done."""
    found = Token.objects.filter(ref=ref, token=token).values_list("answer", flat=True).first() if token else ""
    return found or ""
