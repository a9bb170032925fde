"""The journal: entries that are only ever added, the hash tree over them, and beside them what may be erased.

An entry holds no personal data: codes, pseudonyms and salted digests. The text a digest stands for, and its salt, lie
in `Seal`; where both are erased the entry and every proof still hold (shared/trust.md A, "Erasure").
"""

from django.db import models


class Entry(models.Model):
    """One verb. `body` is canonical JSON (RFC 8785), the leaf of the tree; `checkpoint` is the signed head after it."""

    index = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()
    checkpoint = models.TextField()

    class Meta:
        ordering = ("index",)

    def __str__(self) -> str:
        return str(self.index)


class Node(models.Model):
    """The hash of a complete subtree of the tree (RFC 9162): level 0 are the leaves."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("level", "index"), name="journal_node_once"),)

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Seal(models.Model):
    """One version of one record: its document as it was sealed, and a salt for each field. `at` is the entry's time.

    "As known on T" reads the versions with `at` ≤ T. What was withdrawn stays, marked in its rows.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="seals")
    kind = models.CharField(max_length=32)
    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    reason = models.TextField(blank=True)
    document = models.TextField()
    salts = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("kind", "code", "version"), name="journal_version_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code} v{self.version}"


class Import(models.Model):
    """An import is one entry with the root over its rows; here the salt of their digests."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="imported")
    salt = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"import {self.entry_id}"


class ImportedSeal(models.Model):
    """One record as it was imported: the digest of its document, and the document itself where the kind keeps it
    (`Sealed.kept`): "as known on T" reads it for a time before a verb changed the record.
    """

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="seals")
    kind = models.CharField(max_length=32)
    code = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    document = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("kind", "code"), name="journal_imported_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Token(models.Model):
    """A form that was sent: the same form again gets the first one's answer (shared/trust.md C, "Double submit")."""

    ref = models.CharField(max_length=32)
    token = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("ref", "token"), name="journal_token_once"),)

    def __str__(self) -> str:
        return self.token
