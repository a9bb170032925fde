"""axe-core finds nothing serious on any page, on a desk and on a phone; a phone never scrolls sideways."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
BRANCH = "ZB003"
# 谁的页：这些地址
PAGES = {
    "支部书记": (
        "/desk/", "/reminders/", "/organizations/", f"/organizations/{BRANCH}/", f"/organizations/{BRANCH}/members/",
        f"/records/{BRANCH}/", f"/records/{BRANCH}/new/?kinds=theme_day;lesson;members_meeting&on=2026-11-16",
        f"/talks/of/{BRANCH}/", f"/talks/{BRANCH}/new/", f"/acts/of/{BRANCH}/", f"/acts/of/{BRANCH}/room/",
        f"/acts/of/{BRANCH}/new/annual_plan/", "/members/DY0028/", f"/explain/D3-3/{BRANCH}/2026/", "/law/",
        "/law/3-2-6/", "/law/problems/P9/", f"/duties/?organization={BRANCH}", "/account/",
    ),
    "工委干部": ("/desk/", "/city/", "/facts/", "/acts/of/GW01/deploy/", "/duties/?rule=S2-1&quarter=2026Q3"),
    "系统管理员": ("/accounts/", "/accounts/new/", "/accounts/roster/"),
    "安全管理员": ("/accounts/locks/",),
    "审计管理员": ("/accounts/log/",),
}  # fmt: skip
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => one.id + '：' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | '))"""


def found(page: Page, address: str) -> list[str]:
    """What axe calls serious or critical on a page."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address} {answer.status}"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    said: list[str] = page.evaluate(RUN)
    return [f"{address} {one}" for one in said]


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_serious(browser: Browser, sample: str, width: int) -> None:
    wrong: list[str] = []
    for who, addresses in PAGES.items():
        context = browser.new_context(
            base_url=sample, locale="zh-CN", viewport={"width": width, "height": 800}, bypass_csp=True
        )
        page = context.new_page()
        wrong += found(page, "/account/sign-in/?next=/account/")
        page.get_by_role("button", name=f"以{who}登录").click()
        page.wait_for_url("**/account/")
        for address in addresses:
            wrong += found(page, address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong.append(f"{address} 宽 {wide}")
        context.close()
    assert sorted(set(wrong)) == []


def test_a_planted_fault_is_found(browser: Browser, sample: str) -> None:
    page = browser.new_context(base_url=sample, bypass_csp=True).new_page()
    page.goto("/account/sign-in/")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/x.png\"><button></button>'")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert any(one.startswith("button-name") for one in page.evaluate(RUN))
