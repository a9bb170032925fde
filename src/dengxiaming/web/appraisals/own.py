"""我的评议: a member writes of themself, sees what was found, and may answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.appraisals import actions, queries
from dengxiaming.areas.appraisals.disposals import queries as disposals
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.ballots.queries import Stage
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.appraisals import places
from dengxiaming.web.appraisals.views import held
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.records import people

_DONE = {
    "save": "草稿存好了，只有您自己看得到。",
    "hand_in": "自评已经交给支部。",
    "answer": "您的意见已经记下，和结果放在一起。",
}


@require_http_methods(["GET", "HEAD", "POST"])
@page("appraisal.own", of=places.of_participants)
def mine(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One's own part in an appraisal."""
    if request.method != "POST":
        return _page(request, here, code)
    given, by = request.POST, people.actor(request)
    what, token = given.get("do", ""), given.get("token", "")
    if what not in _DONE:
        raise BadWord("没有这个动作。回到评议页再点一次。")
    try:
        if what == "save":
            actions.save_draft(code, _text(request), given.get("version", ""), by)
        elif what == "hand_in":
            actions.hand_in(code, _text(request), by, clock.now(), token, sent.content(request))
        else:
            actions.answer(code, given.get("answer", ""), by, clock.now(), token, sent.content(request))
    except Repeated:
        pass
    except Refused as refused:
        return _page(request, here, code, (refused.problem,))
    messages.info(request, _DONE[what])
    return HttpResponseRedirect(reverse("web:appraisal-mine", args=[code]))


@require_POST
@page("appraisal.own", of=places.of_participants)
def kept(request: HttpRequest, here: Here, code: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """What the page keeps by itself while somebody writes: the version, the time."""
    text, at = _text(request), clock.now()
    try:
        actions.save_draft(code, text, request.POST.get("version", ""), people.actor(request))
    except Refused as refused:
        return JsonResponse({"said": refused.problem.sentence}, status=409)
    return JsonResponse({"version": queries.version(text), "said": f"草稿{at.astimezone(clock.ZONE):%H:%M}已存。"})


def _text(request: HttpRequest) -> str:
    """What was written, with the line ends of a text and not of a form."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def _page(request: HttpRequest, here: Here, code: str, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    me, shown, given = gate.reader(request).member, held(code), request.POST
    own = queries.own(code, me)
    if own is None:
        raise NotThere("您不参加这次评议。")
    wrong = sent.by_field(problems)
    writes = not own.handed_at and shown.course.mutual_on is None and shown.row.withdrawn_at is None
    draft = queries.draft(code, me)
    box = sent.box("text", "党性分析、个人自评", given.get("text", draft), wrong, look="area",
                   hint="写这一年的情况、不足和打算。没有交以前，只有您自己看得到。")  # fmt: skip
    return show(
        request, here, "web/appraisals/mine.html", "matters", "我的民主评议", 422 if problems else 200,
        shown=shown, row=shown.row, own=own, problems=problems, token=new_code("K"), box=box if writes else None,
        version=queries.version(draft),
        answer=sent.box("answer", "您的意见（可以不写）", given.get("answer", ""), wrong, look="area"),
        votes=shown.standing is not None and shown.standing.stage is Stage.OPEN and not shown.standing.on_paper,
        disposal=disposals.of_triggers([own.trigger]).get(own.trigger, ""),
    )  # fmt: skip
