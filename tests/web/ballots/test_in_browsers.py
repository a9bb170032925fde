"""A vote by six browsers side by side, by keyboard, from the slips to the result; axe-core finds nothing serious on any
page of a ballot, on a desk and on a phone, and no phone scrolls sideways.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from axe_core import wrong_on_both
from browsers import chromium

HERE = Path(__file__).parent


class Site:
    """The site, and a browser for each person."""

    def __init__(self, browser: Browser, told: dict[str, Any]) -> None:
        self.codes: dict[str, str] = told["codes"]
        self._browser, self._told = browser, told

    def of(self, who: str, width: int = 390) -> Page:
        """A new browser of somebody's."""
        context = self._browser.new_context(
            base_url=self._told["address"], locale="zh-CN", viewport={"width": width, "height": 800}, bypass_csp=True
        )
        session = {"name": "sessionid", "value": self._told["sessions"][who], "url": self._told["address"]}
        context.add_cookies([session])  # type: ignore[list-item]  a cookie, as Playwright describes it
        return context.new_page()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    ran = {
        **os.environ, "DXM_DATA": str(tmp_path_factory.mktemp("ballots")), "DXM_TODAY": "2026-11-26", "DXM_DEMO": "1",
        "DXM_BALLOT_QUICK": "1", "DJANGO_SETTINGS_MODULE": "dengxiaming.conf.settings",
    }  # fmt: skip
    command = [sys.executable, str(HERE / "ballot_site.py")]
    with subprocess.Popen(command, env=ran, stdout=subprocess.PIPE, text=True) as process, chromium() as browser:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield Site(browser, told)
        process.terminate()


def test_six_browsers_side_by_side(site: Site) -> None:
    code = site.codes["prepared"]
    teller, other = site.of("M8"), site.of("N1", 1280)
    teller.goto(f"/ballots/{code}/tell/")
    teller.get_by_role("button", name="生成密码条").click()
    teller.wait_for_selector(".key-slip")
    assert not teller.locator(".digits").first.is_visible()
    teller.get_by_label("显示这一张").first.check()
    slips = [teller.locator(".digits").nth(at).text_content() or "" for at in (0, 1)]
    other.goto(f"/ballots/{code}/tell/")
    typed(other, slips, "开始投票")
    voters = {who: site.of(who) for who in ("M1", "M2", "M4", "M8", "M9")}
    for page in voters.values():
        page.goto(f"/ballots/{code}/")
    for number, page in enumerate(voters.values()):
        by_keyboard(page, number)
    for page in voters.values():
        page.get_by_role("button", name="投出").click()
        page.wait_for_selector("text=您已经投过票")
    typed(teller, slips, "结束投票并计票", code)
    teller.goto(f"/ballots/{code}/result/")
    assert "收回5张，有效5张，无效0张" in teller.inner_text("main").replace(" ", "")
    assert "孙六" in teller.inner_text("main")


def typed(page: Page, slips: list[str], button: str, code: str = "") -> None:
    """Two slips typed as they are printed, with their spaces."""
    if code:
        page.goto(f"/ballots/{code}/tell/")
    for number, slip in enumerate(slips, 1):
        page.fill(f"#slip{number}", slip)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".alert").count() == 0


def by_keyboard(page: Page, number: int) -> None:
    """Marked with keys alone; another name where the field appears."""
    page.locator("#q1-yes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert not page.locator("#w-q2").is_visible()
    page.keyboard.press("ArrowRight")
    assert page.locator("#q2-no").is_checked()
    page.keyboard.press("Tab")
    if number == 0:
        page.keyboard.type("孙六")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#q3-abstain").is_checked()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=再看一遍")
    assert page.locator("#q2-no").is_checked()


def test_nothing_serious(site: Site) -> None:
    codes = site.codes
    wrong: list[str] = []
    voter, teller = site.of("M1"), site.of("M8")
    for state in ("prepared", "open", "closed", "few", "stopped", "paper"):
        for page, name in ((voter, ""), (voter, "status/"), (teller, "tell/"), (teller, "result/")):
            wrong += wrong_on_both(page, f"/ballots/{codes[state]}/{name}")
    for address in ("/ballots/", "/ballots/of/ZB1/", "/ballots/of/ZB1/new/"):
        wrong += wrong_on_both(voter, address)
    assert sorted(set(wrong)) == []
