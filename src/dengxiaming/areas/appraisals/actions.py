"""The verbs of an appraisal, in the order of S4-2: opened, written, talked over, measured, found, told, answered."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from dengxiaming.areas.appraisals import queries
from dengxiaming.areas.appraisals.core import DONE, MEASURE, MUTUAL, OPINION, SELF, TOLD
from dengxiaming.areas.appraisals.models import Appraisal, Draft, Meeting, Opinion, Participant, SelfAppraisal
from dengxiaming.areas.appraisals.queries import about
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.appraisals.terms import GRADES, UNQUALIFIED
from dengxiaming.areas.ballots.models import Ballot
from dengxiaming.areas.gatherings.models import Holder
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher, clock
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import Actor

LONGEST_TEXT: Final = 5000
_WORDS: Final = {
    SELF: "个人自评还没有交齐", MUTUAL: "还没有互评", MEASURE: "民主测评还没有结束", OPINION: "评定意见还没有写完",
    TOLD: "还没有都告知本人", DONE: "这次评议已经办完",
}  # fmt: skip


@dataclass(frozen=True)
class Opening:
    """An appraisal to be opened: of which year, until when to hand in, whether in groups (S4-3)."""

    year: int
    hand_in_by: date
    in_groups: bool = False


def open_appraisal(
    organization: str, opening: Opening, by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> str:
    """The branch begins its appraisal of a year (S4-1): who takes part is fixed; its code. Raises `Refused`."""
    with verb("appraisal.open", by, at, token, content) as work:
        branch, today = Organization.objects.get(code=organization), at.astimezone(clock.ZONE).date()
        if opening.hand_in_by < today:
            raise Refused(f"交自评的日期 {opening.hand_in_by} 已经过了。写今天以后的一天。", "hand_in_by")
        if Appraisal.objects.filter(organization=branch, year=opening.year, withdrawn_at__isnull=True).exists():
            raise Refused(f"{opening.year}年的民主评议已经开始了。", "year")
        there = Member.objects.filter(code__in=members.stayers(organization, today)).order_by("pk")
        if not there:
            raise Refused("支部里现在没有党员。", "year")
        held = Appraisal.objects.create(
            code=new_code("MP"), organization=branch, year=opening.year, hand_in_by=opening.hand_in_by, opened_at=at,
            opened_by=_member(by), in_groups=opening.in_groups,
        )  # fmt: skip
        Participant.objects.bulk_create(Participant(appraisal=held, member=one) for one in there)
        work.seal("appraisal", held.code)
        work.answer = held.code
    return held.code


def excuse(code: str, member: str, reason: str, by: Actor, at: datetime, token: str = "") -> None:
    """Somebody takes no part after all; "" takes it back. Raises `Refused` once the measure is on."""
    with verb("appraisal.excuse", by, at, token, repr((code, member, reason)).encode()) as work:
        held = _locked(code)
        if held.ballot is not None:
            raise Refused("民主测评已经开始，名单不能再改。", "reason")
        if len(reason) > 200:
            raise Refused("原因最多200字。请缩短。", "reason")
        written = SelfAppraisal.objects.filter(appraisal=held, member__code=member).exists()
        if not reason and held.mutual_on is not None and not written:
            raise Refused("已经互评过，他没有交过自评，这一年不能再加进来（S4-2）。", "reason")
        Participant.objects.filter(appraisal=held, member__code=member).update(excused=reason)
        work.seal("appraisal", code, reason)


def save_draft(code: str, text: str, version: str, by: Actor) -> None:
    """What somebody is writing of themselves, kept for nobody else. No record, no entry. `version` says on which text
    (`queries.version`). Raises `Refused`, also where another page saved another text since.
    """
    concealed = cipher.conceal(text, about("draft", code, by.member))
    with transaction.atomic():
        held = _taking_part(code, by)
        _writable(held, text, by)
        before = queries.draft(code, by.member)
        if before != text and queries.version(before) != version:
            raise Refused("这份草稿在另一页改过。这一页写的没有丢；要用这一页的，再点一次“存草稿”。", "text")
        Draft.objects.update_or_create(appraisal=held, member=_member(by), defaults={"text": concealed})


def hand_in(code: str, text: str, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> None:
    """A self-appraisal is handed in (S4-2): the committee reads it from now on. Raises `Refused`."""
    with verb("appraisal.hand_in", by, at, token, content) as work:
        held = _taking_part(code, by)
        _writable(held, text, by)
        if not text.strip():
            raise Refused("还没有写。写几句自己这一年的情况再交。", "text")
        made = SelfAppraisal.objects.create(
            code=new_code("ZP"), appraisal=held, member=_member(by), handed_at=at,
            text=cipher.conceal(text, about("self", code, by.member)),
        )  # fmt: skip
        Draft.objects.filter(appraisal=held, member__code=by.member).delete()
        work.seal("self_appraisal", made.code)


def receive(code: str, member: str, by: Actor, at: datetime, token: str = "") -> None:
    """Somebody's self-appraisal came on paper: nobody has to sign in to be appraised. Raises `Refused`."""
    with verb("appraisal.receive", by, at, token, repr((code, member)).encode()) as work:
        held = _locked(code)
        who = Participant.objects.filter(appraisal=held, member__code=member, excused="").first()
        if who is None:
            raise Refused("还没有选是谁交的。", "received")
        _writable(held, "", Actor(by.ref, member))
        made = SelfAppraisal.objects.create(
            code=new_code("ZP"), appraisal=held, member=who.member, handed_at=at, on_paper=True,
            text=cipher.conceal("", about("self", code, member)),
        )  # fmt: skip
        Draft.objects.filter(appraisal=held, member=who.member).delete()
        work.seal("self_appraisal", made.code)


def _writable(held: Appraisal, text: str, by: Actor) -> None:
    if len(text) > LONGEST_TEXT:
        raise Refused(f"最多{LONGEST_TEXT}字，现在{len(text)}字。请缩短。", "text")
    if SelfAppraisal.objects.filter(appraisal=held, member__code=by.member).exists():
        raise Refused("这份自评已经交了，不能再改。要补充，在互评时当面说。", "text")
    if held.mutual_on is not None:
        raise Refused("已经互评过，自评不能再交了。请找支部书记。", "text")


def hold_mutual(code: str, on: date, by: Actor, at: datetime, token: str = "") -> None:
    """People appraised each other that day (S4-2), after everybody handed in. Raises `Refused`."""
    with verb("appraisal.mutual", by, at, token, f"{code} {on}".encode()) as work:
        held = _locked(code)
        _must_be(held, MUTUAL)
        if on > at.astimezone(clock.ZONE).date():
            raise Refused(f"{on}还没有到。开了以后再记。", "on")
        if on < held.opened_at.astimezone(clock.ZONE).date():
            raise Refused("互评在评议开始以后。核对日期。", "on")
        Appraisal.objects.filter(pk=held.pk).update(mutual_on=on)
        work.seal("appraisal", code)


def link(code: str, acts: Collection[str], by: Actor, at: datetime, token: str = "") -> None:
    """The signed records of the meetings: nothing of them is typed here again. Raises `Refused`."""
    with verb("appraisal.link", by, at, token, repr((code, sorted(acts))).encode()) as work:
        held = _locked(code)
        known = {one.act for one in queries.linkable(held)}
        if not acts or not set(acts) <= known:
            raise Refused("还没有选会议记录；或者选的不是互评那天、签过字的。", "acts")
        if not any(one.is_appraisal for one in queries.linkable(held) if one.act in acts):
            raise Refused("其中要有一次是“民主评议党员”：S4-1 按那条记录算。", "acts")
        Meeting.objects.filter(appraisal=held).delete()
        rows = Holder.objects.filter(act__in=acts)
        Meeting.objects.bulk_create(Meeting(appraisal=held, record=one) for one in rows)
        work.seal("appraisal", code)


def measure(code: str, ballot: str, by: Actor, at: datetime, token: str = "") -> None:
    """The secret measure in four grades (R8): a ballot that was prepared for it. Raises `Refused`."""
    with verb("appraisal.measure", by, at, token, f"{code} {ballot}".encode()) as work:
        held = _locked(code)
        may_measure(held)
        Appraisal.objects.filter(pk=held.pk).update(ballot=Ballot.objects.get(code=ballot))
        work.seal("appraisal", code)


def may_measure(held: Appraisal) -> None:
    """Whether a measure can begin: the mutual appraisal is over, and none is on. Raises `Refused`."""
    _must_be(held, MEASURE)
    if held.ballot is not None and held.ballot.stopped_at is None:
        raise Refused("民主测评已经发起了。", "ballot")


@dataclass(frozen=True)
class Found:
    """What the committee found of a member: the grade, in words, on which day."""

    grade: str
    text: str
    on: date


def opine(code: str, member: str, found: Found, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> str:
    """The committee's opinion of one member; again after an answer, and then it is told again. People decide: nothing
    is worked out from the measure. Raises `Refused`.
    """
    with verb("appraisal.opine", by, at, token, content) as work:
        held = _locked(code)
        if not queries.course(held).is_past(MEASURE):
            raise Refused(f"{_WORDS[queries.course(held).now]}，现在还不能写评定意见（S4-2：自评、互评、测评、评定）。")
        if found.grade not in GRADES:
            raise Refused("还没有选等次。", "grade")
        if not found.text.strip() or len(found.text) > LONGEST_TEXT:
            raise Refused(f"评定意见要写几句，最多{LONGEST_TEXT}字。", "text")
        if found.on > at.astimezone(clock.ZONE).date() or found.on < (held.mutual_on or found.on):
            raise Refused("评定的日期要在互评以后，不晚于今天。", "on")
        if not Participant.objects.filter(appraisal=held, member__code=member, excused="").exists():
            raise Refused("这个人不参加这次评议。", "grade")
        before = Opinion.objects.filter(appraisal=held, member__code=member).first()
        if before is not None and before.trigger:
            raise Refused("已经按不合格提出了处置，意见不能再改。", "grade")
        own = before.code if before else new_code("PD")
        finding = json.dumps({"grade": found.grade, "text": found.text.strip()}, ensure_ascii=False)
        Opinion.objects.update_or_create(
            appraisal=held, member=Member.objects.get(code=member),
            defaults={
                "code": own, "finding": cipher.conceal(finding, about("opinion", code, member)),
                "decided_on": found.on, "recorded_at": at, "recorded_by": _member(by), "told_at": None,
            },
        )  # fmt: skip
        work.seal("appraisal_opinion", own)
        work.answer = own
    return own


def tell(code: str, people: Collection[str], by: Actor, at: datetime, token: str = "") -> int:
    """The results are told to these members: each sees their own from now on. How many were. Raises `Refused`."""
    with verb("appraisal.tell", by, at, token, repr((code, sorted(people))).encode()) as work:
        held = _locked(code)
        rows = Opinion.objects.filter(appraisal=held, told_at__isnull=True, member__code__in=people)
        codes = list(rows.values_list("code", flat=True))
        if not codes:
            raise Refused("没有要告知的：先写评定意见，或者已经告知过了。", "people")
        rows.update(told_at=at)
        for one in codes:
            work.seal("appraisal_opinion", one)
    return len(codes)


def answer(code: str, text: str, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> None:
    """The member says what they think of their result; it stays beside it. Raises `Refused`."""
    with verb("appraisal.answer", by, at, token, content) as work:
        row = Opinion.objects.filter(appraisal__code=code, member__code=by.member, told_at__isnull=False).first()
        if row is None:
            raise Refused("结果还没有告知您。", "answer")
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise Refused(f"写几句再交，最多{LONGEST_TEXT}字。", "answer")
        concealed = cipher.conceal(text.strip(), about("answer", code, by.member))
        Opinion.objects.filter(pk=row.pk).update(answer=concealed, answered_at=at)
        work.seal("appraisal_opinion", row.code)


def raised(opinion: str, trigger: str, by: Actor, at: datetime) -> None:
    """Somebody raised the matter of an unqualified member (S4-5): the opinion keeps which. Raises `Refused`."""
    with verb("appraisal.raised", by, at) as work:
        row = Opinion.objects.select_for_update().get(code=opinion)
        if queries.finding(row).grade != UNQUALIFIED or row.trigger:
            raise Refused("只有评定为不合格、还没有提出处置的，才要提出。", "raise")
        Opinion.objects.filter(pk=row.pk).update(trigger=trigger)
        work.seal("appraisal_opinion", opinion)


def withdraw(code: str, reason: str, by: Actor, at: datetime, token: str = "") -> None:
    """Begun by mistake: it stays, marked. Not once anybody was told a result. Raises `Refused`."""
    with verb("appraisal.withdraw", by, at, token, f"{code} {reason}".encode()) as work:
        held = _locked(code)
        if not reason.strip():
            raise Refused("撤销要写原因。写一句为什么。", "withdraw")
        if Opinion.objects.filter(appraisal=held, told_at__isnull=False).exists():
            raise Refused("已经有人知道结果，不能撤销了。", "withdraw")
        Appraisal.objects.filter(pk=held.pk).update(withdrawn_at=at)
        work.seal("appraisal", code, reason.strip())


def _locked(code: str) -> Appraisal:
    rows = Appraisal.objects.select_for_update(of=("self",)).select_related("ballot", "organization")
    held = rows.filter(code=code, withdrawn_at__isnull=True).first()
    if held is None:
        raise Refused("没有这次评议，或者已经撤销。")
    return held


def _must_be(held: Appraisal, step: str) -> None:
    now = queries.course(held).now
    if now != step:
        raise Refused(f"{_WORDS[now]}，这一步现在不能做（S4-2：自评、互评、测评、评定，依次来）。")


def _taking_part(code: str, by: Actor) -> Appraisal:
    held = _locked(code)
    if not Participant.objects.filter(appraisal=held, member__code=by.member, excused="").exists():
        raise Refused("您不参加这次评议。")
    return held


def _member(by: Actor) -> Member:
    return Member.objects.get(code=by.member)
