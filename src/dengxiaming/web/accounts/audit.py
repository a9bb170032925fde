"""安全日志, of the audit administrator: read only, and nobody else reads it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dengxiaming.ground import queries
from dengxiaming.ground.terms import EVENTS
from dengxiaming.web.accounts.guarded import guarded, inside

_PAGE = 100


@guarded("account.audit")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The newest first, by kind and by person."""
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    pages = Paginator(queries.events(kind if kind in EVENTS else "", text), _PAGE)
    found = pages.get_page(request.GET.get("page"))
    lines = [(event, EVENTS[event.kind]) for event in found]
    context = {"kinds": EVENTS, "kind": kind, "text": text, "found": found, "lines": lines, "count": pages.count}
    return inside(request, "web/accounts/log.html", "安全日志", context)
