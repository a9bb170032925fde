"""Many at once: of twenty saves that come from one version one is kept, and the others see it; one record is signed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from branch import AT, DAY, RECORDER, build, form
from django.db import connection

from dengxiaming.areas.affairs import actions as affairs
from dengxiaming.areas.affairs.core import Read as Act
from dengxiaming.areas.gatherings import actions, drafts
from dengxiaming.areas.gatherings.models import Gathering
from dengxiaming.areas.gatherings.refusals import Elsewhere, Gone
from dengxiaming.areas.members import actions as members
from dengxiaming.areas.talks import actions as talks
from dengxiaming.areas.talks.core import Read as Talk
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.models import Seal

CODE = "G2345678"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="内存里的 SQLite 一张表一次只让一个线程碰；一先一后的情形另有测试"
    ),
]


def at_once(how_many: int, work: object) -> Counter[str]:
    def one(number: int) -> str:
        try:
            return str(work(number))  # type: ignore[operator]  a function of a number
        except (Elsewhere, Gone, Repeated) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(how_many) as pool:
        return Counter(pool.map(one, range(how_many)))


def test_one_of_twenty_saves_is_kept() -> None:
    build()
    actions.save_draft(CODE, "ZB1", {"theme": "一"}, 0, RECORDER, AT)
    found = at_once(20, lambda n: actions.save_draft(CODE, "ZB1", {"theme": f"第{n}个"}, 1, RECORDER, AT))
    assert found == {"2": 1, "Elsewhere": 19}


def test_ten_new_drafts_of_one_form_are_one() -> None:
    build()
    found = at_once(10, lambda _: actions.save_draft(CODE, "ZB1", {"theme": "一"}, 0, RECORDER, AT))
    assert found == {"1": 10}


def test_the_same_form_signed_ten_times_is_one_record() -> None:
    build()
    version = actions.save_draft(CODE, "ZB1", form("ZB1", "theme_day"), 0, RECORDER, AT)
    found = at_once(10, lambda _: actions.sign(CODE, version, RECORDER, AT, "token") and "signed")
    assert found == {"signed": 1, "Repeated": 9}
    assert Gathering.objects.count() == 1
    assert drafts.draft(CODE) is None


def test_two_signatures_from_two_devices_are_one_record() -> None:
    build()
    version = actions.save_draft(CODE, "ZB1", form("ZB1", "theme_day"), 0, RECORDER, AT)
    found = at_once(6, lambda n: actions.sign(CODE, version, RECORDER, AT, f"token{n}") and "signed")
    assert found == {"signed": 1, "Gone": 5}
    assert Gathering.objects.count() == 1


def test_what_is_taken_back_ten_times_at_once_is_taken_back_once() -> None:
    build()
    talk, _ = talks.record(Talk("M2", ("M8",), DAY, "individual", "谈心", "", ()), "ZB1", RECORDER, AT)
    act, _ = affairs.record(Act("annual_plan", DAY, "M2", "计划", "", (), ()), "ZB1", RECORDER, AT)
    trigger, _ = members.raise_trigger(members.Happened("retirement", DAY, member="M8"), RECORDER, AT)
    for verb, code in ((talks.withdraw, talk), (affairs.withdraw, act), (members.withdraw_trigger, trigger)):
        # 一半是同一份表，一半各有各的页
        found = at_once(10, lambda n: verb(code, "记错了", RECORDER, AT, f"K{max(n, 5)}") or "done")  # noqa: B023  做完才换
        assert found == {"done": 1, "Repeated": 9}
        assert Seal.objects.filter(code=code).count() == 2
