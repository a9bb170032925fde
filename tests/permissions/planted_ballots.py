"""A marked ballot in every organisation; in ZB001 one that `plain` votes in and `committee` watches over."""

from datetime import UTC, datetime
from typing import Final

from dengxiaming.areas.ballots.core import Definition, person
from dengxiaming.areas.ballots.models import Ballot, Teller, Total, Vote, Voter
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization

AT: Final = datetime(2026, 10, 20, 9, tzinfo=UTC)


def plant(where: Organization) -> None:
    """One that is over, with its result: told to the voters."""
    code = where.code
    people = {one: Member.objects.get(code=one) for one in (f"DY-{code}", f"DX-{code}", "P2", "P3")}
    paper = Definition(f"TP-{code}", code, f"暗号票{code}", (person("q1", f"暗号票{code}"),), 9, 1)
    held = Ballot.objects.create(
        code=paper.code, organization=where, title=paper.title, definition=paper.text, fingerprint=paper.fingerprint,
        objection_days=15, prepared_at=AT, prepared_by=people[f"DY-{code}"], opened_at=AT, closed_at=AT,
        cast=6, valid=6, carried='{"q1": "yes"}',
    )  # fmt: skip
    voters = [people[f"DY-{code}"], *([people["P3"]] if code == "ZB001" else [])]
    rows = [Voter.objects.create(ballot=held, member=one) for one in voters]
    Vote.objects.create(code=f"TP-{code}-1", ballot=held, voter=rows[0], sealed=bytes(1072))
    tellers = [people[f"DX-{code}"], *([people["P2"]] if code == "ZB001" else [])]
    for number, one in enumerate(tellers, 1):
        Teller.objects.create(ballot=held, member=one, number=number)
    Total.objects.create(ballot=held, question="q1", choice="yes", count=6)
