"""One row: which state the records are in. Whatever is derived from them says of which version it is."""

from django.db import models


class State(models.Model):
    """The state of the records as a whole; the only row has key 1.

    `facts_version` is a new random word at every change, never a counter: a counter would say the same of two different
    states after a database was restored, or after a verb was undone.
    """

    facts_version = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="ground_state_is_one_row"),)

    def __str__(self) -> str:
        return self.facts_version
