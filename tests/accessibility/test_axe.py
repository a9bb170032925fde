"""axe-core finds nothing serious on any page, on a desk and on a phone; a phone never scrolls sideways."""

from playwright.sync_api import Browser

from axe_core import WIDTHS, wrong_here, wrong_on_both

BRANCH = "ZB003"
# 谁的页：这些地址
PAGES = {
    "支部书记": (
        "/desk/", "/reminders/", "/organizations/", f"/organizations/{BRANCH}/", f"/organizations/{BRANCH}/members/",
        f"/records/{BRANCH}/", f"/records/{BRANCH}/new/?kinds=theme_day;lesson;members_meeting&on=2026-11-16",
        f"/talks/of/{BRANCH}/", f"/talks/{BRANCH}/new/", f"/acts/of/{BRANCH}/", f"/acts/of/{BRANCH}/room/",
        f"/development/{BRANCH}/", f"/development/{BRANCH}/new/",
        f"/transfers/{BRANCH}/", f"/transfers/{BRANCH}/new/", "/members/DY0028/transfer/",
        f"/dues/of/{BRANCH}/", f"/dues/of/{BRANCH}/assess/?month=2026-12", f"/dues/of/{BRANCH}/pay/",
        f"/dues/of/{BRANCH}/correct/", f"/dues/of/{BRANCH}/reductions/", f"/dues/of/{BRANCH}/year/",
        f"/elections/of/{BRANCH}/", f"/elections/of/{BRANCH}/new/", f"/elections/of/{BRANCH}/rights/",
        f"/dues/of/{BRANCH}/published/", f"/dues/of/{BRANCH}/arrears/", "/dues/members/DY0028/",
        f"/acts/of/{BRANCH}/new/annual_plan/", "/members/DY0028/", f"/explain/D3-3/{BRANCH}/2026/", "/law/",
        "/law/3-2-6/", "/law/problems/P9/", f"/duties/?organization={BRANCH}", f"/register/{BRANCH}/",
        f"/register/{BRANCH}/statistics/", "/members/DY0028/particulars/", "/members/DY0028/particulars/correct/",
        "/account/", "/ballots/", f"/appraisals/of/{BRANCH}/",
        f"/ballots/of/{BRANCH}/",
    ),
    "工委干部": (
        "/desk/", "/city/", "/facts/", "/acts/of/GW01/deploy/", "/dues/of/GW01/", "/elections/of/GW01/",
        "/duties/?rule=S2-1&quarter=2026Q3",
    ),
    "系统管理员": ("/accounts/", "/accounts/new/", "/accounts/roster/"),
    "安全管理员": ("/accounts/locks/",),
    "审计管理员": ("/accounts/log/",),
}  # fmt: skip


def test_nothing_serious(browser: Browser, sample: str) -> None:
    wrong: list[str] = []
    for who, addresses in PAGES.items():
        context = browser.new_context(base_url=sample, locale="zh-CN", bypass_csp=True)
        page = context.new_page()
        wrong += wrong_on_both(page, "/account/sign-in/?next=/account/")
        page.get_by_role("button", name=f"以{who}登录").click()
        page.wait_for_url("**/account/")
        for address in addresses:
            wrong += wrong_on_both(page, address)
        context.close()
    assert sorted(set(wrong)) == []


def test_a_planted_fault_is_found(browser: Browser, sample: str) -> None:
    page = browser.new_context(base_url=sample, bypass_csp=True).new_page()
    page.goto("/account/sign-in/")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/x.png\"><button></button>'")
    page.evaluate(
        "document.querySelector('main').innerHTML += '<style>@media (width < 400px) {p {width: 500px}}</style>'"
    )
    wrong = wrong_here(page)
    assert {width for width in WIDTHS if any(f" {width} button-name" in one for one in wrong)} == set(WIDTHS)
    assert [one.split()[1] for one in wrong if "宽" in one] == ["360"]
