"""The verbs of the journal: one verb of any area is one transaction and one entry, or where it wrote very much several,
one after the other.

Order inside a verb: the form's token, records, verdicts, and the journal last (decisions, nobody had said 3).
"""

import hashlib
import json
import secrets
import sys
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from dengxiaming.chain import tree
from dengxiaming.chain.canonical import Json, canonical
from dengxiaming.chain.digest import field_digest
from dengxiaming.chain.note import Checkpoint
from dengxiaming.chain.tiles import LARGEST_ENTRY
from dengxiaming.ground import touch
from dengxiaming.journal import keys
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.models import Entry, Import, ImportedSeal, Node, Seal, Token
from dengxiaming.journal.queries import nodes
from dengxiaming.journal.sealed import Document, as_json, documents, filled, kinds

_LOCK: Final = 0x6478_6D31
"""The number of the advisory lock under which an index is given (PostgreSQL; SQLite has one writer at a time)."""

_open: ContextVar["Verb | None"] = ContextVar("open_verb", default=None)


class Repeated(Exception):  # noqa: N818  it is an answer: the form was sent before
    """The same form was sent before and is done; `answer` is what it got then."""

    def __init__(self, answer: str) -> None:
        super().__init__("这份表已经交过了。")
        self.answer = answer


class Clash(Exception):  # noqa: N818  it is an answer to the user, named as such
    """A form that was sent before comes again with other content."""

    def __init__(self) -> None:
        super().__init__("这份表已经交过，内容和这次不一样。请回到记录页，用“更正”改。")


class TooLarge(Exception):  # noqa: N818  it is an answer to the user, named as such
    """One record is so large that its entry could never be handed out (a bundle gives its length 16 bits)."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"这一次改动太大：一条记录的存证要{size}字节，最多{LARGEST_ENTRY}字节。没有保存；请分成几条记。"
        )


@dataclass(frozen=True)
class Receipt:
    """Where a verb stands in the journal: its index, and the tree's size and root after it."""

    index: int
    root: str

    @property
    def size(self) -> int:
        """How many entries there are, this one included."""
        return self.index + 1


@dataclass(frozen=True)
class _Incoming:
    codes: Mapping[str, Collection[str] | None]
    replaces: bool


@dataclass
class _Claim:
    kind: str
    code: str
    reason: str = ""


@dataclass
class Verb:
    """One verb while it runs: `seal` what was written, `touch` whose duties may stand differently.

    Raises on entering: `Repeated`, `Clash` (see `Token`). On leaving without an error it seals, has the duties judged,
    and appends; any error takes all of it back.
    """

    name: str
    by: Actor
    at: datetime
    token: str = ""
    content: bytes = b""
    answer: str = ""
    receipt: Receipt | None = None
    _claims: dict[tuple[str, str], _Claim] = field(default_factory=dict)
    _organizations: set[str] = field(default_factory=set)
    _everything: bool = False
    _import: "_Incoming | None" = None
    _redactions: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)

    def seal(self, kind: str, code: str, reason: str = "") -> None:
        """A record was written: its document, as the rows stand when the verb ends, becomes its next version."""
        self._claims[kind, code] = _Claim(kind, code, unicodedata.normalize("NFC", reason))

    def redact(self, kind: str, codes: Collection[str], name: str) -> None:
        """One field of these records goes for good: its text and salt in every version so far. The entry says so, and
        its digests stay; the area empties the rows. What `verify` accepts then is exactly that.
        """
        if codes:
            self._redactions.append((kind, tuple(sorted(codes)), name))

    def touch(self, *organizations: str) -> None:
        """The duties of these organisations may stand differently now."""
        self._organizations.update(organizations)

    def touch_everything(self) -> None:
        """All duties may stand differently now: an import, a directive."""
        self._everything = True

    def seal_import(self, codes: Mapping[str, Collection[str] | None], *, replaces: bool) -> None:
        """Rows came in by an import: one entry with the root over their documents. By kind the codes that came in, None
        for all there are; `replaces` says that they took the place of whatever was imported before.
        """
        self._import = _Incoming(codes, replaces)

    def writes(self, kind: str) -> bool:
        """Whether a record of this kind is among what it seals, as far as is known."""
        return self._import is not None or any(claimed == kind for claimed, _ in self._claims)

    def __enter__(self) -> Self:
        if _open.get() is not None:
            raise RuntimeError("一个动词里不能再叫一个动词：一次改动只有一条存证。")
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        try:
            self._claim_token()
        except BaseException:
            self._atomic.__exit__(*sys.exc_info())
            raise
        self._opened = _open.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
        except BaseException:
            self._atomic.__exit__(*sys.exc_info())
            raise
        finally:
            _open.reset(self._opened)
        self._atomic.__exit__(kind, error, trace)

    def _claim_token(self) -> None:
        """The first statement of the transaction: nobody else can do the same form at the same time."""
        if not self.token:
            return
        digest = hashlib.sha256(self.content).hexdigest()
        try:
            with transaction.atomic():
                self._held = Token.objects.create(ref=self.by.ref, token=self.token, digest=digest)
        except IntegrityError:
            before = Token.objects.get(ref=self.by.ref, token=self.token)
            raise (Repeated(before.answer) if before.digest == digest else Clash()) from None

    def _finish(self) -> None:
        if self.token:
            Token.objects.filter(pk=self._held.pk).update(answer=self.answer)
        held = _documents(self._claims.values())
        if self._everything or self._organizations:
            written = frozenset(kind for kind, _ in self._claims)
            touch.report(touch.Touched(frozenset(self._organizations), self._everything, written))
        lock_journal()
        self.receipt = _append(self, held)


verb = Verb


def is_writing(kind: str) -> bool:
    """Whether a verb is on its way that seals a record of this kind, or imports."""
    work = _open.get()
    return work is not None and work.writes(kind)


def lock_journal() -> None:
    """From here to the end of the transaction this process alone appends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            # 可重复读的快照比锁旧，会拿到同一个序号（shared/trust.md A）
            if cursor.fetchone()[0] != "read committed":
                raise RuntimeError("存证要求数据库的事务隔离级别是 READ COMMITTED。")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _documents(claims: Iterable[_Claim]) -> dict[tuple[str, str], Document]:
    """The documents of the records a verb wrote; a query for each table."""
    by_kind: dict[str, list[str]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append(claim.code)
    found: dict[tuple[str, str], Document] = {}
    for kind, codes in by_kind.items():
        for code, document in documents(kinds()[kind], codes).items():
            found[kind, code] = document
    missing = [code for kind, codes in by_kind.items() for code in codes if (kind, code) not in found]
    if missing:
        raise RuntimeError(f"要存证的记录不在表里：{'、'.join(missing)}")
    return found


def _append(work: Verb, held: Mapping[tuple[str, str], Document]) -> Receipt:
    """The entry, its seals and the new nodes; the last statements of the verb. What one entry cannot hold the next
    ones do, each saying which it continues.
    """
    last = Entry.objects.aggregate(last=Max("index"))["last"]
    first = 0 if last is None else last + 1
    before = _versions(work._claims)  # noqa: SLF001  the same file
    seals: list[Seal] = []
    records: list[Json] = []
    for (kind, code), claim in sorted(work._claims.items()):  # noqa: SLF001  the same file
        version, entry = before.get((kind, code), (0, None))
        document = held[kind, code]
        salts = {name: secrets.token_bytes(32) for name in (*document, "#reason")}
        values: Document = {**document, "#reason": claim.reason}
        digests: Json = {name: field_digest(salts[name], name, values[name]) for name in sorted(values)}
        records.append({
            "kind": kind, "code": code, "version": version + 1, "before": entry, "fields": digests,
        })  # fmt: skip
        seals.append(Seal(
            kind=kind, code=code, version=version + 1, at=work.at, by=work.by.ref, reason=claim.reason,
            document=canonical(document).decode(),
            salts=json.dumps({name: salt.hex() for name, salt in salts.items()}),
        ))  # fmt: skip
    common: dict[str, Json] = {"v": 1, "at": as_json(work.at.astimezone(UTC)), "by": work.by.ref, "verb": work.name}
    body: dict[str, Json] = {**common, "records": []}
    if work._redactions:  # noqa: SLF001  the same file
        body["redacted"] = _redacted(work._redactions)  # noqa: SLF001  the same file
    imported = _import_seals(work._import) if work._import is not None else None  # noqa: SLF001  the same file
    if imported is not None:
        body["import"] = imported.summary
    done = 0
    for index, many in enumerate(_parts(body, {**common, "continues": first, "records": []}, records), first):
        body["records"] = records[done : done + many]
        leaf = canonical(body)
        if len(leaf) > LARGEST_ENTRY:
            raise TooLarge(len(leaf))
        receipt = _grow(index, leaf)
        for seal in seals[done : done + many]:
            seal.entry_id = index
        done, body = done + many, {**common, "continues": first}
    Seal.objects.bulk_create(seals)
    if imported is not None:
        _keep_import(first, work.at, imported)
    return receipt


def _parts(head: Json, rest: Json, records: Sequence[Json]) -> list[int]:
    """How many of the records each entry holds: as many as there is room for, and at least one."""
    parts, room = [0], LARGEST_ENTRY - len(canonical(head))
    for one in records:
        size = len(canonical(one)) + 1
        if size > room and parts[-1]:
            parts.append(0)
            room = LARGEST_ENTRY - len(canonical(rest))
        parts[-1] += 1
        room -= size
    return parts


def _redacted(redactions: Iterable[tuple[str, tuple[str, ...], str]]) -> Json:
    """Take a field and its salt out of every version of some records; what the entry says of it."""
    said: list[Json] = []
    for kind, codes, name in redactions:
        held = list(Seal.objects.filter(kind=kind, code__in=codes))
        for seal in held:
            document, salts = json.loads(seal.document), json.loads(seal.salts)
            document.pop(name, None)
            salts.pop(name, None)
            seal.document, seal.salts = canonical(document).decode(), json.dumps(salts)
        Seal.objects.bulk_update(held, ["document", "salts"], batch_size=200)
        said.append({"kind": kind, "field": name, "codes": list(codes)})
    return said


def _versions(claims: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int | None]]:
    """The latest version of each record and the entry that made it: sealed by a verb, else by an import."""
    wanted = set(claims)
    # 种类也写上：两张表的索引都先是种类，只写编号就要从头翻到尾
    of = {"kind__in": {kind for kind, _ in wanted}, "code__in": [code for _, code in wanted]}
    found: dict[tuple[str, str], tuple[int, int | None]] = {}
    for kind, code, entry in ImportedSeal.objects.filter(**of).values_list("kind", "code", "imported_id"):
        found[kind, code] = (1, entry)
    rows = Seal.objects.filter(**of).order_by("version")
    for kind, code, version, entry in rows.values_list("kind", "code", "version", "entry_id"):
        found[kind, code] = (version, entry)
    return {key: value for key, value in found.items() if key in wanted}


@dataclass(frozen=True)
class _Imported:
    salt: bytes
    digests: dict[tuple[str, str], str]
    kept: dict[tuple[str, str], str]
    replaces: bool

    @property
    def summary(self) -> Json:
        return {"count": len(self.digests), "root": import_root(self.digests), "replaces": self.replaces}


def import_root(digests: Mapping[tuple[str, str], str]) -> str:
    """The root over an import's records: leaves are `kind NUL code NUL digest`, in order of kind and code."""
    lines = [f"{kind}\0{code}\0{digest}".encode() for (kind, code), digest in sorted(digests.items())]
    return tree.root_of(lines).hex()


def import_digest(salt: bytes, kind: str, code: str, document: Document) -> str:
    """What an import seals of one record: all of it that is not empty."""
    return field_digest(salt, f"{kind}/{code}", filled(document))


def _import_seals(incoming: _Incoming) -> _Imported:
    salt = secrets.token_bytes(32)
    digests, kept = {}, {}
    for kind, codes in incoming.codes.items():
        for code, document in documents(kinds()[kind], codes).items():
            digests[kind, code] = import_digest(salt, kind, code, document)
            if kinds()[kind].kept:
                kept[kind, code] = canonical(document).decode()
    return _Imported(salt, digests, kept, incoming.replaces)


def _keep_import(index: int, at: datetime, imported: _Imported) -> None:
    """The seals of an import; those of an import whose rows it replaced go with them."""
    if imported.replaces:
        ImportedSeal.objects.all().delete()
        Import.objects.all().delete()
    kept = Import.objects.create(entry_id=index, salt=imported.salt, at=at)
    ImportedSeal.objects.bulk_create(
        (
            ImportedSeal(
                imported=kept, kind=kind, code=code, digest=digest, document=imported.kept.get((kind, code), "")
            )
            for (kind, code), digest in imported.digests.items()
        ),
        batch_size=5000,
    )


def _grow(index: int, body: bytes) -> Receipt:
    """Add one leaf: the complete subtrees it closes, the new root, signed."""
    new = tree.appended(index, tree.leaf_hash(body), nodes)
    held = {(level, at): value for level, at, value in new}
    root = tree.root(index + 1, lambda wanted: {**nodes([one for one in wanted if one not in held]), **held})
    key = keys.key()
    Entry.objects.create(index=index, body=body, checkpoint=key.sign(str(Checkpoint(key.name, index + 1, root))))
    Node.objects.bulk_create(Node(level=level, index=at, hash=value) for level, at, value in new)
    return Receipt(index, root.hex())
