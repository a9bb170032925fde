"""两步验证 from end to end: a telephone is added, asked for, replaced by a recovery code, taken away, reset."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from dengxiaming.ground.models import Account, AccountEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DOOR, CODE, STEPS = "/account/sign-in/", "/account/sign-in/code/", "/account/steps/"
Make = Callable[..., Account]


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """A code that was used, and codes that were wrong, are remembered for minutes."""
    cache.clear()


def now(secret: str) -> str:
    """What the telephone shows."""
    _, counter, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def sign_in(client: Client, secret: str) -> HttpResponse:
    return client.post(DOOR, {"login": "wangfang", "password": secret, "next": "/account/"})


def add_app(client: Client, password: str) -> tuple[str, list[str]]:
    """Sign in, add a telephone; its secret and the recovery codes."""
    sign_in(client, password)
    sure = client.get(STEPS + "app/")["Location"]
    assert sure.startswith("/account/sure/?next=")
    assert client.post(sure, {"password": password})["Location"] == STEPS + "app/"
    page = client.get(STEPS + "app/").content.decode()
    groups = re.search(r'<code class="id">([A-Z2-7 ]+)</code>', page)
    assert groups
    assert re.search(r'<svg class="qr" viewBox="0 0 \d+ \d+"', page)
    assert "style=" not in page
    secret = groups[1].replace(" ", "")
    done = client.post(STEPS + "app/", {"code": now(secret)})
    assert done["Location"] == STEPS + "recovery-codes/"
    codes = re.findall(r'<code class="id">(\d+)</code>', client.get(done["Location"]).content.decode())
    cache.clear()  # 同一个码半分钟里不能用第二次，测试不等
    return secret, codes


def kinds() -> list[str]:
    return list(AccountEvent.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db(transaction=True)  # 加上第二步的信号要等提交
def test_after_it_is_added_a_code_is_asked_for(make: Make, secret: str) -> None:
    make()
    totp, codes = add_app(Client(), secret)
    assert len(codes) == 10
    client = Client()
    assert sign_in(client, secret)["Location"] == CODE
    assert client.get("/account/").status_code == 302
    assert client.get(DOOR)["Location"] == CODE
    wrong = client.post(CODE, {"code": "000000" if now(totp) != "000000" else "111111"})
    assert "验证码不对" in words(wrong)
    assert client.post(CODE, {"code": now(totp)})["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert kinds()[-5:] == ["signed_in", "factor_added", "factor_added", "factor_failed", "signed_in"]


def test_a_code_is_good_once(make: Make, secret: str) -> None:
    make()
    totp, _ = add_app(Client(), secret)
    shown = now(totp)
    first, second = Client(), Client()
    sign_in(first, secret)
    sign_in(second, secret)
    assert first.post(CODE, {"code": shown}).status_code == 302
    assert "验证码不对" in words(second.post(CODE, {"code": shown}))


def test_a_recovery_code_is_good_once(make: Make, secret: str) -> None:
    make()
    _, codes = add_app(Client(), secret)
    first, second = Client(), Client()
    sign_in(first, secret)
    sign_in(second, secret)
    assert first.post(CODE, {"code": codes[3]}).status_code == 302
    assert "验证码不对" in words(second.post(CODE, {"code": codes[3]}))
    assert "还有9个没用过" in words(first.get(STEPS))
    assert kinds().count("recovery_code_used") == 1


def test_codes_cannot_be_tried_without_end(make: Make, secret: str) -> None:
    make()
    totp, _ = add_app(Client(), secret)
    client = Client()
    sign_in(client, secret)
    for number in range(5):
        client.post(CODE, {"code": f"{number:08}"})
    assert "等5分钟再试" in words(client.post(CODE, {"code": now(totp)}))
    assert client.get("/account/").status_code == 302


def test_the_code_page_alone_leads_nowhere(client: Client) -> None:
    assert client.get(CODE)["Location"] == DOOR


def test_whoever_stands_before_the_code_may_turn_back(make: Make, secret: str) -> None:
    make()
    add_app(Client(), secret)
    client = Client()
    sign_in(client, secret)
    assert client.post("/account/sign-out/")["Location"] == DOOR
    assert client.get(DOOR).status_code == 200


def test_the_secret_is_enciphered_in_the_database(make: Make, secret: str) -> None:
    make()
    totp, codes = add_app(Client(), secret)
    held = str(list(Authenticator.objects.values()))
    assert totp not in held
    assert not [code for code in codes if code in held]


def test_new_recovery_codes_void_the_old(make: Make, secret: str) -> None:
    make()
    client = Client()
    _, old = add_app(client, secret)
    assert "全部作废" in words(client.get(STEPS + "recovery-codes/new/"))
    client.post(STEPS + "recovery-codes/new/")
    other = Client()
    sign_in(other, secret)
    assert other.post(CODE, {"code": old[0]}).status_code == 200


def test_its_owner_takes_it_away(make: Make, secret: str) -> None:
    make()
    client = Client()
    add_app(client, secret)
    assert "恢复码也一起作废" in words(client.get(STEPS + "app/remove/"))
    assert client.post(STEPS + "app/remove/")["Location"] == STEPS
    assert sign_in(Client(), secret)["Location"] == "/account/"
    assert kinds().count("factor_removed") == 2


def test_the_password_is_asked_again_before_anything_changes(make: Make, secret: str) -> None:
    make()
    client = Client()
    totp, _ = add_app(client, secret)
    other = Client()
    sign_in(other, secret)
    other.post(CODE, {"code": now(totp)})
    for address in ("recovery-codes/", "recovery-codes/new/", "app/remove/"):
        assert other.get(STEPS + address)["Location"].startswith("/account/sure/")
    assert "密码不对" in words(other.post("/account/sure/", {"password": "x" * 12}))


def test_the_security_administrator_resets_it(make: Make, secret: str, inside: Callable[[Account], Client]) -> None:
    make()
    add_app(Client(), secret)
    guard = inside(make("anquan", "security_admin", name="安全"))
    assert "去掉王芳的第二步" in words(guard.get("/accounts/locks/?q=wang"))
    assert guard.post("/accounts/of/wangfang/second-step/").status_code == 302
    assert sign_in(Client(), secret)["Location"] == "/account/"
    assert not Authenticator.objects.exists()


def test_the_security_administrator_does_not_reset_their_own(make: Make, inside: Callable[[Account], Client]) -> None:
    guard = inside(make("anquan", "security_admin"))
    assert guard.post("/accounts/of/anquan/second-step/").status_code == 404
    assert "factor_reset" not in kinds()
