"""What received transfers offer the kernel: acts of the kind `transfer` (contract 1). The act's id is the transfer's.

"As known" reads the versions the journal had at that time: a day corrected later was another day then.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import polars as pl
from django.db.models import Q

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.members.transfers.models import Step, Transfer
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground.among import among
from dengxiaming.journal.models import Seal
from dengxiaming.reckoning.facts import TABLES


def acts(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every received transfer, or those with some database keys; `known_by`: as it was sealed then."""
    rows = _held(keys) if known_by is None else _as_known(known_by)
    return pl.DataFrame(list(rows), schema=TABLES["acts"], orient="row")


def attendance(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """A transfer has no roll."""
    del keys, known_by
    return pl.DataFrame(schema=TABLES["attendance"])


def act_keys(organizations: Collection[str], members: Collection[str]) -> set[int]:
    """The database keys of the transfers that can matter to these organisations and members."""
    held = Transfer.objects.filter(received_on__isnull=False)
    here = Q(origin__code__in=organizations) | Q(target__code__in=organizations)
    found = set(held.filter(here).values_list("pk", flat=True))
    found.update(held.filter(member__code__in=members).values_list("pk", flat=True))
    by = Step.objects.filter(step="receive", by__code__in=members).order_by()
    return found | set(by.values_list("transfer", flat=True))


def act_keys_of(kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
    """The database keys of all received transfers, or those of some organisations, where transfers are asked for."""
    if "transfer" not in kinds:
        return set()
    rows = Transfer.objects.filter(received_on__isnull=False)
    if organizations is not None:
        here = Q(origin__code__in=organizations) | Q(target__code__in=organizations)
        rows = rows.filter(here)
    return set(rows.values_list("pk", flat=True))


def _held(keys: Collection[int] | None) -> Iterator[Sequence[object]]:
    rows = Transfer.objects.filter(received_on__isnull=False).select_related("member", "origin", "target")
    rows = among(rows, "pk", keys)
    received = Step.objects.filter(step="receive", transfer__in=rows.order_by().values("pk"))
    by = dict(received.values_list("transfer", "by__code"))
    for one in rows.order_by("pk"):
        place = one.target or one.origin
        if place is not None and one.member is not None:
            what = (one.received_on, one.recorded_at, _codes(one.answers))
            yield _act(one.code, place.code, by.get(one.pk), one.member.code, what)


def _as_known(known_by: datetime) -> Iterator[Sequence[object]]:
    """From the transfers as they were sealed by then."""
    people, places = (dict(table.objects.values_list("pk", "code")) for table in (Member, Organization))
    seals = Seal.objects.filter(kind="transfer", at__lte=known_by).order_by("version")
    for code, text in dict(seals.values_list("code", "document")).items():
        held = json.loads(text) if text else {}  # 文字抹掉了的，只剩摘要
        if held.get("received_on") and held["member_id"] in people:
            by = next((people.get(one["by_id"]) for one in held["steps"] if one["step"] == "receive"), None)
            what = (
                date.fromisoformat(held["received_on"]), datetime.fromisoformat(held["recorded_at"]),
                _codes(held["answers"]),
            )  # fmt: skip
            place = places[held["target_id"] or held["origin_id"]]
            yield _act(code, place, by, people[held["member_id"]], what)


def _act(
    code: str, place: str, by: str | None, who: str, what: tuple[date | None, datetime | None, list[str]]
) -> Sequence[object]:
    """Nobody is their own counterpart (contract 1): the member is the counterpart, whoever pressed the button."""
    on, recorded_at, answers = what
    return (code, ["transfer"], place, by if by != who else None, [who], on, recorded_at, answers, [], None)


def _codes(text: str) -> list[str]:
    return [code for code in text.split(";") if code]
