"""The recurring table (contract 4): who bears, in which window, which acts count."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from oracle.clauses import KINDS_OF_BEARER, RECURRING, Recurring
from oracle.days import ONE_DAY, Span, both, month_end, periods, span, united
from oracle.world import Row, World, deeds_of

TOP_PARENTS = {None, "party_group", "work_committee"}


def recurring_rows(world: World, horizon: date) -> Iterator[Row]:
    """Every recurring duty whose period begins by the horizon."""
    for line in RECURRING:
        counting = acts_by_bearer(world, line)
        for bearer, spans in bearers(world, line.bearer):
            for name, first, last in periods(line.every, world.effect, horizon):
                judged_on = min(last, world.as_of)
                if not world.exists(spans, first, last) or not condition(world, line.bearer, bearer[1], judged_on):
                    continue
                opens_on, due_on = window_of(line.window, first, last)
                acts = [act for act in counting.get(bearer[1], []) if opens_on <= act["on"] <= due_on]
                yield world.settled(line.rule, bearer, name, (opens_on, due_on), line.required, deeds_of(acts))


def window_of(window: str, first: date, last: date) -> tuple[date, date]:
    """A window inside the period narrows opens_on and due_on (3.6); D1-5 is done in January of the next year."""
    if window == "January to March":
        return date(first.year, 1, 1), date(first.year, 3, 31)
    if window == "October to December":
        return date(first.year, 10, 1), date(first.year, 12, 31)
    if window == "1 June to 1 July":
        return date(first.year, 6, 1), date(first.year, 7, 1)
    if window == "January of the next year":
        return last + ONE_DAY, date(last.year + 1, 1, 31)
    if window == "first month":
        return first, month_end(first)
    return first, last


def bearers(world: World, word: str) -> Iterator[tuple[tuple[str, str], list[Span]]]:
    """(bearer_kind, bearer_id) and the days it is in force."""
    if word in {"party_group_member", "branch secretary"}:
        for member, spans in people_by_post(world, word).items():
            yield ("member", member), spans
    elif word == "general -> branch secretary":
        for general in world.generals():
            for member, spans in secretaries_below(world, general).items():
                yield ("pair", f"{general}->{member}"), spans
    else:
        for organization in world.of_kind(KINDS_OF_BEARER[word]):
            if word != "top" or is_top(world, organization):
                yield ("organization", organization), list(world.organization_span(organization))


def condition(world: World, word: str, bearer_id: str, day: date) -> bool:
    """Conditions on the bearer, tested on the last day of the period or on as_of where that is earlier (3.5)."""
    if word == "committee_branch":
        return world.is_committee_branch(bearer_id, day)
    if word == "general -> branch secretary":
        general, member = bearer_id.split("->")
        return not world.is_secretary(member, general, day)
    return True


def is_top(world: World, organization: str) -> bool:
    """A branch or general whose parent is a party_group, a work_committee, or none."""
    parent = world.organizations[organization]["parent_id"]
    return (world.kind(parent) if parent else None) in TOP_PARENTS


def people_by_post(world: World, word: str) -> dict[str, list[Span]]:
    """A person by post: holding any such post in an organisation in force, days united (3.4)."""
    kinds, names = {
        "party_group_member": ({"party_group"}, {"party_group_member", "secretary"}),
        "branch secretary": (KINDS_OF_BEARER["branch"], {"secretary"}),
    }[word]
    held: dict[str, list[Span]] = {}
    for post in world.posts:
        if post["post"] in names and world.kind(post["organization_id"]) in kinds:
            days = both([span(post["from"], post["to"])], world.organization_span(post["organization_id"]))
            held.setdefault(post["member_id"], []).extend(days)
    return {member: united(spans) for member, spans in held.items()}


def secretaries_below(world: World, general: str) -> dict[str, list[Span]]:
    """Members who are secretary of a branch (in force) below the general (in force): both ends on the day."""
    held: dict[str, list[Span]] = {}
    for post in world.posts:
        branch = post["organization_id"]
        if post["post"] == "secretary" and branch in world.branches() and general in world.ancestors(branch):
            days = both([span(post["from"], post["to"])], world.organization_span(branch))
            held.setdefault(post["member_id"], []).extend(both(days, world.organization_span(general)))
    return {member: united(spans) for member, spans in held.items()}


def acts_by_bearer(world: World, line: Recurring) -> dict[str, list[Row]]:
    """The existing acts that list the kind, each under every bearer it counts for."""
    found: dict[str, list[Row]] = {}
    for act in world.acts_by_kind.get(line.kind, []):
        for bearer_id in set(counts_for(world, line, act)):
            found.setdefault(bearer_id, []).append(act)
    return found


def counts_for(world: World, line: Recurring, act: Row) -> Iterator[str]:
    """The bearers this act counts for, as the third column of the table says."""
    holder = act["organization_id"]
    if line.rule in {"D1-7", "S2-5"}:  # as actor, of any organisation
        if act["actor_id"]:
            yield act["actor_id"]
    elif line.rule == "D2-4":  # whose actor was a secretary of that general on that day, towards the member
        for general in world.generals():
            if world.is_secretary(act["actor_id"], general, act["on"]):
                yield from (f"{general}->{member}" for member in act["counterparts"])
    elif line.rule in {"D2-6", "L2-2"}:  # of any organisation, whose counterparts include the bearer
        yield from act["counterparts"]
    elif line.rule == "D3-3":  # whose actor was its secretary on that day
        if world.is_secretary(act["actor_id"], holder, act["on"]):
            yield holder
    elif line.bearer == "top":  # acts of any organisation below, at any depth, count too
        yield from chain([holder], world.ancestors(holder))
    else:
        yield holder
