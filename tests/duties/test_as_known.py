"""As known on T: what was taken back or corrected later still stood then, and cannot improve the past."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dengxiaming.areas.affairs import actions as affairs
from dengxiaming.areas.affairs.core import Read
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import facts
from dengxiaming.journal.actor import Actor

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
BY = Actor("a" * 32, "M1")


def test_what_was_withdrawn_later_still_stood_then() -> None:
    Organization.objects.create(code="B1", kind="branch")
    Member.objects.create(code="M1")
    plan = Read("annual_plan", date(2026, 2, 1), "M1", "年度计划", "", (), ())
    code, _ = affairs.record(plan, "B1", BY, datetime(2026, 2, 2, 9, tzinfo=ZONE))
    affairs.withdraw(code, "写错了", BY, datetime(2026, 5, 1, 9, tzinfo=ZONE))
    assert facts.whole().acts.is_empty()
    assert facts.whole(datetime(2026, 5, 1, 9, tzinfo=ZONE)).acts.is_empty()
    assert facts.whole(datetime(2026, 4, 30, 9, tzinfo=ZONE)).acts["id"].to_list() == [code]
