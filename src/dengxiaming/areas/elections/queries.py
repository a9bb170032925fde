"""Reads of elections: one as its page shows it, those of an organisation, who may vote, what waits for a superior."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dengxiaming.areas.elections import numbers
from dengxiaming.areas.elections.core import Contest, Outcome, Tally
from dengxiaming.areas.elections.course import Course, Done, Held, Step, Wanted, course, steps
from dengxiaming.areas.elections.models import Election, Nominee, Registered, Round, Standing, Suspension
from dengxiaming.areas.elections.numbers import Edition
from dengxiaming.areas.elections.terms import (
    AMONG_EQUALS,
    DELEGATE,
    DELEGATES,
    ENTITLED,
    EXCUSED,
    EXCUSES,
    KINDS,
    LED,
    PROBATIONARY,
    SUSPENDED,
    TERM,
)
from dengxiaming.areas.members.models import Member, Post, Stay
from dengxiaming.areas.members.terms import COMMITTEE_POSTS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES, CITY, GENERALS


@dataclass(frozen=True)
class Person:
    """Somebody by code and name, with a word about them where there is one."""

    code: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Balloted:
    """One ballot for the page: as it was held, what it came to, and who handled it."""

    held: Held
    row: Round
    outcome: Outcome | None
    standings: tuple[Standing, ...]
    voters: tuple[Person, ...]


@dataclass(frozen=True)
class Shown:
    """One election as pages and papers show it."""

    row: Election
    edition: Edition
    wanted: Wanted
    steps: tuple[Step, ...]
    nominees: Mapping[str, tuple[Person, ...]]
    excused: tuple[Person, ...]
    register: tuple[Registered, ...]
    tellers: tuple[Person, ...]
    rounds: tuple[Balloted, ...]
    course: Course
    names: Mapping[str, str]

    @property
    def now(self) -> str:
        """The step to do now; "" where all is done."""
        return next((one.id for one in self.steps if one.state == "now"), "")

    @property
    def expected(self) -> int:
        """How many are expected: who may vote, without those excused (R3-5, R3-6)."""
        return sum(one.standing == ENTITLED for one in self.register)

    @property
    def present(self) -> int:
        """How many of them came."""
        return sum(one.standing == ENTITLED and one.present is True for one in self.register)

    @property
    def due_on(self) -> date:
        """Until when the result is to be sent up (S1-9)."""
        return date.fromordinal(self.row.on.toordinal() + numbers.term().report_days)


def superior_of(organization: str, tree: organs.Tree | None = None) -> str:
    """Who permits and approves: the nearest committee above, not a party group (R2-10); "" for the city itself."""
    tree = tree or organs.Tree()
    above = reversed(tree.path(organization)) if organization in tree.nodes else ()
    return next((node.code for node in above if node.kind in GENERALS or node.kind == CITY), "")


def holds_elections(kind: str) -> bool:
    """Whether an organisation of this kind elects: not the temporary branch (R1-4), no group, no party group."""
    return kind in GENERALS or kind in BRANCHES - {"temporary_branch"}


def standings_on(organization: str, day: date, excused: Collection[str] = ()) -> dict[str, str]:
    """Everybody with a stay in an organisation or below it on a day, and whether they may vote (R3-3, R3-6)."""
    tree = organs.Tree()
    within = [organization, *tree.below(organization)]
    rows = Stay.objects.filter(during(day), organization__code__in=within).order_by("pk")
    kinds = dict(rows.values_list("member__code", "kind"))
    shut = suspended(kinds, day)
    return {
        code: PROBATIONARY
        if kind != "full"
        else SUSPENDED
        if code in shut
        else EXCUSED
        if code in excused
        else ENTITLED
        for code, kind in kinds.items()
    }


def suspended(members: Collection[str], day: date) -> set[str]:
    """Which of these may not vote on a day (R3-3)."""
    rows = Suspension.objects.filter(during(day), member__code__in=members)
    return set(rows.values_list("member__code", flat=True))


def committee(organization: str, day: date) -> frozenset[str]:
    """The members who hold committee posts there on a day."""
    rows = Post.objects.filter(during(day), organization__code=organization, post__in=COMMITTEE_POSTS)
    return frozenset(rows.values_list("member__code", flat=True))


def names_of(codes: Collection[str]) -> dict[str, str]:
    """Names by code."""
    return {one.code: str(one) for one in Member.objects.filter(code__in=codes)}


def election(code: str) -> Shown | None:
    """One election."""
    row = Election.objects.filter(code=code).select_related("organization", "superior").first()
    return shown(row) if row is not None else None


def shown(row: Election) -> Shown:
    """An election with all that belongs to it."""
    edition, wanted = numbers.edition(row.on), wanted_of(row)
    rounds = tuple(_balloted(one, edition) for one in row.rounds.select_related("counted_by", "checked_by", "ballot"))
    register = tuple(row.register.select_related("member").order_by("pk"))
    names = {one.member.code: str(one.member) for one in register}
    names |= {one.member.code: str(one.member) for ballot in rounds for one in ballot.standings}
    went = course(edition, wanted, [one.held for one in rounds])
    done = Done(
        row.requested_at is not None, row.permitted_on is not None, row.called_at is not None, row.met_at is not None,
        row.met_at is not None and went.is_complete, row.reported_at is not None, row.approved_on is not None,
    )  # fmt: skip
    return Shown(
        row, edition, wanted, steps(done), nominees_of(row),
        tuple(Person(one.member.code, str(one.member), EXCUSES[one.reason])
              for one in row.excused.select_related("member")),
        register,
        tuple(Person(one.member.code, str(one.member), "总监票人" if one.leads else "监票人")
              for one in row.tellers.select_related("member")),
        rounds, went, names,
    )  # fmt: skip


def wanted_of(row: Election) -> Wanted:
    """What an election is for; a by-election's secretary is elected by the committee that is left, with the new."""
    if row.kind == DELEGATES:
        return Wanted(0, 0, 0, has_committee=False, delegates=row.seats)
    has = row.seats > 0 or row.organization.kind in GENERALS
    if row.kind != TERM and not has:
        has = len(committee(row.organization.code, row.on)) >= numbers.committee().least
    return Wanted(row.seats, row.secretaries, row.deputies, has)


def nominees_of(row: Election) -> dict[str, tuple[Person, ...]]:
    """Who is nominated, by post, in the order of strokes."""
    found: dict[str, list[Person]] = {}
    rows = Nominee.objects.filter(election=row).select_related("member").order_by("post", "position")
    for one in rows:
        found.setdefault(one.post, []).append(Person(one.member.code, str(one.member)))
    return {post: tuple(people) for post, people in found.items()}


def tally_of(row: Round, standings: Collection[Standing]) -> Tally | None:
    """What was counted; None until then."""
    if row.cast is None or row.valid is None:
        return None
    votes = {
        one.member.code: {"for": one.in_favour or 0, "against": one.against or 0, "abstain": one.abstained or 0}
        for one in standings
    }
    return Tally(row.cast, row.valid, votes)


def _balloted(row: Round, edition: Edition) -> Balloted:
    standings = tuple(row.standings.select_related("member").order_by("position", "pk"))
    contest = Contest(
        row.seats, tuple(one.member.code for one in standings if not one.written_in), row.present, row.issued or 0,
        among_equals=row.sort == AMONG_EQUALS, equal=row.post in LED, delegates=row.post == DELEGATE,
    )  # fmt: skip
    held = Held(
        row.number, row.post, row.sort, contest, row.by_committee, tally_of(row, standings),
        row.checked_at is not None, row.consenting, row.abandoned,
    )  # fmt: skip
    voters = tuple(Person(one.member.code, str(one.member)) for one in row.voters.select_related("member"))
    return Balloted(held, row, held.outcome(edition), standings, voters)


@dataclass(frozen=True)
class Listed:
    """An election in a list."""

    code: str
    organization: str
    name: str
    label: str
    on: date
    state: str


def of_organizations(codes: Collection[str]) -> tuple[Listed, ...]:
    """The elections of organisations, the latest first."""
    rows = Election.objects.filter(organization__code__in=codes).select_related("organization", "superior")
    return tuple(_listed(one) for one in rows.order_by("-on", "-pk"))


def running(codes: Collection[str]) -> dict[str, str]:
    """By organisation the election of a new term that goes on there, the latest."""
    rows = Election.objects.filter(
        organization__code__in=codes, kind=TERM, approved_on__isnull=True, withdrawn_at__isnull=True
    )
    return dict(rows.order_by("pk").values_list("organization__code", "code"))


def waiting_for(superior: str) -> tuple[Listed, ...]:
    """The elections below an organisation that wait for its word, the earliest first."""
    asked = Q(requested_at__isnull=False, permitted_on__isnull=True) | Q(
        reported_at__isnull=False, approved_on__isnull=True
    )
    rows = Election.objects.filter(asked, superior__code=superior, withdrawn_at__isnull=True)
    return tuple(_listed(one) for one in rows.select_related("organization", "superior").order_by("on", "pk"))


def _listed(row: Election) -> Listed:
    return Listed(row.code, row.organization.code, str(row.organization), KINDS[row.kind], row.on, state_of(row))


def state_of(row: Election) -> str:
    """How far an election is, in words."""
    return "已撤销" if row.withdrawn_at else next((word for is_so, word in _states(row) if is_so), "在酝酿")


def _states(row: Election) -> tuple[tuple[bool, str], ...]:
    return (
        (row.approved_on is not None, "已审批，已生效"), (row.reported_at is not None, "已报批，等上级审批"),
        (row.met_at is not None, "在投票、计票"), (row.called_at is not None, "已定名册，等开大会"),
        (row.permitted_on is not None, "已批复，等定名册"), (row.requested_at is not None, "已请示，等上级批复"),
    )  # fmt: skip


def place_codes(code: str) -> tuple[str, str] | None:
    """The organisation of an election, and its superior."""
    return Election.objects.filter(code=code).values_list("organization__code", "superior__code").first()


def tellers_of(code: str) -> frozenset[str]:
    """The tellers of an election."""
    rows = Election.objects.filter(code=code, tellers__isnull=False)
    return frozenset(rows.values_list("tellers__member__code", flat=True))


def during(day: date) -> Q:
    """What is in force on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
