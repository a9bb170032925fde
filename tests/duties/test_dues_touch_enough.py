"""The same of the verbs of dues, and of the decision that ends somebody's stay and posts."""

from contextlib import suppress
from datetime import date
from random import Random

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.areas.dues import actions as dues
from dengxiaming.areas.dues import queries
from dengxiaming.areas.dues.arrears import actions as arrears
from dengxiaming.areas.dues.arrears.queries import Run
from dengxiaming.areas.dues.books.actions import Refused, Setting
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.areas.organs.terms import APPROVERS
from dengxiaming.duties import actions
from dengxiaming.duties.nearby import Nearby
from dengxiaming.ground import clock
from dengxiaming.journal.actor import Actor
from duties.conftest import Site
from duties.test_judged_again import everything
from duties.test_verbs_touch_enough import TODAY, Write, a_member

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
COUNTS = {"entitled": 3, "present": 3, "in_favour": 3, "against": 0, "abstained": 0}


def a_branch(random: Random) -> str:
    held = Stay.objects.filter(until=None, since__lt=TODAY)
    return random.choice(sorted(set(held.values_list("organization__code", flat=True))))


def paid(random: Random, by: Actor) -> object:
    place, month = a_branch(random), date(2025, random.randint(1, 11), 1)
    people = list(queries.roster(place, month))
    with suppress(Refused):
        dues.assess(place, month, [Setting(one, "no_income") for one in people], by, clock.now())
    amounts = {month: random.choice([5, 20, 5000])}
    return people and dues.pay(place, [dues.Taken(people[0], TODAY, amounts)], by, clock.now())


def corrected(random: Random, by: Actor) -> object:
    place = a_branch(random)
    who = Stay.objects.filter(organization__code=place, until=None)[0].member.code
    change = dues.Change(who, date(2025, random.randint(1, 11), 1), TODAY, "改", payable=random.randint(1, 50), paid=9)
    return dues.correct(place, change, by, clock.now())


def removed(random: Random, by: Actor) -> object:
    tree = Tree()
    places = [code for code in tree.nodes if any(node.kind in APPROVERS for node in tree.path(code))]
    stays = Stay.objects.filter(organization__code__in=places, until=None, since__lt=TODAY)
    stay = random.choice(list(stays.exclude(member__code=by.member)))
    months = tuple(date(2025, month, 1) for month in range(1, 7))
    code, _ = arrears.begin(stay.organization.code, Run(stay.member.code, "", months), 6, by, clock.now())
    for kind, taken in (
        ("notice", arrears.Taken(TODAY, "written")), ("heard", arrears.Taken(TODAY, "declined")),
        ("vote", arrears.Taken(TODAY, counts=COUNTS)), ("request", arrears.Taken(TODAY, "sent")),
    ):  # fmt: skip
        arrears.step(code, kind, taken, by, clock.now())
    people = Member.objects.exclude(code__in=[by.member, stay.member.code])
    other = random.choice(list(people.values_list("code", flat=True)))
    with suppress(Refused):
        arrears.decide(code, arrears.Taken(TODAY, "approved"), Actor("丙", other), clock.now())
        assert not Stay.objects.filter(member=stay.member, until=None).exists()
    return code


@pytest.mark.parametrize("write", [paid, corrected, removed])
@pytest.mark.parametrize("name", ["first", "messy"])
def test_what_a_verb_of_dues_touches_is_enough(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str, write: Write
) -> None:
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
