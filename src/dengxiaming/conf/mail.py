"""The mail server from one address, DXM_MAIL; nothing is sent where there is none."""

from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SCHEMES: Final[dict[str, tuple[int, dict[str, bool]]]] = {
    "smtp": (25, {}),
    "smtp+starttls": (587, {"EMAIL_USE_TLS": True}),
    "smtps": (465, {"EMAIL_USE_SSL": True}),
}
"""By scheme the usual port, and how the connection is secured."""
_WAIT_SECONDS: Final = 20


def mail(url: str, sender: str) -> dict[str, Any]:
    """The settings for Django."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    told = urlsplit(url)
    if told.scheme not in _SCHEMES or not told.hostname or not sender:
        # 地址里有密码，不照抄出来
        raise ImproperlyConfigured(
            "环境变量 DXM_MAIL 读不懂，或者没有设 DXM_MAIL_FROM。DXM_MAIL 写成 smtps://用户:密码@主机:465 或 "
            "smtp+starttls://用户:密码@主机:587 这样，DXM_MAIL_FROM 写发信的邮箱。"
        )
    port, secured = _SCHEMES[told.scheme]
    return {
        "EMAIL_HOST": told.hostname,
        "EMAIL_PORT": told.port or port,
        "EMAIL_HOST_USER": unquote(told.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(told.password or ""),
        "EMAIL_TIMEOUT": _WAIT_SECONDS,
        "DEFAULT_FROM_EMAIL": sender,
        **secured,
    }
