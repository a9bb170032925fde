"""One row: how often the records have changed. Whatever is derived from them says of which version it is."""

from django.db import models


class State(models.Model):
    """The state of the records as a whole; the only row has key 1."""

    facts_version = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="ground_state_is_one_row"),)

    def __str__(self) -> str:
        return f"第{self.facts_version}版"
