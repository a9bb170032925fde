"""The verbs of the duties: judging into the store, the daily tick, and the upload that replaces all facts.

Order in a verb: records, verdicts, journal last (decisions, nobody had said 3); one transaction.
"""

from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import Final

import polars as pl
from django.core.management import call_command
from django.db import connection, transaction

from dengxiaming.areas.affairs import actions as affairs
from dengxiaming.areas.dues import actions as dues
from dengxiaming.areas.members import actions as members
from dengxiaming.areas.organs import actions as organs
from dengxiaming.areas.organs import queries as tree
from dengxiaming.duties import edition, facts, judge
from dengxiaming.duties.models import Judging, Verdict
from dengxiaming.duties.source import is_current
from dengxiaming.duties.view import View
from dengxiaming.exchange import Finding, Reading
from dengxiaming.exchange.sample import build_sample
from dengxiaming.exchange.sample.build import Size
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock, frames, touch
from dengxiaming.ground.queries import facts_version
from dengxiaming.reckoning import Facts

_LISTS: Final = ("flags", "evidence")


class Refused(Exception):  # noqa: N818  it is an answer to the user, named as such
    """An upload with defects; nothing was changed."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"有{len(findings)}处要先改好，什么都没有载入。")
        self.findings = findings


@dataclass(frozen=True)
class Loaded:
    """What an upload did: rows by table, verdict rows judged, seconds it took."""

    rows: dict[str, int]
    judged: int
    seconds: float


def load_fact_set(reading: Reading, records_from: date | None = None, *, only_good: bool = False) -> Loaded:
    """Replace every fact by a fact set that was read, and judge everything; one transaction.

    `records_from` is given to the organisations that name none (decisions 6). Defects: `Refused`, nothing changes; with
    `only_good` the good rows are loaded all the same (`reading.facts` holds no other).
    """
    if reading.defects and not only_good:
        raise Refused(tuple(reading.defects))
    return load_facts(reading.facts, records_from)


def load_sample(seed: int = 1, size: Size = "city") -> Loaded:
    """Replace every fact by the sample city (`exchange.sample`)."""
    return load_facts(build_sample(seed, size).facts)


def load_facts(held: Facts, records_from: date | None = None) -> Loaded:
    """Replace every fact by checked facts, and judge everything; one transaction."""
    began = perf_counter()
    held = _recorded_from(held, records_from)
    with transaction.atomic():
        ground.change_facts()
        frames.empty(Verdict, Judging)
        for area in (affairs, dues, members, organs):
            area.empty()
        organs.load(held.units, held.organizations)
        members.load(held.members, held.posts, held.triggers)
        dues.load(held.dues)
        affairs.load(held.acts, held.attendance)
        touch.report(touch.EVERYTHING)
        judged = Verdict.objects.count()
    _refresh_statistics()
    return Loaded({name: len(table) for name, table in held.tables().items()}, judged, perf_counter() - began)


def judge_touched(touched: touch.Touched) -> None:
    """What `duties` does when a verb reports what it touched: in this issue only uploads write, so all is judged."""
    if touched.everything or touched.organizations:
        judge_all(clock.today())


def judge_all(as_of: date) -> int:
    """Judge everything as of a day into the store, instead of what it held; gives the number of rows.

    Call inside the transaction of the verb. The store then holds the day's rows, those of the year not yet open
    included, and the duties judged on a day (structure, ratio) on the last day of every closed quarter.
    """
    held, book, view = facts.whole(), edition.rulebook(), View(as_of)
    frames.empty(Verdict, Judging)
    if held.organizations.is_empty():
        return 0
    daily = judge.judged(held, book, view)
    kept = _keep(Judging.Scope.DAILY, daily, as_of, 0)
    for quarter in judge.quarters(daily, as_of):
        kept += _keep(Judging.Scope.QUARTER, judge.at_quarter_end(held, book, view, quarter), quarter.last, kept)
    return kept


def tick(today: date) -> bool:
    """The day's judging, if nobody did it yet: of today, by the edition in force, of the facts as they are.

    Whether anything had to be judged. Two at once: the second waits for the first, then finds it done.
    """
    if is_current(View(today)) or not facts_version():
        return False
    with transaction.atomic():
        if is_current(View(today)):
            return False
        judge_all(today)
    return True


def prepare() -> None:
    """Make the tables, or bring them up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _keep(scope: Judging.Scope, rows: pl.DataFrame, as_of: date, before: int) -> int:
    judging = Judging.objects.create(
        scope=scope, as_of=as_of, edition=edition.rulebook().content_hash, facts_version=facts_version()
    )
    lists = [pl.col(name).list.join(";") for name in _LISTS]
    stored = frames.keyed(
        rows.drop("as_of").with_columns(*lists), organization=tree.organization_keys(), unit=tree.unit_keys()
    )
    numbered = stored.with_row_index("id", before + 1).with_columns(
        pl.col("id").cast(pl.Int64), pl.lit(judging.pk).alias("judging_id")
    )
    frames.insert(Verdict, numbered)
    return len(rows)


def _recorded_from(held: Facts, first: date | None) -> Facts:
    if first is None:
        return held
    return replace(held, organizations=held.organizations.with_columns(pl.col("records_from").fill_null(first)))


def _refresh_statistics() -> None:
    """Tell the planner what the tables look like now; after a first load it would choose wrong indexes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
