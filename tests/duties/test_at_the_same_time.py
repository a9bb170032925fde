"""Verbs of several branches at the same time: none waits for ever, and the store is what judging everything gives.

Only PostgreSQL has several writers at a time.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from random import Random

import pytest
from django.db import OperationalError, connection, connections, transaction

from areas.held_facts import messy, worked
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import actions
from dengxiaming.duties.nearby import Nearby
from dengxiaming.duties.source import is_current
from dengxiaming.duties.view import View
from dengxiaming.ground import clock
from duties import changes
from duties.test_judged_again import everything

TODAY = date(2025, 11, 20)
WRITERS, EACH = 6, 3
OF_THEIR_OWN = ("new act", "trigger", "new post")
"""Changes that write no row another of them may write too."""


@pytest.fixture
def several(transactional_db: None) -> None:
    del transactional_db
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 一次只有一个人写")


@contextmanager
def own_connection() -> Iterator[None]:
    with closing(connections["default"]), clock.stopped_at(TODAY):
        yield


def write(seed: int) -> None:
    random = Random(seed)
    with own_connection():
        for _ in range(EACH):
            changes.change(random, TODAY, OF_THEIR_OWN)


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize("name", ["first", "messy"])
def test_writers_of_several_branches_leave_what_judging_everything_leaves(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(Nearby, "is_most", False)
    with clock.stopped_at(TODAY):
        actions.load_facts(messy(2) if name == "messy" else worked(name))
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert is_current(View(TODAY))
    again = everything()
    with transaction.atomic():
        actions.judge_all(TODAY)
    assert again.equals(everything())


@pytest.mark.usefixtures("several")
def test_branches_under_different_tops_do_not_wait_for_each_other() -> None:
    """One verb is held in the middle of its transaction; another one elsewhere goes through, one beside it does not."""
    with clock.stopped_at(TODAY):
        actions.load_sample(1, "small")
    here, beside, elsewhere = branches_of_two_tops()
    with clock.stopped_at(TODAY), transaction.atomic():
        actions._take_turns({here})
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(takes_a_turn, elsewhere).result()
            assert not pool.submit(takes_a_turn, beside).result()


def takes_a_turn(code: str) -> bool:
    """Whether somebody gets a turn there within a short while."""
    with own_connection(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        try:
            actions._take_turns({code})
        except OperationalError:
            transaction.set_rollback(True)
            return False
        return True


def branches_of_two_tops() -> tuple[str, str, str]:
    """A branch, another below the same top, and one below another."""
    lines = actions.Lines.standing()
    branches = list(Organization.objects.filter(kind="branch").order_by("code").values_list("code", flat=True))
    here = branches[0]
    same = [one for one in branches[1:] if lines.tops({one}) == lines.tops({here})]
    other = [one for one in branches if not reached(lines, one) & reached(lines, here)]
    return here, same[0], other[0]


def reached(lines: actions.Lines, code: str) -> set[str]:
    return lines.tops({code} | actions.register.homes(actions.register.people_of({code})))
