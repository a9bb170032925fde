"""Who stands before a page, and whether it opens to them. Every view names its action; nothing else decides."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock, policy, queries
from dengxiaming.ground.policy import NOWHERE, Place, Reader

Finder = Callable[..., Place | None]
"""Where the object of a page belongs, from the words of its address; None where there is no such object."""


def nowhere(**_: object) -> Place:
    """For pages about no organisation in particular."""
    return NOWHERE


def by_organization(organization: str) -> Place | None:
    """For pages whose address names an organisation as `organization`."""
    return organs.place(organization)


def reader(request: HttpRequest) -> Reader:
    """Who looks, as of today; asked once for a request."""
    kept: dict[str, Reader] = request.__dict__
    if "reader" not in kept:
        kept["reader"] = queries.reader_of(request.user, clock.today())
    return kept["reader"]


def opens(request: HttpRequest, action: str, place: Place) -> bool:
    """Whether the reader may do this there."""
    return policy.may(reader(request), action, place)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page of signing in, and from there back: to this address, or, where a form was sent after the session had
    ended, to the page the form stood on. What was typed there waits as a draft.
    """
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else _came_from(request)
    query = f"?{urlencode({'next': back})}" if back else ""
    return HttpResponseRedirect(f"{reverse('account_login')}{query}")


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is of this site, so that nobody is sent elsewhere after signing in."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def _came_from(request: HttpRequest) -> str:
    address = request.headers.get("Referer", "")
    return address if address and is_ours(request, address) else ""
