"""Terms of office: elected in time, with extensions counted (S8-1)."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Ints, contains, unique
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import EVER, FOREVER
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.periods import add_months, day_of
from dengxiaming.reckoning.rows import NEVER, Evidence, Rows, any_flag, status_of
from dengxiaming.reckoning.world import World

ELECTED = ("organ_committee", "general_branch", "branch", "joint_branch")


@dataclass(frozen=True)
class Terms:
    """One entry a term, by organisation, then opening day. `ended` is the next election's day, `by` its act."""

    organization: Ints
    begins: Ints
    ended: Ints
    by: Ints


def judge(judging: Judging, duty: Duty) -> Rows:
    """Each term is due the day before its anniversary or as extended; the election that ends it meets it."""
    world = judging.world
    held = terms(world)
    due = due_days(world, duty, held)
    opens = add_months(due, -value_at(duty.numbers["remind_months"], due), clip=True)
    ended = held.by != NONE
    shown = (due >= world.judged_from(held.organization)) & ((opens <= world.as_of) | ended)
    shown &= world.in_force.holds(held.organization, np.minimum(due, world.as_of))
    held = Terms(held.organization[shown], held.begins[shown], held.ended[shown], held.by[shown])
    opens, due, ended = opens[shown], due[shown], ended[shown]
    satisfied = np.where(ended, held.ended, NEVER)
    labels, period = _labels(held.begins)
    rows = Rows(
        rule=duty.id,
        bearer_kind="organization",
        names=world.organization_ids.names,
        bearer=held.organization,
        labels=labels,
        period=period,
        opens=opens,
        due=due,
        required=np.ones(len(due), np.int64),
        counted=ended.astype(np.int64),
        satisfied=satisfied,
        status=status_of(world.as_of, opens, due, satisfied),
        binding=binding_at(duty, due),
        flags=any_flag(world.acts.flags[held.by[ended]], ended.cumsum() - ended, ended.cumsum()),
        evidence=Evidence.laid(world.act_ids.names, ended.astype(np.int64), world.acts.id[held.by[ended]]),
    )
    if judging.rulebook.exemptions:
        rows = judging.waived(duty, rows, held.organization, due)
    return rows


def _labels(begins: Ints) -> tuple[pl.Series, Ints]:
    days = unique(begins)
    labels = pl.Series([f"term-{day_of(int(day)).isoformat()}" for day in days], dtype=pl.String)
    return labels, days.searchsorted(begins)


def terms(world: World) -> Terms:
    """Each election opens a term and ends the one before; the first opens with the organisation itself."""
    acts, o = world.acts, world.organizations
    election = acts.of("election")
    election = election[acts.organization[election] >= 0]
    elected = np.flatnonzero(o.of_kind(*ELECTED))
    holder, on = acts.organization[election], acts.on[election]
    order = np.lexsort((election, on, holder))
    election, holder, on = election[order], holder[order], on[order]
    first_of_day = np.ones(len(on), np.bool_)  # several elections of one day make one term; the lowest id stands for it
    first_of_day[1:] = (holder[1:] != holder[:-1]) | (on[1:] != on[:-1])
    election, holder, on = election[first_of_day], holder[first_of_day], on[first_of_day]
    kept = contains(elected, holder)
    election, holder, on = election[kept], holder[kept], on[kept]
    earliest = np.full(len(o.kind), FOREVER, np.int64)
    np.minimum.at(earliest, holder, on)
    founded = elected[(o.established[elected] > EVER) & (o.established[elected] < earliest[elected])]
    holder = np.concatenate([founded, holder])
    on = np.concatenate([o.established[founded], on])
    act = np.concatenate([np.full(len(founded), NONE, np.int64), election])
    order = np.lexsort((on, holder))
    holder, on, act = holder[order], on[order], act[order]
    again = np.append(holder[1:] == holder[:-1], False) if len(holder) else np.zeros(0, np.bool_)
    return Terms(holder, on, np.where(again, np.roll(on, -1), FOREVER), np.where(again, np.roll(act, -1), NONE))


def due_days(world: World, duty: Duty, held: Terms) -> Ints:
    """The last day of each term, extensions given in time included, at most one extension period beyond."""
    due = add_months(held.begins, _years(world, duty, held, held.begins) * 12, clip=False) - 1
    years = _years(world, duty, held, due)  # the numbers in force on the due day decide (docs/readings.md, 读法 24)
    longest = years + value_at(duty.numbers["extension_years"], due)
    due = add_months(held.begins, years * 12, clip=False) - 1
    limit = add_months(held.begins, longest * 12, clip=False) - 1
    acts = world.acts
    for act, organization in zip(*extensions(world), strict=True):  # few; each may move the day the next is held to
        term = np.flatnonzero(
            (held.organization == organization) & (held.begins <= acts.on[act]) & (acts.on[act] < held.ended)
        )
        if len(term) and acts.on[act] <= due[term[0]] < acts.until[act]:
            due[term[0]] = min(acts.until[act], limit[term[0]])
    return due


def _years(world: World, duty: Duty, held: Terms, anchors: Ints) -> Ints:
    """How long each term lasts by the number in force on each anchor."""
    committee = world.organizations.of_kind("organ_committee")[held.organization]
    longer = value_at(duty.numbers["organ_committee_years"], anchors)
    return np.where(committee, longer, value_at(duty.numbers["other_years"], anchors))


def extensions(world: World) -> tuple[Ints, Ints]:
    """Pairs (extension, organisation extended): its counterparts, or its holder where it names no organisation."""
    acts = world.acts
    given = acts.of("extension")
    named = contains(given, world.toward.act) & (world.toward.organization >= 0)
    act, organization = world.toward.act[named], world.toward.organization[named]
    own = given[~contains(unique(act), given)]
    act, organization = np.concatenate([act, own]), np.concatenate([organization, acts.organization[own]])
    order = act.argsort(kind="stable")
    return act[order], organization[order]
