"""The verbs of disposals (S4-5, R7): people begin one, take each step, stop it; a superior decides."""

from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.areas.appraisals import core as days
from dengxiaming.areas.appraisals.disposals import core
from dengxiaming.areas.appraisals.models import Disposal, Step
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.appraisals.terms import LONGEST_CORRECTION_MONTHS, MEASURES, UNQUALIFIED
from dengxiaming.areas.gatherings import procedure
from dengxiaming.areas.gatherings.procedure import Stage, Taken
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.leaving import actions as leaving
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher, clock
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import Actor


@dataclass(frozen=True)
class Proposal:
    """What the branch proposes: 限期改正 until a day, 劝退, 除名 (R7)."""

    measure: str
    until: date | None = None


def about(code: str, kind: str) -> str:
    """To what an enciphered text of a step is bound."""
    return f"disposal:{code}:{kind}"


def begin(trigger: str, proposal: Proposal, by: Actor, at: datetime, token: str = "") -> str:
    """Somebody of the branch takes up a member's matter: raised from an opinion, or imported. Raises `Refused`."""
    with verb("disposal.open", by, at, token, repr((trigger, proposal)).encode()) as work:
        rows = Trigger.objects.filter(kind=UNQUALIFIED, member__isnull=False, withdrawn_at__isnull=True)
        held, today = rows.filter(code=trigger).select_related("member").first(), at.astimezone(clock.ZONE).date()
        if held is None or held.member is None:
            raise Refused("先提出“评为不合格”这件事，再办处置。", "measure")
        if proposal.measure not in MEASURES:
            raise Refused("还没有选处置：限期改正、劝退、除名。", "measure")
        if proposal.measure == "correct":
            last = days.months_after(today, LONGEST_CORRECTION_MONTHS)
            if proposal.until is None or not today < proposal.until <= last:
                raise Refused(f"限期改正要写到哪一天，一般不超过1年（R7），最晚 {last}。", "until")
        if Disposal.objects.filter(member=held.member, end="").exists():
            raise Refused("这个人已经有一件在办。", "measure")
        made = Disposal.objects.create(
            code=new_code("CZ"), member=held.member, answers=trigger,
            organization=Organization.objects.get(code=members.home(held.member.code, today)),
            measure=proposal.measure, until=proposal.until if proposal.measure == "correct" else None,
            opened_on=today, opened_at=at, opened_by=Member.objects.get(code=by.member),
        )  # fmt: skip
        work.seal("disposal", made.code)
        work.answer = made.code
    return made.code


def step(code: str, kind: str, taken: Taken, by: Actor, at: datetime, token: str = "") -> None:
    """The next step was taken by the branch. Raises `Refused` where it is not the next, or makes no sense."""
    with verb("disposal.step", by, at, token, repr((code, kind, taken)).encode()) as work:
        held = _open(code)
        stage = core.following(held.measure, list(held.steps.values_list("kind", flat=True)))
        if stage is None or stage.id != kind:
            raise Refused("这一步已经记过，或者还没有轮到。刷新这一页看一看。", "outcome")
        if stage.by_superior:
            raise Refused("批复由上级党组织记。", "outcome")
        outcome = _outcome(stage, taken)
        if kind == "over" and held.until is not None and taken.on < held.until:
            raise Refused(f"改正的期限到{held.until}，还没有满。", "on")
        if kind == "request":
            above = organs.approver(held.organization)
            if above is None:
                raise Refused("这个支部上面没有机关党委，也没有工委，报不了。", "outcome")
            Disposal.objects.filter(pk=held.pk).update(asked=above)
        _take(held, kind, outcome, taken, by, at)
        if outcome in core.ENDS and outcome != "approved":
            _end(held, outcome, taken.on)
        work.seal("disposal", code)
        work.touch(held.organization.code, *members.homes({held.member.code}))


def stop(code: str, why: str, taken: Taken, by: Actor, at: datetime, token: str = "") -> None:
    """The branch goes no further. Raises `Refused`."""
    with verb("disposal.stop", by, at, token, repr((code, why, taken)).encode()) as work:
        held = _open(code)
        if why not in core.stages().stops:
            raise Refused("还没有选为什么停。", "why")
        _take(held, "stop", why, taken, by, at)
        _end(held, why, taken.on)
        work.seal("disposal", code)


def decide(code: str, taken: Taken, by: Actor, at: datetime, token: str = "") -> None:
    """The superior decides: from then on it is a disposal (S4-5). 劝退 and 除名 end the stay and every post that day.

    Whoever began it or took a step of it cannot decide: two people, never one. Raises `Refused`.
    """
    with verb("disposal.decide", by, at, token, repr((code, taken)).encode()) as work:
        held = _open(code)
        stage = core.following(held.measure, list(held.steps.values_list("kind", flat=True)))
        if stage is None or not stage.by_superior:
            raise Refused("还没有报上来，或者已经批过。", "outcome")
        _outcome(stage, taken)
        hands = {held.opened_by.code, *held.steps.values_list("recorded_by__code", flat=True), held.member.code}
        if by.member in hands:
            raise Refused("这件事是您提出、经办的，批复要由别人来记。", "outcome")
        _take(held, stage.id, taken.outcome, taken, by, at)
        if taken.outcome == "refused":
            _end(held, "refused", taken.on)
        else:
            Disposal.objects.filter(pk=held.pk).update(settled_on=taken.on, settled_at=at)
            if held.measure != "correct":
                _end(held, "approved", taken.on)
                if leaving.began_later(held.member, taken.on):
                    raise Refused(f"{taken.on.isoformat()}这天他刚转入或任职，要在那之后。", "on")
                leaving.leave(work, held.member, taken.on)
        work.seal("disposal", code)
        work.touch(held.organization.code, *members.homes({held.member.code}))


def _open(code: str) -> Disposal:
    found = Disposal.objects.select_for_update(of=("self",)).select_related("organization", "member", "opened_by")
    held = found.filter(code=code, end="").first()
    if held is None:
        raise Refused("这件事已经办完或者停了。刷新这一页看一看。", "outcome")
    return held


def _outcome(stage: Stage, taken: Taken) -> str:
    if problem := procedure.wrong(stage, taken):
        raise Refused(problem.sentence, problem.field)
    return procedure.outcome(stage, taken)


def _take(held: Disposal, kind: str, outcome: str, taken: Taken, by: Actor, at: datetime) -> None:
    last = held.steps.order_by("-pk").values_list("on", flat=True).first()
    last = last or Trigger.objects.values_list("on", flat=True).get(code=held.answers)
    if problem := procedure.mistimed(taken.on, last, at.astimezone(clock.ZONE).date()):
        raise Refused(problem.sentence, problem.field)
    Step.objects.create(
        disposal=held, kind=kind, on=taken.on, outcome=outcome, number=taken.number,
        text=cipher.conceal(taken.text, about(held.code, kind)) if taken.text else b"",
        recorded_at=at, recorded_by=Member.objects.get(code=by.member), **taken.counts,
    )  # fmt: skip


def _end(held: Disposal, end: str, on: date) -> None:
    Disposal.objects.filter(pk=held.pk).update(end=end, ended_on=on)
