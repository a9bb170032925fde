"""What every answer carries, and what is refused before it is read."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from dengxiaming.ground.middleware import ContentPolicy, UploadLimit


def answer(_: HttpRequest) -> HttpResponse:
    return HttpResponse("好")


def test_no_style_or_script_inside_a_page_is_allowed() -> None:
    policy = ContentPolicy(answer)(RequestFactory().get("/")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_body_beyond_the_limit_is_refused_with_the_remedy(settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    inside = RequestFactory().post("/", data=b"x" * 1024 * 1024, content_type="text/csv")
    beyond = RequestFactory().post("/", data=b"x" * (1024 * 1024 + 1), content_type="text/csv")
    assert UploadLimit(answer)(inside).status_code == 200
    refused = UploadLimit(answer)(beyond)
    assert refused.status_code == 413
    assert "最多1MB" in refused.content.decode()
