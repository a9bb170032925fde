"""The state of the records, and the tables of sign-in: accounts, invitations, roles from posts, the two logs.

Nothing here knows an area: members and organisations are their codes, as text.
"""

from secrets import token_hex
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from dengxiaming.ground.terms import DUTIES, EVENTS, PERSON, WAYS


class State(models.Model):
    """The state of the records as a whole; the only row has key 1.

    `facts_version` is a new random word at every change, never a counter: a counter would say the same of two different
    states after a database was restored, or after a verb was undone.
    """

    facts_version = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="ground_state_is_one_row"),)

    def __str__(self) -> str:
        return self.facts_version


def new_ref() -> str:
    """A pseudonym: the journal names who acted by it, and it says nothing of anybody."""
    return token_hex(16)


class Account(AbstractBaseUser):
    """Who signs in. A person has a member code and no other duty; an administrator has one of the three, and no member
    code (三员分立). What a person may do is in `Grant`; there is no superuser.
    """

    username = models.CharField(max_length=64, unique=True)
    member_code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=100, blank=True)
    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    duty = models.CharField(max_length=16, default=PERSON)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("member_code",), condition=~Q(member_code=""), name="account_of_a_member_once"
            ),
            models.CheckConstraint(condition=Q(duty__in=list(DUTIES)), name="account_has_one_duty"),
            models.CheckConstraint(
                condition=Q(duty=PERSON) & ~Q(member_code="") | ~Q(duty=PERSON) & Q(member_code=""),
                name="account_is_a_person_or_an_administrator",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username


class Invitation(models.Model):
    """A code on paper with which somebody sets a password: once, for seven days. Only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.account_id}—{self.made_at:%Y-%m-%d}"


class Grant(models.Model):
    """A member has a role at an organisation for a while, by a post or a stay; the areas' verbs write it."""

    member_code = models.CharField(max_length=64, db_index=True)
    role = models.CharField(max_length=32)
    organization_code = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("role", "organization_code"), name="grant_by_role"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="grant_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_code}—{self.role}—{self.organization_code}"


class Feed(models.Model):
    """The address of somebody's calendar: drawn by chance, exchangeable; only its digest is kept."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.account_id}—{self.made_at:%Y-%m-%d}"


class Reminder(models.Model):
    """Somebody wants to be told at most weekly what is due. `way` is "" where it was stopped: then `sent_at` stays, so
    that starting anew is no way to be told more often. `address` is enciphered: a webhook's address is a key.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="reminder")
    way = models.CharField(max_length=16, blank=True)
    address = models.BinaryField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(way__in=["", *WAYS]), name="reminder_way_is_known"),)

    def __str__(self) -> str:
        return f"{self.account_id}—{self.way}"


class SensitiveLook(models.Model):
    """Somebody looked at a sensitive thing about a member; the member can see who."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="looks")
    member_code = models.CharField(max_length=64)
    what = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("member_code", "at"), name="look_by_member"),)

    def __str__(self) -> str:
        return f"{self.account_id}—{self.member_code}"


class AccountEvent(models.Model):
    """One line of the security log: only added to. No password, no code, and no user name that is no account's: people
    type their passwords there.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="events")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=45, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("at",), name="event_by_time"),
            models.Index(fields=("kind", "at"), name="event_by_kind"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {EVENTS.get(self.kind, self.kind)}"
