"""Signing in: right, wrong, locked, unlocked; no account is guessed, no session fixed, nothing secret is written."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import get_hasher
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from dengxiaming.ground import actions, clock, queries
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.models import Account, AccountEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DOOR = "/account/sign-in/"
Make = Callable[..., Account]


def sign_in(client: Client, username: str, password: str, **more: str) -> HttpResponse:
    return client.post(DOOR, {"login": username, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def kinds() -> list[str]:
    return list(AccountEvent.objects.order_by("pk").values_list("kind", flat=True))


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_the_right_password_opens(client: Client, make: Make, secret: str) -> None:
    make()
    answer = sign_in(client, "WangFang", secret)
    assert answer["Location"] == "/"
    assert is_in(client)
    assert kinds()[-1] == "signed_in"


@pytest.mark.parametrize(
    ("duty", "first"),
    [("system_admin", "/accounts/"), ("security_admin", "/accounts/locks/"), ("audit_admin", "/accounts/log/")],
)
def test_administrators_begin_at_their_own_page(client: Client, make: Make, secret: str, duty: str, first: str) -> None:
    make("guan", duty)
    answer = sign_in(client, "guan", secret)
    assert answer["Location"] == first
    assert client.get(first).status_code == 200


def test_whoever_is_not_in_is_led_there_and_back(client: Client, make: Make, secret: str) -> None:
    make()
    asked = client.get("/account/password/?a=1")
    assert asked["Location"] == "/account/sign-in/?next=%2Faccount%2Fpassword%2F%3Fa%3D1"
    page = client.get(asked["Location"])
    assert 'name="next" value="/account/password/?a=1"' in page.content.decode()
    answer = sign_in(client, "wangfang", secret, next="/account/password/?a=1")
    assert answer["Location"] == "/account/password/?a=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert('evil')", "/\\evil.example"]
)
def test_nobody_is_led_elsewhere(client: Client, make: Make, secret: str, elsewhere: str) -> None:
    make()
    assert "evil" not in client.get(DOOR, {"next": elsewhere}).content.decode()
    assert sign_in(client, "wangfang", secret, next=elsewhere)["Location"] == "/"


def test_a_form_sent_after_the_session_leads_back_to_its_page(client: Client) -> None:
    answer = client.post("/account/password/", {"old": "x"}, headers={"Referer": "http://testserver/account/password/"})
    assert answer["Location"].endswith("?next=http%3A%2F%2Ftestserver%2Faccount%2Fpassword%2F")
    answer = client.post("/account/password/", {"old": "x"}, headers={"Referer": "https://evil.example/"})
    assert answer["Location"] == DOOR


def test_a_wrong_name_and_a_wrong_password_are_one_answer(client: Client, make: Make, secret: str) -> None:
    account = make()
    disabled = make("liming")
    actions.disable(disabled, Hand(clock.now()))
    told = {
        words(sign_in(client, name, word))
        for name, word in [("wangfang", "x" * 12), ("nobody", "x" * 12), ("liming", secret)]
    }
    assert len(told) == 1
    assert "用户名或密码不对" in told.pop()
    assert not is_in(client)
    failed = AccountEvent.objects.filter(kind="sign_in_failed").order_by("pk")
    assert list(failed.values_list("account", flat=True)) == [account.pk, None, disabled.pk]


def test_a_wrong_name_costs_as_much_as_a_wrong_password(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time goes into the hashing: once for each, by the same hasher. Milliseconds on a busy machine prove less."""
    make()
    hashed: list[str] = []
    hasher = type(get_hasher("default"))
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, word, salt: hashed.append(word) or encode(self, word, salt))
    counts = []
    for username in ("wangfang", "nobody"):
        hashed.clear()
        sign_in(client, username, "x" * 12)
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_five_wrong_passwords_lock_the_name_at_this_address(client: Client, make: Make, secret: str) -> None:
    make()
    for _ in range(4):
        assert sign_in(client, "wangfang", "x" * 12).status_code == 200
    assert sign_in(client, "wangfang", "x" * 12).status_code == 429
    locked = sign_in(client, "wangfang", secret)
    assert locked.status_code == 429
    assert "锁15分钟" in words(locked)
    assert not is_in(client)
    elsewhere = Client(REMOTE_ADDR="10.0.0.8")
    assert sign_in(elsewhere, "wangfang", secret).status_code == 302
    assert kinds().count("locked") == 1
    assert kinds().count("sign_in_failed") == 5


def test_a_name_that_is_nobodys_locks_the_same(client: Client) -> None:
    answers = [sign_in(client, "nobody", "x" * 12) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert queries.locked() == []


def test_others_at_the_same_address_are_not_locked(client: Client, make: Make, secret: str) -> None:
    make()
    for _ in range(6):
        sign_in(client, "nobody", "x" * 12)
    assert sign_in(client, "wangfang", secret).status_code == 302


def test_the_security_administrator_unlocks(
    client: Client, make: Make, secret: str, inside: Callable[[Account], Client]
) -> None:
    account, guard = make(), inside(make("anquan", "security_admin"))
    for _ in range(5):
        sign_in(client, "wangfang", "x" * 12)
    assert [row.account for row in queries.locked()] == [account]
    assert "解锁王芳" in words(guard.get("/accounts/locks/"))
    assert guard.post("/accounts/of/wangfang/unlock/").status_code == 302
    assert sign_in(client, "wangfang", secret).status_code == 302
    event = AccountEvent.objects.get(kind="unlocked")
    assert (str(event.account), str(event.by)) == ("王芳", "王芳")
    assert event.by is not None
    assert event.by.duty == "security_admin"


def test_behind_a_proxy_the_address_is_the_browsers(settings: Settings, make: Make, secret: str) -> None:
    make()
    settings.PROXIES = 1
    for _ in range(5):
        sign_in(Client(HTTP_X_FORWARDED_FOR="1.2.3.4, 10.1.1.1"), "wangfang", "x" * 12)
    assert sign_in(Client(HTTP_X_FORWARDED_FOR="9.9.9.9, 10.1.1.1"), "wangfang", secret).status_code == 429
    assert sign_in(Client(HTTP_X_FORWARDED_FOR="1.2.3.4, 10.1.1.2"), "wangfang", secret).status_code == 302


def test_without_a_proxy_the_header_is_nothing(make: Make, secret: str) -> None:
    make()
    for number in range(5):
        sign_in(Client(HTTP_X_FORWARDED_FOR=f"1.2.3.{number}"), "wangfang", "x" * 12)
    assert sign_in(Client(HTTP_X_FORWARDED_FOR="1.2.3.9"), "wangfang", secret).status_code == 429


def test_the_session_gets_a_new_key(client: Client, make: Make, secret: str) -> None:
    make()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    sign_in(client, "wangfang", secret)
    assert client.session.session_key != before
    assert Client(headers={"Cookie": f"sessionid={before}"}).get("/account/").status_code == 302


def test_a_session_of_another_is_not_taken_over(client: Client, make: Make, secret: str) -> None:
    make()
    make("liming", name="李明")
    sign_in(client, "wangfang", secret)
    session = client.session
    session["mine"] = True
    session.save()
    client.post("/account/sign-out/")
    sign_in(client, "liming", secret)
    assert "mine" not in client.session


def test_the_cookies_are_kept_from_scripts(client: Client, make: Make, secret: str) -> None:
    make()
    sign_in(client, "wangfang", secret)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    client.get(DOOR)
    assert client.cookies["csrftoken"]["httponly"]


def test_a_form_of_elsewhere_is_refused(make: Make, secret: str) -> None:
    make()
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "wangfang", secret).status_code == 403
    page = strict.get(DOOR).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    assert sign_in(strict, "wangfang", secret, csrfmiddlewaretoken=token[1]).status_code == 302
    assert strict.post("/account/sign-out/").status_code == 403


def test_signing_out_is_a_form_and_ends_it(client: Client, make: Make, secret: str) -> None:
    make()
    sign_in(client, "wangfang", secret)
    assert client.get("/account/sign-out/").status_code == 405
    assert is_in(client)
    assert client.post("/account/sign-out/")["Location"] == DOOR
    assert not is_in(client)
    assert kinds()[-1] == "signed_out"


def test_a_disabled_account_is_out_at_once(client: Client, make: Make, secret: str) -> None:
    account = make()
    sign_in(client, "wangfang", secret)
    assert is_in(client)
    actions.disable(account, Hand(clock.now()))
    assert not is_in(client)


def test_another_password_ends_the_sessions_elsewhere(make: Make, secret: str) -> None:
    make()
    here, there = Client(), Client()
    sign_in(here, "wangfang", secret)
    sign_in(there, "wangfang", secret)
    key = here.session.session_key
    new = secret + "九"
    answer = here.post("/account/password/", {"old": secret, "new": new, "again": new})
    assert answer["Location"] == "/"
    assert is_in(here)
    assert here.session.session_key != key
    assert not is_in(there)
    assert sign_in(there, "wangfang", secret).status_code == 200
    assert sign_in(there, "wangfang", new).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "why"),
    [
        ("wrong", "长江" * 6, "长江" * 6, "现在的密码不对"),
        (None, "长江" * 6, "黄河" * 6, "两次输入的不一样"),
        (None, "长江", "长江", "密码太短"),
        (None, None, None, "新密码和现在的一样"),
    ],
)
def test_a_password_that_will_not_do(
    client: Client, make: Make, secret: str, old: str | None, new: str | None, again: str | None, why: str
) -> None:
    make()
    sign_in(client, "wangfang", secret)
    answer = client.post("/account/password/", {"old": old or secret, "new": new or secret, "again": again or secret})
    assert answer.status_code == 422
    assert why in words(answer)
    assert secret not in answer.content.decode()


def test_whoever_must_change_the_password_does_so_first(client: Client, make: Make, secret: str) -> None:
    account = make()
    sign_in(client, "wangfang", secret)
    actions.ask_for_new_password(account, Hand(clock.now()))
    assert client.get("/account/")["Location"] == "/account/password/?next=%2Faccount%2F"
    assert "系统管理员要求您换一个密码" in words(client.get("/account/password/?next=%2Faccount%2F"))
    new = secret + "九"
    answer = client.post("/account/password/", {"old": secret, "new": new, "again": new, "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert is_in(client)


def test_an_hour_without_a_page_ends_the_session(client: Client, make: Make, secret: str) -> None:
    make()
    morning = clock.now()
    sign_in(client, "wangfang", secret)
    for minutes in (59, 118):
        with clock.stopped_at(morning.date(), (morning + timedelta(minutes=minutes)).time()):
            assert is_in(client)
    with clock.stopped_at(morning.date(), (morning + timedelta(minutes=118 + 61)).time()):
        answer = client.get("/account/", follow=True)
        assert answer.redirect_chain[0][0] == "/account/sign-in/?next=%2Faccount%2F"
        assert "太久没有操作" in words(answer)
    last = AccountEvent.objects.order_by("pk").last()
    assert last is not None
    assert (last.kind, last.note) == ("signed_out", "到时")


def test_eight_hours_end_the_session_however_busy(client: Client, make: Make, secret: str) -> None:
    make()
    morning = clock.now()
    sign_in(client, "wangfang", secret)
    for half_hours in range(1, 17):
        with clock.stopped_at(morning.date(), (morning + timedelta(minutes=30 * half_hours)).time()):
            assert is_in(client), half_hours
    with clock.stopped_at(morning.date(), (morning + timedelta(minutes=481)).time()):
        assert not is_in(client)


def test_nothing_secret_is_written_anywhere(
    client: Client, make: Make, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make()
    typed = "错错错错错错错错错错错错"
    sign_in(client, "wangfang", typed)
    sign_in(client, typed, "wangfang")
    sign_in(client, "wangfang", secret)
    assert typed not in caplog.text
    assert secret not in caplog.text
    rows = [*AccountEvent.objects.values(), *AccessAttempt.objects.exclude(username=typed).values()]
    assert not [row for row in rows if typed in str(row) or secret in str(row)]
    tried = AccessAttempt.objects.get(username=typed)
    assert typed not in tried.post_data + tried.get_data


def test_pages_of_accounts_are_kept_nowhere(client: Client) -> None:
    for address in (DOOR, "/account/invitation/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]


def test_the_door_tells_nothing_of_the_records(client: Client, make: Make) -> None:
    make()
    text = client.get(DOOR).content.decode()
    assert "主导航" not in text
    assert "王芳" not in text
    assert "style=" not in text
    scripts = re.findall(r"<script([^>]*)>", text)
    assert not [one for one in scripts if 'src="/static/' not in one and 'type="application/json"' not in one]


def test_too_many_tries_from_one_address(settings: Settings, client: Client) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(client, f"nobody{number}", "x" * 12) for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "试得太多了" in words(answers[-1])
