"""Talks: inside each committee, between the committee and every member, and of a general's secretary with branches'."""

from datetime import date

from dengxiaming.exchange.sample.days import AS_OF, YEARS, Period, days, noted, workday
from dengxiaming.exchange.sample.gatherings import hold
from dengxiaming.exchange.sample.objects import BRANCH_KINDS, COMMITTEE_POSTS, Act, Org, Person, Post, Stay, World


def talk(world: World) -> None:
    """Every talk that the year asks for; those with a trigger are in `events.py`."""
    for branch in world.branches():
        for year in YEARS:
            _among_committee(world, branch, year)
            _with_members(world, branch, year)
            _handing_over(world, branch, year)
    for general in world.generals():
        for year in YEARS:
            _with_secretaries(world, general, year)


def _overlaps(post: Post, year: Period) -> bool:
    return post.since <= year.last and (post.until is None or post.until > year.first)


def _among_committee(world: World, branch: Org, year: Period) -> None:
    """Each two who sat together in the year have talked (S5-1a); one talk may be with several."""
    posts = [p for p in world.posts_of_org[branch] if p.post in COMMITTEE_POSTS and _overlaps(p, year)]
    people = list(dict.fromkeys(p.person for p in posts))
    for number, person in enumerate(people[:-1]):
        others: list[Person | Org] = list(people[number + 1 :])
        _say(world, branch, person, others, (year.first + days(15), year.last - days(20)))


def _say(world: World, org: Org, actor: Person, others: list[Person | Org], window: tuple[date, date]) -> None:
    on = workday(world.rng, *window)
    hold(world, Act(["talk"], org, on, noted(world.rng, on), actor, others))


def _with_members(world: World, branch: Org, year: Period) -> None:
    """Everybody outside the committee has talked with one of it while both were in the branch (S5-1b)."""
    whole: list[Stay] = []
    for stay in world.stays_of_org[branch]:
        if stay.since <= year.first and (stay.until is None or stay.until > year.last):
            whole.append(stay)
        elif stay.since <= year.last and (stay.until is None or stay.until > year.first):
            _with_passing(world, stay, year)
    while whole:
        count = world.rng.choice((1, 1, 2, 2, 3))
        held, whole = whole[:count], whole[count:]
        _meet(world, branch, held, (year.first + days(10), year.last - days(14)))


def _with_passing(world: World, stay: Stay, year: Period) -> None:
    """Somebody here for a part of the year only: the talk falls into that part."""
    first = max(stay.since, year.first)
    last = min(stay.until - days(1) if stay.until else year.last, year.last)
    if (last - first).days >= 14:
        _meet(world, stay.org, [stay], (first + days(1), last))


def _meet(world: World, branch: Org, stays: list[Stay], window: tuple[date, date]) -> None:
    on = workday(world.rng, *window)
    if on > AS_OF:
        return
    others: list[Person | Org] = [s.person for s in stays]
    committee = [p for p in world.committee(branch, on) if p not in others]
    if committee:
        actor = world.rng.choice(committee)
        world.add_act(Act(["talk"], branch, on, noted(world.rng, on), actor, others))
        return
    for person in world.committee(branch, on)[:1]:
        rest = [o for o in others if o is not person]
        if rest:
            world.add_act(Act(["talk"], branch, on, noted(world.rng, on), person, rest))


def _handing_over(world: World, branch: Org, year: Period) -> None:
    """Where the secretary is the whole committee, the new one talks with the old one, now a member like others."""
    for post in world.posts_of_org[branch]:
        if post.post == "secretary" and post.until and year.first <= post.until <= year.last:
            successor = world.secretary(branch, post.until)
            if successor and successor is not post.person and len(world.committee(branch, post.until)) < 3:
                _say(world, branch, successor, [post.person], (post.until, year.last))


def _with_secretaries(world: World, general: Org, year: Period) -> None:
    """The general's secretary with every secretary of a branch below (D2-4)."""
    posts = [p for b in world.below(general) for p in world.posts_of_org[b] if b.kind in BRANCH_KINDS]
    people = dict.fromkeys(p.person for p in posts if p.post == "secretary" and _overlaps(p, year))
    for person in people:
        on = workday(world.rng, year.first + days(40), year.last - days(30))
        actor = world.secretary(general, on)
        if actor:
            hold(world, Act(["talk"], general, on, noted(world.rng, on), actor, [person]))
