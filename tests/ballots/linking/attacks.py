"""The attacks of shared/trust.md B with the disk in hand: files and SQL, nothing of ours. Each returns guesses, voter →
choice; whoever knows the truth counts how many are right.
"""

import re
import shutil
import sqlite3
import struct
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Guesses = dict[str, str]
Ask = Callable[[str], list[tuple[Any, ...]]]
_HEAD: Final = 6

OURS_MARKS: Final = (
    "SELECT m.code, v.{0} FROM ballots_vote v JOIN ballots_voter r ON r.id = v.voter_id"
    " JOIN members_member m ON m.id = r.member_id JOIN ballots_ballot b ON b.id = v.ballot_id WHERE b.code = '{1}'"
)
OURS_RESULT: Final = (
    "SELECT t.choice, t.count, t.{0} FROM ballots_total t JOIN ballots_ballot b ON b.id = t.ballot_id"
    " WHERE t.question = 'q1' AND b.code = '{1}'"
)

LAST_VOTE: Final = (
    "SELECT b.code, m.code FROM ballots_vote v JOIN ballots_voter r ON r.id = v.voter_id"
    " JOIN members_member m ON m.id = r.member_id JOIN ballots_ballot b ON b.id = v.ballot_id"
    " ORDER BY v.rowid DESC LIMIT 1"
)


def named(guesses: Mapping[str, str], truth: Mapping[str, str]) -> int:
    """How many voters were given their own choice."""
    return sum(truth.get(voter) == choice for voter, choice in guesses.items())


# 次序


def naive_by_order(ask: Ask, place: str) -> Guesses:
    """The n-th mark's ballot is the n-th ballot."""
    marks = ask(f"SELECT voter FROM naive_mark ORDER BY {place}")  # noqa: S608  名字是测试自己的
    ballots = ask(f"SELECT choice FROM naive_ballot ORDER BY {place}")  # noqa: S608  同上
    return {voter: choice for (voter,), (choice,) in zip(marks, ballots, strict=True)}


def ours_by_order(ask: Ask, place: str, code: str) -> Guesses:
    """The n-th vote made the n-th of the choices that the result adds up to."""
    marks = sorted(ask(OURS_MARKS.format(place, code)), key=lambda row: row[1])
    result = sorted(ask(OURS_RESULT.format(place, code)), key=lambda row: row[2])
    spread = [choice for choice, count, _ in result for _ in range(count)]
    return {row[0]: choice for row, choice in zip(marks, spread, strict=True)}


# PostgreSQL：哪些行出自同一个事务


def naive_by_xmin(ask: Ask) -> Guesses:
    """A mark and a ballot of one transaction."""
    rows = ask("SELECT m.voter, b.choice FROM naive_mark m JOIN naive_ballot b ON m.xmin = b.xmin")
    return dict(rows)


def ours_by_xmin(ask: Ask, code: str, choices: Sequence[str]) -> Guesses:
    """A vote, and any row of any table from the same transaction that holds a choice in any column."""
    votes = ask(OURS_MARKS.format("xmin::text", code))
    guesses: Guesses = {}
    for (table,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'naive%'"):
        rows = dict(ask(f"SELECT t.xmin::text, string_agg(t::text, ' ') FROM {table} t GROUP BY 1"))  # noqa: S608  同上
        for voter, xid in votes:
            found = [one for one in choices if one in rows.get(xid, "")]
            if len(found) == 1:
                guesses[voter] = found[0]
    return guesses


@dataclass(frozen=True)
class Insert:
    """A row that the log says was inserted."""

    xid: str
    relation: str
    place: str


def inserts(waldump: Path, data: Path, first: str, last: str) -> Iterator[Insert]:
    """What `pg_waldump` reads out of the log."""
    words = [str(waldump), "-p", str(data / "pg_wal"), "-s", first, "-e", last, "-r", "Heap"]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    for line in said.splitlines():
        found = re.search(r"tx:\s+(\d+),.*INSERT\S* off:? (\d+).*rel \d+/\d+/(\d+) blk (\d+)", line)
        if found:
            yield Insert(found[1], found[3], f"({found[4]},{found[2]})")


def naive_by_log(ask: Ask, rows: Sequence[Insert]) -> Guesses:
    """Rows of both relations under one transaction of the log."""
    marks, ballots = relation(ask, "naive_mark"), relation(ask, "naive_ballot")
    voters = dict(ask("SELECT ctid::text, voter FROM naive_mark"))
    choices = dict(ask("SELECT ctid::text, choice FROM naive_ballot"))
    of = {one.xid: choices.get(one.place) for one in rows if one.relation == ballots}
    pairs = {voters.get(one.place): of.get(one.xid) for one in rows if one.relation == marks}
    return {voter: choice for voter, choice in pairs.items() if voter and choice}


def ours_by_log(ask: Ask, rows: Sequence[Insert], code: str) -> Guesses:
    """The same of votes and totals."""
    votes, totals = relation(ask, "ballots_vote"), relation(ask, "ballots_total")
    voters = {place: voter for voter, place in ask(OURS_MARKS.format("ctid::text", code))}
    choices = dict(ask("SELECT ctid::text, choice FROM ballots_total"))
    of = {one.xid: choices.get(one.place) for one in rows if one.relation == totals}
    pairs = {voters.get(one.place): of.get(one.xid) for one in rows if one.relation == votes}
    return {voter: choice for voter, choice in pairs.items() if voter and choice}


def relation(ask: Ask, table: str) -> str:
    """The number under which the log knows a table."""
    return str(ask(f"SELECT pg_relation_filenode('{table}')")[0][0])


# SQLite：把日志一次一次提交地重放


def replayed(database: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """The database after each commit that its log holds, in order."""
    log = database.with_name(f"{database.name}-wal").read_bytes()
    size = struct.unpack(">I", log[8:12])[0] if log else 4096
    salt = log[16:24]
    copy = folder / "replayed.sqlite3"
    shutil.copyfile(database, copy)
    place = 32
    with copy.open("r+b") as pages:
        while place + 24 + size <= len(log) and log[place + 8 : place + 16] == salt:
            number, committed = struct.unpack(">II", log[place : place + 8])
            page = bytearray(log[place + 24 : place + 24 + size])
            if number == 1:
                page[18:20] = b"\x01\x01"  # 不再找日志
            pages.seek((number - 1) * size)
            pages.write(page)
            place += 24 + size
            if committed:
                pages.flush()
                with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as connection:
                    yield connection


Rows = dict[str, list[tuple[Any, ...]]]


def by_commits(database: Path, folder: Path, choices: Sequence[str]) -> tuple[Guesses, dict[str, Guesses]]:
    """Commit by commit: who voted in it, and the choice that stands in any row it added to any table. The guesses over
    the naive table, and over ours by ballot.
    """
    naive: Guesses = {}
    ours: dict[str, Guesses] = {}
    seen: dict[str, int] = {}
    for connection in replayed(database, folder):
        added = added_rows(connection, seen)
        if "naive_mark" in added:
            naive[added["naive_mark"][0][1]] = added["naive_ballot"][0][2]
        text = " ".join(str(row) for table, rows in added.items() if not table.startswith("naive") for row in rows)
        found = [one for one in choices if one in text]
        if "ballots_vote" in added and len(found) == 1:
            code, voter = connection.execute(LAST_VOTE).fetchone()
            ours.setdefault(code, {})[voter] = found[0]
    return naive, ours


def added_rows(connection: sqlite3.Connection, seen: dict[str, int]) -> Rows:
    """The rows that were not there at the commit before, of all tables; `seen` is the last row number of each."""
    added: Rows = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows = connection.execute(f'SELECT rowid, * FROM "{table}" WHERE rowid > ?', [seen.get(table, 0)]).fetchall()  # noqa: S608  名字来自库里
        if rows:
            added[table] = rows
            seen[table] = max(row[0] for row in rows)
    return added


# 字节


def holding(files: Sequence[Path], words: Mapping[str, Sequence[bytes]]) -> set[str]:
    """Those of whom any word lies anywhere in these files. Only words whose beginning lies there are looked for."""
    heads = {text[:_HEAD] for texts in words.values() for text in texts}
    found: set[str] = set()
    for path in files:
        try:
            data = path.read_bytes()
        except OSError:
            continue
        begun = {head for head in heads if head in data}
        found |= {
            who
            for who, texts in words.items()
            if who not in found and any(text[:_HEAD] in begun and text in data for text in texts)
        }
    return found


def spelled(text: str) -> tuple[bytes, ...]:
    """A text as it could lie on a disk."""
    plain = text.encode()
    escaped = text.encode("unicode_escape")
    return plain, plain.hex().encode(), escaped, text.encode("utf-16-le")


def everything(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]
