"""What every answer carries, and what no request may bring."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
