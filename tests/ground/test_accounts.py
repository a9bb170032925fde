"""Accounts, invitations, roles from posts, and the two logs: what the database holds to, and what the verbs refuse."""

import ast
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from dengxiaming.ground import actions, clock, demo, invitations, passwords, queries
from dengxiaming.ground.actions import Hand, Refused, Wanted
from dengxiaming.ground.grants import Granted
from dengxiaming.ground.models import Account, AccountEvent, Grant
from dengxiaming.ground.policy import NOBODY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PASSWORD = "秋天的长江很宽阔啊二十八"  # noqa: S105  测试里的密码


def hand() -> Hand:
    return Hand(clock.now())


def person(code: str = "M1", **extra: str) -> Account:
    return actions.create_account(Wanted(code, name="王芳", member=code, **extra), hand())


def admin(duty: str) -> Account:
    return actions.create_account(Wanted(duty, duty=duty), hand())


def kinds() -> list[str]:
    return list(AccountEvent.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("duty", "member"), [("person", ""), ("system_admin", "M9"), ("all_of_them", ""), ("system_admin,audit_admin", "")]
)
def test_an_account_is_a_person_or_one_administrator(duty: str, member: str) -> None:
    with pytest.raises(Refused):
        actions.create_account(Wanted("x", duty=duty, member=member), hand())
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Account.objects.create(username="x", duty=duty, member_code=member, created_at=clock.now())


def test_a_member_has_one_account_and_a_name_one_owner() -> None:
    person("M1")
    with pytest.raises(Refused, match="已经有账号"):
        actions.create_account(Wanted("another", member="M1"), hand())
    with pytest.raises(Refused, match="m1"):
        actions.create_account(Wanted("Ｍ１", member="M2"), hand())
    with pytest.raises(Refused, match="已经有人用"):
        actions.create_accounts([Wanted("a", member="M3"), Wanted("A", member="M4")], hand())
    assert Account.objects.count() == 1


def test_pseudonyms_say_nothing_and_are_all_different() -> None:
    made = actions.create_accounts([Wanted(f"m{n}", member=f"M{n}") for n in range(20)], hand())
    refs = {account.ref for account in made}
    assert len(refs) == 20
    assert all(len(ref) == 32 and int(ref, 16) >= 0 for ref in refs)
    assert queries.names(refs) == dict.fromkeys(refs, "")


def test_an_invitation_works_once() -> None:
    account = person()
    code = actions.invite([account], hand())[0].code
    assert not account.has_usable_password()
    assert queries.invited("m1", code.lower().replace("-", " "), clock.now()) == account
    assert actions.use_invitation(account, code, PASSWORD, hand())
    assert Account.objects.get().check_password(PASSWORD)
    assert queries.invited("m1", code, clock.now()) is None
    assert not actions.use_invitation(account, code, "另一个更长的密码才行", hand())
    assert Account.objects.get().check_password(PASSWORD)


def test_an_invitation_lasts_seven_days() -> None:
    account = person()
    code = actions.invite([account], hand())[0].code
    last = clock.now() + timedelta(days=7)
    assert queries.invited("m1", code, last - timedelta(seconds=1)) == account
    assert queries.invited("m1", code, last) is None
    assert not actions.use_invitation(account, code, PASSWORD, Hand(last))


def test_an_invitation_is_of_one_account_and_a_new_one_voids_the_old() -> None:
    first, second = person("M1"), person("M2")
    old = actions.invite([first], hand())[0].code
    new = actions.invite([first], hand())[0].code
    assert queries.invited("m1", old, clock.now()) is None
    assert queries.invited("m2", new, clock.now()) is None
    assert not actions.use_invitation(second, new, PASSWORD, hand())


def test_a_disabled_account_has_no_invitation() -> None:
    account = person()
    code = actions.invite([account], hand())[0].code
    actions.disable(account, hand())
    assert queries.invited("m1", code, clock.now()) is None
    account.refresh_from_db()
    with pytest.raises(Refused, match="先恢复"):
        actions.invite([account], hand())
    actions.enable(account, hand())
    assert queries.invited("m1", code, clock.now()) is None


def test_no_code_is_kept() -> None:
    account = person()
    code = actions.invite([account], hand())[0].code
    held = [str(value) for row in account.invitations.values() for value in row.values()]
    held += [str(value) for row in AccountEvent.objects.values() for value in row.values()]
    assert not [text for text in held if code in text or code.replace("-", "") in text]


def test_codes_can_be_read_aloud() -> None:
    codes = {invitations.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("01OIL")
    assert invitations.digest("7k3f-２qxm ABCD efgh") == invitations.digest("7K3F2QXMABCDEFGH")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("长江很宽阔", "至少12个字符"),
        ("qwertyuiop123", "太常见"),
        ("593751064827", "不能全是数字"),
        ("wangfang1990", "太像"),
    ],
)
def test_bad_passwords_are_refused_in_chinese(password: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person("wangfang1"))
    assert any(why in message for message in refused.value.messages)
    assert not [message for message in refused.value.messages if re.search("[A-Za-z]", message)]


def test_good_passwords_are_not() -> None:
    validate_password(PASSWORD, person())


def test_argon2_has_the_stated_cost() -> None:
    encoded = passwords.Argon2().encode(PASSWORD, "x" * 16)
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.Argon2().verify(PASSWORD, encoded)
    assert not passwords.Argon2().verify(PASSWORD + " ", encoded)


def test_roles_are_those_of_the_day() -> None:
    spring, autumn = date(2026, 3, 1), date(2026, 9, 1)
    actions.set_grants(
        "M1", [Granted("M1", "branch_secretary", "ZB1", spring, autumn), Granted("M1", "member", "ZB1", spring)]
    )
    assert queries.grants("M1", date(2026, 2, 28)) == ()
    assert set(queries.grants("M1", spring)) == {("branch_secretary", "ZB1"), ("member", "ZB1")}
    assert queries.grants("M1", autumn) == (("member", "ZB1"),)


def test_grants_are_replaced_whole() -> None:
    day = date(2026, 1, 1)
    actions.replace_grants([Granted("M1", "member", "A", day), Granted("M2", "member", "A", day)])
    actions.set_grants("M1", [Granted("M1", "member", "B", day)])
    assert queries.holders(day) == (("member", "A", "M2"), ("member", "B", "M1"))
    actions.replace_grants([])
    assert not Grant.objects.exists()


def test_a_reader_is_what_the_posts_say(today: date) -> None:
    account = person("M1")
    actions.set_grants("M1", [Granted("M1", "officer", "GW", today)])
    reader = queries.reader_of(account, today)
    assert (reader.member, reader.ref, reader.roles) == ("M1", account.ref, {("officer", "GW")})
    assert queries.reader_of(account, today - timedelta(days=1)).roles == frozenset()


@pytest.mark.parametrize("duty", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_is_that_and_nothing_else(duty: str, today: date) -> None:
    reader = queries.reader_of(admin(duty), today)
    assert (reader.member, reader.roles) == ("", {(duty, "")})


def test_nobody_and_the_disabled_are_nobody(today: date) -> None:
    account = person()
    actions.disable(account, hand())
    account.refresh_from_db()
    assert queries.reader_of(account, today) == NOBODY


def test_who_is_concerned_sees_who_looked() -> None:
    nosy, concerned = person("M1"), person("M2")
    actions.note_look(nosy, "M2", "受处分后的谈话", clock.now())
    actions.note_look(concerned, "M2", "受处分后的谈话", clock.now())
    assert [(look.who, look.what) for look in queries.looks_at("M2")] == [("王芳", "受处分后的谈话")]
    assert queries.looks_at("M1") == []


def test_the_security_log_hears_of_everything() -> None:
    account = person()
    code = actions.invite([account], hand())[0].code
    actions.use_invitation(account, code, PASSWORD, hand())
    actions.change_password(account, PASSWORD + "九", hand())
    actions.ask_for_new_password(account, hand())
    actions.unlock(account, hand())
    actions.reset_factors(account, hand())
    actions.disable(account, hand())
    actions.enable(account, hand())
    assert kinds() == [
        "account_created", "invited", "invitation_used", "password_changed", "password_asked", "unlocked",
        "factor_reset", "account_disabled", "account_enabled",
    ]  # fmt: skip


def test_nothing_changes_the_security_log() -> None:
    """Every statement about it in the whole source adds: create, bulk_create, or reads."""
    for path in Path(actions.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"update", "delete", "save", "bulk_update"}:
                assert "AccountEvent" not in ast.unparse(node), f"{path}:{node.lineno}"


def test_the_time_of_an_event_is_the_clocks() -> None:
    person()
    assert AccountEvent.objects.get().at == datetime(2026, 11, 24, 9, tzinfo=clock.ZONE)


def test_the_people_of_the_sample_are_typical() -> None:
    sizes = {"ZB1": 3, "ZB2": 5, "ZB3": 9}
    holders = [("member", code, f"{code}-{n}") for code, size in sizes.items() for n in range(size)]
    for code in sizes:
        holders += [("branch_secretary", code, f"{code}-0"), ("branch_committee", code, f"{code}-1")]
    holders += [("officer", "GW", "ZB3-5"), ("general_secretary", "ZZ", "ZB3-6")]
    found = demo.choose(sorted(holders))
    assert found == {
        "demo-secretary": "ZB2-0", "demo-committee": "ZB2-1", "demo-member": "ZB2-2", "demo-officer": "ZB3-5",
        "demo-general": "ZB3-6",
    }  # fmt: skip
    assert demo.choose([]) == {}


def test_the_people_of_the_sample_are_made_once(today: date) -> None:
    actions.replace_grants([Granted("M1", "branch_secretary", "ZB1", today), Granted("M2", "member", "ZB1", today)])
    for _ in range(2):
        actions.make_demo_accounts(lambda codes: dict.fromkeys(codes, "某人"), hand())
    assert set(Account.objects.values_list("username", flat=True)) == {
        "demo-secretary", "demo-member", "demo-system", "demo-security", "demo-audit"
    }  # fmt: skip
