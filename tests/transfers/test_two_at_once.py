"""Two secretaries press at once: one does it, the other is told (S7-1)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from branch import AT, OTHER, SECRETARY, build
from django.db import connection

from dengxiaming.areas.members.models import Stay
from dengxiaming.areas.members.transfers import actions
from dengxiaming.areas.members.transfers.actions import Seat, Sent
from dengxiaming.areas.members.transfers.core import NotNow, Read
from dengxiaming.areas.members.transfers.models import Transfer
from dengxiaming.ground import touch
from dengxiaming.journal.actions import Repeated

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="内存里的 SQLite 一张表一次只让一个线程碰；一先一后的情形另有测试"
    ),
]
TO_ZB2 = Read("ZB2", "", "调动", "")


def at_once(how_many: int, work: Callable[[], object]) -> Counter[str]:
    def one(_: int) -> str:
        try:
            work()
        except (NotNow, Repeated) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(how_many) as pool:
        return Counter(pool.map(one, range(how_many)))


def one_of(works: list[Callable[[], object]]) -> object:
    return works.pop()()


@pytest.fixture(autouse=True)
def city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touch, "_hooks", [])
    build()


def test_a_member_has_one_open_transfer_whoever_asks_first() -> None:
    found = at_once(10, lambda: actions.ask("M7", TO_ZB2, Sent(SECRETARY, AT), releases=True))
    assert found == {"done": 1, "NotNow": 9}


def test_the_same_form_ten_times_is_one_transfer() -> None:
    found = at_once(10, lambda: actions.ask("M7", TO_ZB2, Sent(SECRETARY, AT, "K1", b"x"), releases=True))
    assert found == {"done": 1, "Repeated": 9}


def test_received_once() -> None:
    code, _ = actions.ask("M7", TO_ZB2, Sent(SECRETARY, AT), releases=True)
    assert at_once(10, lambda: actions.receive(code, Seat(), Sent(OTHER, AT))) == {"done": 1, "NotNow": 9}
    assert Stay.objects.filter(member__code="M7").count() == 2


def test_received_or_withdrawn_never_both() -> None:
    code, _ = actions.ask("M7", TO_ZB2, Sent(SECRETARY, AT), releases=True)
    both = [
        lambda: actions.receive(code, Seat(), Sent(OTHER, AT)),
        lambda: actions.withdraw(code, "不转了", Sent(SECRETARY, AT)),
    ]
    assert at_once(2, partial(one_of, both)) == {"done": 1, "NotNow": 1}
    held = Transfer.objects.get(code=code)
    assert Stay.objects.filter(member__code="M7").count() == (2 if held.received_on else 1)
