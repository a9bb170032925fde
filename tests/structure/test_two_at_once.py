"""Two people put the same request in force at once: one does it, the other gets the page that says so (S1-4, R1-3)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings
from structure_town import TODAY, browser, build, by
from two_branches import Page

from dengxiaming.areas.members.models import Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.structure.models import Request
from dengxiaming.areas.structure.requests import actions
from dengxiaming.areas.structure.requests.core import Read
from dengxiaming.ground import clock, touch

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="内存里的 SQLite 一张表一次只让一个线程碰；一先一后的情形另有测试"
    ),
]
JOINT = Read(
    "found", "", "joint_branch", "林业站等4家单位联合支部", "GW1", ("U1", "U2", "U3", "U4"), "", True, None, None,
    "都不足3名。", "", TODAY,
)  # fmt: skip


@pytest.fixture
def approved(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A request that only has to be put in force; nothing is judged."""
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(touch, "_hooks", [])
    with clock.stopped_at(TODAY):
        build()
        code = actions.ask(JOINT, "GW1", by("G1"))
        actions.decide(code, actions.Answer("approved", "1号", "", TODAY), by("G2"))
        yield code


def test_one_wins_and_the_other_gets_the_plain_page(approved: str) -> None:
    start = Barrier(2)

    def press(given: tuple[Client, str]) -> tuple[int, str]:
        client, token = given
        start.wait(10)
        try:
            # 停住的钟不跟着进线程
            with clock.stopped_at(TODAY):
                return posted(client, token)
        finally:
            connection.close()

    def posted(client: Client, token: str) -> tuple[int, str]:
        sent = {"do": "enforce", "on": TODAY.isoformat(), "token": token}
        answer = client.post(f"/structure/request/{approved}/do/", sent)
        return answer.status_code, answer.content.decode()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, [(browser("officer"), "T1"), (browser("second"), "T2")]))
    assert [status for status, _ in answers] == [302, 422]
    assert "这份请示已经生效" in Page(answers[1][1]).words
    assert Organization.objects.filter(kind="joint_branch").exclude(code="LH1").count() == 1
    made = Request.objects.get(code=approved).subject
    assert Stay.objects.filter(organization=made, until=None).count() == 6
