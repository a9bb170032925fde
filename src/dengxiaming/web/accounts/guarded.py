"""What the pages of accounts share: they carry their action as every page does, but no dates, and are never kept."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from dengxiaming.ground import clock
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.address import client_address
from dengxiaming.ground.models import Account
from dengxiaming.ground.sign_in import home
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.page import frame, turned_away
from dengxiaming.web.navigation import items_for

View = Callable[..., HttpResponseBase]


def guarded(action: str) -> Callable[[View], View]:
    """A view for whoever may do `action`; the view may be allauth's."""

    def around(make: View) -> View:
        @wraps(make)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  视图各有各的参数
            response = turned_away(request, action, gate.nowhere, kwargs) or make(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        answer.__dict__.update(policy=action, of=gate.nowhere)
        return answer

    return around


def safe_next(request: HttpRequest) -> str:
    """Where to go on, as asked for; one's first page where that is not of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if asked and gate.is_ours(request, asked) else home(request.user)


def signed_in(request: HttpRequest) -> Account:
    """Whose page it is, behind `guarded(SIGNED_IN)`."""
    if not isinstance(request.user, Account):
        raise TypeError("这个视图没有 guarded")
    return request.user


def hand(request: HttpRequest) -> Hand:
    """By whose hand something is done to an account."""
    by = request.user if isinstance(request.user, Account) else None
    return Hand(clock.now(), by, client_address(request) or "")


def entrance(title: str) -> dict[str, Any]:
    """The frame of a page for people who are not in yet: no navigation, nothing of the records."""
    return {"nav_items": (), "title": title, "city": settings.DXM_CITY, "view": None}


def within(request: HttpRequest, title: str) -> dict[str, Any]:
    """The frame of a page for somebody who is in: the navigation holds what opens to the reader."""
    # 基于类的视图把自己叫 view，版面里的 view 是日期
    return {**frame("account", title), "nav_items": items_for(gate.reader(request)), "view": None}


def inside(
    request: HttpRequest, template: str, title: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A finished page for somebody who is in."""
    return render(request, template, {**within(request, title), **context}, status=status)
