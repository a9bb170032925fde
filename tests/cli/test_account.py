"""`dengxiaming account`: an administrator from nothing, an invitation that works, plain refusals."""

import re

import pytest
from cli_ground import Invoke
from pytest_django import Settings

from dengxiaming.cli.refusal import Exit
from dengxiaming.ground import actions, clock, queries
from dengxiaming.ground.actions import Hand, Wanted

pytestmark = pytest.mark.django_db
CODE = re.compile(r"邀请码：((?:[2-9A-Z]{4}-){3}[2-9A-Z]{4})")


@pytest.fixture(autouse=True)
def fast_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize("duty", ["system", "security", "audit"])
def test_an_administrator_gets_an_invitation(invoke: Invoke, duty: str) -> None:
    made = invoke("account", "create-admin", "--duty", duty, "--username", "Guan", "--name", "李明")
    assert made.exit_code == 0
    code = CODE.search(made.output)
    assert code
    account = queries.invited("guan", code[1], clock.now())
    assert account is not None
    assert (account.duty, account.member_code, account.name) == (f"{duty}_admin", "", "李明")


def test_one_name_is_not_two_administrators(invoke: Invoke) -> None:
    assert invoke("account", "create-admin", "--duty", "system", "--username", "guan").exit_code == 0
    second = invoke("account", "create-admin", "--duty", "audit", "--username", "guan")
    assert second.exit_code == Exit.REFUSED
    assert "用户名已经有人用：guan" in second.output


def test_there_are_three_duties_and_no_fourth(invoke: Invoke) -> None:
    assert invoke("account", "create-admin", "--duty", "all", "--username", "guan").exit_code == Exit.USAGE
    assert invoke("account", "create-admin", "--username", "guan").exit_code == Exit.USAGE


def test_another_invitation_voids_the_first(invoke: Invoke) -> None:
    first = CODE.search(invoke("account", "create-admin", "--duty", "system", "--username", "guan").output)
    second = CODE.search(invoke("account", "invite", "guan").output)
    assert first
    assert second
    assert queries.invited("guan", first[1], clock.now()) is None
    assert queries.invited("guan", second[1], clock.now())


def test_disable_and_list(invoke: Invoke) -> None:
    invoke("account", "create-admin", "--duty", "system", "--username", "guan")
    actions.create_account(Wanted("m1", "王芳", "M1"), Hand(clock.now()))
    assert "guan 停用了" in invoke("account", "disable", "guan").output
    assert invoke("account", "invite", "guan").exit_code == Exit.REFUSED
    listed = invoke("account", "list").output
    assert "guan" in listed
    assert "系统管理员" in listed
    assert "停用" in listed
    assert "m1" not in listed
    assert "王芳" in invoke("account", "list", "--all").output


def test_nobody_of_that_name(invoke: Invoke) -> None:
    for word in ("invite", "disable"):
        missing = invoke("account", word, "zhaoqi")
        assert missing.exit_code == Exit.REFUSED
        assert "没有 zhaoqi 这个账号" in missing.output


def test_the_help_is_chinese(invoke: Invoke) -> None:
    for words in (["account"], ["account", "create-admin"], ["account", "list"]):
        shown = invoke(*words, "--help")
        assert shown.exit_code == 0
        assert "用法：" in shown.output
        assert "Usage" not in shown.output
