"""党员: one member's page, raising what has to be answered, and a branch's members."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from dengxiaming.areas.appraisals.disposals import queries as disposals
from dengxiaming.areas.appraisals.terms import UNQUALIFIED
from dengxiaming.areas.members import actions, queries
from dengxiaming.areas.members.register import queries as register
from dengxiaming.areas.members.terms import SENSITIVE_TRIGGERS, TRIGGER_KINDS
from dengxiaming.areas.members.transfers import queries as transfers
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.talks import queries as talks
from dengxiaming.ground import clock, policy
from dengxiaming.ground import queries as ground
from dengxiaming.ground.actions import note_look
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.models import Account
from dengxiaming.ground.policy import Place
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, forbidden, page, show
from dengxiaming.web.records import people

TALKED = ("job_change", "honoured", "disciplined", "hardship", "conflict", "complaint", "retirement")
"""六必谈 (S5-2): on these the form of a talk follows at once."""
OTHERS = ("away_over_six_months", "serious_violation", "violation_lead", "appointed_secretary")


def place(code: str) -> Place | None:
    """Where a member belongs today: the branch of their stay, else that of the latest."""
    home = queries.home(code, clock.today())
    return organs.place(home, [code]) if home else None


@page("member.read", of=place)
def member(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """A member: branch, posts, talks held (never their content), what happened and is to be answered."""
    return _page(request, here, code)


@dataclass(frozen=True)
class Refused:
    """What was tried on a member's page and refused: the field, why, and what was typed."""

    at: str
    said: str
    on: str = ""
    note: str = ""
    reason: str = ""
    trigger: str = ""


def _page(request: HttpRequest, here: Here, code: str, refused: Refused | None = None) -> HttpResponse:
    held = queries.person(code, clock.today())
    if held is None:
        raise NotThere("名册里没有这个人。")
    reader, where = gate.reader(request), place(code) or policy.NOWHERE
    entitled = policy.may(reader, "trigger.sensitive", where)
    may_raise = policy.may(reader, "trigger.raise", where) and reader.member != code
    happened = [one for one in queries.happened_to(code) if entitled or one.kind not in SENSITIVE_TRIGGERS]
    if isinstance(request.user, Account) and any(one.kind in SENSITIVE_TRIGGERS for one in happened):
        note_look(request.user, code, "要办的事项", clock.now())
    unqualified = [one.code for one in happened if one.kind == UNQUALIFIED and not one.withdrawn]
    kinds = [kind for kind in (*TALKED, *OTHERS) if entitled or kind not in SENSITIVE_TRIGGERS]
    may_read = policy.may(reader, "talk.read", where)
    shown = [one for one in talks.of_member(code, reader) if may_read or reader.member in {code, *one.holders}]
    return show(
        request, here, "web/people/member.html", "organizations", held.name, 422 if refused else 200,
        refused=refused, token=new_code("K"),
        held=held, happened=happened, talks=shown[:20], may_raise=may_raise, is_self=reader.member == code,
        moving=next((one for one in transfers.of_member(code) if not one.state.closed), None),
        pays_here=policy.may(reader, "dues.own", where),
        may_move=policy.may(reader, "transfer.ask", where) and bool(held.since), followed=transfers.followed(code),
        sight=register.sight(code) if policy.may(reader, "particulars.read", where) else None,
        disposals=disposals.of_triggers(unqualified),
        disposes=unqualified if policy.may(reader, "disposal.write", where) else (),
        returned=transfers.returned([one.code for one in happened]),
        talked=TALKED, kinds=[(kind, TRIGGER_KINDS[kind]) for kind in kinds], today=clock.today(),
        looks=ground.looks_at(code)[:20] if reader.member == code else (),
    )  # fmt: skip


def again(request: HttpRequest, here: Here, code: str, at: str, said: str, on: str) -> HttpResponse:
    """A member's page, after what was tried from it elsewhere was refused."""
    return _page(request, here, code, Refused(at, said, on))


@require_POST
@page("trigger.raise", of=place)
def raise_trigger(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """Something happened to the member; then on to the talk, filled in, where the document asks for one."""
    kind = request.POST.get("kind", "")
    if kind not in (*TALKED, *OTHERS):
        raise BadWord("没有这一种事项。回到党员页再点一次。")
    where = place(code) or policy.NOWHERE
    # 自己的事由别人记：和党员页上有没有按钮一样
    if gate.reader(request).member == code or (
        kind in SENSITIVE_TRIGGERS and not gate.opens(request, "trigger.sensitive", where)
    ):
        return forbidden(request)
    on, note = request.POST.get("on", ""), request.POST.get("note", "").strip()
    try:
        happened = actions.Happened(kind, _day(on), member=code, note=note)
    except ValueError as wrong:
        return _page(request, here, code, Refused("on", str(wrong), on, note))
    try:
        trigger, _ = actions.raise_trigger(
            happened, people.actor(request), clock.now(), sent.token(request), sent.content(request)
        )
    except ValueError as wrong:
        return _page(request, here, code, Refused("on", str(wrong), on, note))
    except Repeated as before:
        trigger = before.answer
    messages.info(request, f"已记“{TRIGGER_KINDS[kind]}”。")
    if kind not in TALKED:
        return HttpResponseRedirect(reverse("web:member", args=[code]))
    home = queries.home(code, clock.today())
    actor = people.secretary(home, clock.today())
    # 事由支部委员也看得见：敏感的事不写进去
    reason = "谈心谈话" if kind in SENSITIVE_TRIGGERS else TRIGGER_KINDS[kind]
    asked = urlencode({"members": code, "answers": trigger, "reason": reason, "actor": actor})
    return HttpResponseRedirect(f"{reverse('web:talk-new', args=[home])}?{asked}")


@require_POST
@page("trigger.raise", of=place)
def withdraw_trigger(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """It was raised by mistake: it stays, marked, with the reason in the journal."""
    trigger, reason = request.POST.get("trigger", ""), request.POST.get("reason", "").strip()
    held = next((one for one in queries.happened_to(code) if one.code == trigger), None)
    where = place(code) or policy.NOWHERE
    hidden = held is not None and held.kind in SENSITIVE_TRIGGERS
    if held is None or (hidden and not gate.opens(request, "trigger.sensitive", where)):
        raise NotThere("没有这件事。回到党员页看一看。")
    if gate.reader(request).member == code:
        return forbidden(request)
    if not reason:
        said = "撤回要写原因。请写一句为什么。"
        return _page(request, here, code, Refused(f"reason-{trigger}", said, trigger=trigger))
    with suppress(Repeated):
        actions.withdraw_trigger(trigger, reason, people.actor(request), clock.now(), sent.token(request))
    messages.info(request, "已撤回，原因留在存证里。")
    return HttpResponseRedirect(reverse("web:member", args=[code]))


@page("member.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The members of a branch."""
    return show(
        request, here, "web/people/list.html", "organizations", "党员",
        people=queries.members_of(organization, here.view.as_of), name=people.name_of(organization),
        organization=organization,
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(tidy_day(text))
    except ValueError as error:
        raise ValueError(f"日期“{text}”读不懂。写成 {clock.today().isoformat()} 这样。") from error
    if day > clock.today():
        raise ValueError(f"{day.isoformat()}还没有到。发生了以后再记。")
    return day
