"""The filing of a community service (S9-3). The service itself is a gathering of that kind, entered once."""

from django.db import models

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.sealed import Sealed


class Filing(models.Model):
    """The 登记表 of one service, sent to the 工委; `act` is the id under which the service stands in the facts."""

    code = models.CharField(max_length=64, unique=True)
    act = models.CharField(max_length=80, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="filings")
    filed_on = models.DateField()
    recorded_at = models.DateTimeField()
    filed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="filings")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("filed_on", "pk")

    def __str__(self) -> str:
        return self.code


SEALED = (Sealed("filing", Filing),)
