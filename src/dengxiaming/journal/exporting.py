"""The journal as files for people outside (C2SP tlog-tiles, tlog-proof; docs/journal.md), and what opens one record."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from dengxiaming.chain import tree
from dengxiaming.chain.canonical import canonical
from dengxiaming.chain.proof_file import ProofFile
from dengxiaming.chain.tiles import write_export
from dengxiaming.journal.models import Entry, ImportedSeal, Seal
from dengxiaming.journal.queries import Head, head, nodes

RECORDS: Final = "records"
_AT_ONCE: Final = 2000


def export(folder: Path, vkey: str) -> Head | None:
    """Write the whole journal into a new folder; its head, None while there is nothing in it. Raises `TileError`."""
    now = head()
    if now is not None:
        write_export(folder, _entries(now.size), now.checkpoint, vkey)
    return now


def prove_record(folder: Path, code: str, now: Head) -> list[Path]:
    """For every version of every record of that code: a proof file, the entry, and the text with its salts.

    The text is no part of the journal: whoever gets the third file can read the record, and check each field of it
    against the entry. Of an imported record there is the entry of its import.
    """
    written: list[Path] = []
    place = folder / RECORDS
    place.mkdir(parents=True, exist_ok=True)
    imports = ImportedSeal.objects.filter(code=code, imported__lt=now.size)
    for kind, index in imports.values_list("kind", "imported_id"):
        written += _prove(place / f"{kind}-{_name(code)}-import", index, now)
    for seal in Seal.objects.filter(code=code, entry__lt=now.size).order_by("kind", "version"):
        base = place / f"{seal.kind}-{_name(code)}-v{seal.version}"
        text = {
            "kind": seal.kind, "code": seal.code, "version": seal.version,
            "values": {**json.loads(seal.document), "#reason": seal.reason}, "salts": json.loads(seal.salts),
        }  # fmt: skip
        opened = base.with_name(f"{base.name}.fields.json")
        opened.write_bytes(canonical(text))
        written += [*_prove(base, seal.entry_id, now), opened]
    return written


def _prove(base: Path, index: int, now: Head) -> list[Path]:
    proof = ProofFile(index, tuple(tree.inclusion(index, now.size, nodes)), now.checkpoint)
    files = [base.with_name(f"{base.name}{end}") for end in (".tlog-proof", ".entry.json")]
    files[0].write_text(str(proof), encoding="utf-8", newline="\n")
    files[1].write_bytes(bytes(Entry.objects.values_list("body", flat=True).get(index=index)))
    return files


def _entries(size: int) -> Iterator[bytes]:
    for start in range(0, size, _AT_ONCE):
        some = Entry.objects.filter(index__gte=start, index__lt=min(size, start + _AT_ONCE)).order_by("index")
        yield from (bytes(body) for body in some.values_list("body", flat=True))


def _name(code: str) -> str:
    """A code as a part of a file's name; codes from an import may hold anything."""
    return quote(code, safe="")
