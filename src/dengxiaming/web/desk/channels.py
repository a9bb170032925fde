"""How a text leaves the house: e-mail, or a group robot of 企业微信, 钉钉, 飞书. One entry of data a robot.

Addresses are typed by people: only https, or this machine itself; no redirect is followed, nothing of the answer but
its success code is read, and nobody waits longer than ten seconds.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from ipaddress import ip_address
from smtplib import SMTPException
from types import MappingProxyType
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email

from dengxiaming.ground.terms import MAIL, WAYS

_SECONDS: Final = 10
_MOST_BYTES: Final = 65_536
SUBJECT: Final = "灯下明：要办的事"


class NotSent(Exception):  # noqa: N818  it is a sentence for the owner
    """The text did not go out; says why, without the address."""


@dataclass(frozen=True)
class Robot:
    """What a group robot wants to be sent, and the field of its answer that is 0 when it took the text."""

    body: Callable[[str], Mapping[str, Any]]
    code: str
    hint: str


ROBOTS: Final[Mapping[str, Robot]] = MappingProxyType({
    "wecom": Robot(
        lambda text: {"msgtype": "text", "text": {"content": text}}, "errcode", "群机器人的 Webhook 地址。"
    ),
    "dingtalk": Robot(
        lambda text: {"msgtype": "text", "text": {"content": text}}, "errcode",
        "群机器人的 Webhook 地址；安全设置选“自定义关键词”，写“灯下明”。",
    ),
    "feishu": Robot(
        lambda text: {"msg_type": "text", "content": {"text": text}}, "code",
        "群机器人的 Webhook 地址；要设关键词的话，写“灯下明”。",
    ),
})  # fmt: skip


def ways() -> Mapping[str, str]:
    """The ways there are here: e-mail only where a mail server is set."""
    return {way: label for way, label in WAYS.items() if way != MAIL or settings.MAIL_FROM}


def fault(way: str, address: str) -> str:
    """What is wrong with an address somebody typed, in a sentence; "" where nothing is."""
    if way == MAIL:
        try:
            validate_email(address)
        except ValidationError:
            return f"“{address}”不是邮箱。写成 name@example.cn 这样。"
        return ""
    try:
        told = urlsplit(address)
        ours = told.scheme == "http" and _is_this_machine(told.hostname or "")
        good = (told.scheme == "https" or ours) and bool(told.hostname) and (told.port or 1) > 0
    except ValueError:
        good = False
    plain = address.isascii() and address.isprintable() and " " not in address
    return "" if good and plain else "地址要以 https:// 开头，从群机器人那里整个复制过来。"


def send(way: str, address: str, text: str) -> None:
    """Send a text. Raises `NotSent`."""
    wrong = fault(way, address)
    if wrong:
        raise NotSent(wrong)
    if way == MAIL:
        _mail(address, text)
    else:
        _post(ROBOTS[way], address, text)


def _mail(address: str, text: str) -> None:
    try:
        send_mail(SUBJECT, text, None, [address])
    except (SMTPException, OSError) as error:
        raise NotSent(f"邮件服务器没有收：{type(error).__name__}。请系统管理员核对 DXM_MAIL。") from error


def _post(robot: Robot, address: str, text: str) -> None:
    data = json.dumps(robot.body(text), ensure_ascii=False).encode()
    asked = Request(address, data, {"Content-Type": "application/json; charset=utf-8"}, method="POST")  # noqa: S310  fault() 只放行 https 和本机
    try:
        with build_opener(_NoRedirect).open(asked, timeout=_SECONDS) as answer:
            said = json.loads(answer.read(_MOST_BYTES))
    except HTTPError as error:
        raise NotSent(f"对方回了 {error.code}。到群机器人那里核对地址。") from error
    except (OSError, HTTPException) as error:
        raise NotSent("连不上对方，或者十秒没有回。下次再试。") from error
    except ValueError as error:
        raise NotSent("对方回的话读不懂。核对地址是不是群机器人的。") from error
    code = said.get(robot.code) if isinstance(said, dict) else None
    if code != 0:
        raise NotSent(f"对方没有收，回的代码是 {str(code)[:20]}。到群机器人那里核对安全设置和关键词。")


class _NoRedirect(HTTPRedirectHandler):
    """Elsewhere is nowhere the owner named."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Never."""


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
