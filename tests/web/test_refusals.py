"""When something is wrong, and when nothing is there yet."""

import pytest
from django.test import Client, RequestFactory

from dengxiaming.web import errors


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (errors.bad_request, 400, "请求读不懂"),
        (errors.forbidden, 403, "这一页不对您开放"),
        (errors.csrf_failure, 403, "这张表单过期了"),
        (errors.not_found, 404, "没有这一页"),
        (errors.server_error, 500, "程序出了错"),
    ],
)
def test_trouble_is_told_in_plain_words_without_the_database(answer: object, status: int, said: str) -> None:
    # 没有 django_db 标记：这一页问一次数据库就会失败
    response = answer(RequestFactory().get("/somewhere/"))  # type: ignore[operator]  五个处理函数
    assert response.status_code == status
    page = response.content.decode()
    assert f"<h1>{said}</h1>" in page
    assert 'href="/"' in page
    assert "Error" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("address", ["/city/", "/organizations/"])
def test_an_empty_site_says_how_to_begin(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "还没有载入事实" in page
    assert 'href="/facts/"' in page


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    "address", ["/law/", "/law/3-2-6/", "/law/problems/P1/", "/duties/?rule=S2-1", "/facts/", "/city/heatmap.xlsx"]
)
def test_an_empty_site_still_shows_the_law(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_a_time_of_knowing_is_kept_to_the_minute(client: Client) -> None:
    page = client.get("/law/?known_by=2026-04-02T08:30").content.decode()
    assert 'type="datetime-local" value="2026-04-02T08:30"' in page
    assert "只算" in page
    assert "2026年4月2日" in page
