"""What an election comes to, by the article that governs it (R3-4 … R3-13). Knows nothing of tables or pages.

Two bases are never mixed: a resolution is carried by those *expected* (R1-5, `gatherings.votes`), an election is won by
those *present* who may vote (R3-10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dengxiaming.areas.elections.numbers import Edition

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"


@dataclass(frozen=True)
class Finding:
    """A sentence with the article it rests on. `holds` is False where something stands in the way."""

    holds: bool
    words: str
    article: str


@dataclass(frozen=True)
class Tally:
    """What was counted, on paper or electronically: ballots returned, valid ones among them, votes by question (a
    member's code) and choice. A member nobody nominated who was written in has votes for only (R3-8).
    """

    cast: int
    valid: int
    by_question: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def votes(self, member: str, choice: str = FOR) -> int:
        """The votes of one choice for a member."""
        return self.by_question.get(member, {}).get(choice, 0)


@dataclass(frozen=True)
class Contest:
    """One ballot: how many are to be elected, of whom, by how many present, on how many ballots handed out.

    `among_equals`: another ballot among those with equal votes (R3-11). `equal`: as many candidates as seats will do
    (R3-13: secretary and deputy). `delegates`: delegates to a congress, with a difference of their own (R3-2).
    """

    seats: int
    candidates: Sequence[str]
    present: int
    issued: int = 0
    among_equals: bool = False
    equal: bool = False
    delegates: bool = False


@dataclass(frozen=True)
class Outcome:
    """Who is elected, and what is left: `tied` are equal across the last seat and are voted on again for `open_seats`;
    without a tie `open_seats` are to be filled by a supplementary election, or given up.
    """

    void: bool = False
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    open_seats: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether every seat is filled."""
        return not self.void and self.open_seats == 0


def quorum(edition: Edition, expected: int, present: int) -> Finding:
    """Enough of those who may vote are there: four fifths of those expected (R3-5; before 2020 more than that)."""
    share = edition.quorum
    holds = expected > 0 and share.is_reached(present, expected)
    needed = f"{'要超过' if share.strict else '不少于'}五分之四，至少{share.least(expected)}人"
    verdict = "会议有效" if holds else "到会人数不够，会议不能进行选举；改期再开"
    return Finding(holds, f"应到{expected}人，到会{present}人；{needed}。{verdict}。", f"基层选举条例{share.cite}")


def difference(edition: Edition, contest: Contest) -> Finding:
    """Enough candidates: a share more than seats for a committee or for delegates (R3-4), rounded up; as many as seats
    for secretary and deputy.
    """
    stand, seats = len(contest.candidates), contest.seats
    if contest.among_equals:
        return Finding(True, f"票数相等的{stand}人中再选{seats}人。", f"基层选举条例{edition.tie}")
    if contest.equal:
        said = f"应选{seats}人，候选人{stand}人；等额选举，候选人和应选人数一样多。"
        return Finding(stand == seats, said, "基层选举条例R3-13")
    share = edition.delegates if contest.delegates else edition.difference
    least = seats + share.least(seats)
    said = f"应选{seats}人，候选人{stand}人；差额不少于应选人数的{share.percent}，不足1人进1，至少{least}人。"
    return Finding(stand >= least, said, f"基层选举条例{share.cite}")


def returned(contest: Contest, tally: Tally) -> Finding:
    """Not more ballots came back than were handed out; else the whole ballot is void and held again (R3-9)."""
    holds = tally.cast <= contest.issued
    says = "不多于发出的，选举有效" if holds else "多于发出的，这次投票无效，重新选举"
    said = f"发出选票{contest.issued}张，收回{tally.cast}张；{says}。"
    return Finding(holds, said, "基层选举条例R3-9")


def is_valid_ballot(chosen: int, seats: int) -> bool:
    """A ballot that chooses at most as many as are to be elected is valid (R3-9)."""
    return chosen <= seats


def mistakes(contest: Contest, tally: Tally) -> tuple[str, ...]:
    """Why the tellers' figures cannot be: each a sentence with the remedy."""
    found = []
    if contest.issued > contest.present:
        found.append(f"发出{contest.issued}张，多于到会有选举权的{contest.present}人。核对发票数。")
    if tally.valid > tally.cast:
        found.append(f"有效票{tally.valid}张，多于收回的{tally.cast}张。核对废票。")
    if tally.cast > contest.issued:
        # 收回多于发出：整次作废，不再数各人的票（R3-9）
        return tuple(found)
    for member in contest.candidates:
        total = sum(tally.votes(member, choice) for choice in (FOR, AGAINST, ABSTAIN))
        if total != tally.valid:
            found.append(f"@{member}的赞成、不赞成、弃权合计{total}，有效票是{tally.valid}。重新数这一行。")
    others = sum(tally.votes(member) for member in tally.by_question if member not in contest.candidates)
    against = sum(tally.votes(member, AGAINST) for member in contest.candidates)
    if others > against:
        found.append(
            f"另选他人合计{others}票，多于不赞成的{against}票。不赞成才能另选，弃权不能另选（R3-8）。重新数一遍。"
        )
    chosen = sum(tally.votes(member) for member in tally.by_question)
    if chosen > tally.valid * contest.seats:
        most = tally.valid * contest.seats
        found.append(f"赞成票合计{chosen}，{tally.valid}张有效票最多选{most}人次。多选的票是废票，重新分一遍（R3-9）。")
    return tuple(found)


def outcome(edition: Edition, contest: Contest, tally: Tally) -> Outcome:
    """Who is elected. Nothing is decided where the ballot is void."""
    valid = returned(contest, tally)
    if not valid.holds:
        return Outcome(void=True, open_seats=contest.seats, findings=(valid,))
    over, needed = _over(edition, contest, tally)
    ranked = sorted(over, key=lambda member: -tally.votes(member))
    if len(ranked) <= contest.seats:
        left = contest.seats - len(ranked)
        few = () if left == 0 else (_too_few(contest.seats, len(ranked), left),)
        return Outcome(elected=tuple(ranked), open_seats=left, findings=(valid, needed, *few))
    last = tally.votes(ranked[contest.seats - 1])
    if tally.votes(ranked[contest.seats]) < last:
        enough = Finding(
            True, f"够票的{len(ranked)}人，多于应选的{contest.seats}人，以得票多少取足。", "基层选举条例R3-11"
        )
        return Outcome(elected=tuple(ranked[: contest.seats]), findings=(valid, needed, enough))
    sure = tuple(member for member in ranked if tally.votes(member) > last)
    tied = tuple(member for member in ranked if tally.votes(member) == last)
    left = contest.seats - len(sure)
    again = Finding(
        False, f"{len(tied)}人都是{last}票，只剩{left}个名额，分不出来；就这{len(tied)}人再投一次票。",
        "基层选举条例R3-11",
    )  # fmt: skip
    return Outcome(elected=sure, tied=tied, open_seats=left, findings=(valid, needed, again))


def _over(edition: Edition, contest: Contest, tally: Tally) -> tuple[list[str], Finding]:
    """Those with enough votes: more than half of those present who may vote (R3-10), or among equals any."""
    if contest.among_equals:
        said = "票数相等的人之间，得赞成票多的当选。"
        stood = [member for member in contest.candidates if tally.votes(member) > 0]
        return stood, Finding(True, said, f"基层选举条例{edition.tie}")
    share = edition.majority
    everybody = [*contest.candidates, *(one for one in tally.by_question if one not in contest.candidates)]
    over = [member for member in everybody if share.is_reached(tally.votes(member), contest.present)]
    said = (
        f"实到会有选举权的{contest.present}人，赞成票超过半数，即至少{share.least(contest.present)}票，始得当选："
        f"{len(over)}人够票。"
    )
    return over, Finding(True, said, f"基层选举条例{share.cite}")


def _too_few(seats: int, elected: int, left: int) -> Finding:
    said = f"够票的{elected}人，少于应选的{seats}人，差{left}人：另行选举。"
    near = "接近应选名额的，经半数以上选举人同意可以减少名额。"
    return Finding(False, said + near, "基层选举条例R3-12")


def fewer_seats(edition: Edition, contest: Contest, elected: int, consenting: int) -> Finding:
    """Whether the seats left open may be given up: somebody is elected, and half of the voters or more agree (R3-12).

    Whether the number is near, people judge: the text gives none.
    """
    share = edition.consent
    holds = elected > 0 and consenting <= contest.present and share.is_reached(consenting, contest.present)
    enough = "可以减少名额，不再选举" if holds else "不能减少名额，要另行选举"
    return Finding(
        holds, f"选举人{contest.present}人，同意减少名额的{consenting}人，要半数以上；{enough}。",
        f"基层选举条例{share.cite}",
    )  # fmt: skip
