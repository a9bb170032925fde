"""After any change the rows judged again are, with those left alone, the rows a judging of everything gives."""

from datetime import UTC, date, datetime
from random import Random

import polars as pl
import pytest
from django.db import transaction

from areas.held_facts import messy, worked
from dengxiaming.areas.members.models import Post
from dengxiaming.duties import actions
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.nearby import Nearby
from dengxiaming.duties.source import is_current
from dengxiaming.duties.view import View
from dengxiaming.ground import clock, frames, touch
from dengxiaming.reckoning import TABLES, VERDICT, Facts
from duties.changes import change
from duties.conftest import Site

pytestmark = pytest.mark.one_database
TODAY = date(2025, 11, 20)
PATHS = {"scope": "judging__scope", "judged": "judging__as_of", "home": "organization__code", "of_unit": "unit__code"}
CHANGES = 8


def everything() -> pl.DataFrame:
    """Every stored row, with where it stands, in one order."""
    columns = {name: (name, pl.String() if isinstance(d, pl.List) else d) for name, d in VERDICT.items()}
    columns |= {"sensitive": ("sensitive", pl.Boolean())}
    columns |= {name: (path, pl.Date() if name == "judged" else pl.String()) for name, path in PATHS.items()}
    found = frames.read(Verdict.objects.all(), columns)
    return found.sort("scope", "judged", "rule", "bearer_kind", "bearer_id", "period", "opens_on")


@pytest.mark.parametrize(("name", "seed"), [("first", 0), ("second", 0), *(("messy", seed) for seed in range(4))])
def test_judging_again_near_by_is_judging_everything(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str, seed: int
) -> None:
    monkeypatch.setattr(Nearby, "is_most", False)  # these sets are small: much of them is touched each time
    site(messy(seed) if name == "messy" else worked(name), TODAY)
    random = Random(f"{name} {seed}")
    done = []
    for _ in range(CHANGES):
        done.append(change(random, TODAY))
        assert is_current(View(TODAY))
        again = everything()
        actions.judge_all(TODAY)
        whole = everything()
        differing = pl.concat(
            [
                again.join(whole, on=whole.columns, how="anti", nulls_equal=True),
                whole.join(again, on=whole.columns, how="anti", nulls_equal=True),
            ]
        )
        assert differing.is_empty(), (done[-1], differing)


NIGHTS = [date(2025, 11, 21), date(2025, 12, 31), date(2026, 1, 1)]
"""The next day, over the end of a month to the last day of a year, and into the next."""


@pytest.mark.parametrize(("name", "seed"), [("first", 0), ("messy", 0), ("messy", 1)])
def test_a_night_writes_what_the_day_alone_changes(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str, seed: int
) -> None:
    """The rows after a night are those of judging everything; within a quarter everything is not judged for it."""
    site(messy(seed) if name == "messy" else worked(name), TODAY)
    random, all_of_it = Random(f"night {name} {seed}"), actions.judge_all
    judged: list[date] = []
    monkeypatch.setattr(actions, "judge_all", lambda day: judged.append(day) or all_of_it(day))
    for today in NIGHTS:
        with clock.stopped_at(today):
            before = len(judged)
            assert actions.tick(today)
            assert judged[before:] == ([today] if today == date(2026, 1, 1) else [])
            assert is_current(View(today))
            assert not actions.tick(today)
            night = everything()
            all_of_it(today)
            assert night.equals(everything()), today
            change(random, today)


def test_a_night_finds_a_store_that_is_not_what_was_judged(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site(worked("first"), TODAY)
    all_of_it = actions.judge_all
    judged: list[date] = []
    monkeypatch.setattr(actions, "judge_all", lambda day: judged.append(day) or all_of_it(day))
    with clock.stopped_at(NIGHTS[0]):
        actions.tick(NIGHTS[0])
    assert judged == []
    Verdict.objects.filter(period=str(NIGHTS[0])).first().delete()  # type: ignore[union-attr]  有这样的行
    with clock.stopped_at(NIGHTS[1]):
        actions.tick(NIGHTS[1])
    assert judged == [NIGHTS[1]]


def test_a_post_of_then_changes_what_stands_where_somebody_is_now(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """S5-1b: the talk counted because the other was the secretary of the branch of those days; now they were not."""
    monkeypatch.setattr(Nearby, "is_most", False)
    begun = date(2024, 1, 1)
    branches = [{"id": code, "kind": "branch", "established_on": begun} for code in ("ZB1", "ZB2")]
    stays = [
        {"id": "书", "kind": "full", "organization_id": "ZB1", "from": begun},
        {"id": "党", "kind": "full", "organization_id": "ZB1", "from": begun, "to": date(2025, 6, 1)},
        {"id": "党", "kind": "full", "organization_id": "ZB2", "from": date(2025, 6, 1)},
    ]
    talk = {
        "id": "TH1", "kinds": ["talk"], "organization_id": "ZB1", "actor_id": "书", "counterpart_ids": ["党"],
        "on": date(2025, 3, 1), "recorded_at": datetime(2025, 3, 1, tzinfo=UTC),
    }  # fmt: skip
    secretary = {"id": "P1", "member_id": "书", "organization_id": "ZB1", "post": "secretary", "from": begun}
    site(
        Facts.of(
            organizations=rows("organizations", *branches), members=rows("members", *stays), acts=rows("acts", talk),
            posts=rows("posts", secretary),
        ),
        TODAY,
    )  # fmt: skip
    row = Verdict.objects.filter(rule="S5-1b", bearer_id="党", period="2025", organization__code="ZB2")
    assert row.get().counted == 1
    with transaction.atomic():
        Post.objects.update(since=date(2025, 4, 1))
        touch.report(touch.Touched(frozenset({"ZB1"}), kinds=frozenset({"member"})))
    assert row.get().counted == 0
    again = everything()
    actions.judge_all(TODAY)
    assert again.equals(everything())


def rows(table: str, *given: dict[str, object]) -> pl.DataFrame:
    schema = TABLES[table]
    empty = {name: [] if isinstance(dtype, pl.List) else None for name, dtype in schema.items()}
    return pl.DataFrame([empty | row for row in given], schema=schema)
