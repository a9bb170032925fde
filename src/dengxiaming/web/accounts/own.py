"""我的账号: who I am here, what I may do and why, and who looked at sensitive things about me."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground import clock, queries
from dengxiaming.ground.policy import ROLES, SIGNED_IN
from dengxiaming.ground.terms import DUTIES
from dengxiaming.web.accounts.guarded import guarded, inside, signed_in


@dataclass(frozen=True)
class Line:
    """A role: its word, where, since when."""

    role: str
    code: str
    organization: str
    since: date


@guarded(SIGNED_IN)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The page."""
    account = signed_in(request)
    tree = Tree().nodes
    lines = [
        Line(ROLES[held.role], held.organization, tree[held.organization].name, held.since)
        for held in queries.held(account.member_code, clock.today())
        if held.organization in tree
    ]
    context = {
        "account": account,
        "duty": DUTIES[account.duty],
        "lines": lines,
        "looks": queries.looks_at(account.member_code) if account.member_code else (),
        "has_factor": queries.has_factor(account),
    }
    return inside(request, "web/accounts/own.html", "我的账号", context)
