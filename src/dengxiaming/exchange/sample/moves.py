"""Who comes, goes and gives up a post: transfers answered in time, departures, arrivals, vacancies filled.

Must run after the elections: only members without any post are moved, so that nobody holds a post where they no longer
have a stay, and only between branches and units far enough from every threshold.
"""

from datetime import date
from typing import Final

from dengxiaming.exchange.sample.blueprint import Amounts
from dengxiaming.exchange.sample.days import AS_OF, START, days, noted, workday
from dengxiaming.exchange.sample.objects import Act, Org, Person, Post, Stay, Trigger, World
from dengxiaming.exchange.sample.people import new_person

_FIRST: Final = date(2024, 2, 20)
_LAST: Final = date(2026, 9, 20)


def move_people(world: World, amounts: Amounts) -> None:
    """Every coming and going of the three years."""
    for number in range(amounts.vacancies):
        _vacate(world, secretary=number % 3 == 0)
    for _ in range(amounts.transfers):
        _transfer(world)
    for _ in range(amounts.departures):
        _depart(world)
    for _ in range(amounts.arrivals):
        _arrive(world)


def _steady(world: World) -> list[Org]:
    """Branches that may gain or lose a member without anything else changing."""
    found = [o for o in world.of_kind("branch") if o.units[0].movable and len(world.stays_of_org[o]) >= 12]
    return [o for o in found if len(world.stays_on(o, AS_OF)) >= 11]


def _ordinary(world: World, branch: Org) -> list[Stay]:
    stays = [s for s in world.stays_of_org[branch] if s.until is None and s.kind == "full" and s.since < START]
    return [s for s in stays if not s.leading and not world.posts_of[s.person]]


def vacated(world: World) -> list[Org]:
    """Organisations that were without one of their committee for a while: nobody there to talk with a member."""
    return [t.org for t in world.triggers if t.kind == "post_vacant" and t.org]


def _mover(world: World) -> Stay | None:
    avoid = vacated(world)
    branches = [o for o in _steady(world) if o not in avoid and _ordinary(world, o)]
    return world.rng.choice(_ordinary(world, world.rng.choice(branches))) if branches else None


def _target(world: World, stay: Stay) -> Org | None:
    """A branch to go to, of another unit where there is one; none in a city too small."""
    steady = [o for o in _steady(world) if o is not stay.org]
    others = [o for o in steady if o.units != stay.org.units] or steady
    return world.rng.choice(others) if others else None


def _transfer(world: World) -> None:
    """A change of job: reported, and the membership moved within 60 days (S7-1)."""
    stay = _mover(world)
    target = _target(world, stay) if stay else None
    if stay and target:
        _change_job(world, stay, workday(world.rng, _FIRST, _LAST), target)


def _change_job(world: World, stay: Stay, on: date, target: Org) -> date:
    rng = world.rng
    trigger = Trigger("job_change", on, stay.person)
    world.triggers.append(trigger)
    moved = workday(rng, on + days(6), on + days(48))
    act = Act(["transfer"], stay.org, moved, noted(rng, moved), world.secretary(target, on), answers=[trigger])
    act.others = [stay.person]
    world.add_act(act)
    stay.until = moved
    groups = [o for o in world.of_kind("group") if o.parent is target]
    world.add_stay(Stay(stay.person, target, moved, group=rng.choice(groups) if groups else None))
    return moved


def _depart(world: World) -> None:
    """Somebody is away for more than six months and the membership goes with them, out of the city."""
    stay, rng = _mover(world), world.rng
    if stay is None:
        return
    on = workday(rng, _FIRST, _LAST)
    trigger = Trigger("away_over_six_months", on, stay.person)
    moved = workday(rng, on + days(6), on + days(48))
    act = Act(["transfer"], stay.org, moved, noted(rng, moved), world.secretary(stay.org, on), answers=[trigger])
    act.others = [stay.person]
    world.triggers.append(trigger)
    world.add_act(act)
    stay.until = moved


def _arrive(world: World) -> None:
    """Somebody joins from outside the city."""
    branch, rng = world.rng.choice(_steady(world)), world.rng
    groups = [o for o in world.of_kind("group") if o.parent is branch]
    since = workday(rng, _FIRST, _LAST)
    world.add_stay(Stay(new_person(world), branch, since, group=rng.choice(groups) if groups else None))


def _vacate(world: World, *, secretary: bool) -> None:
    """A committee of five loses one; the place is filled within 90 days, by election or from above (S1-10)."""
    rng = world.rng
    wanted = "secretary" if secretary else "committee_member"
    on = workday(rng, _FIRST, date(2026, 6, 30))
    seats = [p for b in _steady(world) for p in world.posts_of_org[b] if p.post == wanted and _lasts(world, p, on)]
    if not seats:
        return
    post = rng.choice(seats)
    stay = next(s for s in world.stays_of[post.person] if s.org is post.org)
    target = _target(world, stay) if secretary else None
    end = _change_job(world, stay, on, target) if target else on
    post.until = end
    trigger = Trigger("post_vacant", end, org=post.org)
    world.triggers.append(trigger)
    _fill(world, trigger, post, end)


def _lasts(world: World, post: Post, on: date) -> bool:
    """Held for two months and never elected again since, the only post of its holder, in a committee of five."""
    steady = post.since <= on - days(60) and post.until is None and len(world.posts_of[post.person]) == 1
    return steady and len(world.committee(post.org, on)) == 5 and world.full(post.org, on) >= 11


def _fill(world: World, trigger: Trigger, post: Post, end: date) -> None:
    rng, org = world.rng, post.org
    free = [s.person for s in _ordinary(world, org)]
    successor: Person = rng.choice(free)
    day = workday(rng, end + days(18), end + days(75))
    answered = day + days(rng.randint(2, 12))
    if post.post == "secretary" and rng.random() < 0.4:
        world.add_post(Post(successor, org, "secretary", day, route="appointed", approved=day - days(3)))
        return
    heads = post.post == "secretary"
    fresh = Post(successor, org, post.post, day, route="elected_by_committee" if heads else "elected_by_members")
    fresh.approved, fresh.filed = (answered, None) if heads else (None, answered)
    world.add_post(fresh)
    world.add_act(Act(["by_election"], org, day, noted(rng, day), answers=[trigger]))
