"""工作台, words on what was missed, and notices."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.ballots import queries as ballots
from dengxiaming.areas.gatherings import actions, drafts, queries
from dengxiaming.areas.gatherings.notices import actions as notices
from dengxiaming.areas.gatherings.refusals import Refused
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.desk import board, minding, terms
from dengxiaming.web.desk.board import Row
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, forbidden, page, show
from dengxiaming.web.records import people


@page("desk.read")
def desk(request: HttpRequest, here: Here) -> HttpResponse:
    """What is due for the reader, by when and why, and the button that starts the right record."""
    reader = gate.reader(request)
    held = board.desk(reader, here.view)
    return show(
        request, here, "web/desk/desk.html", "desk", "工作台", desk=held, to_vote=ballots.to_vote(reader.member),
        terms=terms.lines(reader, here.view),
        minded=minding.minded(reader, here.view.as_of),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("desk.read")
def remark(request: HttpRequest, here: Here, rule: str, bearer: str, period: str) -> HttpResponse:
    """A sentence on a duty that was missed: kept in the journal, shown beside the verdict, which it does not change."""
    row = board.desk(gate.reader(request), here.view).missed(rule, bearer, period)
    if row is None or row.sensitive or row.bundle.line is None:
        raise NotThere("工作台上没有这一件，或者它已经办了。")
    line = row.bundle.line
    place = organs.place(line.organization, [line.bearer_id] if line.bearer_kind == "member" else ())
    if place is None or not gate.opens(request, "remark.write", place):
        return forbidden(request)
    if request.method != "POST":
        return _remark(request, here, row)
    text = request.POST.get("text", "")
    try:
        actions.remark(
            row.about, line.organization, text, people.actor(request), clock.now(), request.POST.get("token", "")
        )
    except (Refused, Clash) as refused:
        return _remark(request, here, row, text, str(refused))
    except Repeated:
        pass
    messages.info(request, "已写说明。")
    return HttpResponseRedirect(f"{reverse('web:desk')}#past")


@require_http_methods(["GET", "HEAD", "POST"])
@page("notice.read", of=queries.place_of_notice)
def notice(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """A notice. Whoever it is for has seen it by opening it; whoever keeps the records can cancel it."""
    held, place = queries.notice(code), queries.place_of_notice(code)
    if held is None or place is None:
        raise NotThere("没有这份通知。")
    may_write = gate.opens(request, "notice.write", place)
    said = ""
    if request.method == "POST":
        if not may_write:
            return forbidden(request)
        try:
            with suppress(Repeated):
                notices.cancel(code, people.actor(request), clock.now(), request.POST.get("token", ""))
        except (Refused, Clash) as refused:
            said = str(refused)
        else:
            messages.info(request, "已取消，收到通知的人会看到。")
            return HttpResponseRedirect(reverse("web:notice", args=[code]))
    elif gate.reader(request).member in place.members:
        notices.see(code, gate.reader(request).member, clock.now())
    return show(
        request, here, "web/desk/notice.html", "desk", f"通知：{held.words}", 422 if said else 200,
        held=held, may_write=may_write, has_draft=drafts.draft(code) is not None, token=new_code("K"), said=said,
    )  # fmt: skip


def _remark(request: HttpRequest, here: Here, row: Row, text: str = "", said: str = "") -> HttpResponse:
    wrong = {"text": (said,)} if said else {}
    box = sent.box("text", "一句话说明", text, wrong, hint="没有开，为什么；以后怎么补。", look="area")
    return show(
        request, here, "web/desk/remark.html", "desk", "写说明", 422 if said else 200,
        row=row, box=box, said=said, token=new_code("K"),
    )  # fmt: skip
