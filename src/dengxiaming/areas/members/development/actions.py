"""The verbs of the development of members: an application, a step done or taken back, the end (R9).

The approval makes a member, on probation from the members' meeting on; full membership begins where the probation ends.
"""

import json
from collections.abc import Mapping
from datetime import date

from dengxiaming.areas.members import core as roles
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.development import core, rules
from dengxiaming.areas.members.development.core import Done
from dengxiaming.areas.members.development.models import Applicant, Milestone
from dengxiaming.areas.members.development.queries import done_of, handed_to, place_of
from dengxiaming.areas.members.development.terms import HANDED, TAKEN_ON
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.members.transfers.actions import Seat, Sent, relocate
from dengxiaming.areas.members.transfers.terms import TARGETS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import actions as ground
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Receipt, Verb

PROBATIONARY, FULL = "probationary", "full"


class NotYet(Exception):  # noqa: N818  it is an answer to the user, named as such
    """It may not be done yet, or not so; the problems say why, field by field."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("".join(one.sentence for one in problems))
        self.problems = problems


def apply(name: str, organization: str, on: date, sent: Sent) -> tuple[str, Receipt | None]:
    """Somebody handed in an application at a branch."""
    name = name.strip()
    if not name or len(name) > 100:
        raise NotYet(Problem("name", "还没有写姓名。" if not name else "姓名最多100字。"))
    found = core.problems(rules.steps()["apply"], on, {}, (), sent.day)
    if found:
        raise NotYet(*found)
    with sent.verb("development.apply") as work:
        branch = Organization.objects.get(code=organization)
        who = Applicant.objects.create(code=new_code("F"), name=name, organization=branch, opened_at=sent.at)
        _note(who, "apply", on, {}, sent)
        _seal(work, who)
    return who.code, work.receipt


def go_on(member: str, sent: Sent) -> tuple[str, Receipt | None]:
    """Somebody on probation whose way to it was kept elsewhere: the end of the probation is minded from here on."""
    with sent.verb("development.go_on") as work:
        who = Member.objects.select_for_update().get(code=member)
        stay = Stay.objects.filter(member=who, kind=PROBATIONARY, until__isnull=True).first()
        if stay is None or Applicant.objects.filter(member=who, closed_at__isnull=True).exists():
            raise NotYet(Problem("member", "他现在不是预备党员，或者已经在办。"))
        since = Stay.objects.filter(member=who, kind=PROBATIONARY).order_by("since")[0].since
        held = Applicant.objects.create(
            code=new_code("F"), name=str(who)[:100], organization=stay.organization, member=who, opened_at=sent.at
        )
        for step in ("meeting", "approved"):
            _note(held, step, since, {"outcome": "yes", "words": "以前办的，只记日期"}, sent)
        _seal(work, held)
    return held.code, work.receipt


def do(code: str, step: str, on: date, given: Mapping[str, str], sent: Sent) -> Receipt | None:
    """A step was done on a day. Raises `NotYet` with every reason why it may not, or not so."""
    with sent.verb(f"development.{step}") as work:
        who = _open(code)
        done = done_of(who)
        wanted = rules.steps()[step]
        clean = {name: given.get(name, "").strip() for name in wanted.asks if given.get(name, "").strip()}
        found = core.problems(wanted, on, clean, done, sent.day)
        if (
            not found
            and not (wanted.every or wanted.again or step in {"regular", "settled"})
            and core.last(done, step) is not None
        ):
            found = (Problem("on", f"“{wanted.label}”已经做过。记错了，先撤回那一步。"),)
        if found:
            raise NotYet(*found)
        _note(who, step, on, clean, sent)
        after = (*done, Done(step, on, clean))
        if after[-1].counts:
            _follow(work, who, step, after)
        _seal(work, who)
    return work.receipt


def take_back(code: str, reason: str, sent: Sent) -> Receipt | None:
    """The latest step was noted by mistake: it stays, marked. What changed the register is not taken back here."""
    if not reason.strip():
        raise NotYet(Problem("reason", "撤回要写原因。请写一句为什么。"))
    with sent.verb("development.take_back") as work:
        who = _open(code)
        latest = who.milestones.filter(withdrawn_at__isnull=True).order_by("-pk").first()
        if latest is None or latest.step == "apply":
            raise NotYet(Problem("reason", "只有申请这一步，没有可以撤回的。不办了，请用“不再办”。"))
        if latest.step == TAKEN_ON:
            raise NotYet(Problem("reason", "新支部已经接收，不能撤回。转错了的，由现在的支部再转回去。"))
        if latest.step in {"approved", "settled"} and '"no"' not in latest.given:
            raise NotYet(Problem("reason", "这一步已经进了名册，不能在这里撤回。"))
        Milestone.objects.filter(pk=latest.pk).update(withdrawn_at=sent.at)
        _seal(work, who, reason.strip())
    return work.receipt


def hand_over(code: str, target: str, sent: Sent) -> Receipt | None:
    """The applicant works or lives elsewhere: the papers go to the branch there, which goes on (R9). Until it has taken
    them on, the course stays here. Raises `NotYet`.
    """
    with sent.verb("development.hand_over") as work:
        who = _open(code)
        branch = organs.Tree().nodes.get(target)
        fits = branch is not None and branch.kind in TARGETS and branch.is_in_force(sent.day)
        if who.member is not None:
            raise NotYet(Problem("target", "他已经是预备党员：转组织关系，转到哪里由哪里接着办。"))
        if branch is None or not fits or target == who.organization.code:
            raise NotYet(Problem("target", "还没有选转到哪个支部。"))
        if handed_to(who):
            raise NotYet(Problem("target", "材料已经转出，等那边接收。转错了，先撤回那一步。"))
        _note(who, HANDED, sent.day, {"place": target, "name": branch.name}, sent)
        _seal(work, who)
        work.touch(target)
    return work.receipt


def take_on(code: str, sent: Sent) -> Receipt | None:
    """The branch the papers were handed to has looked them through and goes on: every step counts. Raises `NotYet`."""
    with sent.verb("development.take_on") as work:
        who = _open(code)
        target, before = handed_to(who), who.organization
        if not target:
            raise NotYet(Problem("do", "原支部撤回了，或者已经接收。"))
        Applicant.objects.filter(pk=who.pk).update(organization=Organization.objects.get(code=target))
        _note(who, TAKEN_ON, sent.day, {"place": before.code, "name": str(before)}, sent)
        _seal(work, who)
        work.touch(before.code, target)
    return work.receipt


def stop(code: str, reason: str, sent: Sent) -> Receipt | None:
    """It goes no further: withdrawn by the applicant, or the branch does not go on."""
    if not reason.strip() or len(reason) > 500:
        raise NotYet(Problem("why", "不再办要写原因，最多500字。"))
    with sent.verb("development.stop") as work:
        who = _open(code)
        if who.member is not None:
            raise NotYet(Problem("why", "他已经是预备党员：按期转正、延长，或者取消，由支部大会决定。"))
        Applicant.objects.filter(pk=who.pk).update(closed_at=sent.at, why=reason.strip())
        _seal(work, who, reason.strip())
    return work.receipt


def _follow(work: Verb, who: Applicant, step: str, done: tuple[Done, ...]) -> None:
    """What a step changes in the register."""
    if step == "approved":
        _begin(work, who, done)
    elif step == "settled" and core.is_over(done):
        _end(work, who, done)
        Applicant.objects.filter(pk=who.pk).update(closed_at=work.at)


def _begin(work: Verb, who: Applicant, done: tuple[Done, ...]) -> None:
    """A member on probation from the day of the members' meeting (R9)."""
    meeting = core.last(done, "meeting")
    member = Member.objects.create(code=new_code("M"), name=who.name)
    Stay.objects.create(
        member=member, kind=PROBATIONARY, organization=who.organization, since=meeting.on if meeting else done[-1].on
    )
    Applicant.objects.filter(pk=who.pk).update(member=member)
    who.member = member
    _register(work, member)


def _end(work: Verb, who: Applicant, done: tuple[Done, ...]) -> None:
    """Full from the end of the probation on, or out on the day of the approval."""
    end = core.probation_end(done)
    if who.member is None or end is None:
        raise NotYet(Problem("on", "没有预备期，不能转正。"))
    member = Member.objects.select_for_update().get(pk=who.member.pk)
    if core.is_over(done) == "cancelled":
        relocate(member, None, done[-1].on, PROBATIONARY, Seat())
    else:
        _make_full(member, end)
    _register(work, member)


def _make_full(member: Member, since: date) -> None:
    """The stay on probation closes where full membership begins; later stays are full from their first day."""
    for stay in Stay.objects.filter(member=member, kind=PROBATIONARY).order_by("since"):
        if stay.since >= since:
            Stay.objects.filter(pk=stay.pk).update(kind=FULL)
        elif stay.until is None or stay.until > since:
            Stay.objects.filter(pk=stay.pk).update(until=since)
            Stay.objects.create(
                member=member, kind=FULL, organization=stay.organization, group=stay.group, since=since,
                until=stay.until, leading=stay.leading, unit=stay.unit,
            )  # fmt: skip


def _register(work: Verb, member: Member) -> None:
    ground.set_grants(member.code, roles.grants(members.spans([member.code])))
    work.seal("member", member.code)
    work.touch(*members.homes({member.code}))


def _open(code: str) -> Applicant:
    who = Applicant.objects.select_for_update(of=("self",)).select_related("organization").filter(code=code).first()
    if who is None or who.closed_at is not None:
        raise NotYet(Problem("on", "这一份已经办结了，或者没有。"))
    return who


def _note(who: Applicant, step: str, on: date, given: Mapping[str, str], sent: Sent) -> None:
    Milestone.objects.create(
        applicant=who, step=step, on=on, given=json.dumps(dict(given), ensure_ascii=False, sort_keys=True),
        at=sent.at, by=Member.objects.filter(code=sent.by.member).first(),
    )  # fmt: skip


def _seal(work: Verb, who: Applicant, reason: str = "") -> None:
    work.seal("applicant", who.code, reason)
    work.touch(place_of(who))
    work.answer = who.code
