"""A marked election in every organisation, called and with a ballot open: in ZB001 `plain` counts it; and a request for
a longer term.
"""

from datetime import UTC, date, datetime
from typing import Final

from dengxiaming.areas.elections.models import Election, Extension, Nominee, Registered, Round, Standing, Teller
from dengxiaming.areas.elections.queries import superior_of
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization

AT: Final = datetime(2026, 10, 20, 9, tzinfo=UTC)
ON: Final = date(2026, 10, 20)


def plant(where: Organization) -> None:
    """One of each."""
    code, mark = where.code, f"暗号选{where.code}"
    superior = Organization.objects.get(code=superior_of(code) or code)
    who, other = Member.objects.get(code=f"DY-{code}"), Member.objects.get(code=f"DX-{code}")
    held = Election.objects.create(
        code=f"XJ-{code}", organization=where, superior=superior, kind="election", on=ON, place=mark, seats=0,
        secretaries=1, deputies=0, text=mark, prepared_at=AT, prepared_by=who, requested_at=AT, requested_by=who,
        permitted_on=ON, permit=mark, permitted_by=who, called_at=AT, met_at=AT, chair=who,
    )  # fmt: skip
    Nominee.objects.create(election=held, post="secretary", member=who, position=1)
    for one in (who, other):
        Registered.objects.create(election=held, member=one, standing="entitled", present=True)
    teller = Member.objects.get(code="P3") if code == "ZB001" else other
    Teller.objects.create(election=held, member=teller, leads=True)
    ballot = Round.objects.create(
        election=held, number=1, post="secretary", sort="first", seats=1, expected=2, present=2, manner="paper",
        opened_at=AT, opened_by=who,
    )  # fmt: skip
    Standing.objects.create(round=ballot, member=who, position=1)
    Extension.objects.create(
        code=f"YQ-{code}", organization=where, superior=superior, term_ends=ON, until=date(2027, 10, 20), reason=mark,
        requested_at=AT, requested_by=who,
    )  # fmt: skip
