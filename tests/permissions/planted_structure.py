"""A marked plan and a marked request in every organisation of the planted city."""

from datetime import UTC, date, datetime
from typing import Final

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.structure.models import Plan, Request
from dengxiaming.areas.structure.plans.core import Content, Group, written

ON: Final = date(2026, 10, 20)
AT: Final = datetime(2026, 10, 20, 9, tzinfo=UTC)


def plant(where: Organization, who: Member) -> None:
    """Made by a member, decided on where it was asked, so that who decides is a question by itself."""
    content = Content(("DW01",), (), "fewest", (Group(f"暗号案{where.code}", ("DW01",)),))
    Plan.objects.create(
        code=f"FA-{where.code}", organization=where, content=written(content), made_on=ON, saved_at=AT, saved_by=who
    )
    Request.objects.create(
        code=f"QS-{where.code}", organization=where, approver=where, act="found", kind="joint_branch",
        name=f"暗号请{where.code}", parent=where, reason=f"暗号请{where.code}", asked_on=ON, asked_at=AT, asked_by=who,
        decision="approved", decided_on=date(2026, 10, 21), decided_at=AT, decided_by=who,
        decision_note=f"暗号请{where.code}",
    )  # fmt: skip
