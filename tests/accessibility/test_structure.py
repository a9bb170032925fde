"""组织设置 with a browser: from the plan to the request and its answer; axe finds nothing serious on the way."""

from playwright.sync_api import Browser, Page, expect

from axe_core import wrong_here, wrong_on_both

BRANCH = "ZB003"
PAGES = {
    "支部书记": (f"/structure/{BRANCH}/", f"/structure/{BRANCH}/groups/?propose=1", f"/structure/{BRANCH}/ask/"),
    "工委干部": (
        "/structure/GW01/", "/structure/GW01/plans/", "/structure/GW01/places/",
        "/structure/GW01/ask/?act=change&subject=LH01",
    ),
}  # fmt: skip


def test_nothing_serious_on_the_way(browser: Browser, sample: str) -> None:
    wrong: list[str] = []
    for who, addresses in PAGES.items():
        context = browser.new_context(base_url=sample, locale="zh-CN", bypass_csp=True)
        page = context.new_page()
        page.goto("/account/sign-in/?next=/account/")
        page.get_by_role("button", name=f"以{who}登录").click()
        page.wait_for_url("**/account/")
        for address in addresses:
            wrong += wrong_on_both(page, address)
        if who == "工委干部":
            wrong += planned(page)
        context.close()
    assert sorted(set(wrong)) == []


def planned(page: Page) -> list[str]:
    """What is wrong on the way from a plan to a branch in force."""
    page.goto("/structure/GW01/plans/")
    page.get_by_label("已经在联合支部里的也重新排").check()
    page.get_by_role("button", name="算三种方案").click()
    page.wait_for_url("**/structure/plan/**")
    wrong = wrong_here(page)
    page.get_by_role("button", name="用“就近为先”").click()
    # 排出来就是原来的那个支部：没有什么要请示；少一个单位，才有
    expect(page.get_by_text("已经是这样")).to_be_visible()
    page.locator("select[name^=unit-]").first.select_option("")
    page.get_by_role("button", name="存草稿，再看规定").click()
    expect(page.get_by_role("heading", name="原来的联合支部")).to_be_visible()
    wrong += wrong_here(page)
    page.get_by_role("link", name="写请示").first.click()
    page.get_by_role("button", name="记请示").click()
    page.wait_for_url("**/structure/request/**")
    wrong += wrong_here(page)
    page.get_by_label("批准还是不批准").select_option("approved")
    page.get_by_role("button", name="记批复").click()
    expect(page.get_by_text("还没有生效，组织表没有变")).to_be_visible()
    wrong += wrong_here(page)
    page.locator("input[name=on]").fill("2026-11-01")
    page.get_by_role("button", name="记生效").click()
    expect(page.get_by_text("生效日期不早于批复").first).to_be_visible()
    wrong += wrong_here(page)
    page.locator("input[name=on]").fill("2026-11-24")
    page.get_by_role("button", name="记生效").click()
    expect(page.get_by_text("已生效").first).to_be_visible()
    return [*wrong, *wrong_here(page)]
