"""What every answer carries, and what no request may bring."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dengxiaming.ground import clock, watch

# 一分钟最多记一次“刚才还在”，免得每开一页写一次库
_SEEN_EVERY: Final = 60

Answer = Callable[[HttpRequest], HttpResponse]

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class ContentPolicy:
    """A strict content policy on every answer: nothing from elsewhere, no style or script inside a page."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header."""
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class UploadLimit:
    """Refuse a body larger than `UPLOAD_LIMIT` before a byte of it is read."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or answer 413 with the remedy."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) <= settings.UPLOAD_LIMIT:
            return self.answer(request)
        limit = settings.UPLOAD_LIMIT // (1024 * 1024)
        words = f"文件太大：最多{limit}MB。大的数据集请存成 parquet，或者在命令行载入：dengxiaming serve --load 文件夹"
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")


class SignedIn:
    """A session ends some hours after signing in, and after a while without a page; whoever has to change the password
    comes to that page first. A disabled account, and one whose password was changed elsewhere, Django itself signs out.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, sign out, or lead to the password."""
        if SESSION_KEY in request.session:
            self._count(request)
            if request.user.is_authenticated and request.user.must_change_password:
                ask = reverse("account_change_password")
                if request.path not in {ask, reverse("account_logout")}:
                    return HttpResponseRedirect(f"{ask}?{urlencode({'next': request.get_full_path()})}")
        return self.answer(request)

    @staticmethod
    def _count(request: HttpRequest) -> None:
        moment = int(clock.now().timestamp())
        since, seen = (request.session.get(name, 0) for name in ("signed_in_at", "seen_at"))
        # 时钟往回走（样例停在一天，过了半夜）也算到时
        if not (0 <= moment - since <= settings.SESSION_SECONDS and 0 <= moment - seen <= settings.IDLE_SECONDS):
            setattr(request, watch.ENDED, True)
            logout(request)
            messages.info(request, "太久没有操作，已经退出。登录后回到原来那一页。")
        elif moment - seen >= _SEEN_EVERY:
            request.session["seen_at"] = moment
