"""Gatherings: one record for one real event, of one or several kinds, held by one or several branches (S2, S3, S6).

What all branches share (day, place, theme, agenda) is the gathering's; roll, observers, elements and signature are each
branch's own (decisions, The house). A draft is one document of form fields and never reaches a rule.
"""

from django.db import models
from django.db.models import F, Q

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Part, Sealed


class Draft(models.Model):
    """What was typed so far, as the form's fields in JSON. `version` is compared and set: two devices never overwrite
    each other unseen. `code` is the code the record will have; in a joint one, of the other branches, their act's id.
    `arrived` is a `;`-list of members who tapped themselves present: apart from the content, so that a tap and a save
    never meet.
    """

    code = models.CharField(max_length=80, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="drafts")
    on = models.DateField(null=True)
    content = models.TextField()
    arrived = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="drafts")

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return self.code


class Notice(models.Model):
    """An announced gathering: what the members of its branches find in their inbox and calendar. `code` is the code its
    draft has and its record will have.
    """

    code = models.CharField(max_length=60, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="notices")
    kinds = models.CharField(max_length=200)
    theme = models.CharField(max_length=200)
    on = models.DateField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    place = models.CharField(max_length=200)
    agenda = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="notices")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return self.code


class Invited(models.Model):
    """A member a notice is for. `seen_at` is shown to nobody but the member."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="invited")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="invitations")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("notice", "member"), name="invited_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id}—{self.member_id}"


class Gathering(models.Model):
    """What all branches that held it share. `kinds` is a `;`-list of act kinds; frozen from the first signature on."""

    code = models.CharField(max_length=60, unique=True)
    kinds = models.CharField(max_length=200)
    theme = models.CharField(max_length=200)
    on = models.DateField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="chaired")
    answers = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gt=F("starts")),
                name="gathering_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Holder(models.Model):
    """One branch (committee, group …) that held it, with its own roll and signatures; in the facts it is one act.

    `act` is that act's id: the gathering's code, in a joint one `G7K3F2@B3`. `recorded_at` is the recorder's signature
    (empty: not signed yet, no fact), `confirmed_at` the secretary's. `late_reason` says why it was recorded late.
    `elements` is the `;`-list of what was filled when it was signed, as the rules see it (S2-8).
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="holders")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="gatherings")
    act = models.CharField(max_length=80, unique=True)
    recorder = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="recorded")
    recorded_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="confirmed")
    confirmed_at = models.DateTimeField(null=True)
    observers = models.TextField(blank=True)
    absent_none = models.BooleanField(default=False)
    late_reason = models.TextField(blank=True)
    elements = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("gathering", "organization"), name="holder_once"),)

    def __str__(self) -> str:
        return self.act


class Roll(models.Model):
    """One member on a branch's roll: present, absent, on approved leave, or observing (a superior's delegate too)."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="roll")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="rolls")
    status = models.CharField(max_length=16)
    reason = models.CharField(max_length=200, blank=True)
    made_up_on = models.DateField(null=True)
    made_up_how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("holder", "member"), name="gathering_roll_once"),)

    def __str__(self) -> str:
        return f"{self.holder_id}—{self.member_id}"


class Item(models.Model):
    """One item of the agenda: its lecturer where it is a lesson, what was said, and the vote. `guest` is the name of a
    lecturer who is not in the register; such a lesson has no actor in the facts.

    Votes are null where there was none; `votes_none` says so in words ("无"), which counts as filled.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=32, blank=True)
    title = models.CharField(max_length=200)
    lecturer = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="lectures")
    guest = models.CharField(max_length=100, blank=True)
    speeches = models.TextField(blank=True)
    in_favour = models.PositiveIntegerField(null=True)
    against = models.PositiveIntegerField(null=True)
    abstained = models.PositiveIntegerField(null=True)
    votes_none = models.BooleanField(default=False)

    class Meta:
        ordering = ("gathering", "position")
        constraints = (models.UniqueConstraint(fields=("gathering", "position"), name="item_position_once"),)

    def __str__(self) -> str:
        return f"{self.gathering_id}/{self.position}"


class Resolution(models.Model):
    """What was resolved, who sees to it, until when (S6-5); `rectification` marks an entry of the list after an
    organisation-life meeting (S3-2).
    """

    code = models.CharField(max_length=64, unique=True)
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="resolutions")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="resolutions")
    text = models.TextField()
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="resolutions")
    due_on = models.DateField(null=True)
    rectification = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class Progress(models.Model):
    """What became of a resolution, in words; the one with `done` closes it."""

    code = models.CharField(max_length=64, unique=True)
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField()
    text = models.TextField()
    done = models.BooleanField(default=False)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="progress")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class Studied(models.Model):
    """A document that was studied, with its day of issue (P9: not before it existed)."""

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="studied")
    title = models.CharField(max_length=200)
    issued_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class Stage(models.Model):
    """A stage of an organisation-life meeting (S3-2), by its word in `kinds.toml`, and what was done in it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="stages")
    kind = models.CharField(max_length=32)
    on = models.DateField(null=True)
    text = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("gathering", "kind"), name="stage_once"),)

    def __str__(self) -> str:
        return f"{self.gathering_id}—{self.kind}"


class Sentence(models.Model):
    """A sentence of a signed record that the copying sign compares (P9); speeches are never among them."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="sentences")
    text = models.TextField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class Fingerprint(models.Model):
    """One fingerprint of a sentence: candidates for comparison are found by these."""

    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="fingerprints")
    value = models.BigIntegerField()

    class Meta:
        ordering = ("pk",)
        # 查候选只读这个索引，不碰表
        indexes = (models.Index(fields=("value", "sentence"), name="fingerprint_by_value"),)

    def __str__(self) -> str:
        return str(self.value)


class Shown(models.Model):
    """A sign shown to the branch (P9): computed, never a verdict; `sign` is its stable id within the act. `elsewhere`
    is the other side, in JSON, for readers who may read both; a `weak` one is for the branch alone.
    """

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="signs")
    sign = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    sentence = models.TextField()
    detail = models.TextField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    elsewhere = models.TextField(blank=True)
    weak = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("holder", "sign"), name="sign_once"),)

    def __str__(self) -> str:
        return self.sentence


class Remark(models.Model):
    """The branch's words on a sign, or on a duty it missed; shown beside it, no effect on any verdict.

    `about` is `sign:act:id` or `duty:rule:bearer:period`.
    """

    code = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="remarks")
    about = models.CharField(max_length=200, db_index=True)
    text = models.TextField()
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="remarks")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.about


SEALED = (
    Sealed(
        "gathering",
        Gathering,
        parts={
            "holders": Part(Holder, "gathering"),
            "roll": Part(Roll, "holder__gathering"),
            "items": Part(Item, "gathering"),
            "resolutions": Part(Resolution, "gathering"),
            "studied": Part(Studied, "gathering"),
            "stages": Part(Stage, "gathering"),
        },
    ),
    Sealed("notice", Notice),
    Sealed("progress", Progress),
    Sealed("remark", Remark),
)
