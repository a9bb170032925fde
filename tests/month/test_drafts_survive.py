"""What was typed survives a lost connection, a session that ended, and a second device: in the browser."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

BRANCH = "ZB003"
PAUSE = 2_500
"""Milliseconds."""
NEW = f"/records/{BRANCH}/new/?kinds=committee_meeting&on=2026-11-19"


def device(browser: Browser, base: str) -> BrowserContext:
    """A machine on which the secretary is signed in, and whose clock can be put forward."""
    context = browser.new_context(base_url=base, locale="zh-CN")
    context.clock.install()
    sign_in(context.new_page())
    return context


def sign_in(page: Page) -> None:
    page.goto("/account/sign-in/?next=/law/")
    page.get_by_role("button", name="以支部书记登录").click()
    page.wait_for_url("**/law/")
    page.close()


def theme(page: Page) -> str:
    return page.locator('[name="c/theme"]').input_value()


def typed(page: Page, text: str) -> None:
    """A theme is typed, and it is a while later: what was typed is kept two seconds after the last key."""
    page.locator('[name="c/theme"]').fill(text)
    page.clock.fast_forward(PAUSE)


def draft(page: Page, text: str) -> str:
    """A new draft with a theme, kept on the server: its address."""
    page.goto(NEW)
    page.locator('[name="c/theme"]').fill(text)
    page.locator("button.btn[name=do][value=save]").first.click()
    page.wait_for_url("**/draft/**")
    return page.url.partition("?")[0].partition("#")[0]


def test_drafts_survive(browser: Browser, month: str) -> None:
    here, there = device(browser, month), device(browser, month)
    page = here.new_page()
    address = draft(page, "第一次写的")

    # 断网：内容留在这台机器上；页面关了再开，接得上；连上以后存到服务器
    here.set_offline(offline=True)
    typed(page, "断网时写的")
    expect(page.locator("#kept")).to_contain_text("网络断了", timeout=10_000)
    page.close()
    here.set_offline(offline=False)
    page = here.new_page()
    page.goto(address)
    assert theme(page) == "第一次写的"
    page.get_by_role("button", name="接着上次没有存上的内容").click()
    assert theme(page) == "断网时写的"
    page.clock.fast_forward(PAUSE)
    expect(page.locator("#kept")).to_contain_text("已存", timeout=10_000)

    # 登录过期：内容还在这一页，另开一页登录以后存得上
    here.clear_cookies(name="sessionid")
    typed(page, "登录过期时写的")
    expect(page.locator("#kept")).to_contain_text("登录已过期", timeout=10_000)
    sign_in(here.new_page())
    assert theme(page) == "登录过期时写的"

    # 第二台机器：看得到存过的；两边都改，后存的那一边被告知，两边的内容都在
    other = there.new_page()
    other.goto(address)
    assert theme(other) == "断网时写的"
    typed(other, "另一台上写的")
    expect(other.locator("#kept")).to_contain_text("已存", timeout=10_000)
    typed(page, "登录以后写的")
    expect(page.locator("#kept")).to_contain_text("别处", timeout=10_000)
    page.locator("button.btn[name=do][value=save]").first.click()
    expect(page.locator('button[value^="over"]').first).to_be_visible()
    assert theme(page) == "登录以后写的"
    other.reload()
    assert theme(other) == "另一台上写的"
