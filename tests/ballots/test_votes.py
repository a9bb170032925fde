"""A vote from its paper to its result: once each, sealed, counted by question, and only sums left (trust.md B, R3)."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import voting
from pytest_django import Settings
from voting import AT, TODAY, actor, cast, closed, marks, opened, prepared

from dengxiaming.areas.ballots import actions, core, queries, sealing
from dengxiaming.areas.ballots.actions import AlreadyVoted, Refused
from dengxiaming.areas.ballots.models import Ballot, Total, Vote
from dengxiaming.areas.ballots.queries import Stage
from dengxiaming.chain.note import PublicKey
from dengxiaming.journal import keys
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.models import Entry, Seal, Token
from dengxiaming.journal.verifying import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("voters")]


def findings() -> list[str]:
    """What `verify` finds, but for the people, who were put in by hand."""
    found = verify(PublicKey.read(keys.key().vkey))
    return [f"{one.where}：{one.sentence}" for one in found if one.kind not in {"organization", "member"}]


def vote_of(number: int) -> tuple[str, ...]:
    """How voter `number` votes: three candidates approved, in a few patterns."""
    patterns = (("yes", "yes", "yes", "no", "abstain"), ("no", "yes", "abstain", "yes", "yes"), ("no",) * 5)
    return patterns[number % 3]


def test_R3_9_totals_by_question_of_valid_ballots_alone() -> None:
    code, slips = opened()
    for number, member in enumerate(voting.VOTERS):
        cast(code, member, vote_of(number))
    cast_by_question = closed(code, slips)
    assert cast_by_question == queries.result(code)
    assert (cast_by_question.cast, cast_by_question.valid) == (40, 40)
    assert cast_by_question.by_question["q1"] == {"yes": 14, "no": 26, "abstain": 0}
    assert cast_by_question.by_question["q2"] == {"yes": 27, "no": 13, "abstain": 0}
    assert cast_by_question.carried == {"q1": "no", "q2": "yes", "q3": "", "q4": "no", "q5": ""}
    assert not findings()


def test_R3_9_a_ballot_that_chooses_more_than_the_seats_is_invalid_as_a_whole() -> None:
    code, slips = opened()
    for member in voting.VOTERS[:5]:
        cast(code, member, ("yes", "yes", "yes", "no", "no"))
    cast(code, "M06", ("yes", "yes", "yes", "yes", "no"))
    cast(code, "M07", ("yes", "yes", "yes", "no", "abstain"), q4="孙六")
    found = closed(code, slips)
    assert (found.cast, found.valid, found.invalid) == (7, 5, 2)
    assert found.by_question["q4"] == {"yes": 0, "no": 5, "abstain": 0}
    assert found.written == {}


def test_R3_8_names_written_in_are_totals_too_and_only_by_who_does_not_approve() -> None:
    code, slips = opened()
    for member in voting.VOTERS[:6]:
        cast(code, member, ("yes", "yes", "no", "no", "abstain"), q3="孙 六")
    found = closed(code, slips)
    assert found.written == {"孙六": 6}
    definition = Ballot.objects.get(code=code).definition
    paper = core.Definition.read(definition)
    assert core.problems(paper, marks(("yes",) * 5, q1="孙六"))
    assert core.problems(paper, marks(("abstain",) * 5, q1="孙六"))
    assert core.problems(paper, marks(("no",) * 5, q1="孙六", q2="孙六"))
    assert core.problems(paper, marks(("no",) * 5, q1="李二"))
    assert not core.problems(paper, marks(("no",) * 5, q1="孙六", q2="周七"))


def test_one_vote_each_and_none_from_outside() -> None:
    code, _ = opened()
    cast(code, "M01", ("yes", "no", "no", "no", "no"))
    with pytest.raises(AlreadyVoted):
        actions.cast(code, marks(("no",) * 5), actor("M01"), AT, "another-page")
    with pytest.raises(Repeated):
        cast(code, "M01", ("no",) * 5)
    with pytest.raises(Refused, match="不在"):
        cast(code, "J1", ("no",) * 5)
    with pytest.raises(ValueError, match="没有填全"):
        cast(code, "M02", ("no",) * 4)
    assert Vote.objects.count() == 1


def test_nothing_but_the_sealed_ballot_is_written_by_casting() -> None:
    """The token's digest and the journal are the same whatever was chosen; every sealed ballot has one size."""
    code, _ = opened()
    before = Entry.objects.count()
    cast(code, "M01", ("yes", "no", "no", "no", "no"), q2="孙六")
    cast(code, "M02", ("no", "no", "no", "no", "no"))
    assert {len(bytes(vote.sealed or b"")) for vote in Vote.objects.all()} == {sealing.SEALED}
    assert len({one.digest for one in Token.objects.all() if one.token.startswith("t-")}) == 1
    one, other = (bytes(entry.body) for entry in Entry.objects.filter(index__gte=before))
    assert len(one) == len(other)
    assert "孙六" not in "".join(Seal.objects.values_list("document", flat=True))
    assert b"yes" not in one + other


def test_below_five_nothing_is_broken_down() -> None:
    code, slips = opened(voters=voting.VOTERS[:6])
    for member in voting.VOTERS[:4]:
        cast(code, member, ("yes", "no", "no", "abstain", "no"))
    found = closed(code, slips)
    assert (found.broken_down, found.cast, found.by_question) == (False, 4, {})
    assert found.carried["q1"] == "yes"
    assert queries.result(code) == found
    assert Ballot.objects.get(code=code).valid is None
    assert not Total.objects.exists()
    with pytest.raises(Refused, match="纸票"):
        prepared(voters=voting.VOTERS[:4])


def test_slips_open_it_and_no_others() -> None:
    code, slips = opened()
    cast(code, "M01", ("no",) * 5)
    said = set()
    for wrong in ({1: slips[0], 2: "0" * 20}, {1: "0" * 20, 2: slips[1]}, {1: slips[1], 2: slips[0]}):
        with pytest.raises(sealing.WrongSlips) as refused:
            actions.close(code, wrong, actor("J1"), AT)
        said.add(str(refused.value))
    assert len(said) == 1
    spaced = {1: " ".join(slips[0]), 2: slips[1].translate({ord(str(one)): 0xFF10 + one for one in range(10)})}
    assert actions.close(code, spaced, actor("J1"), AT).cast == 1


def test_the_third_slip_stands_in_for_either() -> None:
    for pair in ((1, 2), (1, 3), (2, 3)):
        code = prepared(tellers=("J1", "J2", "J3"))
        slips = actions.draw_slips(code, actor("J3"), AT)
        actions.open_voting(code, {1: slips[0], 3: slips[2]}, actor("J1"), AT)
        for member in voting.VOTERS[:5]:
            cast(code, member, ("no",) * 5)
        assert actions.close(code, {one: slips[one - 1] for one in pair}, actor("J1"), AT).cast == 5


def test_slips_drawn_again_make_the_first_ones_void_until_the_first_vote_can_be_cast() -> None:
    code = prepared()
    first = actions.draw_slips(code, actor("J1"), AT)
    second = actions.draw_slips(code, actor("J1"), AT)
    with pytest.raises(sealing.WrongSlips):
        actions.open_voting(code, {1: first[0], 2: first[1]}, actor("J2"), AT)
    with pytest.raises(Refused, match="另一位"):
        actions.open_voting(code, {1: second[0], 2: second[1]}, actor("J1"), AT)
    actions.open_voting(code, {1: second[0], 2: second[1]}, actor("J2"), AT)
    with pytest.raises(Refused):
        actions.draw_slips(code, actor("J1"), AT)


def test_who_watches_is_no_candidate_and_not_alone() -> None:
    """R3-7; decisions, "The ballot": in an appraisal one slip is the delegate's, everybody else is measured."""
    with pytest.raises(Refused, match="R3-7"):
        prepared(questions=(core.person("q1", "某J1", "J1"),))
    with pytest.raises(Refused, match="2人"):
        prepared(tellers=("J1",))
    with pytest.raises(Refused, match="2人"):
        prepared(tellers=("J1", "J1"))
    graded = (core.grade("q1", "某J1", "J1"), core.grade("q2", "某M01", "M01"))
    code = prepared(questions=graded, seats=None, tellers=("J1", "J2"), delegate="J2")
    held = queries.standing(code)
    assert held is not None
    assert [one.delegate for one in held.tellers] == [False, True]
    for verb in (actions.draw_slips, actions.confirm_paper):
        with pytest.raises(Refused):
            verb(code, actor("M01"), AT)


def test_a_ballot_changed_copied_or_taken_away_by_hand_stops_the_count() -> None:
    for spoil in (swap, replace, take_away):
        code, slips = opened()
        for member in voting.VOTERS[:6]:
            cast(code, member, ("yes", "no", "no", "no", "no"))
        spoil(code)
        with pytest.raises(Refused, match="没有计票"):
            closed(code, slips)
        assert queries.result(code) is None


def swap(code: str) -> None:
    one, other = Vote.objects.filter(ballot__code=code)[:2]
    Vote.objects.filter(pk=one.pk).update(sealed=other.sealed)


def replace(code: str) -> None:
    """A fresh ballot of one's own, rightly sealed for that very voter: only the journal knows."""
    ballot = Ballot.objects.get(code=code)
    vote = Vote.objects.filter(ballot=ballot).select_related("voter__member").last()
    assert vote is not None
    lock, paper = sealing.Lock.read(ballot.lock), core.Definition.read(ballot.definition)
    sealed = sealing.seal(paper, marks(("no",) * 5), lock.public, vote.voter.member.code)
    Vote.objects.filter(pk=vote.pk).update(sealed=sealed)


def take_away(code: str) -> None:
    Vote.objects.filter(ballot__code=code)[0].delete()


def test_a_sealed_ballot_opens_in_no_other_row() -> None:
    paper = core.Definition("X1", "ZB1", "甲", voting.questions(), 40, 3)
    slips = sealing.new_slips(2)
    lock = sealing.make_lock(slips, sealing.Cost(64, 1))
    key = sealing.open_lock(lock, {1: slips[0], 2: slips[1]})
    sealed = sealing.seal(paper, marks(("no",) * 5), lock.public, "M01")
    assert sealing.unseal(paper, sealed, key, "M01").choices["q1"] == "no"
    other = core.Definition("X1", "ZB1", "乙", voting.questions(), 40, 3)
    for where, member in ((paper, "M02"), (other, "M01")):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(where, sealed, key, member)


def test_what_does_not_fit_is_refused() -> None:
    names = tuple(f"候选{number}" for number in range(30))
    code, _ = opened(questions=voting.questions(names), seats=30)
    written = {f"q{place}": chr(0x4E00 + place) * 20 for place in range(1, 31)}
    with pytest.raises(sealing.TooLong):
        cast(code, "M01", ("no",) * 30, **written)
    assert not Vote.objects.exists()


def test_emptied_after_the_objections_verify_knows_and_accepts_nothing_else() -> None:
    code, slips = opened(objection_days=7)
    for member in voting.VOTERS[:6]:
        cast(code, member, ("yes", "no", "no", "no", "no"))
    held = closed(code, slips)
    with pytest.raises(Refused, match="2026-12-03"):
        actions.empty_sealed(code, actor("J1"), AT, TODAY + timedelta(7))
    vote = Vote.objects.select_related("voter").first()
    assert vote is not None
    sealed = bytes(vote.sealed or b"")
    Vote.objects.filter(pk=vote.pk).update(sealed=None)
    assert any(vote.code in one for one in findings())
    Vote.objects.filter(pk=vote.pk).update(sealed=sealed)
    assert not findings()
    actions.empty_sealed(code, actor("J1"), AT, TODAY + timedelta(8))
    assert not findings()
    assert not Vote.objects.filter(sealed__isnull=False).exists()
    assert sealed.hex() not in "".join(Seal.objects.values_list("document", flat=True))
    assert queries.result(code) == held
    Vote.objects.filter(pk=vote.pk).update(sealed=sealed)
    assert any(vote.code in one for one in findings())


def test_a_stopped_ballot_takes_no_votes_and_is_emptied_like_another() -> None:
    code, slips = opened()
    cast(code, "M01", ("no",) * 5)
    actions.stop(code, "丢了一张密码条", actor("J1"), AT)
    for act in (lambda: cast(code, "M02", ("no",) * 5), lambda: closed(code, slips)):
        with pytest.raises(Refused, match="已经作废"):
            act()
    held = queries.standing(code)
    assert held is not None
    assert (held.stage, held.stopped_because) == (Stage.STOPPED, "丢了一张密码条")
    actions.empty_sealed(code, actor("J2"), AT, TODAY + timedelta(30))
    assert not findings()


def test_what_a_slip_costs_in_earnest(settings: Settings) -> None:
    """256 MiB and three passes, kept with the ballot: one prepared cheaply still opens after the setting changed."""
    code, slips = opened()
    cast(code, "M01", ("no",) * 5)
    settings.BALLOT_MEMORY, settings.BALLOT_PASSES = 256 * 1024, 3
    assert closed(code, slips).cast == 1
    other = prepared()
    actions.draw_slips(other, actor("J1"), AT)
    assert sealing.Lock.read(Ballot.objects.get(code=other).lock).cost == sealing.Cost(256 * 1024, 3)


def test_a_real_site_does_not_start_with_quick_slips(tmp_path: Path) -> None:
    for demo, starts in (("", False), ("1", True)):
        words = {"DXM_DATA": str(tmp_path), "DXM_BALLOT_QUICK": "1", "DXM_DEMO": demo}
        command = [sys.executable, "-c", "import dengxiaming.conf.settings"]
        done = subprocess.run(command, env={**os.environ, **words}, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is starts
        assert starts or "DXM_BALLOT_QUICK" in done.stderr
