"""Checking the database against the journal, and the journal against itself, with nothing but the public key.

Three layers: the tree over the entries and its signed heads; the entries and the sealed versions they speak of; the
latest version of each record and the rows as they stand now. Whatever was changed by hand in any of them is named.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dengxiaming.chain import note, tree
from dengxiaming.chain.canonical import Json, NotCanonical, canonical, read
from dengxiaming.chain.digest import field_digest
from dengxiaming.journal import second
from dengxiaming.journal.actions import import_digest, import_root
from dengxiaming.journal.keys import checks
from dengxiaming.journal.models import Entry, Import, Node, Seal
from dengxiaming.journal.printed import SM3, PrintedHead
from dengxiaming.journal.sealed import Document, Sealed, as_json, documents, is_empty, kinds

Key = tuple[str, str]
_REASON: Final = "#reason"


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: which entry or record, and what is the matter with it, in a sentence."""

    where: str
    sentence: str
    kind: str = ""
    code: str = ""
    entry: int | None = None


def verify(public: note.PublicKey, printed: tuple[PrintedHead, ...] = ()) -> Iterator[Finding]:
    """Everything that does not hold; nothing where all holds. Reads the whole journal and every sealed table."""
    bodies: dict[int, dict[str, Json]] = {}
    yield from _tree(public, printed, bodies)
    latest: dict[Key, Seal] = {}
    yield from _versions(bodies, latest)
    imported, findings = _imports(bodies)
    yield from findings
    yield from _rows(latest, imported)


def _tree(
    public: note.PublicKey, printed: tuple[PrintedHead, ...], bodies: dict[int, dict[str, Json]]
) -> Iterator[Finding]:
    """Entries in unbroken order, each a leaf of the stored tree, each head signed and the root of just that tree."""
    stored = {(level, at): bytes(value) for level, at, value in Node.objects.values_list("level", "index", "hash")}
    right: dict[tuple[int, int], bytes] = {}
    expected = 0
    leaves: list[bytes] = []
    for index, body, checkpoint in Entry.objects.order_by("index").values_list("index", "body", "checkpoint"):
        if index != expected:
            yield _entry(expected, f"第{expected}条存证不见了，后面接的是第{index}条。")
            return
        expected += 1
        leaf = bytes(body)
        leaves.append(leaf)
        right.update(
            {(level, at): value for level, at, value in tree.appended(index, tree.leaf_hash(leaf), _of(right))}
        )
        root = tree.root(index + 1, _of(right))
        yield from _head(public, index, checkpoint, root)
        if any(head.size == index + 1 and not _is_root(head.root, root, leaves) for head in printed):
            yield _entry(index, f"到第{index}条为止的根，与纸上印的不一样：在那之后有人改过前面的存证。")
        try:
            held = read(leaf)
        except NotCanonical as error:
            yield _entry(index, f"第{index}条存证的内容读不懂：{error}")
            continue
        if isinstance(held, dict):
            bodies[index] = held
    yield from _nodes(stored, right)
    for size in sorted({head.size for head in printed if head.size > expected}):
        yield _entry(size - 1, f"纸上印着{size}条，库里只有{expected}条：最后的存证被拿掉了。")


def _is_root(printed: str, root: bytes, leaves: list[bytes]) -> bool:
    """Whether what is printed is the root, or its beginning; the second root where it says so."""
    if printed.startswith(SM3):
        return second.over(leaves).startswith(printed.removeprefix(SM3))
    return root.hex().startswith(printed)


def _of(held: Mapping[tree.Node, bytes]) -> tree.Nodes:
    return lambda wanted: {one: held[one] for one in wanted if one in held}


def _head(public: note.PublicKey, index: int, checkpoint: str, root: bytes) -> Iterator[Finding]:
    try:
        head = note.Checkpoint.read(note.open_note(checkpoint, public, checks))
    except note.NoteError as error:
        yield _entry(index, f"第{index}条存证的签名不对：{error}")
        return
    if (head.size, head.root) != (index + 1, root):
        yield _entry(index, f"第{index}条存证的内容与当时签下的根不符：这一条或前面的被改过。")


def _nodes(stored: Mapping[tuple[int, int], bytes], right: Mapping[tuple[int, int], bytes]) -> Iterator[Finding]:
    for level, at in sorted(stored.keys() | right.keys()):
        if stored.get((level, at)) != right.get((level, at)):
            yield Finding(f"散列树第{level}层第{at}个", "存着的散列与存证算出来的不一样。", entry=at << level)


def _versions(bodies: Mapping[int, dict[str, Json]], latest: dict[Key, Seal]) -> Iterator[Finding]:
    """Every version an entry speaks of is there, with the text its digests stand for; and no version more."""
    stated = {
        (str(one["kind"]), str(one["code"]), one["version"]): (index, one)
        for index, body in bodies.items()
        for one in _records(body)
    }
    gone = _redactions(bodies)
    for seal in Seal.objects.order_by("kind", "code", "version"):
        where = _name(seal.kind, seal.code)
        found = stated.pop((seal.kind, seal.code, seal.version), None)
        if found is None:
            yield Finding(where, f"多出一个没有存证的第{seal.version}版。", seal.kind, seal.code, seal.entry_id)
            continue
        index, one = found
        wrong = _wrong_fields(seal, one, bodies[index], index, _gone(gone, seal))
        if wrong:
            sentence = f"第{seal.version}版存下的原文被改过：{'、'.join(wrong)}。"
            yield Finding(where, sentence, seal.kind, seal.code, index)
        latest[seal.kind, seal.code] = seal
    for (kind, code, version), (index, _) in stated.items():
        yield Finding(_name(kind, code), f"第{version}版的原文不见了。", kind, code, index)


def _redactions(bodies: Mapping[int, dict[str, Json]]) -> dict[Key, dict[str, int]]:
    """By record the fields that a later entry says were taken out, and the last entry that said so."""
    found: dict[Key, dict[str, int]] = {}
    for index, body in bodies.items():
        said = body.get("redacted")
        for one in said if isinstance(said, list) else []:
            if isinstance(one, dict) and isinstance(codes := one["codes"], list):
                for code in codes:
                    found.setdefault((str(one["kind"]), str(code)), {})[str(one["field"])] = index
    return found


def _gone(redactions: Mapping[Key, Mapping[str, int]], seal: Seal) -> set[str]:
    """The fields whose text this version may not have any more."""
    said = redactions.get((seal.kind, seal.code), {})
    return {name for name, index in said.items() if index > seal.entry_id}


def _wrong_fields(
    seal: Seal, one: Mapping[str, Json], body: Mapping[str, Json], index: int, gone: Collection[str] = ()
) -> list[str]:
    """Which parts of a version do not agree with its entry; a field without text is one of them, unless it was taken
    out (`gone`): then one with text is.
    """
    wrong = []
    if seal.entry_id != index:
        wrong.append("版本")
    if as_json(seal.at) != body["at"] or seal.by != body["by"]:
        wrong.append("时间或经手人")
    digests = one["fields"]
    try:
        values: Json = json.loads(seal.document)
        salts: Json = json.loads(seal.salts)
    except ValueError:
        return [*wrong, "全文"]
    if not (isinstance(values, dict) and isinstance(salts, dict) and isinstance(digests, dict)):
        return [*wrong, "全文"]
    values = {**values, _REASON: seal.reason}
    names = sorted(digests.keys() | values.keys() | salts.keys())
    differ = [
        name for name in names
        if ((name in values or name in salts or name not in digests) if name in gone
            else not _agrees(name, values, salts, digests))
    ]  # fmt: skip
    return [*wrong, *("理由" if name == _REASON else name for name in differ)]


def _agrees(name: str, values: Mapping[str, Json], salts: Mapping[str, Json], digests: Mapping[str, Json]) -> bool:
    if name not in values or name not in salts or name not in digests:
        return False
    try:
        return field_digest(bytes.fromhex(str(salts[name])), name, values[name]) == digests[name]
    except ValueError:
        return False


def is_changed(kind: str, prefix: str) -> bool:
    """Whether of the records of a kind whose codes begin so any row was changed, added or taken away since it was
    sealed, or its seal or its entry was. The tree over the entries is not looked at: that is `verify`'s.
    """
    seals = list(Seal.objects.filter(kind=kind, code__startswith=prefix).select_related("entry"))
    codes = set(kinds()[kind].root._default_manager.filter(  # noqa: SLF001  Django's documented way to any model's manager
        **{f"{kinds()[kind].code}__startswith": prefix}
    ).values_list(kinds()[kind].code, flat=True))  # fmt: skip
    now = documents(kinds()[kind], codes)
    if len(seals) != len(now):
        return True
    for seal in seals:
        body = json.loads(bytes(seal.entry.body))
        one = next((one for one in _records(body) if (one["kind"], one["code"]) == (kind, seal.code)), None)
        if one is None or seal.code not in now or _wrong_fields(seal, one, body, seal.entry_id):
            return True
        if _changed(now[seal.code], seal) is not None:
            return True
    return False


def _imports(bodies: Mapping[int, dict[str, Json]]) -> tuple[dict[Key, tuple[bytes, str]], list[Finding]]:
    """The digests of what was imported, with their salt, checked against the root in the import's entry."""
    held: dict[Key, tuple[bytes, str]] = {}
    findings = []
    stands = _standing_imports(bodies)
    for one in Import.objects.order_by("entry"):
        seals = {(kind, code): digest for kind, code, digest in one.seals.values_list("kind", "code", "digest")}
        body = bodies.get(one.entry_id, {})
        summary = body.get("import")
        stated = summary if isinstance(summary, dict) else {}
        same = (stated.get("count"), stated.get("root")) == (len(seals), import_root(seals))
        if not same or as_json(one.at) != body.get("at"):
            findings.append(_entry(one.entry_id, f"第{one.entry_id}条存证（导入）的清单被改过。"))
        findings.extend(_kept(one))
        held.update({key: (bytes(one.salt), digest) for key, digest in seals.items()})
    gone = sorted(stands - set(Import.objects.values_list("entry_id", flat=True)))
    findings.extend(_entry(index, f"第{index}条存证（导入）的清单不见了。") for index in gone)
    return held, findings


def _kept(one: Import) -> Iterator[Finding]:
    """Documents kept as they were imported that are not what the import sealed."""
    for kind, code, digest, text in one.seals.exclude(document="").values_list("kind", "code", "digest", "document"):
        try:
            same = import_digest(bytes(one.salt), kind, code, json.loads(text)) == digest
        except (ValueError, AttributeError):
            same = False
        if not same:
            yield Finding(_name(kind, code), "导入时留下的原文被改过。", kind, code, one.entry_id)


def _standing_imports(bodies: Mapping[int, dict[str, Json]]) -> set[int]:
    """The entries of imports whose rows are still there: the last that replaced everything, and those after it."""
    found: set[int] = set()
    for index, body in bodies.items():
        summary = body.get("import")
        if isinstance(summary, dict):
            found = {index} if summary.get("replaces") else found | {index}
    return found


def _rows(latest: Mapping[Key, Seal], imported: Mapping[Key, tuple[bytes, str]]) -> Iterator[Finding]:
    """The rows as they stand now against the latest version of each record."""
    for kind, sealed in kinds().items():
        now = documents(sealed)
        yield from _strays(sealed, now.values())
        for code, document in now.items():
            yield from _row(sealed, code, document, latest.get((kind, code)), imported.get((kind, code)))
        there = {code for of, code in (*latest, *imported) if of == kind}
        for code in sorted(there - now.keys()):
            yield Finding(_name(kind, code), "这条记录被删掉了：撤回的记录也留在表里。", kind, code)


def _strays(sealed: Sealed, documents: Collection[Document]) -> Iterator[Finding]:
    """Rows of a part that belong to no record: nobody sees them, but no verb leaves any."""
    for name, part in sealed.parts.items():
        shown = sum(len(rows) for one in documents if isinstance(rows := one[name], list))
        there = part.model._default_manager.count()  # noqa: SLF001  Django's documented way to any model's manager
        if shown != there:
            yield Finding(f"{sealed.kind} {name}", f"有{there - shown}行不属于任何一条记录。", sealed.kind)


def _row(
    sealed: Sealed, code: str, document: Document, seal: Seal | None, imported: tuple[bytes, str] | None
) -> Iterator[Finding]:
    where = _name(sealed.kind, code)
    if seal is not None:
        if (changed := _changed(document, seal)) is not None:
            sentence = f"与最后一版存证不一样：{'、'.join(changed)}。"
            yield Finding(where, sentence, sealed.kind, code, seal.entry_id)
        return
    if imported is None:
        # 一条里什么都没有的（新党员还没有党费），没有话可存
        if not all(map(is_empty, document.values())):
            yield Finding(where, "这条记录没有存证：不是从系统里录的。", sealed.kind, code)
        return
    salt, digest = imported
    if import_digest(salt, sealed.kind, code, document) != digest:
        yield Finding(where, "与导入时的存证不一样。", sealed.kind, code)


def _changed(document: Document, seal: Seal) -> list[str] | None:
    """The fields that differ from the version; None where none does."""
    if canonical(document).decode() == seal.document:
        return None
    try:
        held = json.loads(seal.document)
    except ValueError:
        return ["全文"]
    if not isinstance(held, dict):
        return ["全文"]
    return [name for name in document if _differs(document[name], held.get(name))] or None


def _differs(now: Json, then: Json) -> bool:
    """Whether a value changed; a column that was added later and is empty did not (`sealed.filled`)."""
    if isinstance(now, dict) and isinstance(then, dict):
        return any(_differs(value, then.get(name)) for name, value in now.items())
    if isinstance(now, list) and isinstance(then, list):
        return len(now) != len(then) or any(_differs(one, before) for one, before in zip(now, then, strict=True))
    # 真假和 0、1 在 Python 里相等，在存证里不是一回事
    return canonical(now) != canonical(then) and not (is_empty(now) and is_empty(then))


def _records(body: Mapping[str, Json]) -> list[dict[str, Json]]:
    records = body.get("records")
    return [one for one in records if isinstance(one, dict)] if isinstance(records, list) else []


def _entry(index: int, sentence: str) -> Finding:
    return Finding(f"存证第{index}条", sentence, entry=index)


def _name(kind: str, code: str) -> str:
    return f"{kind} {code}"
