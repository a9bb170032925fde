"""The verbs of the vote: the meeting is open, a ballot is open, its figures are entered by one teller and checked by
another. Nobody is elected by anything but the tellers' figures.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dengxiaming.areas.ballots import queries as ballots
from dengxiaming.areas.ballots.models import Ballot
from dengxiaming.areas.ballots.queries import Stage
from dengxiaming.areas.elections import core, queries, strokes
from dengxiaming.areas.elections.actions import locked
from dengxiaming.areas.elections.core import ABSTAIN, AGAINST, FOR, Contest, Tally
from dengxiaming.areas.elections.course import Next
from dengxiaming.areas.elections.models import Election, Registered, Round, Standing, Teller, Voter
from dengxiaming.areas.elections.queries import Balloted, Shown
from dengxiaming.areas.elections.refusals import Refused, refuse
from dengxiaming.areas.elections.terms import AMONG_EQUALS, DELEGATE, ELECTABLE, ENTITLED, LED, MEMBER, TERM
from dengxiaming.areas.elections.voting import electronic
from dengxiaming.areas.elections.voting import meeting as meetings
from dengxiaming.areas.elections.voting.meeting import Figures, Meeting
from dengxiaming.areas.members.models import Member
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import Actor


def meet(code: str, meeting: Meeting, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> None:
    """The meeting has begun: who came, who counts. Refused where it cannot vote."""
    with verb("election.meet", by, at, token, content) as work:
        held = locked(code)
        if held.called_at is None or held.met_at is not None:
            raise refuse("meet", "名册还没有定，或者大会已经开始（S8-3：先定名册再开会）。")
        shown = queries.shown(held)
        expected = {one.member.code for one in shown.register if one.standing == ENTITLED}
        candidates = {one.code for some in shown.nominees.values() for one in some}
        wrong = meetings.objections(meeting, shown.edition, expected, candidates, len(shown.excused))
        if wrong:
            raise Refused(wrong)
        rows = Registered.objects.filter(election=held, standing=ENTITLED)
        rows.update(present=False)
        rows.filter(member__code__in=meeting.present).update(present=True)
        people = {one.code: one for one in Member.objects.filter(code__in={*meeting.tellers, meeting.chair})}
        Teller.objects.bulk_create(
            Teller(election=held, member=people[who], leads=who == meeting.leads) for who in meeting.tellers
        )
        Election.objects.filter(pk=held.pk).update(met_at=at, chair=people.get(meeting.chair))
        work.seal("election", code)


@dataclass(frozen=True)
class Opening:
    """A ballot to be opened: who stands, how it is voted, and (where the committee elects) who of it is there;
    `ballot` is the electronic one, prepared before.
    """

    candidates: Sequence[str]
    manner: str
    present: Collection[str] = ()
    ballot: str = ""


def open_round(code: str, opening: Opening, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> int:
    """The next ballot is open: its number. Which one that is follows from those before it (R3-11, R3-12)."""
    with verb("election.open", by, at, token, content) as work:
        held = locked(code)
        shown = queries.shown(held)
        ready = made_ready(shown, opening)
        made = Round.objects.create(
            election=held, number=len(shown.rounds) + 1, post=ready.todo.post, sort=ready.todo.sort,
            by_committee=ready.todo.by_committee, seats=ready.todo.seats, expected=ready.expected,
            present=len(ready.voters), manner=opening.manner, opened_at=at,
            opened_by=Member.objects.get(code=by.member), ballot=Ballot.objects.filter(code=opening.ballot).first(),
        )  # fmt: skip
        people = {one.code: one for one in Member.objects.filter(code__in={*ready.voters, *ready.candidates})}
        Voter.objects.bulk_create(Voter(round=made, member=people[who]) for who in ready.voters)
        Standing.objects.bulk_create(
            Standing(round=made, member=people[who], position=position)
            for position, who in enumerate(ready.candidates, 1)
        )
        work.seal("election", code)
        work.answer = str(made.number)
    return made.number


@dataclass(frozen=True)
class Ready:
    """A ballot about to be opened: which, who stands, who votes, how many are expected."""

    todo: Next
    candidates: tuple[str, ...]
    voters: tuple[str, ...]
    expected: int


def made_ready(shown: Shown, opening: Opening) -> Ready:
    """What an opening comes to. Refused where no ballot is due, candidates are wrong, or too few people are there."""
    todo = shown.course.next
    if shown.row.met_at is None or todo is None:
        raise refuse("open", "现在没有要开的投票：上一次还没有计完，或者都选出来了。")
    candidates = todo.candidates or _ordered(shown, opening.candidates, todo)
    expected, voters = electors(shown, todo, opening.present)
    contest = Contest(
        todo.seats, candidates, len(voters), among_equals=todo.sort == AMONG_EQUALS, equal=todo.post in LED,
        delegates=todo.post == DELEGATE,
    )  # fmt: skip
    for field, finding in (
        ("candidates", core.difference(shown.edition, contest)),
        ("present", core.quorum(shown.edition, len(expected), len(voters))),
    ):
        if not finding.holds:
            raise refuse(field, f"{finding.words}（{finding.article}）")
    return Ready(todo, candidates, tuple(sorted(voters)), len(expected))


def electors(shown: Shown, todo: Next, present: Collection[str]) -> tuple[set[str], set[str]]:
    """Who is expected and who is there: at the members' meeting by its roll, of the committee whoever is named."""
    if todo.by_committee:
        sitting = queries.committee(shown.row.organization.code, shown.row.on) if shown.row.kind != TERM else ()
        expected = {*shown.course.elected[MEMBER], *sitting}
        return expected, expected & set(present)
    roll = [one for one in shown.register if one.standing == ENTITLED]
    return {one.member.code for one in roll}, {one.member.code for one in roll if one.present}


def eligible(shown: Shown, todo: Next) -> set[str]:
    """Who can be elected and is not yet: whoever may vote, or is represented by who may; by the committee one of its
    own.
    """
    taken = {who for some in shown.course.elected.values() for who in some}
    if todo.by_committee:
        return electors(shown, todo, ())[0] - (taken - set(shown.course.elected[MEMBER]))
    return {one.member.code for one in shown.register if one.standing in ELECTABLE} - taken


def count(
    code: str, number: int, typed: meetings.Typed, by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> None:
    """A teller enters the figures. They decide nothing until another teller has checked them."""
    with verb("election.count", by, at, token, content) as work:
        held = locked(code)
        shown = queries.shown(held)
        ballot = _open(shown, number)
        _tells(shown, by)
        figures = meetings.read(typed, ballot.held.contest, shown.names, others(shown, ballot))
        if not isinstance(figures, Figures):
            raise Refused(figures)
        _keep(ballot, figures)
        who = Member.objects.get(code=by.member)
        Round.objects.filter(pk=ballot.row.pk).update(counted_at=at, counted_by=who)
        work.seal("election", code)


def others(shown: Shown, ballot: Balloted) -> set[str]:
    """Who can be written in on a ballot: whoever could be elected and does not stand (R3-8); nobody among equals."""
    if ballot.held.contest.among_equals:
        return set()
    todo = Next(ballot.held.post, ballot.held.sort, ballot.held.contest.seats, ballot.held.by_committee)
    return eligible(shown, todo) - set(ballot.held.contest.candidates)


def check(code: str, number: int, agreed: bool, by: Actor, at: datetime, token: str = "") -> None:
    """Another teller checked the figures: they stand; or sends them back to be counted again."""
    with verb("election.check", by, at, token) as work:
        held = locked(code)
        shown = queries.shown(held)
        ballot = _open(shown, number)
        _tells(shown, by)
        if ballot.row.counted_by is None:
            raise refuse("check", "还没有人报数。先由一名监票人录入计票结果。")
        if ballot.row.counted_by.code == by.member:
            raise refuse("check", "数是您报的，要由另一名监票人核对（R3-7）。")
        rows = Round.objects.filter(pk=ballot.row.pk)
        if agreed:
            rows.update(checked_at=at, checked_by=Member.objects.get(code=by.member))
        else:
            rows.update(counted_at=None, counted_by=None, issued=None, cast=None, valid=None)
            Standing.objects.filter(round=ballot.row, written_in=True).delete()
            Standing.objects.filter(round=ballot.row).update(in_favour=None, against=None, abstained=None)
        work.seal("election", code)


def take_result(code: str, number: int, by: Actor, at: datetime, token: str = "") -> None:
    """The electronic ballot is closed by its tellers: its sums become the figures. Stopped, too few voted to be told
    apart, or somebody nobody knows was written in by more than half: nobody is elected, it is held again.
    """
    with verb("election.take_result", by, at, token) as work:
        held = locked(code)
        shown = queries.shown(held)
        ballot = _open(shown, number)
        _tells(shown, by)
        rows = Round.objects.filter(pk=ballot.row.pk)
        tally = ballots.result(ballot.row.ballot.code) if ballot.row.ballot else None
        standing = ballots.standing(ballot.row.ballot.code) if ballot.row.ballot else None
        if tally is None and (standing is None or standing.stage != Stage.STOPPED):
            raise refuse("figures", "电子投票还没有结束。由监票人在投票页结束，再来取结果。")
        told = tally if tally is not None and tally.broken_down else None
        votes, stray = electronic.votes(told, shown.names, others(shown, ballot))
        if told is None or electronic.stray_winner(stray, ballot.held.contest):
            rows.update(abandoned=True, counted_at=at)
        else:
            _keep(ballot, Figures(len(ballot.voters), Tally(told.cast, told.valid, votes)))
            who = Member.objects.get(code=by.member)
            rows.update(counted_at=at, counted_by=who, checked_at=at, checked_by=who)
        work.seal("election", code)


def give_up_seats(code: str, consenting: int, by: Actor, at: datetime, token: str = "") -> None:
    """The voters agree to fewer seats instead of another ballot (R3-12)."""
    with verb("election.give_up_seats", by, at, token) as work:
        held = locked(code)
        shown = queries.shown(held)
        todo = shown.course.next
        if todo is None or not todo.may_give_up:
            raise refuse("consenting", "现在没有可以减少的名额（R3-12：够票的人少于应选名额时才可以）。")
        last = shown.rounds[-1]
        elected = len(shown.course.elected[todo.post])
        finding = core.fewer_seats(shown.edition, last.held.contest, elected, consenting)
        if not finding.holds:
            raise refuse("consenting", f"{finding.words}（{finding.article}）")
        Round.objects.filter(pk=last.row.pk).update(consenting=consenting)
        work.seal("election", code)


def _open(shown: Shown, number: int) -> Balloted:
    ballot = next((one for one in shown.rounds if one.row.number == number), None)
    if ballot is None or ballot.row.checked_at is not None:
        raise refuse("figures", "这次投票已经核对过，数不能再改。")
    return ballot


def _tells(shown: Shown, by: Actor) -> None:
    if by.member not in {one.code for one in shown.tellers}:
        raise refuse("figures", "计票只由大会通过的监票人做（R3-7）。")


def _keep(ballot: Balloted, figures: Figures) -> None:
    """The figures take the place of whatever was entered before."""
    tally = figures.tally
    Round.objects.filter(pk=ballot.row.pk).update(issued=figures.issued, cast=tally.cast, valid=tally.valid)
    Standing.objects.filter(round=ballot.row, written_in=True).delete()
    for one in ballot.standings:
        if not one.written_in:
            who = one.member.code
            Standing.objects.filter(pk=one.pk).update(
                in_favour=tally.votes(who, FOR), against=tally.votes(who, AGAINST), abstained=tally.votes(who, ABSTAIN)
            )
    stood = len(ballot.held.contest.candidates)
    fresh = [who for who in tally.by_question if who not in ballot.held.contest.candidates]
    people = {one.code: one for one in Member.objects.filter(code__in=fresh)}
    Standing.objects.bulk_create(
        Standing(
            round=ballot.row, member=people[who], position=stood + place, written_in=True, in_favour=tally.votes(who)
        )
        for place, who in enumerate(fresh, 1)
    )


def _ordered(shown: Shown, chosen: Sequence[str], todo: Next) -> tuple[str, ...]:
    """Those chosen to stand, in the order of strokes (R3-7). Refused where somebody cannot be elected."""
    if not set(chosen) <= eligible(shown, todo):
        raise refuse("candidates", "候选人里有没有被选举权的，或者已经当选的。重新选（R3-3、R3-13）。")
    return strokes.order({who: shown.names[who] for who in chosen}, strokes.read(shown.row.strokes))
