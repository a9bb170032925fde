"""Reads of filings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dengxiaming.areas.service.models import Filing


@dataclass(frozen=True)
class Filed:
    """A filing, as the page of its activity shows it."""

    code: str
    act: str
    filed_on: date
    filed_by: str


def of_acts(acts: Collection[str]) -> dict[str, Filed]:
    """The filings of these activities, by act id."""
    rows = Filing.objects.filter(act__in=acts, withdrawn_at__isnull=True).select_related("filed_by")
    return {one.act: Filed(one.code, one.act, one.filed_on, str(one.filed_by)) for one in rows}
