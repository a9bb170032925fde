"""The pages of accounts in a real browser: by keyboard alone, at phone width, nothing said in the console."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsers import chromium
from dengxiaming.ground import actions, clock
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.models import Account, AccountEvent

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Account]


@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Browser]:  # noqa: ARG001  先要有库
    """Playwright keeps an event loop in this thread; Django must not mind."""
    with pytest.MonkeyPatch.context() as patch, chromium() as launched:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield launched


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page that fails its test when the console says an error: a broken asset, a breach of the content policy."""
    said: list[str] = []
    context = browser.new_context(base_url=live_server.url, locale="zh-CN")
    held = context.new_page()
    held.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    held.on("pageerror", lambda error: said.append(str(error)))
    yield held
    context.close()
    assert not [text for text in said if "status of 4" not in text]


def sign_in(page: Page, password: str, username: str = "wangfang") -> None:
    page.goto("/account/sign-in/?next=/account/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_in_and_out_by_keyboard_alone(page: Page, make: Make, secret: str) -> None:
    make()
    page.goto("/account/")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type("wangfang")
    page.keyboard.press("Tab")
    expect(page.get_by_label("密码")).to_be_focused()
    page.keyboard.type("wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    expect(page.get_by_label("用户名")).to_have_value("wangfang")
    expect(page.get_by_label("密码")).to_have_value("")
    page.get_by_label("密码").focus()
    page.keyboard.type(secret)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="退出")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_an_invitation_by_keyboard_alone(page: Page, make: Make, secret: str) -> None:
    code = actions.invite([make()], Hand(clock.now()))[0].code
    page.goto("/account/invitation/")
    page.get_by_label("用户名").focus()
    for typed in ("wangfang", code.lower(), secret + "九", secret + "九"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("密码设好了")


def has_a_finger(page: Page) -> None:
    """A telephone's reader of fingers, made of software."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("alone", [True, False])
def test_a_passkey_instead_of_the_password_or_after_it(page: Page, make: Make, secret: str, alone: bool) -> None:
    make()
    has_a_finger(page)
    sign_in(page, secret)
    page.goto("/account/steps/key/")
    page.get_by_label("密码").fill(secret)
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_label("给它一个名字")).to_have_value("通行密钥1")
    if alone:
        page.get_by_text("以后不输密码，只用它登录").click()
    page.get_by_role("button", name="加上").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    if alone:
        page.goto("/account/sign-in/?next=/account/password/")
        page.get_by_role("button", name="用通行密钥登录").click()
        expect(page.get_by_role("heading", name="改密码")).to_be_visible()
    else:
        sign_in(page, secret)
        page.get_by_role("button", name="用通行密钥").click()
        expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    page.goto("/account/steps/")
    page.get_by_role("link", name="去掉").click()
    if page.get_by_label("密码").count():
        page.get_by_label("密码").fill(secret)
        page.get_by_role("button", name="继续").click()
    page.get_by_role("button", name="去掉").click()
    expect(page.get_by_role("link", name="去掉")).to_have_count(0)
    kinds = set(AccountEvent.objects.filter(note="通行密钥").values_list("kind", flat=True))
    assert kinds == {"factor_added", "factor_removed"}


def test_a_passkey_nobody_has_is_said_so(page: Page, make: Make) -> None:
    make()
    has_a_finger(page)
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert")).to_contain_text("通行密钥没有用成")


def test_where_browsers_give_no_passkey_none_is_shown(page: Page, live_server: LiveServer, make: Make) -> None:
    make()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/account/sign-in/")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="用通行密钥登录")).to_have_count(0)


def wide_at(page: Page) -> list[int]:
    """The widths at which the page scrolls sideways."""
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return found


def test_no_page_of_accounts_scrolls_sideways(page: Page, make: Make, secret: str) -> None:
    account = make()
    for username, duty in {"xitong": "system_admin", "anquan": "security_admin", "shenji": "audit_admin"}.items():
        make(username, duty, name="管理员")
    actions.note_look(make("liming", name="李明"), account.member_code, "受处分后的谈话", clock.now())
    for username, addresses in {
        "wangfang": ("/account/", "/account/password/", "/account/steps/"),
        "xitong": ("/accounts/", "/accounts/new/", "/accounts/of/wangfang/", "/accounts/roster/"),
        "anquan": ("/accounts/locks/?q=wang",),
        "shenji": ("/accounts/log/",),
    }.items():
        sign_in(page, secret, username)
        for address in addresses:
            page.goto(address)
            assert not wide_at(page), address
        page.get_by_role("button", name="退出").click()
    for address in ("/account/sign-in/", "/account/invitation/"):
        page.goto(address)
        assert not wide_at(page), address


def test_what_can_be_tapped_is_large_enough(page: Page, make: Make, secret: str) -> None:
    make()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, secret)
    for address in ("/account/", "/account/password/", "/account/steps/", "/account/invitation/"):
        page.goto(address)
        small = page.evaluate("""() => [...document.querySelectorAll('.btn, .lk, .in')]
            .filter(held => held.offsetParent && held.getBoundingClientRect().height < 43)
            .map(held => held.outerHTML.slice(0, 80))""")
        assert not small, address
