"""组织设置 with a browser: from the plan to the request and its answer; axe finds nothing serious on the way."""

import pytest
from playwright.sync_api import Browser, expect

from axe_core import findings, wrong_at

BRANCH = "ZB003"
PAGES = {
    "支部书记": (f"/structure/{BRANCH}/", f"/structure/{BRANCH}/groups/?propose=1", f"/structure/{BRANCH}/ask/"),
    "工委干部": (
        "/structure/GW01/", "/structure/GW01/plans/", "/structure/GW01/places/",
        "/structure/GW01/ask/?act=change&subject=LH01",
    ),
}  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_serious_on_the_way(browser: Browser, sample: str, width: int) -> None:
    wrong: list[str] = []
    for who, addresses in PAGES.items():
        context = browser.new_context(
            base_url=sample, locale="zh-CN", viewport={"width": width, "height": 800}, bypass_csp=True
        )
        page = context.new_page()
        page.goto("/account/sign-in/?next=/account/")
        page.get_by_role("button", name=f"以{who}登录").click()
        page.wait_for_url("**/account/")
        for address in addresses:
            wrong += wrong_at(page, address)
        if who == "工委干部":
            page.goto("/structure/GW01/plans/")
            page.get_by_label("已经在联合支部里的也重新排").check()
            for button in ("算三种方案", "用“就近为先”"):
                page.get_by_role("button", name=button).click()
                page.wait_for_url("**/structure/plan/**")
                wrong += findings(page)
            page.get_by_role("link", name="写请示").click()
            page.get_by_role("button", name="记请示").click()
            page.wait_for_url("**/structure/request/**")
            wrong += findings(page)
            page.get_by_label("批准还是不批准").select_option("approved")
            page.get_by_role("button", name="记批复").click()
            expect(page.get_by_text("还没有生效，组织表没有变")).to_be_visible()
            wrong += findings(page)
            page.get_by_role("button", name="记生效").click()
            # 第二遍：同一天刚转入的人不能又转走，话说在原处
            said = "已生效" if width == 1280 else "同一天或更早不能再转走"
            expect(page.get_by_text(said).first).to_be_visible()
            wrong += findings(page)
        context.close()
    assert sorted(set(wrong)) == []
