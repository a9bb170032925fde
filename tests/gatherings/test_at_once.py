"""Many at once: of twenty saves that come from one version one is kept, and the others see it; one record is signed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from branch import AT, RECORDER, build, form
from django.db import connection

from dengxiaming.areas.gatherings import actions, drafts
from dengxiaming.areas.gatherings.models import Gathering
from dengxiaming.areas.gatherings.refusals import Elsewhere, Gone
from dengxiaming.journal.actions import Repeated

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
