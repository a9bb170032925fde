"""How allauth signs people in here: nobody registers, everything is said in Chinese, secrets are encrypted.

Locking belongs to axes (by user name and address together); allauth's own limit on failures would lock a user name for
every address, or a whole building.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from axes.backends import AxesStandaloneBackend
from axes.exceptions import AxesBackendPermissionDenied
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dengxiaming.ground import actions, cipher, clock, queries
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.address import client_address
from dengxiaming.ground.models import Account
from dengxiaming.ground.terms import PERSON

LOCKED_BEFORE: Final = "dengxiaming_locked_before"
"""An attribute of a request whose user name was locked before it came."""
_ABOUT: Final = "second step"
HOMES: Final[Mapping[str, str]] = MappingProxyType({
    "system_admin": "accounts", "security_admin": "accounts_locks", "audit_admin": "accounts_log",
})  # fmt: skip
"""Where an administrator begins; everybody else at the first page."""


def home(account: object) -> str:
    """The address where somebody begins."""
    return reverse(HOMES.get(getattr(account, "duty", ""), settings.LOGIN_REDIRECT_URL))


class Accounts(DefaultAccountAdapter):
    """Signing in by user name and password."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不对。核对大小写和输入法，再试一次。",
        "too_many_login_attempts": "验证码连错太多次，等5分钟再试。",
        "rate_limited": "验证码连错太多次，等5分钟再试。",
        "incorrect_password": "密码不对。",
        "incorrect_code": "验证码不对。看手机上此刻的6位数，再输一次。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        del request
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  allauth 的签名
        """No second lock beside that of axes."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Each to the own first page."""
        return home(request.user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """As everywhere here."""
        return client_address(request) or "0.0.0.0"  # noqa: S104  不是监听，是“不知道”

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """By single sign-on alone: a password of a disabled account is answered as a wrong one."""
        del request, user
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  allauth 的签名
        """The pages say themselves what was done."""


class Lock(AxesStandaloneBackend):
    """Refuses a locked name before the password is looked at, and says so to the security log (`watch`)."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  Django 的签名
        """Nothing, or `PermissionDenied`."""
        try:
            super().authenticate(request, **credentials)
        except AxesBackendPermissionDenied:
            request.__dict__[LOCKED_BEFORE] = True
            raise


class Factors(DefaultMFAAdapter):
    """The second step. Its secrets are enciphered (`cipher`): a copy of the database alone computes no codes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不对。看手机上此刻的6位数，再输一次；用过的恢复码不能再用。",
    }

    def get_totp_label(self, user: Account) -> str:
        """What the telephone shows beside the issuer."""
        return user.username

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # noqa: A002  allauth 的签名
        """A key nobody gave a name."""
        return f"通行密钥{Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """For the database."""
        return cipher.conceal(text, _ABOUT).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """From the database."""
        return cipher.reveal(bytes.fromhex(encrypted_text), _ABOUT)


class SingleSignOn(DefaultSocialAccountAdapter):
    """A city's own sign-in (OIDC). It opens accounts that are there, never makes one, and never an administrator's."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account for themselves."""
        del request, sociallogin
        return False

    def on_authentication_error(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  allauth 的签名
        """Refused at theirs, or a return nobody asked for."""
        raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('account_login')}?failed=1"))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The first time, the account whose user name is the claim is linked for good to the identity (`sub`)."""
        if sociallogin.is_existing:
            return
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        username = str(told.get(settings.OIDC_CLAIM) or "")
        account = queries.account(username) if username else None
        if account is None or not account.is_active or account.duty != PERSON:
            raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('account_login')}?unknown=1"))
        sociallogin.connect(request, account)
        actions.note("single_sign_on_linked", Hand(clock.now(), address=client_address(request) or ""), account)
