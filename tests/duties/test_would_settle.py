"""What a record would settle is what it settles once it is there; nothing is written by asking."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from areas.held_facts import messy, worked
from dengxiaming.areas.affairs.models import Act, ActKind, Answer, Counterpart
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import queries, settling
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.queries import Planned, View
from dengxiaming.duties.view import Reach
from dengxiaming.ground import touch
from dengxiaming.ground.queries import facts_version
from dengxiaming.law import vocabulary
from dengxiaming.reckoning import Facts
from duties.conftest import Site

pytestmark = pytest.mark.one_database
TODAY = date(2025, 11, 20)
DONE, UNDONE = {"met", "late"}, {"open", "upcoming", "missed"}
Key = tuple[str, str, str, str]


def standing() -> dict[Key, str]:
    rows = Verdict.objects.filter(judging__scope="daily", sensitive=False)
    return {
        tuple(key): status for *key, status in rows.values_list("rule", "bearer_kind", "bearer_id", "period", "status")
    }


def some_record(random: Random) -> Planned:
    people, places = list(Member.objects.all()), list(Organization.objects.all())
    member = random.choice(people)
    stay = member.stays.first()
    home = stay.organization if stay else random.choice(places)
    seat = home.posts.first()
    answered = random.choice([None, *Trigger.objects.exclude(kind="directive")])
    return Planned(
        organization=random.choice([home, random.choice(places)]).code,
        kinds=tuple(random.sample(sorted(vocabulary.ACT_KINDS), 8)),
        on=TODAY - timedelta(days=random.choice([0, 0, 5, 40, 200])),
        actor=seat.member.code if seat else random.choice(["", random.choice(people).code]),
        counterparts=(member.code,) if random.random() < 0.6 else (),
        answers=(answered.code,) if answered else (),
    )


def really_done(planned: Planned) -> None:
    with transaction.atomic():
        people = {one.code: one for one in Member.objects.all()}
        act = Act.objects.create(
            code="真的", organization=Organization.objects.get(code=planned.organization), on=planned.on,
            actor=people.get(planned.actor), recorded_at=datetime.combine(planned.on, time(), UTC),
            elements=";".join(vocabulary.ELEMENTS),
        )  # fmt: skip
        ActKind.objects.bulk_create(ActKind(act=act, kind=kind) for kind in planned.kinds)
        Counterpart.objects.bulk_create(Counterpart(act=act, member=people[one]) for one in planned.counterparts)
        for trigger in Trigger.objects.filter(code__in=planned.answers):
            Answer.objects.create(act=act, trigger=trigger)
        touch.report(touch.Touched(planned.touched, kinds=frozenset({"act"})))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["first", "messy"])
def test_what_it_would_settle_it_settles(site: Site, name: str, seed: int) -> None:
    view = site(messy(seed) if name == "messy" else worked(name), TODAY)
    planned = some_record(Random(seed))
    version, before = facts_version(), standing()
    said = queries.would_settle(view, planned)
    assert (facts_version(), standing()) == (version, before)
    really_done(planned)
    after = standing()
    settled = {key for key, status in before.items() if status in UNDONE and after.get(key) in DONE}
    found = {(line.rule, line.bearer_kind, line.bearer_id, line.period): line.status for line in said}
    assert set(found) == settled
    assert all(after[key] == status for key, status in found.items())


@pytest.fixture
def view(site: Site) -> View:
    return site(worked("first"), TODAY)


def test_a_theme_day_with_lesson_settles_several_at_once(view: View) -> None:
    """The branch has neither a theme day this month nor a lesson this quarter."""
    said = queries.would_settle(view, Planned("BR00", ("theme_day", "lesson", "oath_theme"), TODAY))
    assert {line.rule for line in said} <= {"S6-1", "S2-4", "D3-3", "S6-3", "S2-5"}
    assert {(line.rule, line.period) for line in said} >= {("S6-1", "2025-11"), ("S2-4", "2025Q4")}


def test_a_kind_that_counts_for_nothing_settles_nothing(view: View) -> None:
    assert queries.would_settle(view, Planned("BR00", (), TODAY)) == ()


def test_out_of_reach_nothing_is_said(view: View) -> None:
    planned = Planned("BR00", ("theme_day", "lesson"), TODAY)
    elsewhere = replace(
        view, reach=Reach(organizations=frozenset({"BR11"}), own=frozenset({"BR11"}), units=frozenset())
    )
    assert queries.would_settle(view, planned)
    assert queries.would_settle(elsewhere, planned) == ()


def test_asked_again_it_reads_nothing_but_the_names(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "_nearby", settling.Memory(16))
    counted = []
    for kinds in (("theme_day",), ("theme_day", "lesson")):
        with CaptureQueriesContext(connection) as seen:
            queries.would_settle(view, Planned("BR00", kinds, TODAY))
        counted.append(len(seen))
    assert counted[1] <= 10 < counted[0] <= 55


def test_an_empty_city_has_nothing_to_settle(site: Site) -> None:
    assert queries.would_settle(site(Facts.of(), TODAY), Planned("没有", ("lesson",), TODAY)) == ()
