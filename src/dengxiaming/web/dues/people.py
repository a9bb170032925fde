"""Whom the forms of dues offer, and that sensitive looks are noted."""

from collections.abc import Collection
from datetime import date

from django.http import HttpRequest

from dengxiaming.areas.dues import core, queries
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock
from dengxiaming.ground.actions import note_looks
from dengxiaming.ground.models import Account
from dengxiaming.ground.policy import Place


def of_branch(organization: str, today: date) -> dict[str, str]:
    """Those whose dues a branch may receive: its members of this month and of the half year before it (R5-9)."""
    found: dict[str, str] = {}
    for back in range(7):
        month = core.after(core.first_of(today), -back)
        found |= {code: name for code, (name, _) in queries.roster(organization, month).items() if code not in found}
    return found


def place_of_member(code: str) -> Place | None:
    """Where a member's dues belong today, and whose they are."""
    home = members.home(code, clock.today())
    return organs.place(home, [code]) if home else None


def near(organization: str, codes: Collection[str]) -> frozenset[str]:
    """Those whose own page is this branch's to open: who has gone to another branch is looked after there."""
    homes = members.homes_on(codes, clock.today())
    return frozenset(code for code, home in homes.items() if home == organization)


def place_of_receipt(code: str) -> Place | None:
    """Where a receipt belongs, and whose it is."""
    held = queries.place_of_receipt(code)
    return organs.place(held[0], [held[1]]) if held else None


def looked(request: HttpRequest, codes: Collection[str], what: str) -> None:
    """What people earn was shown: each of them can see by whom."""
    if isinstance(request.user, Account):
        note_looks(request.user, codes, what, clock.now())


def name(code: str) -> str:
    """A member's name."""
    return members.names([code]).get(code, code)
