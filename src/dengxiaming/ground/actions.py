"""The verbs of the ground: the state of the records, accounts, roles from posts, and the two logs.

Accounts stand below the journal: what happens to them is written in the security log (`AccountEvent`), nowhere else.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from dengxiaming.ground import cipher, clock, demo, invitations, queries
from dengxiaming.ground.grants import Granted
from dengxiaming.ground.models import Account, AccountEvent, Feed, Grant, Invitation, Reminder, SensitiveLook, State
from dengxiaming.ground.terms import DUTIES, PERSON, WAYS, tidy_username


def change_facts() -> str:
    """The records are about to change: give their state a new name, inside the verb's transaction."""
    version = uuid4().hex
    State.objects.update_or_create(pk=1, defaults={"facts_version": version, "changed_at": clock.now()})
    return version


# ---- who does it ----


@dataclass(frozen=True)
class Hand:
    """By whose hand something happens to an account: an administrator's, or nobody's (the command line, the owner)."""

    at: datetime
    by: Account | None = None
    address: str = ""


class Refused(Exception):  # noqa: N818  它是给人的一句答复
    """It cannot be done to this account; the text says why and what to do."""


def note(kind: str, hand: Hand, account: Account | None = None, remark: str = "") -> None:
    """A line of the security log. Nothing typed by a stranger belongs in `remark`."""
    AccountEvent.objects.create(
        at=hand.at, kind=kind, account=account, by=hand.by, address=hand.address, note=remark[:200]
    )


# ---- accounts ----


@dataclass(frozen=True)
class Wanted:
    """An account that is to be: a person of the roster, or an administrator."""

    username: str
    name: str = ""
    member: str = ""
    duty: str = PERSON


def create_account(wanted: Wanted, hand: Hand) -> Account:
    """A new account without a password: an invitation sets it. Raises `Refused`."""
    return create_accounts([wanted], hand)[0]


def create_accounts(wanted: Sequence[Wanted], hand: Hand) -> list[Account]:
    """New accounts, all or none. Raises `Refused`."""
    rows = [_account(one, hand) for one in wanted]
    with transaction.atomic():
        _refuse_taken(rows)
        made = Account.objects.bulk_create(rows)
        AccountEvent.objects.bulk_create(
            AccountEvent(
                at=hand.at, kind="account_created", account=account, by=hand.by, address=hand.address,
                note=DUTIES[account.duty],
            )
            for account in made
        )  # fmt: skip
    return made


def disable(account: Account, hand: Hand) -> None:
    """Nobody signs in with it any more; open sessions end at their next request, invitations are void."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=False)
        _void_invitations([account], hand.at)
        note("account_disabled", hand, account)


def enable(account: Account, hand: Hand) -> None:
    """It can be used again, with its old password."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=True)
        note("account_enabled", hand, account)


def ask_for_new_password(account: Account, hand: Hand) -> None:
    """At its next page the owner has to choose another password."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(must_change_password=True)
        note("password_asked", hand, account)


def change_password(account: Account, password: str, hand: Hand) -> None:
    """Another password, checked before; the sessions opened with the old one end."""
    with transaction.atomic():
        account.set_password(password)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
        note("password_changed", hand, account)


def reset_factors(account: Account, hand: Hand) -> None:
    """The second step of signing in is taken away, for somebody who lost the telephone."""
    with transaction.atomic():
        Authenticator.objects.filter(user=account).delete()
        note("factor_reset", hand, account)


def unlock(account: Account, hand: Hand) -> None:
    """Forget the failed attempts, from every address."""
    with transaction.atomic():
        forget_failures(username=account.username)
        note("unlocked", hand, account)


# ---- invitations ----


@dataclass(frozen=True)
class Invited:
    """An invitation just made; the code is nowhere else."""

    account: Account
    code: str
    expires_at: datetime


def invite(accounts: Sequence[Account], hand: Hand) -> list[Invited]:
    """A new invitation for each, instead of those not used yet. Raises `Refused` for a disabled account."""
    if any(not account.is_active for account in accounts):
        raise Refused("账号已停用，先恢复再发邀请。")
    made = [Invited(account, invitations.new_code(), hand.at + invitations.VALID) for account in accounts]
    with transaction.atomic():
        _void_invitations(accounts, hand.at)
        Invitation.objects.bulk_create(
            Invitation(
                account=one.account, digest=invitations.digest(one.code), made_at=hand.at, expires_at=one.expires_at
            )
            for one in made
        )
        AccountEvent.objects.bulk_create(
            AccountEvent(at=hand.at, kind="invited", account=account, by=hand.by, address=hand.address)
            for account in accounts
        )
    return made


def use_invitation(account: Account, code: str, password: str, hand: Hand) -> bool:
    """Set the password with an invitation; False where it is another's, used or too old. Of two at once, one wins."""
    with transaction.atomic():
        used = Invitation.objects.filter(
            account=account, account__is_active=True, digest=invitations.digest(code),
            used_at__isnull=True, expires_at__gt=hand.at,
        ).update(used_at=hand.at)  # fmt: skip
        if not used:
            return False
        account.set_password(password)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
        note("invitation_used", hand, account)
    return True


def make_demo_accounts(names: Callable[[Collection[str]], Mapping[str, str]], hand: Hand) -> None:
    """Accounts of typical people and of the three administrators, for the sample; those that are there stay."""
    people = demo.choose(queries.holders(hand.at.date()))
    named = names(people.values())
    wanted = [Wanted(username, named.get(member, ""), member) for username, member in people.items()]
    wanted += [Wanted(username, DUTIES[duty], duty=duty) for username, duty in demo.ADMINISTRATORS.items()]
    known = queries.members_with_account(people.values())
    fresh = [one for one in wanted if queries.account(one.username) is None and one.member not in known]
    create_accounts(fresh, hand)


# ---- the calendar and the weekly reminder ----


def make_feed(account: Account, hand: Hand) -> str:
    """A new address for the calendar, instead of the one there was; the token is nowhere else."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        given = {"digest": queries.feed_digest(token), "made_at": hand.at}
        Feed.objects.update_or_create(account=account, defaults=given)
        note("feed_made", hand, account)
    return token


def stop_feed(account: Account, hand: Hand) -> None:
    """The address answers no more."""
    with transaction.atomic():
        Feed.objects.filter(account=account).delete()
        note("feed_stopped", hand, account)


def set_reminder(account: Account, way: str, address: str, hand: Hand) -> None:
    """Be told by this way, at this address; "" is no more."""
    given = {"way": way, "address": cipher.conceal(address, queries.reminder_of(account)), "failure": ""}
    with transaction.atomic():
        Reminder.objects.update_or_create(account=account, defaults=given)
        note("reminder_changed", hand, account, WAYS.get(way, "不用提醒"))


def claim_reminder(reminder: Reminder, at: datetime) -> bool:
    """Take a reminder to send it: of two runs at once one gets it. Should the program die now, it is sent next week."""
    mine = Reminder.objects.filter(pk=reminder.pk, way=reminder.way, sent_at=reminder.sent_at)
    return bool(mine.update(sent_at=at, failure=""))


def return_reminder(reminder: Reminder, failure: str) -> None:
    """It could not be sent: the next run tries again; the owner sees why."""
    Reminder.objects.filter(pk=reminder.pk).update(sent_at=reminder.sent_at, failure=failure[:200])


# ---- roles and looks ----


def replace_grants(rows: Iterable[Granted]) -> None:
    """All roles of everybody anew, after an upload; inside the verb's transaction."""
    Grant.objects.all().delete()
    Grant.objects.bulk_create((_grant(row) for row in rows), batch_size=2000)


def set_grants(member: str, rows: Iterable[Granted]) -> None:
    """All roles of one member anew, after a verb about a post or a stay of theirs; inside its transaction."""
    set_grants_of([member], rows)


def set_grants_of(members: Collection[str], rows: Iterable[Granted]) -> None:
    """The same for several members at once."""
    Grant.objects.filter(member_code__in=members).delete()
    Grant.objects.bulk_create((_grant(row) for row in rows), batch_size=2000)


def note_look(account: Account, member: str, what: str, at: datetime) -> None:
    """Somebody sees a sensitive thing about a member. One's own is no look."""
    if account.member_code != member:
        SensitiveLook.objects.create(account=account, member_code=member, what=what[:200], at=at)


def note_looks(account: Account, members: Collection[str], what: str, at: datetime) -> None:
    """The same for many at once, each noted once a day however often the page is opened."""
    since = at.replace(hour=0, minute=0, second=0, microsecond=0)
    before = SensitiveLook.objects.filter(account=account, member_code__in=members, what=what, at__gte=since)
    new = set(members) - set(before.values_list("member_code", flat=True)) - {account.member_code}
    SensitiveLook.objects.bulk_create(
        SensitiveLook(account=account, member_code=one, what=what, at=at) for one in sorted(new)
    )


def forget_sessions(at: datetime) -> None:
    """Drop the sessions that ended by themselves."""
    Session.objects.filter(expire_date__lt=at).delete()


def _account(wanted: Wanted, hand: Hand) -> Account:
    username = tidy_username(wanted.username)
    if not username:
        raise Refused("用户名是空的。写一个，如党员编号。")
    if wanted.duty not in DUTIES or (wanted.duty == PERSON) != bool(wanted.member):
        raise Refused("使用人要有党员编号；管理员不能有，而且只管一样。")
    return Account(
        username=username, name=wanted.name, member_code=wanted.member, duty=wanted.duty, created_at=hand.at,
        password=make_password(None),
    )  # fmt: skip


def _refuse_taken(rows: Sequence[Account]) -> None:
    names, members = [row.username for row in rows], [row.member_code for row in rows if row.member_code]
    taken = set(Account.objects.filter(username__in=names).values_list("username", flat=True))
    taken |= {name for name, times in Counter(names).items() if times > 1}
    if taken:
        raise Refused(f"用户名已经有人用：{'、'.join(sorted(taken)[:5])}。换一个。")
    if Account.objects.filter(member_code__in=members).exists():
        raise Refused("这名党员已经有账号。在账号管理里找到它，重发邀请。")


def _void_invitations(accounts: Sequence[Account], at: datetime) -> None:
    Invitation.objects.filter(account__in=accounts, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)


def _grant(row: Granted) -> Grant:
    return Grant(
        member_code=row.member, role=row.role, organization_code=row.organization, since=row.since, until=row.until
    )
