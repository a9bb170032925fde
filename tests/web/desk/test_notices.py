"""通知: read by those it is for and those who keep the records; cancelled by the latter."""

import pytest
from branch import AT, RECORDER, form
from django.db import connection
from django.test.utils import CaptureQueriesContext
from two_branches import NOBODY, page, send, signed_in

from dengxiaming.areas.gatherings import actions
from dengxiaming.areas.gatherings.models import Invited, Notice
from dengxiaming.areas.gatherings.notices import actions as notices

pytestmark = pytest.mark.usefixtures("judged")
NOTICE = "/notices/GNT/"


def announced(code: str = "GNT", on: str = "2026-11-28") -> None:
    typed = form("ZB1", "theme_day", on=on, studied=[{"title": "防汛先进事迹"}])
    notices.announce(code, actions.save_draft(code, "ZB1", typed, 0, RECORDER, AT), RECORDER, AT)


@pytest.mark.parametrize(
    ("who", "status"), [("M1", 200), ("M9", 200), ("N1", 404), ("G1", 404), (NOBODY, 404), ("admin", 404)]
)
def test_a_notice_opens_to_those_it_is_for(who: str, status: int) -> None:
    announced()
    shown = page(signed_in(who), NOTICE, status=status)
    assert ("讨论冬季巡河安排" in shown.words) == (status == 200)


def test_opening_it_is_having_seen_it_and_nobody_else_is_told() -> None:
    announced()
    assert "没有看过" in page(signed_in("M9"), "/desk/").words
    page(signed_in("M9"), NOTICE)
    assert "没有看过" not in page(signed_in("M9"), "/desk/").words
    assert Invited.objects.filter(seen_at__isnull=False).count() == 1
    assert "看过" not in page(signed_in("M1"), NOTICE).words


def test_what_it_says() -> None:
    announced()
    shown = page(signed_in("M9"), NOTICE)
    for word in ("主题党日", "2026年11月28日星期六14:30—16:40", "三楼活动室", "冬季巡河", "防汛先进事迹"):
        assert word in shown.words
    assert "取消这次会" not in shown.words


def test_who_keeps_the_records_cancels_it_and_the_inbox_says_so() -> None:
    announced()
    client = signed_in("M2")
    fields = page(client, NOTICE).form("")
    assert send(client, NOTICE, [*fields, ("do", "cancel")]).status_code == 302
    assert "已取消" in page(signed_in("M9"), "/desk/").words
    assert send(client, NOTICE, {"token": "K2", "do": "cancel"}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("M9", 403), ("N1", 404), (NOBODY, 404)])
def test_nobody_else_cancels_it(who: str, status: int) -> None:
    announced()
    assert send(signed_in(who), NOTICE, {"token": "K1", "do": "cancel"}).status_code == status
    assert Notice.objects.get().cancelled_at is None


def test_as_many_queries_for_three_as_for_one() -> None:
    def count() -> int:
        client = signed_in("M9")
        client.get("/desk/")
        with CaptureQueriesContext(connection) as made:
            assert client.get("/desk/").status_code == 200
        return len(made)

    announced()
    one = count()
    announced("GN2", "2026-11-29")
    announced("GN3", "2026-11-30")
    assert page(signed_in("M9"), "/desk/").words.count("讨论冬季巡河安排") == 3
    assert count() == one
