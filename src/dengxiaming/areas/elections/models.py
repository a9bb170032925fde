"""Elections from the first thought to the posts that follow, and what goes with terms: extensions, reminders, and who
may not vote for a time (S1-8 … S1-10, S8).
"""

from django.db import models
from django.db.models import Q

from dengxiaming.areas.ballots.models import Ballot
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Part, Sealed


class Election(models.Model):
    """One election of one organisation. Each step leaves its moment: an empty one has not been done.

    `seats`, `secretaries` and `deputies` are how many are to be elected. `answers` is a `;`-list of the vacancies a
    by-election fills. `strokes` are those of surnames told by hand. From `reported_at` on it is a fact. `body` is who
    elects: empty for the members' meeting, else a congress of delegates (R3-2); where `kind` is `delegates` these are
    elected for `congress`, and `seats` says how many.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="elections")
    superior = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="elections_below")
    kind = models.CharField(max_length=16)
    body = models.CharField(max_length=16, blank=True)
    congress = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="delegations")
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField()
    secretaries = models.PositiveSmallIntegerField()
    deputies = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    strokes = models.CharField(max_length=200, blank=True)
    answers = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="elections_prepared")
    requested_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="elections_requested")
    returned = models.TextField(blank=True)
    permitted_on = models.DateField(null=True)
    permit = models.CharField(max_length=100, blank=True)
    permitted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="elections_permitted")
    called_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    chair = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="elections_chaired")
    commissioner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="elections_commissioner")
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="elections_reported")
    approved_on = models.DateField(null=True)
    approval = models.CharField(max_length=100, blank=True)
    approved_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="elections_approved")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return self.code


class Nominee(models.Model):
    """Somebody proposed for a post, in the order of strokes."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="nominees")
    post = models.CharField(max_length=32)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="nominations")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("election", "post", "member"), name="nominated_once"),)

    def __str__(self) -> str:
        return f"{self.election_id}—{self.member_id}"


class Excused(models.Model):
    """Somebody who shall not be counted among those expected, and why (R3-6)."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="excused")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="excused_from")
    reason = models.CharField(max_length=16)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("election", "member"), name="excused_once"),)

    def __str__(self) -> str:
        return f"{self.election_id}—{self.member_id}"


class Quota(models.Model):
    """How many delegates a unit elects for a congress (R3-2)."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="quotas")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="quotas")
    seats = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("election", "organization"), name="quota_once"),)

    def __str__(self) -> str:
        return f"{self.election_id}—{self.organization_id}"


class Registered(models.Model):
    """A member on the register as it was frozen at the call, and whether they came (empty: no meeting yet)."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="register")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="registered_in")
    standing = models.CharField(max_length=16)
    present = models.BooleanField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("election", "member"), name="registered_once"),)

    def __str__(self) -> str:
        return f"{self.election_id}—{self.member_id}"


class Teller(models.Model):
    """A member the meeting passed to watch the vote (`leads`: 总监票人); never a candidate (R3-7)."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="tellers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="teller_in")
    leads = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("election", "member"), name="teller_once"),)

    def __str__(self) -> str:
        return f"{self.election_id}—{self.member_id}"


class Round(models.Model):
    """One ballot for one post. `expected` and `present` are those who may vote; the figures are the tellers' (or come
    out of the electronic ballot): one enters them, another checks. `consenting` agreed to fewer seats (R3-12).
    `abandoned`: the electronic ballot was stopped, or too few voted for it to tell: nobody is elected by it.
    """

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=32)
    sort = models.CharField(max_length=16)
    by_committee = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField()
    expected = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    manner = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="rounds_opened")
    issued = models.PositiveIntegerField(null=True)
    cast = models.PositiveIntegerField(null=True)
    valid = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="rounds_counted")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="rounds_checked")
    consenting = models.PositiveIntegerField(null=True)
    ballot = models.ForeignKey(Ballot, null=True, on_delete=models.PROTECT, related_name="rounds")
    abandoned = models.BooleanField(default=False)

    class Meta:
        ordering = ("election", "number")
        constraints = (
            models.UniqueConstraint(fields=("election", "number"), name="round_once"),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | Q(counted_at__isnull=False), name="round_counted_then_checked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.election_id}/{self.number}"


class Voter(models.Model):
    """Somebody who was there and may vote in a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="voters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="round_votes")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("round", "member"), name="voter_once"),)

    def __str__(self) -> str:
        return f"{self.round_id}—{self.member_id}"


class Standing(models.Model):
    """Somebody on the ballot of a round (`written_in`: not on it, but chosen by some), and the votes."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="standings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="standings")
    position = models.PositiveSmallIntegerField()
    written_in = models.BooleanField(default=False)
    in_favour = models.PositiveIntegerField(null=True)
    against = models.PositiveIntegerField(null=True)
    abstained = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("round", "position", "pk")
        constraints = (models.UniqueConstraint(fields=("round", "member"), name="standing_once"),)

    def __str__(self) -> str:
        return f"{self.round_id}—{self.member_id}"


class Suspension(models.Model):
    """Somebody may not vote, be voted for or elected from one day until another (R3-3). Sensitive."""

    code = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="suspensions_recorded")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")), name="suspension_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Extension(models.Model):
    """An organisation asks for a longer term (S8-2); the superior answers. Once granted it is a fact."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="extensions")
    superior = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="extensions_below")
    term_ends = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="extensions_requested")
    granted = models.BooleanField(null=True)
    decided_on = models.DateField(null=True)
    number = models.CharField(max_length=100, blank=True)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="extensions_decided")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class TermReminder(models.Model):
    """The superior reminds an organisation that its term ends (R4, S8-5)."""

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="term_reminders")
    superior = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="term_reminders_sent")
    term_ends = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="term_reminders")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("organization", "term_ends"), name="term_reminded_once"),)

    def __str__(self) -> str:
        return self.code


SEALED = (
    Sealed(
        "election",
        Election,
        parts={
            "nominees": Part(Nominee, "election"),
            "excused": Part(Excused, "election"),
            "quotas": Part(Quota, "election"),
            "register": Part(Registered, "election"),
            "tellers": Part(Teller, "election"),
            "rounds": Part(Round, "election"),
            "voters": Part(Voter, "round__election"),
            "standings": Part(Standing, "round__election"),
        },
    ),
    Sealed("suspension", Suspension),
    Sealed("extension", Extension),
    Sealed("term_reminder", TermReminder),
)
