"""Two confirm one roster in the same moment: one writes it, the other is shown what there is now."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from branch import build
from django.db import connection
from held_roster import SENT, differ, entries
from rosters import person

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.members.register import actions

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="内存里的 SQLite 一张表一次只让一个线程碰；一先一后的情形另有测试"
    ),
]


@pytest.mark.parametrize("number", ["有号码", "没有号码"])
def test_one_of_five_writes(number: str) -> None:
    build()
    without = {} if number == "有号码" else {"公民身份号码": ""}
    people = entries([person("新来的", 50) | without, person("某M1", 1) | without])
    shown = actions.mark(differ(people))

    def one(_: int) -> str:
        try:
            actions.confirm("JG1", people, ["ZB1"], shown, SENT)
        except actions.Otherwise:
            return "otherwise"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(5) as pool:
        found = Counter(pool.map(one, range(5)))
    assert found == {"written": 1, "otherwise": 4}
    assert Member.objects.filter(name="新来的").count() == 1
