"""Who has the whole disk in hand links no voter to a choice: the attacks of shared/trust.md B against our tables,
filled by the real verb, and against a naive table in the same database, where they name them all.

DXM_LINKING=20 runs as many votes as decisions.md asks; the normal run makes fewer.
"""

import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import attacks
import psycopg
import pytest
from attacks import Ask, named
from trying import agreeing, naive_agreeing
from voted_site import OPTIONS, name_of

from postgresql import cluster, program

RUNS: Final = int(os.environ.get("DXM_LINKING", "2"))
NAMED: Final = 38
"""Of forty: what an attack must come to on the naive table, or it is no attack."""


@dataclass
class Site:
    """A site that voted, and waits."""

    folder: Path
    process: "subprocess.Popen[str]"
    votes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """SQLite's file."""
        return self.folder / "dengxiaming.sqlite3"

    def go_on(self) -> Any:  # noqa: ANN401  a line of JSON
        """To the next step."""
        assert self.process.stdin is not None
        self.process.stdin.write("go on\n")
        self.process.stdin.flush()
        return self.heard()

    def heard(self) -> Any:  # noqa: ANN401  the same
        """What it said."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "投票的进程没有说完就退出了"
        return json.loads(line)


@contextmanager
def site(folder: Path, url: str = "") -> Iterator[Site]:
    """A site that voted `RUNS` times."""
    script = Path(__file__).with_name("voted_site.py")
    words = {"DXM_DATA": str(folder), "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, str(script), str(RUNS), "20261125"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **words},
    )  # fmt: skip
    held = Site(folder, process)
    with process:
        try:
            held.votes = held.heard()
            yield held
        finally:
            process.kill()


def written(votes: Sequence[Mapping[str, Any]]) -> dict[str, tuple[bytes, ...]]:
    """By voter and run, what they wrote in, as it could lie on a disk."""
    return {
        f"{run}/{member}": attacks.spelled(name_of(run, member))
        for run, one in enumerate(votes)
        for member in one["truth"]
    }


def chance(truths: Sequence[Mapping[str, str]], rng: random.Random) -> tuple[float, float]:
    """The mean that chance would name, and three times how far it strays, over as many runs: by shuffling."""
    means = []
    for _ in range(300):
        found = []
        for truth in truths:
            choices = list(truth.values())
            rng.shuffle(choices)
            found.append(named(dict(zip(truth, choices, strict=True)), truth))
        means.append(statistics.mean(found))
    return statistics.mean(means), 3 * statistics.stdev(means)


@dataclass
class Report:
    """What each attack named: of forty on the naive table, of all on ours, and what chance would name of ours."""

    title: str
    lines: list[str] = field(default_factory=list)

    def add(self, attack: str, naive: int, ours: float, of: int, by_chance: float | None = None) -> None:
        """A line; with what must hold."""
        beside = "" if by_chance is None else f"（瞎猜{by_chance:.1f}）"
        self.lines.append(f"  {attack}：幼稚的表 {naive}/40，我们的 {ours:g}/{of}{beside}")
        assert naive >= NAMED, self.lines[-1]

    def show(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Print it, whatever pytest does with output."""
        with capsys.disabled():
            print("\n".join(["", self.title, *self.lines]))


def order(report: Report, ask: Ask, votes: Sequence[Mapping[str, Any]], place: str, naive_place: str) -> None:
    """The order of rows: at chance over all runs."""
    naive = named(attacks.naive_by_order(ask, naive_place), votes[0]["truth"])
    ours = statistics.mean(named(attacks.ours_by_order(ask, place, one["code"]), one["truth"]) for one in votes)
    by_chance, stray = chance([one["truth"] for one in votes], random.Random(7))
    report.add(f"行的次序（{place}），{len(votes)}次平均", naive, ours, 40, by_chance)
    assert abs(ours - by_chance) <= stray, report.lines[-1]


def trials(site: Site, ask: Ask) -> int:
    """Each choice sealed again, each digest that a form could leave tried with each choice: how many agree."""
    return sum(agreeing(one, ask) for one in site.votes)


def test_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(f"无记名投票，拿到整个磁盘（SQLite，{RUNS}次，每次40人）：")
    with site(tmp_path / "data") as held:
        (tmp_path / "again").mkdir()
        before = attacks.holding(attacks.everything(held.folder), written(held.votes))
        naive, ours = attacks.by_commits(held.database, tmp_path / "again", OPTIONS)
        right = sum(named(ours.get(one["code"], {}), one["truth"]) for one in held.votes)
        report.add("写前日志一次一次提交地重放", named(naive, held.votes[0]["truth"]), right, 40 * RUNS)
        assert right == 0
        links = {member: [f"{member}chose{choice}".encode()] for member, choice in held.votes[0]["truth"].items()}
        found = len(attacks.holding(attacks.everything(held.folder), links))
        report.add("结束以前，整个数据目录里找明文", found, len(before), 40 * RUNS)
        assert not before
        sealed = raw_of(sqlite_ask(held), held.votes)
        assert held.go_on() == "closed"
        ask = sqlite_ask(held)
        order(report, ask, held.votes, "id", "rowid")
        tried = trials(held, ask)
        report.add("逐个试：每种选择重新封一遍、重算一遍摘要", naive_agreeing(held.votes[0]["truth"]), tried, 40 * RUNS)
        assert tried == 0
        assert held.go_on() == "emptied"
        found = len(attacks.holding([held.database], links))
        left = attacks.holding([held.database, *tmp_path.glob("data/*-wal")], sealed)
        report.add("删掉以后找字节（连接行／清除了的密封选票）", found, len(left), 40 * RUNS)
        assert not left
    report.show(capsys)


def sqlite_ask(held: Site) -> Ask:
    """Ask the file, as a thief's copy."""

    def ask(question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{held.database}?mode=ro", uri=True)) as connection:
            return connection.execute(question).fetchall()

    return ask


def raw_of(ask: Ask, votes: Sequence[Mapping[str, Any]]) -> dict[str, list[bytes]]:
    """The sealed ballots' bytes, raw and in hex, by voter and run."""
    found = {}
    for one in votes:
        for member, sealed in ask(attacks.OURS_MARKS.format("sealed", one["code"])):
            found[f"{one['code']}/{member}"] = [bytes(sealed)[:64], bytes(sealed)[:64].hex().encode()]
    return found


def test_postgresql(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(f"无记名投票，拿到整个数据目录（PostgreSQL，{RUNS}次，每次40人，log_statement=all）：")
    data = tmp_path / "data"
    with cluster() as server:
        url = server.url() + "&options=-c%20log_statement%3Dall%20-c%20log_min_messages%3Dinfo"
        with psycopg.connect(server.url(), autocommit=True) as connection:

            def ask(question: str) -> list[tuple[Any, ...]]:
                return connection.execute(question.replace("%", "%%")).fetchall()  # type: ignore[arg-type]  made here

            start = ask("SELECT pg_current_wal_lsn()::text")[0][0]
            with site(data, url) as held:
                truth = held.votes[0]["truth"]
                files = [*attacks.everything(server.folder), *attacks.everything(data)]
                before = attacks.holding(files, written(held.votes))
                links = {member: [f"{member}chose{choice}".encode()] for member, choice in truth.items()}
                report.add(
                    "结束以前，数据目录、预写日志、服务器日志里找明文",
                    len(attacks.holding(files, links)),
                    len(before),
                    40 * RUNS,
                )
                assert not before
                assert b"naive_link" in (server.folder / "log").read_bytes()
                sealed = raw_of(ask, held.votes)
                assert held.go_on() == "closed"
                end = ask("SELECT pg_current_wal_flush_lsn()::text")[0][0]
                rows = list(attacks.inserts(program("pg_waldump"), server.data, start, end))
                logged = sum(named(attacks.ours_by_log(ask, rows, one["code"]), one["truth"]) for one in held.votes)
                report.add(
                    "pg_waldump，同一事务的两张表", named(attacks.naive_by_log(ask, rows), truth), logged, 40 * RUNS
                )
                same = sum(named(attacks.ours_by_xmin(ask, one["code"], OPTIONS), one["truth"]) for one in held.votes)
                report.add("xmin 相同的行", named(attacks.naive_by_xmin(ask), truth), same, 40 * RUNS)
                for table in ("naive_mark", "naive_ballot", "ballots_vote", "ballots_total"):
                    ask_nothing(connection, f"VACUUM (FULL, FREEZE) {table}")
                frozen = sum(named(attacks.ours_by_xmin(ask, one["code"], OPTIONS), one["truth"]) for one in held.votes)
                report.add("xmin，VACUUM FULL FREEZE 以后", named(attacks.naive_by_xmin(ask), truth), frozen, 40 * RUNS)
                order(report, ask, held.votes, "ctid", "ctid")
                tried = trials(held, ask)
                report.add(
                    "逐个试：每种选择重新封一遍、重算一遍摘要", naive_agreeing(held.votes[0]["truth"]), tried, 40 * RUNS
                )
                assert (logged, same, frozen, tried) == (0, 0, 0, 0)
                assert held.go_on() == "emptied"
                ask_nothing(connection, "VACUUM FULL journal_seal")
                ask_nothing(connection, "CHECKPOINT")
                heap = attacks.holding(attacks.everything(server.data / "base"), sealed)
                log = attacks.holding(attacks.everything(server.data / "pg_wal"), sealed)
                report.lines.append(
                    f"  清除了的密封选票的字节：表里 {len(heap)}/{40 * RUNS}；预写日志里还有 {len(log)}，轮换以后才没有"
                )
                assert not heap
    shutil.rmtree(data, ignore_errors=True)
    report.show(capsys)


def ask_nothing(connection: "psycopg.Connection[Any]", statement: str) -> None:
    """Have something done."""
    connection.execute(statement)  # type: ignore[call-overload]  made here
