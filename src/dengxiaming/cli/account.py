"""`dengxiaming account`: the administrators' accounts, made by the hand that runs the machine.

No page makes an administrator: whoever could make one on a page could make himself all three (三员分立).
"""

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from dengxiaming.cli.program import Command, Family
from dengxiaming.cli.refusal import Exit, Refusal
from dengxiaming.cli.screen import console, table

if TYPE_CHECKING:
    from dengxiaming.ground.actions import Hand
    from dengxiaming.ground.models import Account

_DUTIES: Final[Mapping[str, str]] = MappingProxyType({
    "system": "system_admin", "security": "security_admin", "audit": "audit_admin",
})  # fmt: skip
_USERNAME: Final = click.argument("username", metavar="用户名")


@click.group(
    "account",
    cls=Family,
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    help="管理员的账号。网页上管使用人的账号，管理员的账号只在这里管：系统、安全、审计三个管理员，一人只管一样。",
    epilog="例：\n  dengxiaming account create-admin --duty system --username xitong\n  dengxiaming account list",
)
def command() -> None:
    """The family."""


def _start() -> None:
    """Django and the tables, which every command below asks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")
    import django  # noqa: PLC0415  看 --help 不等它启动

    django.setup()
    from dengxiaming.duties import actions  # noqa: PLC0415  django.setup 之后才能导入

    actions.prepare()


@command.command(
    "create-admin", cls=Command, help="建一个管理员，印出一张邀请：用户名和邀请码，7天内有效，只能用一次。"
)
@click.option(
    "--duty",
    metavar="哪一样",
    type=click.Choice(list(_DUTIES)),
    required=True,
    help="system（系统）、security（安全）或 audit（审计）",
)
@click.option("--username", metavar="用户名", required=True, help="登录用的名字")
@click.option("--name", metavar="姓名", default="", help="写在页眉和日志里；不写就用用户名")
def create_admin(duty: str, username: str, name: str) -> None:
    """Make the account and its first invitation."""
    _start()
    from dengxiaming.ground import actions  # noqa: PLC0415  django.setup 之后才能导入

    hand = _hand()
    try:
        account = actions.create_account(actions.Wanted(username, name or username, duty=_DUTIES[duty]), hand)
    except actions.Refused as refused:
        raise Refusal(Exit.REFUSED, str(refused)) from refused
    _print_invitation(account)


@command.command("invite", cls=Command, help="再印一张邀请：没用的那张作废；忘了密码也用它。")
@_USERNAME
def invite(username: str) -> None:
    """Another invitation, for anybody."""
    _start()
    _print_invitation(_known(username))


@command.command("disable", cls=Command, help="停用一个账号。做过的事都留着。")
@_USERNAME
def disable(username: str) -> None:
    """Nobody signs in with it any more."""
    _start()
    from dengxiaming.ground import actions  # noqa: PLC0415  django.setup 之后才能导入

    account = _known(username)
    actions.disable(account, _hand())
    click.echo(f"{account.username} 停用了。")


@command.command("list", cls=Command, help="列出管理员；加 --all 列出全部账号。")
@click.option("--all", "everybody", is_flag=True, help="使用人的账号也列出")
def list_accounts(everybody: bool) -> None:
    """Who there is."""
    _start()
    from dengxiaming.ground import queries  # noqa: PLC0415  django.setup 之后才能导入
    from dengxiaming.ground.terms import DUTIES, PERSON  # noqa: PLC0415  同上

    shown = table("用户名", "姓名", "是", "现在", "上次登录")
    for account in queries.accounts():
        if everybody or account.duty != PERSON:
            now = "停用" if not account.is_active else "在用" if account.has_usable_password() else "还没设密码"
            last = f"{account.last_login:%Y-%m-%d %H:%M}" if account.last_login else ""
            shown.add_row(account.username, account.name, DUTIES[account.duty], now, last)
    console().print(shown)


def _known(username: str) -> "Account":
    from dengxiaming.ground import queries  # noqa: PLC0415  django.setup 之后才能导入

    account = queries.account(username)
    if account is None:
        raise Refusal(Exit.REFUSED, f"没有 {username} 这个账号。看有谁：dengxiaming account list --all。")
    return account


def _print_invitation(account: "Account") -> None:
    from dengxiaming.ground import actions, clock  # noqa: PLC0415  django.setup 之后才能导入

    try:
        invited = actions.invite([account], _hand())[0]
    except actions.Refused as refused:
        raise Refusal(Exit.REFUSED, str(refused)) from refused
    click.echo(f"用户名：{account.username}\n邀请码：{invited.code}")
    click.echo(
        f"{invited.expires_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M} 前，在网站的“我有邀请码”里用它定密码；只能用一次。"
    )


def _hand() -> "Hand":
    from dengxiaming.ground import actions, clock  # noqa: PLC0415  django.setup 之后才能导入

    return actions.Hand(clock.now())
