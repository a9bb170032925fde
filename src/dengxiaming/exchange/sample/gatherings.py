"""What branches and groups hold: theme days, meetings, lessons, organisation life, plans, tests, and who was there.

Everything due is held in time; what lies after `AS_OF` has not happened yet. A roll is kept wherever a whole branch
comes together.
"""

import random
from dataclasses import dataclass
from datetime import date

from dengxiaming.exchange.sample.days import (
    AS_OF,
    MONTHS,
    QUARTERS,
    YEARS,
    Period,
    days,
    near_workday,
    noted,
    within,
    workday,
)
from dengxiaming.exchange.sample.objects import OBSERVER, PRESENT, Act, Mark, Org, Person, Stay, World


def span(org: Org, period: Period) -> tuple[date, date] | None:
    """The period's days on which the organisation stands; None when they are less than half of it (contract 3, 5)."""
    first = max(period.first, org.established)
    return (first, period.last) if 2 * ((period.last - first).days + 1) >= period.length() else None


def hold(world: World, act: Act) -> Act | None:
    """Enter the act if it has happened by `AS_OF`."""
    if act.on > AS_OF:
        return None
    return world.add_act(act)


def happen(world: World, kind: str, org: Org, window: tuple[date, date] | None, actor: Person | None = None) -> None:
    """One act of one kind on some working day of the window; nothing where there is no window."""
    if window is not None:
        on = workday(world.rng, *window)
        hold(world, Act([kind], org, on, noted(world.rng, on), actor or world.secretary(org, on)))


@dataclass(frozen=True, slots=True)
class Habits:
    """How a branch likes to do things; drawn once, so that its years look alike."""

    meeting_month: int
    joins_meeting: bool
    joins_lesson: bool
    committee_day: int
    joins_appraisal: bool


def _habits(rng: random.Random) -> Habits:
    return Habits(
        meeting_month=rng.choice((0, 1, 2, 2, 2)),
        joins_meeting=rng.random() < 0.6,
        joins_lesson=rng.random() < 0.7,
        committee_day=rng.randint(3, 9),
        joins_appraisal=rng.random() < 0.5,
    )


def gather(world: World) -> None:
    """All gatherings of all branches and groups."""
    for branch in world.branches():
        habits = _habits(world.rng)
        themes = _theme_days(world, branch)
        for quarter in QUARTERS:
            if span(branch, quarter):
                _meeting(world, branch, quarter, habits, themes)
                _lesson(world, branch, quarter, habits, themes)
                _papers(world, branch, quarter)
        _committee(world, branch, habits)
        for year in YEARS:
            if span(branch, year):
                _year(world, branch, year, habits)
        secretary_lectures(world, branch)
    for group in world.of_kind("group"):
        for month in MONTHS:
            on = workday(world.rng, month.first + days(6), month.first + days(26))
            leader = next(p.person for p in world.posts_of_org[group])
            hold(world, Act(["group_meeting"], group, on, noted(world.rng, on), leader))


def _theme_days(world: World, branch: Org) -> dict[date, Act]:
    """One theme day a month, near the branch's fixed day; June's also renews the oath. By the month's first day."""
    found: dict[date, Act] = {}
    for month in MONTHS:
        on = near_workday(month.first.replace(day=branch.party_day or 15))
        kinds = ["theme_day", "oath_theme"] if month.first.month == 6 else ["theme_day"]
        if on < branch.established:
            continue
        act = hold(world, Act(kinds, branch, on, noted(world.rng, on), world.secretary(branch, on)))
        if act:
            found[month.first] = act
    return found


def _month(quarter: Period, number: int) -> Period:
    return within(MONTHS, quarter.first.replace(month=quarter.first.month + number))


def _may(quarter: Period, number: int) -> bool:
    return quarter.first.replace(month=quarter.first.month + number) <= AS_OF


def _meeting(world: World, branch: Org, quarter: Period, habits: Habits, themes: dict[date, Act]) -> None:
    """The quarter's members' meeting, with the theme day or on a day of its own."""
    if not _may(quarter, habits.meeting_month):
        return
    month = _month(quarter, habits.meeting_month)
    if habits.joins_meeting:
        if month.first in themes:
            themes[month.first].kinds.append("members_meeting")
        return
    happen(world, "members_meeting", branch, (month.first + days(3), month.first + days(27)))


def _lesson(world: World, branch: Org, quarter: Period, habits: Habits, themes: dict[date, Act]) -> None:
    """The quarter's lesson; who gives it is settled by `secretary_lectures`."""
    number = world.rng.randrange(3)
    if not _may(quarter, number):
        return
    month = _month(quarter, number)
    if habits.joins_lesson:
        if month.first in themes:
            themes[month.first].kinds.append("lesson")
        return
    happen(world, "lesson", branch, (month.first + days(3), month.first + days(27)))


def _papers(world: World, branch: Org, quarter: Period) -> None:
    """The quarter's plan in its first month, one test, one disclosure."""
    first = max(quarter.first, branch.established)
    happen(world, "quarter_plan", branch, (quarter.first + days(1), quarter.first + days(22)))
    happen(world, "quiz", branch, (first + days(12), quarter.last - days(4)))
    happen(world, "disclosure", branch, (first + days(20), quarter.last - days(2)))


def _committee(world: World, branch: Org, habits: Habits) -> None:
    """The committee meets each month while there is one (three different members)."""
    for month in MONTHS:
        on = near_workday(month.first + days(habits.committee_day - 1 + world.rng.randrange(6)))
        if on >= branch.established and len(world.committee(branch, on)) >= 3:
            hold(world, Act(["committee_meeting"], branch, on, noted(world.rng, on), world.secretary(branch, on)))


def _year(world: World, branch: Org, year: Period, habits: Habits) -> None:
    """Plan, organisation life with somebody from above, appraisal; the last two late in the year."""
    first = max(year.first + days(7), branch.established)
    happen(world, "annual_plan", branch, (first, date(year.first.year, 3, 24)))
    on = workday(world.rng, date(year.first.year, 11, 3), date(year.first.year, 12, 16))
    kinds = ["organization_life", "appraisal"] if habits.joins_appraisal else ["organization_life"]
    act = hold(world, Act(kinds, branch, on, noted(world.rng, on), world.secretary(branch, on)))
    if not habits.joins_appraisal:
        happen(world, "appraisal", branch, (on + days(2), on + days(14)))
    if act:
        act.roll[_delegate(world, branch, on)] = OBSERVER


def _delegate(world: World, branch: Org, on: date) -> Person:
    """Somebody from above with no stay in the branch: the general's committee, or the work committee's own staff."""
    general = [o for o in branch.above() if o in world.generals()]
    office = [s.person for o in world.of_kind("branch")[:4] for s in world.stays_on(o, on)]
    staff = [s.person for o in world.of_kind("branch") if "工委" in o.name for s in world.stays_on(o, on)]
    pool = [p for o in general for p in world.committee(o, on)] or staff or office
    here = {s.person for s in world.stays_on(branch, on)}
    return world.rng.choice([p for p in pool if p not in here] or [p for p in office if p not in here])


def secretary_lectures(world: World, branch: Org) -> None:
    """Two or three of a year's four lessons are the secretary's (D3-3), the others a member's of the committee."""
    lessons = sorted((a for a in world.acts_of[branch] if "lesson" in a.kinds), key=lambda a: a.on)
    for year in YEARS:
        held = [a for a in lessons if year.first <= a.on <= year.last]
        own = [a for a in held if world.secretary(branch, a.on)]
        kept = set(world.rng.sample(range(len(own)), min(len(own), world.rng.choice((2, 2, 3)))))
        chosen = [a for n, a in enumerate(own) if n in kept]
        for act in held:
            act.actor = world.secretary(branch, act.on) if act in chosen else _lecturer(world, branch, act.on)


def _lecturer(world: World, branch: Org, on: date) -> Person:
    secretary = world.secretary(branch, on)
    others = [p for p in world.committee(branch, on) if p is not secretary]
    others = others or [s.person for s in world.stays_on(branch, on) if s.person is not secretary]
    return world.rng.choice(others) if others else next(p.person for p in world.posts_of_org[branch])


_ROLLED = frozenset({"theme_day", "members_meeting", "lesson", "organization_life", "appraisal"})


def call_rolls(world: World) -> None:
    """Every gathering's roll: leave is made up within 30 days, no leading member is away twice a quarter."""
    away: set[tuple[str, str]] = set()
    for act in sorted(world.acts(), key=lambda a: (a.on, a.org.id)):
        if _ROLLED.isdisjoint(act.kinds) or act.org.kind == "temporary_branch":
            continue
        for stay in world.stays_on(act.org, act.on):
            key = (stay.person.id, within(QUARTERS, act.on).name)
            mark = PRESENT if stay.leading and key in away else _mark(world, act, stay)
            if mark is not PRESENT and stay.leading:
                away.add(key)
            act.roll[stay.person] = mark


def _mark(world: World, act: Act, stay: Stay) -> Mark:
    if world.rng.random() > (0.12 if stay.leading else 0.05):
        return PRESENT
    back = act.on + days(2 + int(world.rng.random() * 24))
    return ("leave", back if back <= AS_OF else None)
