"""What is minded on a desk beside the duties of the rulebook: the next steps of those on the way to membership (R9),
dues not paid for so long that people remind (S7-3). It is said to whoever sees to it, and decides nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from dengxiaming.areas.members.development import queries as development
from dengxiaming.ground.policy import Reader
from dengxiaming.web.desk.board import SOON
from dengxiaming.web.dues import arrears

_SECRETARY = "branch_secretary"


@dataclass(frozen=True)
class Minded:
    """One line: what, until when, why; `address` where it is dealt with ("" where the reader has no page for it)."""

    what: str
    on: date | None
    rule: str
    address: str = ""
    words: str = ""


def minded(reader: Reader, today: date) -> tuple[Minded, ...]:
    """Everything of a reader, the earliest first; what has no day last."""
    own = sorted(reader.organizations(_SECRETARY))
    found = [*_steps(reader.member, own, today), *_unpaid(reader.member, own, today)]
    return tuple(sorted(found, key=lambda one: one.on or date.max))


def _steps(member: str, own: list[str], today: date) -> list[Minded]:
    """For the secretary and for the contact: what is due within thirty days, or past; who is to be taken on."""
    found = [
        Minded(
            f"{course.name}：{step.step.label}", step.due, step.rule,
            *((reverse("web:course", args=[course.code]), "去记") if course.place in own else ()),
        )
        for course in development.minded(member, own, today)
        for step in course.next
        if step.due is not None and step.due <= today + timedelta(SOON)
    ]  # fmt: skip
    for code, name, origin, on, _ in development.arriving(own):
        address = reverse("web:course-take-on", args=[code])
        found.append(Minded(f"{name}：{origin}{on:%-m月%-d日}转来材料，等接收", None, "R9", address, "看材料"))
    return found


def _unpaid(member: str, own: list[str], today: date) -> list[Minded]:
    """From the third month on: to the member which months, to the secretary how many people; names are on the list."""
    rule = f"S7-3，满{arrears.months('remind_month', today)}个月提醒（本地先取的数）"
    address = reverse("web:dues-member", args=[member])
    found = [
        Minded(f"您的党费：{run.words}没有交足", None, rule, address, "看我的党费")
        for run in arrears.runs_of(member, today)
    ]
    for organization in own:
        people = {run.member for run in arrears.runs(organization, today)}
        if people:
            address = reverse("web:arrears-of", args=[organization])
            found.append(Minded(f"党费：{len(people)}人该提醒补交", None, rule, address, "看是谁"))
    return found
