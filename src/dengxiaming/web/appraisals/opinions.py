"""One participant, as the committee sees them: what they wrote, how the measure came out, the opinion people write."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.appraisals import actions, core, queries
from dengxiaming.areas.appraisals.actions import Found
from dengxiaming.areas.appraisals.disposals import queries as disposals
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.appraisals.terms import GRADES, UNQUALIFIED
from dengxiaming.areas.members import actions as members
from dengxiaming.ground import clock
from dengxiaming.ground.actions import note_look
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.models import Account
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.appraisals import places
from dengxiaming.web.appraisals.views import held
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people


@require_http_methods(["GET", "HEAD", "POST"])
@page("appraisal.read", of=places.of_appraisal)
def opinion(request: HttpRequest, here: Here, code: str, member: str) -> HttpResponse:
    """The page; the opinion is written by whoever keeps the appraisal."""
    place = places.of_appraisal(code)
    if request.method != "POST" or place is None or not gate.opens(request, "appraisal.write", place):
        return _page(request, here, code, member)
    given = request.POST
    try:
        on = date.fromisoformat(tidy_day(given.get("on", "")))
    except ValueError:
        wrong = Problem("on", f"日期“{given.get('on', '')}”读不懂。写成 {clock.today()} 这样。")
        return _page(request, here, code, member, (wrong,))
    found = Found(given.get("grade", ""), given.get("text", ""), on)
    try:
        actions.opine(
            code, member, found, people.actor(request), clock.now(), given.get("token", ""), sent.content(request)
        )
    except Repeated:
        pass
    except Refused as refused:
        return _page(request, here, code, member, (refused.problem,))
    messages.info(request, "评定意见已经记下。告知本人以后，他自己看得到。")
    return HttpResponseRedirect(reverse("web:appraisal", args=[code]))


def _page(request: HttpRequest, here: Here, code: str, member: str, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    shown, own, given, wrong = held(code), queries.own(code, member), request.POST, sent.by_field(problems)
    if own is None:
        raise NotThere("这个人不参加这次评议。")
    place = places.of_appraisal(code)
    writes = place is not None and gate.opens(request, "appraisal.write", place) and shown.row.withdrawn_at is None
    disposes = place is not None and gate.opens(request, "disposal.write", place)
    if isinstance(request.user, Account) and gate.reader(request).member != member:
        note_look(request.user, member, f"{shown.row.year}年民主评议", clock.now())
    before = own.finding
    boxes = (
        sent.select("grade", "等次", given.get("grade", before.grade if before else ""), GRADES, wrong),
        sent.box("text", "评定意见", given.get("text", before.text if before else ""), wrong, look="area",
                 hint="支委会议定的话：肯定什么，不足在哪里，怎样改。"),
        sent.box("on", "哪天议定的", given.get("on", (own.decided_on or clock.today()).isoformat()), wrong),
    )  # fmt: skip
    may_opine = writes and shown.course.is_past(core.MEASURE) and not own.trigger
    is_unqualified = before is not None and before.grade == UNQUALIFIED and own.told_at is not None
    return show(
        request, here, "web/appraisals/opinion.html", "matters", own.name, 422 if problems else 200,
        shown=shown, row=shown.row, own=own, problems=problems, token=new_code("K"), boxes=boxes if may_opine else (),
        may_raise=disposes and is_unqualified and not own.trigger, disposes=disposes,
        disposal=disposals.of_triggers([own.trigger]).get(own.trigger, ""),
    )  # fmt: skip


@require_POST
@page("disposal.write", of=places.of_appraisal)
def unqualified(request: HttpRequest, here: Here, code: str, member: str) -> HttpResponse:
    """Somebody says that the member was found unqualified: from now on it is a duty to deal with it (S4-5)."""
    own, by, at = queries.own(code, member), people.actor(request), clock.now()
    if own is None or own.finding is None or own.finding.grade != UNQUALIFIED or own.told_at is None or own.trigger:
        sentence = "评定为不合格、已经告知本人、还没有提出过的，才要提出。"
        return _page(request, here, code, member, (Problem("do", sentence),))
    happened = members.Happened("unqualified", at.astimezone(clock.ZONE).date(), member=member)
    try:
        trigger, _ = members.raise_trigger(happened, by, at, sent.token(request), sent.content(request))
    except Repeated as before:
        trigger = before.answer
    actions.raised(own.opinion, trigger, by, at)
    messages.info(request, "已提出。90天以内要有处置（S4-5，本地参数），由人来定。")
    return HttpResponseRedirect(reverse("web:appraisal-opinion", args=[code, member]))
