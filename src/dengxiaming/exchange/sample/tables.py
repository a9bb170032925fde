"""The finished world as the eight tables of a fact set: ids in order of date, rows in order of id."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import polars as pl

from dengxiaming.exchange.sample.days import START
from dengxiaming.exchange.sample.objects import Act, Org, Stay, Trigger, World
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.reckoning.facts import TABLES, Facts

RECORDED: Final = frozenset(
    {"members_meeting", "committee_meeting", "group_meeting", "lesson", "theme_day", "organization_life"}
)
"""The kinds of act that have a record with elements (contract 1)."""
_EPOCH: Final = date(1970, 1, 1).toordinal()


def number_records(world: World) -> list[Act]:
    """Give acts, posts and triggers their ids in order of date; the acts in that order."""
    acts = sorted(world.acts(), key=lambda a: (a.on, a.recorded, a.org.id))
    for number, act in enumerate(acts, 1):
        act.id = f"HD{number:06d}"
    for number, post in enumerate(sorted(world.posts, key=lambda p: (p.since, p.org.id)), 1):
        post.id = f"ZW{number:04d}"
    for number, trigger in enumerate(sorted(world.triggers, key=lambda t: t.on), 1):
        trigger.id = f"SX{number:04d}"
    return acts


def to_facts(world: World, acts: list[Act]) -> Facts:
    """The fact set; `acts` as `number_records` gave them."""
    return Facts.of(
        organizations=_organizations(world),
        units=_frame("units", ([u.id, u.name, u.category, u.staff, u.workers] for u in world.units)),
        members=_members(world),
        posts=_posts(world),
        acts=_acts(acts),
        attendance=_attendance(acts),
        dues=_dues(world),
        triggers=_triggers(world),
    )


def _frame(table: str, rows: Iterable[list[object]]) -> pl.DataFrame:
    """Rows in the column order of `TABLES`; instants come as microseconds of UTC, lists as tuples or lists of ids."""
    columns = list(zip(*rows, strict=True)) or [()] * len(TABLES[table])
    series: list[pl.Series] = []
    for (name, kind), values in zip(TABLES[table].items(), columns, strict=True):
        if kind == pl.Datetime("us", "UTC"):
            instants = pl.Series(name, values, dtype=pl.Int64).cast(pl.Datetime("us"))
            series.append(instants.dt.replace_time_zone("UTC"))
        elif isinstance(kind, pl.List):
            series.append(_lists(name, values))
        else:
            series.append(pl.Series(name, values, dtype=kind))
    return pl.DataFrame(series)


def _lists(name: str, values: Iterable[list[str]]) -> pl.Series:
    """A column of lists; joined and split again, ten times faster than handing over the Python lists one by one."""
    joined = pl.Series(name, [";".join(v) for v in values], dtype=pl.String)
    return joined.str.split(";").list.eval(pl.element().filter(pl.element() != ""))


def _instant(recorded: tuple[date, int]) -> int:
    """Local day and minute in Shanghai (UTC+8) → microseconds since 1970 in UTC."""
    day, minute = recorded
    return ((day.toordinal() - _EPOCH) * 1440 + minute - 480) * 60_000_000


def _organizations(world: World) -> pl.DataFrame:
    return _frame("organizations", (_organization(o) for o in world.orgs))


def _organization(o: Org) -> list[object]:
    above = o.parent.id if o.parent else None
    units = [u.id for u in o.units]
    return [o.id, o.name, o.kind, above, units, o.party_day, o.established, o.dissolved, o.approved, START]


def _members(world: World) -> pl.DataFrame:
    return _frame("members", (_member(s) for s in sorted(world.stays, key=lambda s: (s.person.id, s.since))))


def _member(s: Stay) -> list[object]:
    group, unit = s.group.id if s.group else None, s.unit.id if s.unit else None
    return [s.person.id, s.person.name, s.kind, s.org.id, group, s.since, s.until, s.leading, unit]


def _posts(world: World) -> pl.DataFrame:
    return _frame(
        "posts",
        (
            [p.id, p.person.id, p.org.id, p.post, p.since, p.until, p.route, p.approved, p.filed]
            for p in sorted(world.posts, key=lambda p: p.id)
        ),
    )


def _acts(acts: list[Act]) -> pl.DataFrame:
    return _frame("acts", (_act(a) for a in acts))


def _act(a: Act) -> list[object]:
    actor = a.actor.id if a.actor else None
    filled = [] if RECORDED.isdisjoint(a.kinds) else [e for e in ELEMENTS if e not in a.blanks]
    others, answers = [o.id for o in a.others], [t.id for t in a.answers]
    return [a.id, a.kinds, a.org.id, actor, others, a.on, _instant(a.recorded), answers, filled, a.until]


def _attendance(acts: list[Act]) -> pl.DataFrame:
    return _frame("attendance", ([a.id, p.id, *mark] for a in acts for p, mark in a.roll.items()))


def _dues(world: World) -> pl.DataFrame:
    held = sorted(world.dues.values(), key=lambda d: (d.month, d.person.id))
    return _frame(
        "dues", ([d.person.id, d.month, d.payable, d.paid, d.paid_on, _instant(d.recorded), d.excuse] for d in held)
    )


def _triggers(world: World) -> pl.DataFrame:
    return _frame("triggers", (_trigger(t) for t in sorted(world.triggers, key=lambda t: t.id)))


def _trigger(t: Trigger) -> list[object]:
    return [t.id, t.kind, t.person.id if t.person else None, t.org.id if t.org else None, t.on]
