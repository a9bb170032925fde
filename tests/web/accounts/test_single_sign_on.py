"""A city's own sign-in: it opens an account that is there, links it for good, makes none, and no administrator's."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from fake_provider import CLIENT, SECRET, Provider, running
from pytest_django import Settings

from dengxiaming.ground import actions, clock
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.models import Account, AccountEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DOOR, START = "/account/sign-in/", "/account/sign-in/city/"
Make = Callable[..., Account]


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with running() as server:
        settings.OIDC_ISSUER, settings.OIDC_NAME = server.issuer, "市统一认证"
        app = {
            "provider_id": "city", "name": "市统一认证", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": server.issuer},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield server


def come_back(client: Client, provider: Provider, told: dict[str, str], onward: str = "") -> HttpResponse:
    """Start at our page, be told who it is at theirs, come back with a code."""
    provider.told = told
    gone = client.get(START + (f"?next={onward}" if onward else ""))["Location"]
    assert gone.startswith(f"{provider.issuer}/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(gone).query).items()}
    assert asked["client_id"] == CLIENT
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://testserver{START}back/"
    return client.get(f"{START}back/", {"code": "c", "state": asked["state"]})


def test_an_account_is_opened_and_linked_for_good(client: Client, make: Make, provider: Provider) -> None:
    make()
    assert "用市统一认证登录" in client.get(DOOR).content.decode()
    answer = come_back(client, provider, {"sub": "s1", "preferred_username": "WangFang"}, "/account/")
    assert answer["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert "code_verifier=" in provider.asked[0][1]
    assert list(AccountEvent.objects.order_by("-pk").values_list("kind", flat=True)[:2]) == [
        "signed_in", "single_sign_on_linked"
    ]  # fmt: skip
    renamed = Client()
    come_back(renamed, provider, {"sub": "s1", "preferred_username": "somebody else"})
    assert renamed.get("/account/").status_code == 200
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("told", [{"preferred_username": "nobody"}, {"preferred_username": ""}, {}])
def test_no_account_is_made(client: Client, provider: Provider, told: dict[str, str]) -> None:
    answer = come_back(client, provider, {"sub": "s1", **told})
    assert answer["Location"] == f"{DOOR}?unknown=1"
    assert "还没有您的账号" in client.get(answer["Location"]).content.decode()
    assert not Account.objects.exists()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("duty", ["system_admin", "security_admin", "audit_admin"])
def test_no_administrator_comes_that_way(client: Client, make: Make, provider: Provider, duty: str) -> None:
    make("guan", duty)
    assert come_back(client, provider, {"sub": "s1", "preferred_username": "guan"})["Location"] == f"{DOOR}?unknown=1"
    assert client.get("/account/").status_code == 302


def test_a_disabled_account_stays_shut(client: Client, make: Make, provider: Provider) -> None:
    account = make()
    come_back(client, provider, {"sub": "s1", "preferred_username": "wangfang"})
    actions.disable(account, Hand(clock.now()))
    other = Client()
    assert come_back(other, provider, {"sub": "s1", "preferred_username": "wangfang"})["Location"] == DOOR
    assert other.get("/account/").status_code == 302


def test_a_return_nobody_asked_for_is_refused(client: Client, make: Make, provider: Provider) -> None:
    make()
    provider.told = {"sub": "s1", "preferred_username": "wangfang"}
    answer = client.get(f"{START}back/", {"code": "c", "state": "planted"})
    assert answer["Location"] == f"{DOOR}?failed=1"
    assert "没有登录成" in client.get(answer["Location"]).content.decode()
    assert client.get("/account/").status_code == 302
    assert not provider.asked


def test_it_is_off_unless_it_is_set(client: Client) -> None:
    assert "单点登录" not in client.get(DOOR).content.decode()
    assert client.get(START).status_code == 404
    assert client.get(f"{START}back/").status_code == 404
