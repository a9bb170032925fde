"""The pages for when something is wrong: what happened and what to do. They ask nothing of the database."""

import sys

from django.http import HttpRequest, HttpResponse

from dengxiaming.ground import trouble
from dengxiaming.web.kit.page import refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django 这样叫它
    """400: the browser sent something that cannot be read; too large an upload ends here too."""
    return refusal(request, 400, "请求读不懂", "浏览器送来的内容读不懂，什么也没有改动。", "回到上一页，再做一次。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django 这样叫它
    """403."""
    return refusal(request, 403, "这一页不对您开放", "您没有看这一页的权限。")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django 这样叫它
    """A form from an old page, or cookies are off."""
    return refusal(
        request,
        403,
        "这张表单过期了",
        "表单打开得太久，或者浏览器关了 Cookie，所以没有收下；什么也没有改动。",
        "刷新那一页，再交一次。",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django 这样叫它
    """404."""
    return refusal(request, 404, "没有这一页", "地址写错了，或者这一页已经不在。", "核对地址，或从上面的导航进去。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the details are in the log. 503 where it is the database's bad day, wherever it was met."""
    bad_day = trouble.trouble_in(sys.exc_info()[1])
    if bad_day is not None:
        return trouble.answer(request, bad_day)
    return refusal(
        request,
        500,
        "程序出了错",
        "这次没有做成，什么也没有改动。错误已经记在服务器的日志里。",
        "稍后再试；还是不行，把这一页的地址交给维护的人。",
    )
