"""What happens to people and organisations, and how each is answered in time (triggers and their responses)."""

from datetime import date
from typing import Final

from dengxiaming.exchange.sample.blueprint import Amounts
from dengxiaming.exchange.sample.days import AS_OF, START, days, noted, workday
from dengxiaming.exchange.sample.gatherings import hold
from dengxiaming.exchange.sample.moves import vacated
from dengxiaming.exchange.sample.objects import GENERAL_KINDS, Act, Org, Person, Trigger, World

_DIRECTIVES: Final = (
    date(2024, 3, 11),
    date(2024, 7, 29),
    date(2024, 11, 4),
    date(2025, 2, 24),
    date(2025, 6, 9),
    date(2025, 9, 15),
    date(2026, 3, 16),
    date(2026, 7, 6),
    date(2026, 11, 9),
)
_SIX: Final = (*["honoured"] * 3, *["hardship", "retirement"] * 2, "conflict", "complaint")
"""The occasions on which the secretary must talk with a member, as often as they come up; 工作变动 comes from moves."""
_FIRST: Final = date(2024, 1, 15)


def respond(world: World, amounts: Amounts) -> None:
    """Every trigger of the three years with its answers; the last weeks' ones may still be open."""
    for on in _DIRECTIVES:
        _directive(world, on)
    for trigger in [t for t in world.triggers if t.kind == "job_change"]:
        _talk(world, trigger)
    for number in range(amounts.happenings):
        kind = "disciplined" if number % 29 == 28 else world.rng.choice(_SIX)
        _talk(world, _trouble(world, kind))
    for _ in range(amounts.opinions):
        _opinion(world)
    for number in range(amounts.leads):
        _lead(world, under_general=number % 2 == 0)
    for _ in range(amounts.serious):
        _serious(world)
    for _ in range(amounts.unqualified):
        _unqualified(world)
    for _ in range(amounts.low_ranks):
        _low_rank(world)
    _inductions(world)


def answer(world: World, trigger: Trigger, act: Act, least: int, most: int) -> Act | None:
    """Enter `act` as the answer, held `least` to `most` days after the trigger, where that is by `AS_OF`."""
    act.on = workday(world.rng, trigger.on + days(least), trigger.on + days(most))
    act.recorded = noted(world.rng, act.on)
    act.answers.append(trigger)
    return hold(world, act)


def _new(kinds: list[str], org: Org, actor: Person | None = None, others: list[Person | Org] | None = None) -> Act:
    return Act(kinds, org, START, (START, 0), actor, others or [])


def _directive(world: World, on: date) -> None:
    """Party groups study it and branches pass it on, at a meeting they have anyway where one falls into the 30 days."""
    trigger = Trigger("directive", on)
    world.triggers.append(trigger)
    for group in world.of_kind("party_group"):
        answer(world, trigger, _new(["party_group_meeting"], group, world.secretary(group, on)), 2, 24)
    for branch in world.branches():
        if branch.established <= on:
            _pass_on(world, branch, trigger)


def _pass_on(world: World, branch: Org, trigger: Trigger) -> None:
    kinds = {"members_meeting", "committee_meeting"}
    meetings = [a for a in world.acts_of[branch] if not kinds.isdisjoint(a.kinds)]
    near = [a for a in meetings if trigger.on <= a.on <= trigger.on + days(27)]
    if near:
        min(near, key=lambda a: a.on).answers.append(trigger)
        return
    kind = "committee_meeting" if len(world.committee(branch, trigger.on)) >= 3 else "members_meeting"
    answer(world, trigger, _new([kind], branch, world.secretary(branch, trigger.on)), 3, 26)


def _trouble(world: World, kind: str, *, last: date = AS_OF) -> Trigger:
    """Something about a member of a branch of fixed membership: no passing stay, no post."""
    rng = world.rng
    avoid = vacated(world)
    branch = rng.choice([o for o in world.of_kind("branch", "joint_branch") if o not in avoid])
    stays = [s for s in world.stays_of_org[branch] if s.until is None and s.since < START]
    stay = rng.choice([s for s in stays if not world.posts_of[s.person]] or stays)
    trigger = Trigger(kind, workday(rng, _FIRST, last), stay.person)
    world.triggers.append(trigger)
    if kind == "retirement":
        stay.person.retired_on = trigger.on
    return trigger


def home(world: World, trigger: Trigger) -> Org:
    """The branch of the trigger's member on its day; raises `LookupError` when there is none."""
    stay = world.stay(trigger.person, trigger.on) if trigger.person else None
    if stay is None:
        raise LookupError("样本里的触发事项没有落在支部上")
    return stay.org


def _talk(world: World, trigger: Trigger) -> None:
    """The secretary talks with the member; with a secretary, a secretary from above (S5-2)."""
    branch = home(world, trigger)
    on = workday(world.rng, trigger.on + days(1), trigger.on + days(24))
    actor = world.secretary(branch, on)
    if world.secretary(branch, trigger.on) is trigger.person:
        actor = next((p for o in branch.above() if (p := world.secretary(o, on))), None)
    elif actor is trigger.person:  # elected in between: the talk was held at once, by the secretary of that day
        on = trigger.on
        actor = world.secretary(branch, on)
    others: list[Person | Org] = [trigger.person] if trigger.person else []
    hold(world, Act(["talk"], branch, on, noted(world.rng, on), actor, others, [trigger]))


def _opinion(world: World) -> None:
    org = world.rng.choice(world.of_kind("branch", "organ_committee", "general_branch"))
    trigger = Trigger("opinion", workday(world.rng, _FIRST, AS_OF), org=org)
    world.triggers.append(trigger)
    answer(world, trigger, _new(["reply"], org, world.secretary(org, trigger.on)), 1, 17)


def _lead(world: World, *, under_general: bool) -> None:
    """A lead on a breach of discipline: the branch deals with it and the general above reports (D3-5, D2-5)."""
    while True:
        trigger = _trouble(world, "violation_lead", last=date(2026, 9, 30))
        branch = home(world, trigger)
        generals = [o for o in branch.above() if o.kind in GENERAL_KINDS]
        if bool(generals) == under_general:
            break
        world.triggers.remove(trigger)
    answer(world, trigger, _new([world.rng.choice(("violation_report", "disposal"))], branch), 2, 12)
    for general in generals:
        answer(world, trigger, _new(["violation_report"], general, world.secretary(general, trigger.on)), 2, 12)


def _serious(world: World) -> None:
    trigger = _trouble(world, "serious_violation", last=date(2026, 9, 30))
    branch = home(world, trigger)
    answer(world, trigger, _new(["special_organization_life"], branch, world.secretary(branch, trigger.on)), 5, 24)


def _unqualified(world: World) -> None:
    trigger = _trouble(world, "unqualified", last=date(2026, 7, 30))
    answer(world, trigger, _new(["disposal"], home(world, trigger)), 20, 75)


def _low_rank(world: World) -> None:
    group = world.rng.choice(world.of_kind("party_group"))
    year = world.rng.choice((2024, 2025, 2026))
    trigger = Trigger("low_style_rank", workday(world.rng, date(year, 10, 8), date(year, 10, 25)), org=group)
    world.triggers.append(trigger)
    secretary = world.secretary(group, trigger.on)
    answer(world, trigger, _new(["style_interview"], world.city(), others=[secretary] if secretary else []), 4, 24)


def _inductions(world: World) -> None:
    """Whoever becomes a branch's secretary has been trained before the day (L2-3)."""
    for branch in world.branches():
        posts = sorted((p for p in world.posts_of_org[branch] if p.post == "secretary"), key=lambda p: p.since)
        for number, post in enumerate(posts):
            again = number > 0 and posts[number - 1].person is post.person
            if post.since >= START and not again:
                world.triggers.append(Trigger("appointed_secretary", post.since, post.person, branch))
                on = workday(world.rng, post.since - days(75), post.since - days(12))
                hold(world, Act(["induction"], world.city(), on, noted(world.rng, on), others=[post.person]))
