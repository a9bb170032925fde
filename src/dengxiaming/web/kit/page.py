"""How a page is made: who looks is asked, the dates are read, a missing thing or a bad word becomes a plain page, the
frame is added.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from dengxiaming.duties import queries
from dengxiaming.ground.policy import ANYONE, NOBODY, may
from dengxiaming.ground.trouble import not_saved
from dengxiaming.journal.actions import Clash, TooLarge
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.here import DATE_FIELDS, Here, rest_of
from dengxiaming.web.navigation import Item, items_for

Given = ParamSpec("Given")
View: TypeAlias = Callable[Concatenate[HttpRequest, Here, Given], HttpResponseBase]
Guarded: TypeAlias = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


class NotThere(Exception):  # noqa: N818  它是给读者的一句答复
    """What was asked for is not there; the text is a sentence for the reader."""


class BadWord(Exception):  # noqa: N818  它是给读者的一句答复
    """Something in the address cannot be read; the text is a sentence for the reader."""


def page(action: str, of: gate.Finder = gate.nowhere) -> Callable[[View[Given]], Guarded[Given]]:
    """A view for whoever may do `action` to what its address names (`of` finds where that belongs).

    It is handed its dates; dates it cannot read, bad words and missing things are answered here. What is out of reach
    looks like what does not exist. The action stands on the view: the permission matrix reads it there.
    """

    def around(make: View[Given]) -> Guarded[Given]:
        @wraps(make)
        def answer(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
            away = turned_away(request, action, of, kwargs)
            if away is not None:
                return away
            try:
                here = Here.of(request)
            except ValueError as error:
                return bad_dates(request, str(error))
            try:
                response = make(request, here, *args, **kwargs)
            except NotThere as missing:
                return refusal(request, 404, "没有找到", str(missing))
            except BadWord as bad:
                return refusal(request, 400, "地址里有一处读不懂", str(bad))
            except (Clash, TooLarge) as refused:
                return not_saved(request, str(refused))
            add_never_cache_headers(response)
            return response

        answer.__dict__.update(policy=action, of=of)
        return answer

    return around


def turned_away(
    request: HttpRequest, action: str, of: gate.Finder, words: Mapping[str, object]
) -> HttpResponseBase | None:
    """Why a page does not open to the reader; None where it does."""
    if action != ANYONE and not gate.reader(request).is_signed_in:
        return gate.to_sign_in(request)
    place = of(**words)
    if place is None or (of is not gate.nowhere and not gate.opens(request, action, place)):
        return refusal(request, 404, "没有找到", "没有这一页，或者它不对您开放。", "核对地址，或从上面的导航进去。")
    return None if gate.opens(request, action, place) else forbidden(request)


def forbidden(request: HttpRequest) -> HttpResponse:
    """The page of what is not the reader's to do."""
    return refusal(request, 403, "这一页不对您开放", "您现在的职务没有这一项。")


def show(
    request: HttpRequest,
    here: Here,
    template: str,
    nav: str,
    title: str,
    status: int = 200,
    **context: Any,  # noqa: ANN401  模板里放什么都行
) -> HttpResponse:
    """A finished page inside the frame; the navigation holds what opens to the reader."""
    reader = gate.reader(request)
    held = {"nav_items": items_for(reader), "reader": reader, "here": here, "view": here.view}
    held["may_load"] = may(reader, "facts.load")
    return render(request, template, {**frame(nav, title), **held, **context}, status=status)


def frame(nav: str, title: str) -> dict[str, Any]:
    """What the frame needs: masthead, navigation, foot."""
    return {
        "nav": nav, "title": title, "judged_as_of": queries.judged_as_of(), "edition": queries.rulebook().edition,
        "city": getattr(settings, "DXM_CITY", "机关党建"),
    }  # fmt: skip


def refusal(request: HttpRequest, status: int, title: str, sentence: str, remedy: str = "") -> HttpResponse:
    """A plain page that says what is wrong and where to go on."""
    context = {
        "nav_items": _known_items(request),
        "title": title,
        "sentence": sentence,
        "remedy": remedy,
        "city": getattr(settings, "DXM_CITY", "机关党建"),
    }
    return render(request, "web/refusal.html", context, status=status)


def _known_items(request: HttpRequest) -> tuple[Item, ...]:
    """The navigation of whoever was asked for already; a page of trouble asks nothing of the database."""
    return items_for(request.__dict__.get("reader", NOBODY))


def bad_dates(request: HttpRequest, sentence: str) -> HttpResponse:
    """The dates cannot be read: the form again, with all that was typed."""
    typed = {name: request.GET.get(name, "") for name in DATE_FIELDS}
    context = {
        "nav_items": _known_items(request),
        "title": "日期读不懂",
        "sentence": sentence,
        "typed": typed,
        "rest": rest_of(request),
        "path": request.path,
        "city": getattr(settings, "DXM_CITY", "机关党建"),
    }
    return render(request, "web/bad_dates.html", context, status=400)
