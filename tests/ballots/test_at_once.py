"""Many at the same moment: one vote each, and none that slips in beside the closing (V15.4.2: check and act in one)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import voting
from django.db import connection
from voting import AT, actor, closed, marks, opened

from dengxiaming.areas.ballots import actions, queries
from dengxiaming.areas.ballots.actions import AlreadyVoted, Refused
from dengxiaming.areas.ballots.models import Vote
from dengxiaming.journal.actions import Repeated

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite 一次只有一个人写，测试的库又在内存里"),
]


def test_each_votes_once_though_sent_three_times_at_once() -> None:
    voting.build(12)
    code, slips = opened(voters=voting.VOTERS[:12])

    def send(turn: int) -> str:
        member, token = voting.VOTERS[turn % 12], f"K{turn % 24}"
        try:
            actions.cast(code, marks(("no",) * 5), actor(member), AT, token)
        except (AlreadyVoted, Repeated, Refused) as answer:
            return type(answer).__name__
        else:
            return "voted"
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = Counter(pool.map(send, range(36)))
    assert answers["voted"] == 12
    assert set(answers) <= {"voted", "AlreadyVoted", "Repeated"}
    assert Vote.objects.filter(ballot__code=code).count() == 12
    assert closed(code, slips).cast == 12


def test_a_vote_beside_the_closing_counts_or_is_refused() -> None:
    voting.build(20)
    code, slips = opened(voters=voting.VOTERS[:20])

    def send(turn: int) -> bool:
        try:
            if turn == 9:
                closed(code, slips)
            else:
                actions.cast(code, marks(("no",) * 5), actor(voting.VOTERS[turn]), AT, f"K{turn}")
        except Refused:
            return False
        finally:
            connection.close()
        return turn != 9

    with ThreadPoolExecutor(6) as pool:
        counted = sum(pool.map(send, range(20)))
    found = queries.result(code)
    assert found is not None
    assert found.cast == counted == Vote.objects.filter(ballot__code=code).count()
