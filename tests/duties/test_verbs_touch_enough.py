"""What the areas' own verbs report as touched is enough: afterwards the store is what judging everything gives."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.areas.affairs import actions as affairs
from dengxiaming.areas.affairs.core import Read as Act
from dengxiaming.areas.members import actions as members
from dengxiaming.areas.members.models import Member, Post, Trigger
from dengxiaming.areas.members.transfers import actions as transfers
from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.members.transfers.core import Read as Moving
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.talks import actions as talks
from dengxiaming.areas.talks.core import Read as Talk
from dengxiaming.duties import actions
from dengxiaming.duties.nearby import Nearby
from dengxiaming.ground import clock
from dengxiaming.journal.actor import Actor
from dengxiaming.law import vocabulary
from duties.conftest import Site
from duties.test_judged_again import everything

pytestmark = pytest.mark.one_database
TODAY = date(2025, 11, 20)
ELECTED = "elected_by_members"
Write = Callable[[Random, Actor], object]


def a_member(random: Random) -> str:
    return random.choice(list(Member.objects.values_list("code", flat=True)))


def a_place(random: Random) -> str:
    return random.choice(list(Organization.objects.values_list("code", flat=True)))


def a_day(random: Random) -> date:
    return TODAY - timedelta(days=random.randint(0, 500))


def some_triggers(random: Random) -> tuple[str, ...]:
    held = list(Trigger.objects.filter(withdrawn_at=None).exclude(kind="directive").values_list("code", flat=True))
    return tuple(random.sample(held, min(2, len(held))))


def record(random: Random, by: Actor) -> object:
    kind = random.choice(sorted(vocabulary.ACT_KINDS))
    met = (a_member(random), a_place(random))
    act = Act(kind, a_day(random), a_member(random), "", "", met, some_triggers(random))
    code, _ = affairs.record(act, a_place(random), by, clock.now())
    if random.random() < 0.5:
        return affairs.withdraw(code, "记错了", by, clock.now())
    return code


def talk(random: Random, by: Actor) -> object:
    seat = random.choice(list(Post.objects.all()))
    own = [stay.member.code for stay in seat.organization.stays.exclude(member=seat.member)]
    who = random.choice([*own, *Member.objects.exclude(pk=seat.member.pk).values_list("code", flat=True)[:3]])
    held = Talk(seat.member.code, (who,), a_day(random), "one_to_one", "", "", some_triggers(random)[:1])
    return talks.record(held, seat.organization.code, by, clock.now())


def appoint(random: Random, by: Actor) -> object:
    post = random.choice(["secretary", "secretary", "committee_member", "discipline_commissioner"])
    return members.appoint(a_member(random), a_place(random), post, a_day(random), ELECTED, by, clock.now())


def release(random: Random, by: Actor) -> object:
    held = Post.objects.filter(until=None) or Post.objects.all()
    post = random.choice(list(held))
    return members.release(post.code, max(post.since + timedelta(days=1), a_day(random)), by, clock.now())


def happened(random: Random, by: Actor) -> object:
    kind = random.choice(sorted(set(vocabulary.TRIGGER_KINDS) - {"directive"}))
    what = members.Happened(kind, a_day(random), a_member(random), random.choice(["", a_place(random)]))
    code, _ = members.raise_trigger(what, by, clock.now())
    return random.random() < 0.3 and members.withdraw_trigger(code, "记错了", by, clock.now())


def transferred(random: Random, by: Actor) -> object:
    who, sent = a_member(random), transfers.Sent(by, clock.now())
    target = random.choice(list(Organization.objects.filter(kind__in=["branch", "joint_branch"]))).code
    known = [one for one in some_triggers(random) if Trigger.objects.filter(code=one, member__code=who).exists()]
    try:
        code, _ = transfers.ask(who, Moving(target, "", "调动", "", tuple(known)), sent, releases=True)
        other = transfers.Sent(Actor("乙", "没有的人"), clock.now())
        units = list(Organization.objects.get(code=target).coverage.values_list("unit__code", flat=True))
        return transfers.receive(code, transfers.Seat(units[0] if len(units) > 1 else "", leading=True), other)
    except NotNow as refused:
        return refused


@pytest.mark.parametrize("write", [record, talk, appoint, release, happened, transferred])
@pytest.mark.parametrize("name", ["first", "messy"])
def test_what_a_verb_touches_is_enough(site: Site, monkeypatch: pytest.MonkeyPatch, name: str, write: Write) -> None:
    monkeypatch.setattr(Nearby, "is_most", False)
    site(messy(1) if name == "messy" else worked(name), TODAY)
    random = Random(f"{name} {write.__name__}")
    for _ in range(3):
        write(random, Actor("甲", a_member(random)))
        again = everything()
        actions.judge_all(TODAY)
        whole = everything()
        lost = [a.join(b, on=a.columns, how="anti", nulls_equal=True) for a, b in ((again, whole), (whole, again))]
        assert pl.concat(lost).is_empty(), lost
