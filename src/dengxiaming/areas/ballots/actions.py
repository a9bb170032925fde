"""The verbs of ballots: prepared, slips drawn and typed back, votes cast, closed by two slips, emptied at last.

What a voter marked lives in the memory of one request: it is sealed before anything is written, no form's digest is
taken over it, and no error carries it. A token here is the page's own, never a digest over what was sent.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db import IntegrityError, connection

from dengxiaming.areas.ballots import core, queries, sealing
from dengxiaming.areas.ballots.core import Definition, Marks, PaperCount, Question, Tally
from dengxiaming.areas.ballots.models import Ballot, Paper, Teller, Total, Vote, Voter
from dengxiaming.areas.ballots.queries import Stage
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground.codes import new_code
from dengxiaming.journal import queries as journal
from dengxiaming.journal import verifying
from dengxiaming.journal.actions import Receipt, verb
from dengxiaming.journal.actor import Actor

OBJECTION_DAYS: Final = 15
"""How long after the end the sealed ballots stay, where the caller says nothing (本: no text gives a number)."""
_PAIR: Final = 2
_MOST_SLIPS: Final = 3


class Refused(Exception):  # noqa: N818  it is an answer to the user, named as such
    """It cannot be done as things stand; the text says what to do instead."""


class AlreadyVoted(Refused):
    """Who voted does not vote again."""

    def __init__(self) -> None:
        super().__init__("您已经投过票了。一人投一次，投出以后不能再改。")


@dataclass(frozen=True)
class Wanted:
    """A ballot to be prepared. `voters` and `tellers` are codes of members; the first two tellers get a slip each, a
    third one a spare. `delegate` is the teller sent from above, in an appraisal ("" for none). `base`: see
    `core.Definition`; 0: as many as there are voters.
    """

    organization: str
    title: str
    questions: tuple[Question, ...]
    voters: Sequence[str]
    tellers: Sequence[str]
    seats: int | None = None
    base: int = 0
    on_paper: bool = False
    delegate: str = ""
    result_to_voters: bool = True
    objection_days: int = OBJECTION_DAYS


def prepare(wanted: Wanted, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> str:
    """A ballot with its paper and its voters, both fixed from now on; its code. Raises `Refused`."""
    _check(wanted)
    with verb("ballot.prepare", by, at, token, content) as work:
        code = new_code("X")
        voters, tellers = list(dict.fromkeys(wanted.voters)), list(wanted.tellers)
        definition = Definition(
            code, wanted.organization, wanted.title, wanted.questions, wanted.base or len(voters), wanted.seats
        )
        people = _people({*voters, *tellers, by.member})
        held = Ballot.objects.create(
            code=code, organization=Organization.objects.get(code=wanted.organization), title=wanted.title,
            definition=definition.text, fingerprint=definition.fingerprint, on_paper=wanted.on_paper,
            result_to_voters=wanted.result_to_voters, objection_days=wanted.objection_days, prepared_at=at,
            prepared_by=people[by.member],
        )  # fmt: skip
        Voter.objects.bulk_create(Voter(ballot=held, member=people[one]) for one in voters)
        Teller.objects.bulk_create(
            Teller(ballot=held, member=people[one], number=number, delegate=one == wanted.delegate)
            for number, one in enumerate(tellers, 1)
        )
        work.seal("ballot", code)
        work.answer = code
    return code


def _check(wanted: Wanted) -> None:
    """What R3-7 asks of the tellers, and what secrecy asks of the numbers."""
    tellers, voters = set(wanted.tellers), set(wanted.voters)
    if len(tellers) != len(wanted.tellers) or not _PAIR <= len(tellers) <= _MOST_SLIPS:
        raise Refused("监票人要2人或3人，不能是同一个人：两张密码条各拿一张。")
    candidates = {one.about for one in wanted.questions if one.about}
    if tellers & candidates and not wanted.delegate:
        raise Refused("监票人不能是候选人（R3-7）。换一位监票人。")
    if wanted.delegate and wanted.delegate not in tellers:
        raise Refused("上级派来的人要是监票人之一。")
    if not wanted.questions or not voters:
        raise Refused("选票上还没有要投的事项，或者还没有投票人。")
    if len({one.key for one in wanted.questions}) != len(wanted.questions):
        raise Refused("选票上有两行编号相同。")
    if not wanted.on_paper and len(voters) < core.FEWEST:
        raise Refused(f"投票人不到{core.FEWEST}人，在网上投容易猜出谁投了什么。请用纸票。")


def draw_slips(code: str, by: Actor, at: datetime, token: str = "") -> tuple[str, ...]:
    """New slips, to be shown once and never again: only the lock is kept. Drawn again they make the old ones void.

    Raises `Refused` where voting has begun.
    """
    held = _ballot(code)
    _must_be(held, Stage.PREPARED, Stage.DRAWN)
    _must_tell(held, by)
    if held.on_paper:
        raise Refused("纸票不用密码条。")
    slips = sealing.new_slips(held.tellers.count())
    lock = sealing.make_lock(slips, cost())
    with verb("ballot.draw", by, at, token, f"draw {code}".encode()) as work:
        held = _locked(code, Stage.PREPARED, Stage.DRAWN)
        Ballot.objects.filter(pk=held.pk).update(lock=lock.text)
        work.seal("ballot", code)
        work.answer = code
    return slips


def open_voting(code: str, slips: Mapping[int, str], by: Actor, at: datetime, token: str = "") -> None:
    """The tellers typed two slips back, so they were written down right; from now on votes are cast. Another teller
    does it than the one who drew them (V2.3.5).

    Raises `Refused`, `sealing.WrongSlips`.
    """
    held = _ballot(code)
    _must_be(held, Stage.DRAWN)
    _must_tell(held, by)
    if journal.versions("ballot", code)[-1].by == by.ref:
        raise Refused("密码条是您生成的，由另一位监票人用自己的账号来核对：两个人都在场才算。")
    sealing.open_lock(sealing.Lock.read(held.lock), slips)
    with verb("ballot.open", by, at, token, f"open {code}".encode()) as work:
        now = _locked(code, Stage.DRAWN)
        if now.lock != held.lock:
            raise Refused("密码条刚才重新生成过。用新的那两张。")
        Ballot.objects.filter(pk=held.pk).update(opened_at=at)
        work.seal("ballot", code)
        work.answer = code


def cast(code: str, marks: Marks, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """One vote: sealed in memory, then one row. The journal says that this voter voted, and nothing of what.

    Raises `AlreadyVoted`, `Refused`, `sealing.TooLong`; `ValueError` where the marks do not fit the paper.
    """
    held = _ballot(code)
    _must_be(held, Stage.OPEN)
    voter = Voter.objects.filter(ballot=held, member__code=by.member).first()
    if voter is None:
        raise Refused("您不在这次投票的名单上。")
    definition = Definition.read(held.definition)
    if core.problems(definition, marks):
        raise ValueError("选票没有填全。")
    sealed = sealing.seal(definition, marks, sealing.Lock.read(held.lock).public, by.member)
    del marks
    try:
        # 口令的摘要只算在编号上：算在选票上，就能一个一个试出来（decisions，The ballot）
        with verb("ballot.cast", by, at, token, f"cast {code}".encode()) as work:
            held = _locked(code, Stage.OPEN)
            vote = Vote.objects.create(code=new_code(_vote_prefix(held)), ballot=held, voter=voter, sealed=sealed)
            work.seal("vote", vote.code)
            work.answer = code
    except IntegrityError as error:
        raise AlreadyVoted from error
    return work.receipt


def close(code: str, slips: Mapping[int, str], by: Actor, at: datetime, token: str = "") -> Tally:
    """Two slips end the vote: opened in this request's memory, judged whole, added up, and only sums written.

    Raises `Refused` where anything of the sealed ballots is not as it was cast; `sealing.WrongSlips`.
    """
    held = _ballot(code)
    _must_be(held, Stage.OPEN)
    _must_tell(held, by)
    key = sealing.open_lock(sealing.Lock.read(held.lock), slips)
    with verb("ballot.close", by, at, token, f"close {code}".encode()) as work:
        held = _locked(code, Stage.OPEN)
        definition = Definition.read(held.definition)
        found = core.tally(definition, _opened(held, definition, key))
        _write(held, found, at)
        work.seal("ballot", code)
        work.answer = code
    return found


def _opened(held: Ballot, definition: Definition, key: X25519PrivateKey) -> list[Marks]:
    """Every vote's marks, in no order. Ballots equal voters marked, or it stops."""
    rows = list(Vote.objects.filter(ballot=held).values_list("voter__member__code", "voter__ballot", "sealed"))
    misplaced = any(ballot != held.pk or sealed is None for *_, ballot, sealed in rows)
    if misplaced or verifying.is_changed("vote", _vote_prefix(held)):
        raise Refused("有选票和存证不一样，投出以后被人动过。没有计票；请找审计管理员运行 journal verify。")
    try:
        return [sealing.unseal(definition, bytes(sealed or b""), key, member) for member, _, sealed in rows]
    except sealing.Unreadable as error:
        raise Refused("有一张选票在它的位置上打不开。没有计票；请找审计管理员运行 journal verify。") from error


def _vote_prefix(held: Ballot) -> str:
    """The codes of a ballot's votes begin so: the journal's votes of this ballot are counted by it."""
    return f"{held.code}-"


def _write(held: Ballot, found: Tally, at: datetime) -> None:
    """The result, and nothing else of the ballots."""
    rows = [
        Total(ballot=held, question=key, choice=choice, count=count)
        for key, counts in found.by_question.items()
        for choice, count in counts.items()
    ]
    rows += [Total(ballot=held, question="", choice=name, count=count) for name, count in found.written.items()]
    Total.objects.bulk_create(rows)
    Ballot.objects.filter(pk=held.pk).update(
        closed_at=at, cast=found.cast, valid=found.valid if found.broken_down else None,
        carried=json.dumps(dict(found.carried), sort_keys=True),
    )  # fmt: skip


def enter_paper(code: str, count: PaperCount, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> None:
    """One teller enters what was counted by hand; entered again it takes the place of the former count.

    Raises `Refused`; `ValueError` where the numbers do not agree (`core.paper_problems`).
    """
    with verb("ballot.count", by, at, token, content) as work:
        held = _locked(code, Stage.PREPARED, Stage.DRAWN)
        _must_tell(held, by)
        if not held.on_paper:
            raise Refused("这次投票不是纸票。")
        if core.paper_problems(Definition.read(held.definition), count, held.voters.count()):
            raise ValueError("票数对不上。")
        written = {core.tidy_name(name): number for name, number in count.written.items()}
        counts = json.dumps({"by_question": count.by_question, "written": written}, ensure_ascii=False)
        Paper.objects.update_or_create(
            ballot=held,
            defaults={
                "issued": count.issued, "returned": count.returned, "valid": count.valid, "invalid": count.invalid,
                "counts": counts, "entered_by": Member.objects.get(code=by.member), "entered_at": at,
            },
        )  # fmt: skip
        work.seal("ballot", code)
        work.answer = code


def confirm_paper(code: str, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> Tally:
    """A second teller confirms the count: from now on it is the result. Raises `Refused`."""
    with verb("ballot.confirm", by, at, token, content) as work:
        held = _locked(code, Stage.DRAWN)
        _must_tell(held, by)
        paper = Paper.objects.select_related("entered_by").get(ballot=held)
        if paper.entered_by.code == by.member:
            raise Refused("计票数由另一位监票人确认：两个人都看过才算。")
        found = queries.read_paper(paper).tally(Definition.read(held.definition))
        Paper.objects.filter(pk=paper.pk).update(confirmed_by=Member.objects.get(code=by.member), confirmed_at=at)
        _write(held, found, at)
        work.seal("ballot", code)
        work.answer = code
    return found


def stop(code: str, reason: str, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> None:
    """The vote is void: a slip was lost, more came back than were given out (R3-9). It is held again as another one."""
    with verb("ballot.stop", by, at, token, content) as work:
        held = _locked(code, Stage.PREPARED, Stage.DRAWN, Stage.OPEN)
        _must_tell(held, by)
        Ballot.objects.filter(pk=held.pk).update(stopped_at=at, stopped_because=reason)
        work.seal("ballot", code, reason)
        work.answer = code


def empty_sealed(code: str, by: Actor, at: datetime, today: date, token: str = "", content: bytes = b"") -> None:
    """The objections have had their time: the sealed ballots go, from their rows and from the journal's texts. The
    journal says that they went, and `verify` knows it. Raises `Refused`.
    """
    with verb("ballot.empty", by, at, token, content) as work:
        held = _locked(code, Stage.CLOSED, Stage.STOPPED)
        _must_tell(held, by)
        first = queries.empty_from(held)
        if first is None or held.emptied_at:
            raise Refused("没有要清除的密封选票。")
        if today < first:
            raise Refused(f"异议期还没有过，{first.isoformat()}起才能清除。")
        votes = Vote.objects.filter(ballot=held)
        work.redact("vote", list(votes.values_list("code", flat=True)), "sealed")
        votes.update(sealed=None)
        Ballot.objects.filter(pk=held.pk).update(emptied_at=at)
        work.seal("ballot", code)
        work.answer = code
    _wipe()


def _wipe() -> None:
    """The bytes too: SQLite's log is written back and cut to nothing (its pages are overwritten as they are freed,
    `secure_delete`); PostgreSQL writes the table anew. What lies in PostgreSQL's log and in backups goes when they
    rotate; without the slips it opens for nobody.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        statement = (
            "VACUUM FULL ballots_vote" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
        )
        cursor.execute(statement)


def cost() -> sealing.Cost:
    """What a derivation costs in this installation: a setting, so that tests need not wait (conf/settings.py)."""
    return sealing.Cost(settings.BALLOT_MEMORY, settings.BALLOT_PASSES)


def _ballot(code: str) -> Ballot:
    found = Ballot.objects.filter(code=code).first()
    if found is None:
        raise Refused("没有这次投票。")
    return found


def _locked(code: str, *stages: Stage) -> Ballot:
    """The ballot, held until the verb ends: nobody casts while it is closed."""
    found = Ballot.objects.select_for_update().get(code=code)
    _must_be(found, *stages)
    return found


def _must_be(held: Ballot, *stages: Stage) -> None:
    now = queries.stage(held)
    if now not in stages:
        raise Refused(f"这次投票{queries.STAGES[now]}，这一步现在不能做。")


def _must_tell(held: Ballot, by: Actor) -> None:
    if not Teller.objects.filter(ballot=held, member__code=by.member).exists():
        raise Refused("只有这次投票的监票人能做。")


def _people(codes: set[str]) -> dict[str, Member]:
    found = {one.code: one for one in Member.objects.filter(code__in=codes)}
    missing = codes - found.keys()
    if missing:
        raise Refused(f"名册里没有编号为“{'、'.join(sorted(missing))}”的党员。")
    return found
