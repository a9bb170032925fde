"""What a vote comes to, by the article that governs it, shown with its numbers (R1-5, R1-6).

"半数以上" includes the half, "超过半数" does not. Voters are full members (R3-3); who lost the right while on probation
within the party (留党察看) is not in the register, the branch knows it.
"""

from dataclasses import dataclass

from dengxiaming.areas.gatherings.kinds import Vote


@dataclass(frozen=True)
class Ballot:
    """The three numbers of one item."""

    in_favour: int
    against: int
    abstained: int

    @property
    def total(self) -> int:
        """How many voted."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True)
class Outcome:
    """A vote judged: `quorum` and `passed` are None where no text says. `words` is the sentence for the page."""

    entitled: int
    present: int
    quorum: bool | None
    passed: bool | None
    words: str
    article: str


def base(vote: Vote, entitled: int, present: int) -> str:
    """The base, for the hint beside the vote, `有表决权的党员应到13人，到会11人。`."""
    return f"{vote.voters}应到{entitled}人，到会{present}人。"


def outcome(vote: Vote, entitled: int, present: int, ballot: Ballot) -> Outcome:
    """Enough there: at least half of those entitled. Carried: in favour more than half of those entitled *expected*."""
    quorum = 2 * present >= entitled > 0 if vote.quorum else None
    passed = quorum is not False and 2 * ballot.in_favour > entitled if vote.passes else None
    article = f"{vote.article}（{vote.source}）" if vote.source else ""
    return Outcome(entitled, present, quorum, passed, _words(vote, entitled, present, ballot, quorum, passed), article)


def _words(vote: Vote, entitled: int, present: int, ballot: Ballot, quorum: bool | None, passed: bool | None) -> str:
    cast = f"赞成{ballot.in_favour}，反对{ballot.against}，弃权{ballot.abstained}"
    silent = present - ballot.total
    cast += f"，没有表决{silent}" if silent > 0 else ""
    there = base(vote, entitled, present)
    if quorum is False:
        return f"{there}到会不到半数，这次表决不算数。{cast}。"
    enough = "到会达到半数。" if quorum else ""
    if passed is None:
        return f"{there}{enough}{cast}。"
    says = "超过" if passed else "没有超过"
    return f"{there}{enough}{cast}。赞成{says}应到{entitled}人的半数，{'通过' if passed else '没有通过'}。"
