"""What one may do follows the posts in force today, and ends with them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dengxiaming.areas.members import actions
from dengxiaming.areas.members.core import role_of
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import queries as ground
from dengxiaming.ground.policy import ROLES
from dengxiaming.journal.actor import Actor

AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
BY = Actor("a" * 32, "M1")


@pytest.fixture
def branch(db: None) -> str:  # noqa: ARG001  要有库
    Organization.objects.create(code="B1", kind="branch")
    Member.objects.create(code="M1")
    return "B1"


@pytest.mark.parametrize(
    ("kind", "post", "role"),
    [
        ("branch", "secretary", "branch_secretary"),
        ("joint_branch", "deputy_secretary", "branch_secretary"),
        ("branch", "discipline_designee", "branch_committee"),
        ("organ_committee", "secretary", "general_secretary"),
        ("general_branch", "committee_member", "general_committee"),
        ("party_group", "secretary", "party_group_secretary"),
        ("party_group", "party_group_member", "party_group_member"),
        ("group", "group_leader", "group_leader"),
        ("work_committee", "committee_member", "officer"),
    ],
)
def test_a_post_gives_its_role(kind: str, post: str, role: str) -> None:
    assert role_of(kind, post) == role
    assert role in ROLES


def test_a_role_begins_and_ends_with_its_post(branch: str) -> None:
    post = actions.appoint("M1", branch, "secretary", date(2026, 11, 1), "appointed", BY, AT)
    assert ground.grants("M1", date(2026, 10, 31)) == ()
    assert ground.grants("M1", date(2026, 11, 1)) == (("branch_secretary", "B1"),)
    actions.release(post, date(2026, 11, 20), BY, AT)
    assert ground.grants("M1", date(2026, 11, 19)) == (("branch_secretary", "B1"),)
    assert ground.grants("M1", date(2026, 11, 20)) == ()


def test_S5_2_what_happened_is_raised_once_and_can_be_taken_back(branch: str) -> None:
    happened = actions.Happened("retirement", date(2026, 11, 2), member="M1", note="到龄")
    code, receipt = actions.raise_trigger(happened, BY, AT)
    assert receipt is not None
    assert Trigger.objects.get(code=code).raised_at == AT
    actions.withdraw_trigger(code, "日期写错", BY, AT)
    assert Trigger.objects.get(code=code).withdrawn_at == AT
    assert branch == "B1"
