"""axe-core finds nothing serious on any page of the site, on a desk and on a phone: one of each, with everything
planted that may stand on it. DXM_EVERY_PAGE=1 looks at them all (a minute); the normal run at every tenth name, and
tests/accessibility at the pages of the sample.
"""

import mimetypes
import os
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Route
from test_matrix import questions

from axe_core import wrong_on_both
from browsers import chromium

pytestmark = [
    pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("planted", "today"),
]  # fmt: skip
HOST: Final = "http://site.test"
STEP: Final = 1 if os.environ.get("DXM_EVERY_PAGE") else 10


def rendered() -> dict[str, bytes]:
    """A page of each name, or of every tenth, as the first person sees it to whom it opens, by address."""
    from planted_city import signed_in  # noqa: PLC0415  Django 先要备好
    from second_definition import PEOPLE, opens  # noqa: PLC0415  同上

    visitors = {person: signed_in(person) for person in PEOPLE}
    found: dict[str, bytes] = {}
    names: set[str] = set()
    for one in questions():
        person = next((person for person in PEOPLE if opens(person, one.page, one.organization)), None)
        if one.page in names or person is None:
            continue
        names.add(one.page)
        if len(names) % STEP:
            continue
        answer = visitors[person].get(one.address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found[one.address] = answer.content  # type: ignore[attr-defined]  网页不是流
        visitors[person].put_away(answer)
    return found


def test_nothing_serious_on_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    pages = rendered()

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        page = pages.get(address.path + (f"?{address.query}" if address.query else ""))
        is_static = address.path.startswith("/static/")
        file = finders.find(address.path.removeprefix("/static/")) if is_static else None
        if page is not None:
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif file:
            kind = mimetypes.guess_type(str(file))[0] or "application/octet-stream"
            route.fulfill(body=Path(str(file)).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404)

    with chromium() as browser:
        context = browser.new_context(base_url=HOST, locale="zh-CN", bypass_csp=True)
        context.route("**/*", answer)
        page = context.new_page()
        wrong = [one for address in pages for one in wrong_on_both(page, address)]
    with capsys.disabled():
        print(f"\n无障碍：看了 {len(pages)} 种页面，{len(wrong)} 处不对")
    assert "\n".join(wrong) == ""
