"""What the security log hears of signing in: the signals of Django, axes and allauth, each one line.

The text typed as a user name is written down only where it is an account's: people type their passwords there.
"""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_used
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from dengxiaming.ground import actions, clock, queries
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.address import client_address
from dengxiaming.ground.models import Account
from dengxiaming.ground.sign_in import LOCKED_BEFORE

_WORDS: Final = {"totp": "验证器", "recovery_codes": "恢复码", "webauthn": "通行密钥"}
ENDED: Final = "dengxiaming_ended"
"""An attribute of a request whose session ended by itself."""


def connect() -> None:
    """Once, when the site starts."""
    for signal, hear in (
        (user_logged_in, signed_in), (user_logged_out, signed_out), (user_login_failed, failed),
        (user_locked_out, locked), (authentication_failed, factor_failed), (authenticator_added, factor_added),
        (authenticator_removed, factor_removed), (authenticator_used, factor_used),
    ):  # fmt: skip
        signal.connect(hear, dispatch_uid=f"dengxiaming.{hear.__name__}")


def signed_in(request: HttpRequest, user: Account, **_: Any) -> None:  # noqa: ANN401  信号的签名
    """The session counts from now."""
    moment = clock.now()
    request.session["signed_in_at"] = request.session["seen_at"] = int(moment.timestamp())
    actions.forget_sessions(moment)
    actions.note("signed_in", _hand(request), user)


def signed_out(request: HttpRequest, user: Account | None, **_: Any) -> None:  # noqa: ANN401  同上
    """By hand, or because time was up."""
    if user is not None:
        actions.note("signed_out", _hand(request), user, "到时" if hasattr(request, ENDED) else "")


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:  # noqa: ANN401  同上
    """A wrong password, or no such account. While a name is locked nothing more is written: it could be flooded."""
    if request is None or hasattr(request, LOCKED_BEFORE):
        return
    account = queries.account(str(credentials.get("username") or ""))
    actions.note("sign_in_failed", _hand(request), account, "" if account else "没有这个账号")


def locked(request: HttpRequest, username: str | None, **_: Any) -> None:  # noqa: ANN401  同上
    """The failure that was one too many."""
    if not hasattr(request, LOCKED_BEFORE):
        account = queries.account(username or "")
        actions.note("locked", _hand(request), account, "" if account else "没有这个账号")


def factor_failed(request: HttpRequest, user: Account, **_: Any) -> None:  # noqa: ANN401  同上
    """The password was right, the code was not."""
    actions.note("factor_failed", _hand(request), user)


def factor_added(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:  # noqa: ANN401  同上
    """A telephone, a key, or the list of codes."""
    actions.note("factor_added", _hand(request), user, _WORDS[authenticator.type])


def factor_removed(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:  # noqa: ANN401  同上
    """By its owner."""
    actions.note("factor_removed", _hand(request), user, _WORDS[authenticator.type])


def factor_used(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:  # noqa: ANN401  同上
    """A recovery code is worth a line: there are ten of them."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        actions.note("recovery_code_used", _hand(request), user)


def _hand(request: HttpRequest) -> Hand:
    return Hand(clock.now(), address=client_address(request) or "")
