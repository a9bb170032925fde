"""三员分立 on the pages: what each administrator can do, what none can, and what an invitation is worth."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from dengxiaming.ground import actions, clock, queries
from dengxiaming.ground.actions import Hand, Wanted
from dengxiaming.ground.grants import Granted
from dengxiaming.ground.models import Account, AccountEvent
from dengxiaming.web.accounts import roster

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Make = Callable[..., Account]
Inside = Callable[[Account], Client]
DUTIES = ("person", "system_admin", "security_admin", "audit_admin")
MANAGE, UNLOCK, AUDIT = "system_admin", "security_admin", "audit_admin"
PAGES = {
    "/accounts/": MANAGE, "/accounts/new/": MANAGE, "/accounts/roster/": MANAGE, "/accounts/of/wangfang/": MANAGE,
    "/accounts/locks/": UNLOCK, "/accounts/log/": AUDIT,
}  # fmt: skip
DOINGS = {
    "/accounts/new/": MANAGE, "/accounts/roster/": MANAGE, "/accounts/of/wangfang/invitation/": MANAGE,
    "/accounts/of/wangfang/change/": MANAGE, "/accounts/of/wangfang/unlock/": UNLOCK,
    "/accounts/of/wangfang/second-step/": UNLOCK,
}  # fmt: skip


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def code_in(answer: HttpResponse) -> str:
    found = re.search(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", answer.content.decode())
    assert found
    return found[0]


def accept(client: Client, username: str, code: str, password: str, again: str = "") -> HttpResponse:
    sent = {"username": username, "code": code, "new": password, "again": again or password}
    return client.post("/account/invitation/", sent)


@pytest.mark.parametrize("duty", DUTIES)
def test_each_opens_their_own_pages_and_no_others(make: Make, inside: Inside, duty: str) -> None:
    make()
    client = inside(make("other", duty))
    for address, whose in PAGES.items():
        assert client.get(address).status_code == (200 if whose == duty else 403), address


@pytest.mark.parametrize("duty", DUTIES)
def test_each_does_their_own_work_and_no_others(make: Make, inside: Inside, duty: str) -> None:
    make()
    client = inside(make("other", duty))
    before = AccountEvent.objects.count()
    for address, whose in DOINGS.items():
        if whose != duty:
            assert client.post(address, {"do": "disable", "member": "M1"}).status_code == 403, address
    assert AccountEvent.objects.count() == before
    assert Account.objects.get(username="wangfang").is_active


def test_the_pages_are_nobodys_who_is_not_in(client: Client) -> None:
    for address in {*PAGES, *DOINGS}:
        assert client.get(address)["Location"].startswith("/account/sign-in/")
        assert client.post(address)["Location"].startswith("/account/sign-in/")


def test_every_address_of_accounts_names_its_action() -> None:
    ours = get_resolver().url_patterns[1].url_patterns
    policies = {pattern.name: pattern.callback.policy for pattern in ours}
    assert set(policies.values()) <= {"anyone", "signed_in", "account.manage", "account.unlock", "account.audit"}
    assert {name for name, policy in policies.items() if policy == "anyone"} == {
        "account_login", "mfa_authenticate", "account_demo", "openid_connect_login", "openid_connect_callback",
        "account_logout", "account_invitation", "mfa_login_webauthn",
    }  # fmt: skip


def test_nobody_registers() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not [name for name in names if "signup" in name or "reset_password" in name or "email" in name]


def test_an_invitation_from_page_to_password(client: Client, make: Make, inside: Inside, secret: str) -> None:
    make()
    system = inside(make("xitong", "system_admin"))
    slip = system.post("/accounts/of/wangfang/invitation/")
    assert "http://testserver/account/invitation/" in slip.content.decode()
    new, code = secret + "九", code_in(slip)
    assert "两次输入的不一样" in words(accept(client, "wangfang", code, new, new + "x"))
    assert "密码太短" in words(accept(client, "wangfang", code, "短"))
    answer = accept(client, "Ｗangfang", code.lower(), new)
    assert answer["Location"] == "/account/sign-in/"
    assert "密码设好了" in words(client.get("/account/sign-in/"))
    assert client.post("/account/sign-in/", {"login": "wangfang", "password": new}).status_code == 302


@pytest.mark.parametrize("reason", ["used", "old", "of another", "nobody", "disabled", "made up"])
def test_an_invitation_that_is_not_good_says_one_thing(client: Client, make: Make, secret: str, reason: str) -> None:
    account = make()
    make("liming", name="李明")
    code = actions.invite([account], Hand(clock.now()))[0].code
    username = {"of another": "liming", "nobody": "zhaoqi"}.get(reason, "wangfang")
    if reason == "used":
        accept(client, "wangfang", code, secret + "九")
    if reason == "disabled":
        actions.disable(account, Hand(clock.now()))
    if reason == "made up":
        code = "2222-2222-2222-2222"
    day = clock.today() + timedelta(days=7 if reason == "old" else 0)
    with clock.stopped_at(day):
        answer = accept(client, username, code, secret + "十")
    assert answer.status_code == 422
    assert "用户名和邀请码对不上，或者这张邀请用过了、过期了" in words(answer)
    assert not Account.objects.get(username="wangfang").check_password(secret + "十")


def test_the_code_is_on_no_page_a_second_time(make: Make, inside: Inside) -> None:
    make()
    system, audit = inside(make("xitong", "system_admin")), inside(make("shenji", "audit_admin"))
    code = code_in(system.post("/accounts/of/wangfang/invitation/"))
    pages = [system.get("/accounts/of/wangfang/"), system.get("/accounts/"), audit.get("/accounts/log/")]
    assert not [page for page in pages if code in page.content.decode()]
    assert "还没用" in words(pages[0])


def test_administrators_are_made_on_no_page(make: Make, inside: Inside) -> None:
    make("anquan", "security_admin")
    system = inside(make("xitong", "system_admin"))
    for doing in ("invitation/", "change/"):
        for username in ("anquan", "xitong"):
            assert system.post(f"/accounts/of/{username}/{doing}", {"do": "disable"}).status_code == 404
    page = system.get("/accounts/of/anquan/").content.decode()
    assert "<button" not in page.split("<main")[1]
    system.post("/accounts/new/", {"member": "M1", "username": "x", "duty": "audit_admin"})
    assert set(Account.objects.values_list("duty", flat=True)) == {"security_admin", "system_admin"}


def test_disable_enable_and_ask(make: Make, inside: Inside) -> None:
    account = make()
    system = inside(make("xitong", "system_admin"))
    for doing, said in (("disable", "停用了"), ("enable", "恢复了"), ("ask", "要改密码")):
        answer = system.post("/accounts/of/wangfang/change/", {"do": doing}, follow=True)
        assert said in words(answer)
    account.refresh_from_db()
    assert (account.is_active, account.must_change_password) == (True, True)
    assert system.post("/accounts/of/wangfang/change/", {"do": "delete"}).status_code == 404


def test_the_list_is_searched_and_turned(make: Make, inside: Inside) -> None:
    system = inside(make("xitong", "system_admin", name="系统"))
    wanted = [Wanted(f"m{number:03}", f"第{number}人", f"M{number:03}") for number in range(120)]
    actions.create_accounts(wanted, Hand(clock.now()))
    first = words(system.get("/accounts/"))
    assert "121个" in first
    assert "第1页，共3页" in first
    assert "m119" in words(system.get("/accounts/?page=3"))
    assert "m007" in words(system.get("/accounts/?q=第7人"))
    assert "没有找到" in words(system.get("/accounts/?q=赵"))


@pytest.mark.parametrize(("address", "duty"), [("/accounts/", MANAGE), ("/accounts/log/", AUDIT)])
def test_a_list_asks_the_same_of_the_database_however_long(make: Make, inside: Inside, address: str, duty: str) -> None:
    client = inside(make("guan", duty))

    def asked() -> int:
        with CaptureQueriesContext(connection) as held:
            assert client.get(address).status_code == 200
        return len(held)

    make("m1", name="一")
    asked()
    few = asked()
    for number in range(2, 6):
        make(f"m{number}", name="几")
    assert asked() == few


def test_the_log_is_read_by_kind_and_person(make: Make, inside: Inside) -> None:
    make()
    audit = inside(make("shenji", "audit_admin", name="审计"))
    client = Client()
    for number in range(3):
        client.post("/account/sign-in/", {"login": "wangfang", "password": f"x{number}"})
    client.post("/account/sign-in/", {"login": "不是账号的字", "password": "x"})
    page = audit.get("/accounts/log/?kind=sign_in_failed")
    assert "4条" in words(page)
    assert "没有这个账号" in words(page)
    assert "不是账号的字" not in page.content.decode()
    assert "3条" in words(audit.get("/accounts/log/?kind=sign_in_failed&q=王芳"))
    assert audit.post("/accounts/log/").status_code == 405


def test_the_own_page_says_what_one_may_do_and_why(make: Make, inside: Inside, city: None, today: date) -> None:  # noqa: ARG001  要有一个市
    account = make("wangfang", member="M900")
    actions.set_grants("M900", [Granted("M900", "branch_secretary", "ZB001", date(2025, 3, 1))])
    looker = make("liming", name="李明")
    actions.note_look(looker, "M900", "受处分后的谈话", clock.now())
    page = words(inside(account).get("/account/"))
    assert "支部书记市水务局机关第一支部2025年3月1日" in page
    assert "2026年11月24日9:00李明受处分后的谈话" in page
    assert queries.reader_of(account, today).roles == {("branch_secretary", "ZB001")}


def test_the_own_page_of_an_administrator(make: Make, inside: Inside) -> None:
    page = words(inside(make("xitong", "system_admin")).get("/account/"))
    assert "不因此看任何记录" in page
    assert "谁看过" not in page


def test_accounts_by_roster(make: Make, inside: Inside, city: None) -> None:  # noqa: ARG001  要有一个市
    system = inside(make("xitong", "system_admin"))
    page = words(system.get("/accounts/roster/?organization=ZB001"))
    people = re.search(r"市水务局机关第一支部(\d+)名还没有账号", page)
    assert people
    sheet = system.post("/accounts/roster/", {"organization": "ZB001", "as": "workbook"})
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert rows[0] == ("组织", "姓名", "用户名", "邀请码", "有效到", "打开")
    assert len(rows) == int(people[1]) + 1
    assert {row[0] for row in rows[1:]} == {"市水务局机关第一支部"}
    username, code = rows[1][2], rows[1][3]
    assert queries.invited(str(username), str(code), clock.now())
    again = system.get("/accounts/roster/?organization=ZB001")
    assert "都有账号了" in words(again)


def test_accounts_by_roster_as_slips_to_print(make: Make, inside: Inside, city: None) -> None:  # noqa: ARG001  要有一个市
    system = inside(make("xitong", "system_admin"))
    slips = system.post("/accounts/roster/", {"organization": "ZB001", "as": "page"})
    codes = re.findall(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", slips.content.decode())
    assert len(codes) == len(set(codes)) == Account.objects.filter(duty="person").count()
    assert "没有这个组织" in words(system.get("/accounts/roster/?organization=nowhere"))


def test_one_person_is_made_from_the_roster(make: Make, inside: Inside, city: None) -> None:  # noqa: ARG001  要有一个市
    system = inside(make("xitong", "system_admin"))
    assert "名册里没有这个编号" in words(system.post("/accounts/new/", {"member": "nobody"}))
    member = roster.without_account("ZB001", clock.today())[0].member
    slip = system.post("/accounts/new/", {"member": member})
    account = queries.invited(member, code_in(slip), clock.now())
    assert account is not None
    assert account.name != member
    assert "已经" in words(system.post("/accounts/new/", {"member": member}))
    assert "已经有账号" in words(system.post("/accounts/new/", {"member": member, "username": "another"}))
