"""Secret ballots (shared/trust.md B; decisions, "The ballot"; R3-7 to R3-9).

`Vote` is one row a voter: that they voted, and their ballot sealed to a key nobody has while the vote goes on. There is
no second table for marks: nothing could be joined that is not one row already, and that row does not open without two
slips of paper. Results are sums by question; no ballot is ever stored opened.
"""

from django.db import models

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Part, Sealed


class Ballot(models.Model):
    """One vote. `definition` is the paper in canonical JSON, `fingerprint` its SHA-256. `lock` is what is kept of the
    slips: salts, public key, cost of the derivation. `carried` is JSON: by question what more than half chose.

    `cast` and `valid` are null until it is closed; `valid` stays null where too few were cast to tell.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="ballots")
    title = models.CharField(max_length=200)
    definition = models.TextField()
    fingerprint = models.CharField(max_length=64)
    on_paper = models.BooleanField(default=False)
    result_to_voters = models.BooleanField(default=True)
    objection_days = models.PositiveSmallIntegerField()
    lock = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="ballots_prepared")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=200, blank=True)
    emptied_at = models.DateTimeField(null=True)
    cast = models.PositiveIntegerField(null=True)
    valid = models.PositiveIntegerField(null=True)
    carried = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class Voter(models.Model):
    """Who may vote, frozen when the ballot is prepared (R3-3, R3-6: the caller decides who)."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="voters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="votes_in")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("ballot", "member"), name="ballot_voter_once"),)

    def __str__(self) -> str:
        return f"{self.ballot_id}—{self.member_id}"


class Teller(models.Model):
    """Who watches and counts (R3-7), with the number of their slip; in an appraisal one is the superior's delegate."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="tellers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="telling")
    number = models.PositiveSmallIntegerField()
    delegate = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("ballot", "number"), name="ballot_slip_once"),
            models.UniqueConstraint(fields=("ballot", "member"), name="ballot_teller_once"),
        )

    def __str__(self) -> str:
        return f"{self.ballot_id}—{self.number}"


class Vote(models.Model):
    """That a voter voted, and their ballot, sealed; after the objections have had their time `sealed` is emptied."""

    code = models.CharField(max_length=64, unique=True)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="votes")
    sealed = models.BinaryField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("ballot", "voter"), name="ballot_vote_once"),)

    def __str__(self) -> str:
        return self.code


class Total(models.Model):
    """A sum over the valid ballots: of a choice of a question, or, with no question, of a name written in."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="totals")
    question = models.CharField(max_length=64, blank=True)
    choice = models.CharField(max_length=100)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("ballot", "question", "choice"), name="ballot_total_once"),)

    def __str__(self) -> str:
        return f"{self.question} {self.choice}"


class Paper(models.Model):
    """Ballots on paper as one teller entered their count; `counts` is JSON. It becomes the result when a second teller
    confirms it.
    """

    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="paper")
    issued = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    counts = models.TextField()
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="papers_entered")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="papers_confirmed")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.ballot_id}"


SEALED = (
    Sealed(
        "ballot",
        Ballot,
        parts={
            "voters": Part(Voter, "ballot"),
            "tellers": Part(Teller, "ballot"),
            "totals": Part(Total, "ballot"),
            "paper": Part(Paper, "ballot"),
        },
    ),
    Sealed("vote", Vote),
)
