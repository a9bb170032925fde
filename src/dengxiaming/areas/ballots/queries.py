"""Reads of ballots: how far one is, what it came to. What a voter marked is in none of them: nobody can read it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db.models import Q, QuerySet

from dengxiaming.areas.ballots.core import Definition, PaperCount, Tally
from dengxiaming.areas.ballots.models import Ballot, Paper, Teller, Total, Vote, Voter
from dengxiaming.ground.clock import ZONE
from dengxiaming.journal import queries as journal


class Stage(Enum):
    """How far a ballot is."""

    PREPARED = "prepared"
    """No slips yet; on paper: no count yet."""
    DRAWN = "drawn"
    """Slips were shown and not yet typed back; on paper: counted by one teller, not yet confirmed."""
    OPEN = "open"
    CLOSED = "closed"
    STOPPED = "stopped"


STAGES = {
    Stage.PREPARED: "还没有开始",
    Stage.DRAWN: "等监票人核对",
    Stage.OPEN: "正在投票",
    Stage.CLOSED: "已经结束",
    Stage.STOPPED: "已经作废",
}


@dataclass(frozen=True)
class Person:
    """Somebody on a list of a ballot."""

    code: str
    name: str
    number: int = 0
    delegate: bool = False


@dataclass(frozen=True)
class Standing:
    """How a ballot stands: everything that is not secret. `voted` says of how many there is a vote."""

    code: str
    organization: str
    organization_name: str
    title: str
    definition: Definition
    fingerprint: str
    on_paper: bool
    result_to_voters: bool
    stage: Stage
    voters: tuple[Person, ...]
    tellers: tuple[Person, ...]
    voted: frozenset[str]
    opened_at: datetime | None
    closed_at: datetime | None
    stopped_because: str
    empty_from: date | None
    emptied_at: datetime | None

    @property
    def word(self) -> str:
        """How far it is, in words."""
        return STAGES[self.stage]

    @property
    def grouped(self) -> str:
        """The fingerprint in groups of eight, to be compared by eye."""
        return " ".join(self.fingerprint[at : at + 8] for at in range(0, len(self.fingerprint), 8))


def standing(code: str) -> Standing | None:
    """How a ballot stands; None where there is none."""
    held = Ballot.objects.filter(code=code).select_related("organization").first()
    if held is None:
        return None
    definition = Definition.read(held.definition)
    voters = Voter.objects.filter(ballot=held).values_list("member__code", "member__name")
    tellers = Teller.objects.filter(ballot=held).values_list("member__code", "member__name", "number", "delegate")
    voted = Vote.objects.filter(ballot=held).values_list("voter__member__code", flat=True)
    return Standing(
        code, held.organization.code, str(held.organization), held.title, definition, held.fingerprint, held.on_paper,
        held.result_to_voters, stage(held), tuple(Person(one, name or one) for one, name in voters),
        tuple(Person(one, name or one, number, delegate) for one, name, number, delegate in tellers), frozenset(voted),
        held.opened_at, held.closed_at, held.stopped_because, empty_from(held), held.emptied_at,
    )  # fmt: skip


def stage(held: Ballot) -> Stage:
    """How far it is, from what happened to it."""
    if held.stopped_at:
        return Stage.STOPPED
    if held.closed_at:
        return Stage.CLOSED
    if held.opened_at:
        return Stage.OPEN
    waits = held.lock or (held.on_paper and Paper.objects.filter(ballot=held).exists())
    return Stage.DRAWN if waits else Stage.PREPARED


def empty_from(held: Ballot) -> date | None:
    """The first day on which the sealed ballots may be emptied: when the objections have had their time."""
    ended = held.closed_at or held.stopped_at
    if ended is None or held.on_paper:
        return None
    return ended.astimezone(ZONE).date() + timedelta(held.objection_days + 1)


def result(code: str) -> Tally | None:
    """What a ballot came to; None until it is closed."""
    held = Ballot.objects.filter(code=code, closed_at__isnull=False).first()
    if held is None or held.cast is None:
        return None
    carried = json.loads(held.carried)
    if held.valid is None:
        return Tally(held.cast, held.cast, {}, {}, carried, broken_down=False)
    by_question: dict[str, dict[str, int]] = {}
    for question, choice, count in Total.objects.filter(ballot=held).values_list("question", "choice", "count"):
        by_question.setdefault(question, {})[choice] = count
    written = by_question.pop("", {})
    return Tally(held.cast, held.valid, by_question, written, carried)


@dataclass(frozen=True)
class Counted:
    """Ballots on paper as the first teller entered them."""

    count: PaperCount
    by: Person
    confirmed_by: str


def paper(code: str) -> Counted | None:
    """The count of paper ballots; None where nobody entered one."""
    held = Paper.objects.filter(ballot__code=code).select_related("entered_by", "confirmed_by").first()
    if held is None:
        return None
    by = Person(held.entered_by.code, str(held.entered_by))
    return Counted(read_paper(held), by, str(held.confirmed_by or ""))


def read_paper(held: Paper) -> PaperCount:
    """A stored count."""
    counts = json.loads(held.counts)
    return PaperCount(
        held.issued, held.returned, held.valid, held.invalid, counts["by_question"], counts["written"]
    )  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A ballot in a list."""

    code: str
    title: str
    organization: str
    word: str
    is_open: bool
    on_paper: bool
    voters: frozenset[str]
    tellers: frozenset[str]


def of_member(member: str) -> tuple[Listed, ...]:
    """The ballots a member votes in or watches over, whatever became of them, the latest first."""
    mine = Q(voters__member__code=member) | Q(tellers__member__code=member)
    return _listed(Ballot.objects.filter(mine).distinct())


def to_vote(member: str) -> tuple[Listed, ...]:
    """The ballots a member may vote in now and has not yet."""
    rows = Ballot.objects.filter(
        voters__member__code=member, opened_at__isnull=False, closed_at__isnull=True, stopped_at__isnull=True
    )
    return _listed(rows.exclude(votes__voter__member__code=member))


def of_organization(code: str) -> tuple[Listed, ...]:
    """The ballots of an organisation, the latest first."""
    return _listed(Ballot.objects.filter(organization__code=code))


def _listed(rows: QuerySet[Ballot]) -> tuple[Listed, ...]:
    held = rows.order_by("-pk").select_related("organization").prefetch_related("voters__member", "tellers__member")
    return tuple(
        Listed(
            one.code, one.title, str(one.organization), STAGES[stage(one)], stage(one) is Stage.OPEN, one.on_paper,
            frozenset(row.member.code for row in one.voters.all()),
            frozenset(row.member.code for row in one.tellers.all()),
        )
        for one in held
    )  # fmt: skip


def receipt(code: str, member: str) -> int | None:
    """The entry of the journal that says that a member voted; None where they did not."""
    vote = Vote.objects.filter(ballot__code=code, voter__member__code=member).values_list("code", flat=True).first()
    return journal.versions("vote", vote)[0].entry if vote else None


def involved(code: str) -> tuple[str, frozenset[str], frozenset[str], bool] | None:
    """Of a ballot: its organisation, the voters, the tellers, whether the voters see the result."""
    held = Ballot.objects.filter(code=code).values_list("organization__code", "result_to_voters").first()
    if held is None:
        return None
    voters = Voter.objects.filter(ballot__code=code).values_list("member__code", flat=True)
    tellers = Teller.objects.filter(ballot__code=code).values_list("member__code", flat=True)
    return held[0], frozenset(voters), frozenset(tellers), held[1]
