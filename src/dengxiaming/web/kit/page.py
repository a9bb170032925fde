"""How a page is made: the dates are read, a missing thing or a bad word becomes a plain page, the frame is added."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from dengxiaming.duties import queries
from dengxiaming.web.kit.here import DATE_FIELDS, Here, rest_of
from dengxiaming.web.navigation import ITEMS

Given = ParamSpec("Given")


class NotThere(Exception):  # noqa: N818  它是给读者的一句答复
    """What was asked for is not there; the text is a sentence for the reader."""


class BadWord(Exception):  # noqa: N818  它是给读者的一句答复
    """Something in the address cannot be read; the text is a sentence for the reader."""


def page(
    make: Callable[Concatenate[HttpRequest, Here, Given], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """A view that is handed its dates; dates it cannot read, bad words and missing things are answered here."""

    @wraps(make)
    def answer(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        try:
            here = Here.of(request)
        except ValueError as error:
            return bad_dates(request, str(error))
        try:
            return make(request, here, *args, **kwargs)
        except NotThere as missing:
            return refusal(request, 404, "没有找到", str(missing))
        except BadWord as bad:
            return refusal(request, 400, "地址里有一处读不懂", str(bad))

    return answer


def show(
    request: HttpRequest,
    here: Here,
    template: str,
    nav: str,
    title: str,
    **context: Any,  # noqa: ANN401  模板里放什么都行
) -> HttpResponse:
    """A finished page inside the frame."""
    return render(request, template, {**frame(nav, title), "here": here, "view": here.view, **context})


def frame(nav: str, title: str) -> dict[str, Any]:
    """What the frame needs: masthead, navigation, foot."""
    held = queries.numbers()
    return {
        "nav": nav, "nav_items": ITEMS, "title": title, "held": held, "edition": held.edition,
        "city": getattr(settings, "DXM_CITY", "机关党建"),
    }  # fmt: skip


def refusal(request: HttpRequest, status: int, title: str, sentence: str, remedy: str = "") -> HttpResponse:
    """A plain page that says what is wrong and where to go on."""
    context = {
        "nav_items": ITEMS,
        "title": title,
        "sentence": sentence,
        "remedy": remedy,
        "city": getattr(settings, "DXM_CITY", "机关党建"),
    }
    return render(request, "web/refusal.html", context, status=status)


def bad_dates(request: HttpRequest, sentence: str) -> HttpResponse:
    """The dates cannot be read: the form again, with all that was typed."""
    typed = {name: request.GET.get(name, "") for name in DATE_FIELDS}
    context = {
        "nav_items": ITEMS,
        "title": "日期读不懂",
        "sentence": sentence,
        "typed": typed,
        "rest": rest_of(request),
        "path": request.path,
        "city": getattr(settings, "DXM_CITY", "机关党建"),
    }
    return render(request, "web/bad_dates.html", context, status=400)
