"""组织: the tree, and one organisation over a year."""

from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import queries
from dengxiaming.ground.policy import NOWHERE, SIGNED_IN
from dengxiaming.web.kit import asked, gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.matters.views import sections
from dengxiaming.web.organizations.board import days
from dengxiaming.web.organizations.families import families

SOON_DAYS = 30
_FAMILIES_A_PAGE = 100
MISSING_SHOWN = 30


@page(SIGNED_IN)
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """All organisations as a tree, or those whose name or code holds what was searched for."""
    text = request.GET.get("q", "").strip()
    return show(
        request, here, "web/organizations/index.html", "organizations", "组织",
        text=text, hits=queries.search(text, here.view.reach) if text else (),
        found=asked.turn(request, () if text else families(queries.places(here.view)), _FAMILIES_A_PAGE),
    )  # fmt: skip


@page("organization.read", of=organs.place)
def organization(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """What is due, what is missing and why, and the year's grid."""
    try:
        found = queries.organization(here.view, code, asked.year(request))
    except LookupError as error:
        raise NotThere(f"没有编号是“{code}”的组织，或者它当时还没有成立。可以在“组织”里按名称找。") from error
    soon = [bundle for bundle in found.due_now if bundle.days_left <= SOON_DAYS]
    later = [bundle for bundle in found.due_now if bundle.days_left > SOON_DAYS]
    return show(
        request, here, "web/organizations/organization.html", "organizations", found.header.name,
        found=found, header=found.header, links=_links(request, code),
        soon=days(soon), later=days(later), soon_count=len(soon), later_count=len(later),
        missing=found.missing[:MISSING_SHOWN], more_missing=len(found.missing) - MISSING_SHOWN,
        quarter_starts=(1, 4, 7, 10), months=range(1, 13),
        now_month=here.view.as_of.month if here.view.as_of.year == found.year else 0,
    )  # fmt: skip


def _links(request: HttpRequest, code: str) -> tuple[tuple[str, str], ...]:
    """What else there is of the organisation, and opens to the reader: address name and words."""
    where = organs.place(code) or NOWHERE
    wanted = (
        ("gathering.read", "web:records-of", "会议活动记录"),
        ("talk.read", "web:talks-of", "谈话"),
        ("act.read", "web:acts-of", "其他的事"),
        ("member.read", "web:members-of", "党员"),
        ("directive.issue", "web:deploy", "上级部署"),
        ("contact_point.write", "web:contact", "联系点"),
    )
    own = tuple((name, words) for action, name, words in wanted if gate.opens(request, action, where))
    tree = organs.Tree()
    more = sections(gate.reader(request), tree, code) if code in tree.nodes else ()
    return own + tuple((one.url_name, one.label) for one in more)
