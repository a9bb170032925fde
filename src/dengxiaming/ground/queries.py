"""Reads of the ground."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Now

from dengxiaming.ground import cipher, invitations
from dengxiaming.ground.models import Account, AccountEvent, Feed, Grant, Invitation, Reminder, SensitiveLook, State
from dengxiaming.ground.policy import NOBODY, Reader
from dengxiaming.ground.terms import PERSON, tidy_username


def facts_version() -> str:
    """The name of the state the records are in; "" while nothing was ever loaded."""
    return State.objects.filter(pk=1).values_list("facts_version", flat=True).first() or ""


# ---- who may what ----


def grants(member: str, day: date) -> tuple[tuple[str, str], ...]:
    """The roles of a member in force on a day: (role, organisation)."""
    return tuple(Grant.objects.filter(_during(day), member_code=member).values_list("role", "organization_code"))


@dataclass(frozen=True)
class Held:
    """A role in force, and since when."""

    role: str
    organization: str
    since: date


def held(member: str, day: date) -> tuple[Held, ...]:
    """The roles of a member in force on a day, for the page that says why somebody may do something."""
    rows = Grant.objects.filter(_during(day), member_code=member).values_list("role", "organization_code", "since")
    return tuple(Held(*row) for row in rows)


def holders(day: date) -> tuple[tuple[str, str, str], ...]:
    """Everybody's roles in force on a day: (role, organisation, member), in order."""
    rows = Grant.objects.filter(_during(day)).order_by("role", "organization_code", "member_code")
    return tuple(rows.values_list("role", "organization_code", "member_code"))


def reader_of(account: Account | AnonymousUser, day: date) -> Reader:
    """Who looks, as of a day. An administrator has the one role of the duty, and no organisation."""
    if not isinstance(account, Account) or not account.is_active:
        return NOBODY
    own = grants(account.member_code, day) if account.duty == PERSON else ((account.duty, ""),)
    return Reader(member=account.member_code, name=account.name, ref=account.ref, roles=frozenset(own))


# ---- accounts ----


def account(username: str) -> Account | None:
    """The account of a user name, however it is typed."""
    return Account.objects.filter(username=tidy_username(username)).first()


def accounts(text: str = "") -> QuerySet[Account]:
    """Accounts whose user name, name or member code holds the text."""
    found = Account.objects.all()
    if text:
        found = found.filter(Q(username__icontains=text) | Q(name__icontains=text) | Q(member_code__icontains=text))
    return found.order_by("username")


def members_with_account(members: Collection[str]) -> frozenset[str]:
    """Which of these members have an account."""
    return frozenset(Account.objects.filter(member_code__in=members).values_list("member_code", flat=True))


def names(refs: Collection[str]) -> dict[str, str]:
    """The names behind pseudonyms, for pages that may show them."""
    return dict(Account.objects.filter(ref__in=refs).values_list("ref", "name"))


def invited(username: str, code: str, at: datetime) -> Account | None:
    """Whose unused invitation this is, in time; None for any reason whatever."""
    found = Invitation.objects.filter(
        digest=invitations.digest(code), used_at__isnull=True, expires_at__gt=at,
        account__username=tidy_username(username), account__is_active=True,
    ).select_related("account")  # fmt: skip
    return next((one.account for one in found), None)


def last_invitation(account: Account) -> Invitation | None:
    """The invitation made last."""
    return account.invitations.order_by("pk").last()


# ---- the calendar and the weekly reminder ----


def feed_digest(token: str) -> str:
    """What is kept of a calendar's address: 256 bits drawn by chance need no salt."""
    return sha256(token.encode()).hexdigest()


def owner_of_feed(token: str) -> Account | None:
    """Whose calendar this is; None where the address was exchanged, stopped, or is nobody's."""
    rows = Feed.objects.filter(digest=feed_digest(token), account__is_active=True).select_related("account")
    return next((row.account for row in rows), None)


def feed(account: Account) -> Feed | None:
    """Whether somebody has a calendar address, and since when."""
    return Feed.objects.filter(account=account).first()


def reminder(account: Account) -> Reminder | None:
    """How somebody wants to be told."""
    return Reminder.objects.filter(account=account).exclude(way="").first()


def reminder_of(account: Account) -> str:
    """What the enciphered address is bound to."""
    return f"reminder:{account.ref}"


def reminder_address(held: Reminder) -> str:
    """Where a reminder goes. Raises `cipher.NotReadable`."""
    return cipher.reveal(bytes(held.address), reminder_of(held.account))


def reminders_due(at: datetime) -> list[Reminder]:
    """Whom one could tell: nobody to whom anything was sent within a week."""
    rows = Reminder.objects.exclude(way="").filter(account__is_active=True, account__duty=PERSON)
    waited = Q(sent_at__isnull=True) | Q(sent_at__lte=at - timedelta(days=7))
    return list(rows.filter(waited).select_related("account"))


# ---- what the security administrator and the auditor see ----


@dataclass(frozen=True)
class Locked:
    """An account that is locked for an address."""

    account: Account
    address: str
    failures: int
    last: datetime


def locked() -> list[Locked]:
    """Accounts locked now. Locked names that are no account's are left out: people type their passwords there."""
    rows = (
        AccessAttempt.objects.filter(attempt_time__gte=Now() - settings.AXES_COOLOFF_TIME)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last")
    )
    found = {one.username: one for one in Account.objects.filter(username__in=[row["username"] for row in rows])}
    return [
        Locked(found[row["username"]], row["ip_address"] or "", row["failures"], row["last"])
        for row in rows
        if row["username"] in found
    ]


def with_factor(text: str) -> QuerySet[Account]:
    """Accounts with a second step whose user name, name or member code holds the text."""
    return accounts(text).filter(Exists(Authenticator.objects.filter(user=OuterRef("pk"))))


def has_factor(account: Account) -> bool:
    """Whether somebody has a second step."""
    return bool(Authenticator.objects.filter(user=account).exists())


def events(kind: str = "", text: str = "") -> QuerySet[AccountEvent]:
    """The security log, the newest first."""
    found = AccountEvent.objects.select_related("account", "by").order_by("-pk")
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(account__username__icontains=text) | Q(account__name__icontains=text) | Q(address=text))
    return found


@dataclass(frozen=True)
class Look:
    """Somebody looked at something about a member."""

    who: str
    what: str
    at: datetime


def looks_at(member: str) -> list[Look]:
    """Who looked at sensitive things about a member, the newest first."""
    rows = SensitiveLook.objects.filter(member_code=member).select_related("account").order_by("-pk")
    return [Look(str(row.account), row.what, row.at) for row in rows]


def _during(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
