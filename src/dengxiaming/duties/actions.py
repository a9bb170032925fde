"""The verbs of the duties: judging into the store, the daily tick, and the upload that replaces all facts.

Order in a verb: records, verdicts, journal last (decisions, nobody had said 3); one transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import Final

import polars as pl
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet

from dengxiaming.areas.affairs import actions as affairs
from dengxiaming.areas.affairs import queries as affairs_queries
from dengxiaming.areas.dues import actions as dues
from dengxiaming.areas.gatherings import actions as gatherings
from dengxiaming.areas.members import actions as members
from dengxiaming.areas.members import queries as register
from dengxiaming.areas.organs import actions as organs
from dengxiaming.areas.organs import queries as tree
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.service import actions as service
from dengxiaming.areas.structure import actions as structure
from dengxiaming.areas.talks import actions as talks
from dengxiaming.duties import edition, facts, judge
from dengxiaming.duties.adding import new_rows
from dengxiaming.duties.lengths import too_long
from dengxiaming.duties.models import Judging, Verdict
from dengxiaming.duties.nearby import Lines, Nearby, touches_structure
from dengxiaming.duties.source import is_current
from dengxiaming.duties.view import Quarter, View
from dengxiaming.exchange import Finding, Reading
from dengxiaming.exchange.sample import build_sample
from dengxiaming.exchange.sample.build import Size
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock, frames, touch
from dengxiaming.ground.queries import facts_version
from dengxiaming.journal.actions import TooLarge, verb
from dengxiaming.journal.actor import SYSTEM, Actor
from dengxiaming.journal.queries import is_anything_sealed
from dengxiaming.reckoning import VERDICT, Facts

_LISTS: Final = ("flags", "evidence")
_COLUMNS: Final = {
    **{name: (name, pl.String() if name in _LISTS else dtype) for name, dtype in VERDICT.items()},
    "organization": ("organization__code", pl.String()),
    "unit": ("unit__code", pl.String()),
    "sensitive": ("sensitive", pl.Boolean()),
    "as_of": ("judging__as_of", pl.Date()),
}

_KEY: Final = ("rule", "bearer_kind", "bearer_id", "period")
"""What tells a row of a judging from every other."""
IMPORTED: Final = ("unit", "organization", "member", "trigger", "dues", "act")
"""The kinds of sealed records that the eight tables are loaded into."""
_SIGNED: Final = Finding(
    severity="defect", table="", sheet="整套数据", row=None, column="",
    message="这里已经有人签过字的记录，整套替换会把它们冲掉，什么都没有载入。",
    remedy="要补新的组织、党员、活动，请选“只添加新的”；签过字的，请在记录页更正或者撤回；要从头再来，请另建一个空库。",
)  # fmt: skip


class Refused(Exception):  # noqa: N818  it is an answer to the user, named as such
    """An upload with defects; nothing was changed."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"有{len(findings)}处要先改好，什么都没有载入。")
        self.findings = findings


@dataclass(frozen=True)
class Loaded:
    """What an upload did: rows by table, verdict rows judged, seconds it took; `skipped` were there already."""

    rows: dict[str, int]
    judged: int
    seconds: float
    skipped: int = 0


def load_fact_set(
    reading: Reading, records_from: date | None = None, *, only_good: bool = False, by: Actor = SYSTEM
) -> Loaded:
    """Replace every fact by a fact set that was read, and judge everything; one verb.

    `records_from` is given to the organisations that name none (decisions 6). Defects: `Refused`, nothing changes; with
    `only_good` the good rows are loaded all the same (`reading.facts` holds no other).
    """
    if reading.defects and not only_good:
        raise Refused(tuple(reading.defects))
    return load_facts(reading.facts, records_from, by)


def load_sample(seed: int = 1, size: Size = "city") -> Loaded:
    """Replace every fact by the sample city (`exchange.sample`)."""
    return load_facts(build_sample(seed, size).facts)


def load_facts(held: Facts, records_from: date | None = None, by: Actor = SYSTEM) -> Loaded:
    """Replace every fact by checked facts, and judge everything; one verb, sealed as one import.

    Raises `Refused` once anything was signed here: what people signed is not replaced by a file; and for texts longer
    than their places.
    """
    began = perf_counter()
    if longer := too_long(held):
        raise Refused(longer)
    held = _recorded_from(held, records_from)
    with verb("facts.load", by, clock.now()) as work:
        if is_anything_sealed():
            raise Refused((_SIGNED,))
        frames.empty(Verdict, Judging)
        for area in (structure, service, talks, gatherings, affairs, dues, members, organs):
            area.empty()
        organs.load(held.units, held.organizations)
        members.load(held.members, held.posts, held.triggers)
        dues.load(held.dues)
        affairs.load(held.acts, held.attendance)
        work.seal_import(dict.fromkeys(IMPORTED), replaces=True)
        work.touch_everything()
    frames.analyze()
    rows = {name: len(table) for name, table in held.tables().items()}
    return Loaded(rows, Verdict.objects.count(), perf_counter() - began)


def add_fact_set(reading: Reading, records_from: date | None = None, by: Actor = SYSTEM) -> Loaded:
    """Add what is new in a fact set that was read, judge everything; one verb, sealed as one more import.

    Rows that are held with the same content are passed over. Raises `Refused` for defects, for rows held with other
    content, and for codes of records taken back: an import corrects nothing, and stands over no sealed record.
    """
    began = perf_counter()
    if reading.defects:
        raise Refused(tuple(reading.defects))
    try:
        with verb("facts.add", by, clock.now()) as work:
            _take_turns(None)
            added = new_rows(facts.whole(), _recorded_from(reading.facts, records_from))
            new, known = added.facts, set(register.member_keys()["code"])
            findings = (*added.findings, *_taken_back(new), *too_long(new))
            if findings:
                raise Refused(findings)
            organs.load(new.units, new.organizations)
            members.load(new.members, new.posts, new.triggers)
            dues.load(new.dues)
            affairs.load(new.acts, new.attendance)
            people = set(new.members["id"])
            work.seal_import(
                {
                    "unit": list(new.units["id"]), "organization": list(new.organizations["id"]),
                    "member": people - known, "trigger": list(new.triggers["id"]), "dues": people - known,
                    "act": list(new.acts["id"]),
                },
                replaces=False,
            )  # fmt: skip
            for kind, codes in (("member", {*people, *new.posts["member_id"]}), ("dues", {*new.dues["member_id"]})):
                for code in codes & known:
                    work.seal(kind, code, "导入了新的数据")
            work.touch_everything()
    except TooLarge as error:
        raise Refused((replace(_SIGNED, message=str(error), remedy="请把文件分成几份，一份一份导入。"),)) from error
    rows = {name: len(table) for name, table in new.tables().items()}
    return Loaded(rows, Verdict.objects.count(), perf_counter() - began, added.skipped)


def _taken_back(new: Facts) -> tuple[Finding, ...]:
    """Records whose code is taken though no fact shows it: they were withdrawn."""
    taken = {"acts": affairs_queries.taken(new.acts["id"]), "triggers": register.taken(new.triggers["id"])}
    return tuple(
        Finding(
            "defect", table, code, None, "id", "这个编号的记录有过，已经撤回。",
            "确实另有一件的，请换一个编号；不是的，请从文件里去掉这一行。",
        )
        for table, codes in taken.items()
        for code in sorted(codes)
    )  # fmt: skip


def judge_touched(touched: touch.Touched) -> None:
    """What `duties` does when a verb reports what it touched: judge again what that reaches, in the verb's transaction.

    The state gets its new name last: from there to the end of the transaction verbs stand in one line.
    """
    if not touched.everything and not touched.organizations:
        return
    today = clock.today()
    if touched.everything or not _judge_nearby(touched, today):
        judge_all(today)
    Judging.objects.update(facts_version=ground.change_facts())


def judge_all(as_of: date) -> int:
    """Judge everything as of a day into the store, instead of what it held; gives the number of rows.

    Call inside the transaction of the verb. The store then holds the day's rows, those of the year not yet open
    included, and the duties judged on a day (structure, ratio) on the last day of every closed quarter.
    """
    _take_turns(None)
    held, book, view = facts.whole(), edition.rulebook(), View(as_of)
    frames.empty(Verdict, Judging)
    if held.organizations.is_empty():
        return 0
    daily = judge.judged(held, book, view)
    ends = [quarter.last for quarter in judge.quarters(daily, as_of)]
    rows = pl.concat([daily, judge.on_days(held, book, ends, view.known_by)])
    _insert(frames.filled(_written(rows), _LISTS), _begun(as_of, ends), 0)
    return len(rows)


def tick(today: date) -> bool:
    """The day's judging, if nobody did it yet: of today, by the edition in force, of the facts as they are.

    Whether anything had to be judged. Two at once: the second waits for the first, then finds it done.
    """
    if is_current(View(today)) or not facts_version():
        return False
    with transaction.atomic():
        _take_turns(None)
        if is_current(View(today)):
            return False
        if not _move_on(today):
            judge_all(today)
    return True


def prepare() -> None:
    """Make the tables, or bring them up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _move_on(today: date) -> bool:
    """Put the store from its day to today where no fact changed since: only the rows are written that the day alone
    makes others. Which they are the kernel says, asked for both days: a list of what may change by itself (a last day,
    a stay that begins, a term nearly over) would be a second definition of every rule.

    False where everything has to be judged instead: nothing is stored, facts or edition are others, a quarter began,
    or the store did not hold what the kernel says of its day.
    """
    daily, book = Judging.objects.filter(scope=Judging.Scope.DAILY).first(), edition.rulebook()
    if daily is None or (daily.edition, daily.facts_version) != (book.content_hash, facts_version()):
        return False
    if daily.as_of > today or Quarter.of(daily.as_of) != Quarter.of(today):
        return False
    held, columns = facts.whole(), [name for name in _COLUMNS if name != "as_of"]
    before, after = (judge.judged(held, book, View(day)) for day in (daily.as_of, today))
    if judge.quarters(before, today) != judge.quarters(after, today):
        return False
    was, now = _written(before), _written(after)
    gone = was.join(now, on=columns, how="anti", nulls_equal=True)
    if frames.delete(Verdict, gone.select(*_KEY, pl.lit(daily.pk).alias("judging_id"))) != len(gone):
        return False
    daily.as_of = today
    daily.save(update_fields=["as_of"])
    new = now.join(was, on=columns, how="anti", nulls_equal=True)
    _insert(frames.filled(new, _LISTS), [daily], Verdict.objects.aggregate(last=Max("pk"))["last"] or 0)
    return True


def _judge_nearby(touched: touch.Touched, today: date) -> bool:
    """Judge again what a touched set reaches (`nearby`). False where everything has to be judged instead: the store is
    not of today, too much is touched, or the first quarter is another one now.
    """
    book, view = edition.rulebook(), View(today)
    _take_turns(None if touches_structure(touched.kinds) else touched.organizations)
    if not is_current(view):
        return False
    near = Nearby.of(touched.organizations, book, touched.kinds)
    if near.is_most:
        return False
    daily = Judging.objects.get(scope=Judging.Scope.DAILY)
    held = Verdict.objects.filter(judging=daily)
    fresh = near.rows(judge.judged(near.facts, book, view, near.rules))
    _replace(
        [daily], near.rows(pl.concat([_stored(held.filter(reached)) for reached in near.stored()]).unique()), fresh
    )
    if touches_structure(touched.kinds):
        _judge_structure(near, view)
    first = held.filter(sensitive=False).aggregate(first=Min("due_on"))["first"]
    ends = set(Judging.objects.filter(scope=Judging.Scope.QUARTER).values_list("as_of", flat=True))
    return ends == {quarter.last for quarter in judge.closed_from(first, today)}


def _judge_structure(near: Nearby, view: View) -> None:
    """What is judged on a day, as of today and on the last day of every closed quarter."""
    book, judgings = edition.rulebook(), list(Judging.objects.all())
    held = _stored(Verdict.objects.filter(near.structure_stored(), rule__in=edition.dated_duties(book)))
    fresh = judge.on_days(near.structure, book, [one.as_of for one in judgings], view.known_by)
    _replace(judgings, held, near.structure_rows(fresh))


def _stored(rows: QuerySet[Verdict]) -> pl.DataFrame:
    """Stored rows as `_written` writes them, with their keys."""
    return frames.read(rows.order_by(), {"pk": ("pk", pl.Int64()), **_COLUMNS})


def _written(rows: pl.DataFrame) -> pl.DataFrame:
    """Judged rows as the store holds them, but with codes; empty lists are null as they come out of it."""
    lists = [pl.col(name).list.join(";").replace("", None) for name in _LISTS]
    return rows.with_columns(lists).select(list(_COLUMNS))


def _replace(judgings: Collection[Judging], held: pl.DataFrame, fresh: pl.DataFrame) -> None:
    """Take out the rows that no longer stand and put in those that now do; what stands unchanged is not touched."""
    columns, written = list(_COLUMNS), _written(fresh)
    gone = held.join(written, on=columns, how="anti", nulls_equal=True)["pk"].to_list()
    new = written.join(held, on=columns, how="anti", nulls_equal=True)
    if gone:
        Verdict.objects.filter(pk__in=gone).delete()
    if new.is_empty():
        return
    filled = frames.filled(_keyed(new, judgings), _LISTS)
    Verdict.objects.bulk_create(Verdict(**row) for row in filled.iter_rows(named=True))


def _take_turns(touched: Collection[str] | None) -> None:
    """Wait for verbs that touch the same: a lock on the topmost organisation (below the 工委) of everything touched, of
    all for None, in the order of their codes: an import, or a post or a stay, which units far away are judged by.
    SQLite has one writer at a time and needs none.

    NO KEY UPDATE: a row that refers to the organisation, as every record does, already holds it against less.
    """
    if not connection.features.has_select_for_update:
        return
    lines = Lines.standing()
    wanted = set(lines.kind) if touched is None else set(touched) | register.homes(register.people_of(touched))
    rows = Organization.objects.filter(code__in=lines.tops(wanted)).order_by("code")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _begun(today: date, ends: Collection[date]) -> list[Judging]:
    """A judging of the day and one of the end of each quarter, by the edition in force."""
    scopes = [(Judging.Scope.DAILY, today), *((Judging.Scope.QUARTER, end) for end in ends)]
    by, version = edition.rulebook().content_hash, facts_version()
    return Judging.objects.bulk_create(
        Judging(scope=scope, as_of=day, edition=by, facts_version=version) for scope, day in scopes
    )


def _insert(rows: pl.DataFrame, judgings: Collection[Judging], last: int) -> None:
    """New rows as `_written` writes them, numbered after the last."""
    numbered = _keyed(rows, judgings).with_row_index("id", last + 1).cast({"id": pl.Int64()})
    frames.insert(Verdict, numbered)


def _keyed(rows: pl.DataFrame, judgings: Collection[Judging]) -> pl.DataFrame:
    """Written rows with the keys of what they refer to, each with that of the judging of its day."""
    days = pl.DataFrame({"code": [one.as_of for one in judgings], "id": [one.pk for one in judgings]})
    return frames.keyed(
        rows.rename({"as_of": "judging"}), judging=days, organization=tree.organization_keys(), unit=tree.unit_keys()
    )


def _recorded_from(held: Facts, first: date | None) -> Facts:
    if first is None:
        return held
    return replace(held, organizations=held.organizations.with_columns(pl.col("records_from").fill_null(first)))
