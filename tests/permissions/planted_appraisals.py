"""An appraisal in a branch, marked: what somebody wrote of themself, their votes, their opinion, what followed.

In ZB001 `plain` takes part too: their own page opens to them and holds nothing of anybody else.
"""

from datetime import UTC, date, datetime
from typing import Final

from dengxiaming.areas.appraisals.models import Appraisal, Disposal, Draft, Opinion, Participant, SelfAppraisal, Step
from dengxiaming.areas.ballots.core import Definition, grade
from dengxiaming.areas.ballots.models import Ballot, Teller, Total
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher

ON: Final = date(2026, 10, 20)
AT: Final = datetime(2026, 10, 20, 9, tzinfo=UTC)
VOTES: Final = {"ZB001": 61001, "ZB002": 62002, "ZB005": 65005}
"""How often somebody of each branch was found excellent; the matrix reads these figures as marks."""


def plant(where: Organization) -> None:
    """One that came to its end: somebody found 不合格, told, and a disposal the city is asked about."""
    code, who = where.code, Member.objects.get(code=f"DY-{where.code}")
    other = Member.objects.get(code=f"DX-{code}")
    paper = Definition(f"CP-{code}", code, "测评", (grade(who.code, str(who), who.code),), 9)
    ballot = Ballot.objects.create(
        code=paper.code, organization=where, title=paper.title, definition=paper.text, fingerprint=paper.fingerprint,
        on_paper=True, result_to_voters=False, objection_days=15, prepared_at=AT, prepared_by=who, closed_at=AT,
        cast=70000, valid=70000, carried="{}",
    )  # fmt: skip
    Teller.objects.create(ballot=ballot, member=other, number=1)
    Total.objects.create(ballot=ballot, question=who.code, choice="excellent", count=VOTES[code])
    held = Appraisal.objects.create(
        code=f"MP-{code}", organization=where, year=2026, hand_in_by=ON, opened_at=AT, opened_by=who, mutual_on=ON,
        ballot=ballot,
    )  # fmt: skip
    own = [Member.objects.get(code="P3")] if code == "ZB001" else []
    Participant.objects.bulk_create(Participant(appraisal=held, member=one) for one in (who, other, *own))
    SelfAppraisal.objects.create(
        code=f"ZP-{code}", appraisal=held, member=who, handed_at=AT, text=sealed("self", held, who, f"暗号自{code}")
    )
    Draft.objects.create(appraisal=held, member=other, text=sealed("draft", held, other, f"暗号稿{code}"))
    happened = Trigger.objects.create(
        code=f"暗号映{code}-2", kind="unqualified", member=who, on=ON, note=f"暗号映{code}", raised_at=AT
    )
    finding = f'{{"grade": "unqualified", "text": "暗号意{code}"}}'
    Opinion.objects.create(
        code=f"PD-{code}", appraisal=held, member=who, finding=sealed("opinion", held, who, finding), decided_on=ON,
        recorded_at=AT, recorded_by=who, told_at=AT, answer=sealed("answer", held, who, f"暗号意{code}"),
        answered_at=AT, trigger=happened.code,
    )  # fmt: skip
    disposal = Disposal.objects.create(
        code=f"CZ-{code}", organization=where, member=who, answers=happened.code, measure="remove", opened_on=ON,
        opened_at=AT, opened_by=who, asked=Organization.objects.get(code="GW01"),
    )  # fmt: skip
    said = cipher.conceal(f"暗号申{code}", f"disposal:CZ-{code}:heard")
    outcomes = {"notice": "in_person", "heard": "spoke", "vote": "carried", "request": "sent"}
    for kind, outcome in outcomes.items():
        text = said if kind == "heard" else b""
        Step.objects.create(
            disposal=disposal, kind=kind, on=ON, outcome=outcome, text=text, recorded_at=AT, recorded_by=who
        )


def sealed(what: str, held: Appraisal, who: Member, text: str) -> bytes:
    return cipher.conceal(text, f"appraisal:{what}:{held.code}:{who.code}")
