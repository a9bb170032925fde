"""The verbs of cases (R6): people open one, take each step, stop it; a superior decides. Nothing moves by itself."""

from datetime import date, datetime

from dengxiaming.areas.dues.arrears import queries
from dengxiaming.areas.dues.arrears.core import Stage, stages
from dengxiaming.areas.dues.books.actions import Refused, hold
from dengxiaming.areas.dues.models import Case, Step
from dengxiaming.areas.gatherings import procedure
from dengxiaming.areas.gatherings.procedure import Taken
from dengxiaming.areas.members.leaving import actions as leaving
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher, clock
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, verb
from dengxiaming.journal.actor import Actor


def begin(
    organization: str, run: queries.Run, asked_for: int, by: Actor, at: datetime, token: str = ""
) -> tuple[str, Receipt | None]:
    """Somebody of the branch takes up a member's unpaid months. Raises `Refused` for fewer than the document asks."""
    with verb("arrears.open", by, at, token, f"{organization} {run.member}".encode()) as work:
        if run.length < asked_for:
            raise Refused(f"连续{run.length}个月没有交足，不到{asked_for}个月（S7-3）。先提醒本人补交。")
        member = hold(organization, [run.member])[run.member]
        if Case.objects.filter(member=member, end="").exists():
            raise Refused("这个人已经有一件在办。")
        held = Case.objects.create(
            code=new_code("DQ"), organization=Organization.objects.get(code=organization), member=member,
            first=run.months[0], last=run.months[-1], opened_on=at.astimezone(clock.ZONE).date(),
            opened_by=Member.objects.get(code=by.member), opened_at=at,
        )  # fmt: skip
        work.seal("dues_case", held.code)
        work.answer = held.code
    return held.code, work.receipt


def step(code: str, kind: str, taken: Taken, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The next step was taken by the branch. Raises `Refused` where it is not the next, or it makes no sense."""
    with verb("arrears.step", by, at, token, repr((code, kind, taken)).encode()) as work:
        held = _open(code)
        stage = _next(held, kind)
        if stage.by_superior:
            raise Refused("批复由上级党组织记。")
        outcome = _outcome(stage, taken)
        if kind == "request":
            above = organs.approver(held.organization)
            if above is None:
                raise Refused("这个支部上面没有机关党委，也没有工委，报不了。")
            Case.objects.filter(pk=held.pk).update(asked=above)
        _take(held, kind, outcome, taken, by, at)
        if outcome == "not_carried":
            _end(held, outcome, taken.on)
        work.seal("dues_case", code)
        work.answer = code
    return work.receipt


def stop(code: str, why: str, taken: Taken, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The branch stops: there was good reason, the dues are paid up, or it goes no further. Raises `Refused`."""
    with verb("arrears.stop", by, at, token, repr((code, why, taken)).encode()) as work:
        held = _open(code)
        if why not in stages().stops:
            raise Refused("还没有选为什么停。", "outcome")
        _take(held, "stop", why, taken, by, at)
        _end(held, why, taken.on)
        work.seal("dues_case", code)
        work.answer = code
    return work.receipt


def decide(code: str, taken: Taken, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The superior decides (R6). Removed from the rolls, the member's stay and posts end on the day of approval.

    Whoever opened the case or took a step of it cannot decide: two people, never one. Raises `Refused`.
    """
    with verb("arrears.decide", by, at, token, repr((code, taken)).encode()) as work:
        held = _open(code)
        stage = _next(held, "approval")
        _outcome(stage, taken)
        hands = {held.opened_by.code, *held.steps.values_list("recorded_by__code", flat=True)}
        if by.member in hands or by.member == held.member.code:
            raise Refused("这件事是您提出、经办的，批复要由别人来记。")
        _take(held, "approval", taken.outcome, taken, by, at)
        _end(held, taken.outcome, taken.on)
        work.seal("dues_case", code)
        if taken.outcome == "approved":
            if leaving.began_later(held.member, taken.on):
                raise Refused(f"{taken.on.isoformat()}这天他刚转入或任职，除名要在那之后。", "on")
            leaving.leave(work, held.member, taken.on)
        work.touch(held.organization.code)
        work.answer = code
    return work.receipt


def _open(code: str) -> Case:
    found = Case.objects.select_for_update(of=("self",)).select_related("organization", "member", "opened_by")
    held = found.filter(code=code).first()
    if held is None or held.end:
        raise Refused("这件事已经办完或者停了。刷新这一页看一看。")
    return held


def _next(held: Case, kind: str) -> Stage:
    following = stages().after(list(held.steps.values_list("kind", flat=True)))
    if following is None or following.id != kind:
        raise Refused("这一步已经记过，或者还没有轮到。刷新这一页看一看。")
    return following


def _outcome(stage: Stage, taken: Taken) -> str:
    if problem := procedure.wrong(stage, taken):
        raise Refused(problem.sentence, problem.field)
    return procedure.outcome(stage, taken)


def _take(held: Case, kind: str, outcome: str, taken: Taken, by: Actor, at: datetime) -> None:
    last = held.steps.order_by("-pk").values_list("on", flat=True).first() or held.opened_on
    if problem := procedure.mistimed(taken.on, last, at.astimezone(clock.ZONE).date()):
        raise Refused(problem.sentence, problem.field)
    Step.objects.create(
        case=held, kind=kind, on=taken.on, outcome=outcome, number=taken.number,
        text=cipher.conceal(taken.text, f"dues_case:{held.code}:{kind}") if taken.text else b"",
        recorded_at=at, recorded_by=Member.objects.get(code=by.member), **taken.counts,
    )  # fmt: skip


def _end(held: Case, end: str, on: date) -> None:
    Case.objects.filter(pk=held.pk).update(end=end, ended_on=on)
