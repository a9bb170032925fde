"""民主评议: a branch's list, the page of one with its steps, and what whoever keeps it does there."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.appraisals import actions, core, queries
from dengxiaming.areas.appraisals.actions import Opening
from dengxiaming.areas.appraisals.disposals import queries as disposals
from dengxiaming.areas.appraisals.queries import Shown
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.appraisals.terms import EXCELLENT, MOST_EXCELLENT
from dengxiaming.areas.ballots.queries import Stage
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.actor import Actor
from dengxiaming.web.appraisals import measuring, places, stepped
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.records import people

_HAND_IN_DAYS: Final = 14
_SAID: Final = {
    "excuse": "已记。", "receive": "已记收到纸质自评。", "mutual": "已记互评。接着发起民主测评。",
    "measure": "民主测评已经发起，请监票人打开投票页。", "link": "会议记录已经连上。",
    "tell": "已告知。每个人在自己的页上看得到，可以写自己的意见。", "withdraw": "已撤销，原因留在存证里。",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("appraisal.list", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The appraisals of a branch; whoever keeps them begins the next."""
    writes = gate.opens(request, "appraisal.write", organs.Tree().place(organization))
    if request.method != "POST" or not writes:
        return _list(request, here, organization, writes=writes)
    given, problems = request.POST, []
    year = given.get("year", "").strip()
    if not (year.isascii() and year.isdecimal() and 2000 <= int(year) <= clock.today().year):
        problems.append(Problem("year", f"年度“{year}”读不懂。写成 {clock.today().year} 这样。"))
    last = _day(given.get("hand_in_by", ""), "hand_in_by", problems)
    if problems or last is None:
        return _list(request, here, organization, problems, writes=True)
    try:
        code = actions.open_appraisal(
            organization, Opening(int(year), last, given.get("in_groups") == "1"), people.actor(request), clock.now(),
            given.get("token", ""), sent.content(request),
        )  # fmt: skip
    except Repeated as before:
        code = before.answer
    except Refused as refused:
        return _list(request, here, organization, [refused.problem], writes=True)
    messages.info(request, "评议开始了。参加的人在“党务”里写自评。")
    return HttpResponseRedirect(reverse("web:appraisal", args=[code]))


def _list(
    request: HttpRequest, here: Here, organization: str, problems: list[Problem] | None = None, *, writes: bool
) -> HttpResponse:
    given, me, today = request.POST, gate.reader(request).member, clock.today()
    reads = gate.opens(request, "appraisal.read", organs.Tree().place(organization))
    disposes = gate.opens(request, "disposal.read", organs.Tree().place(organization))
    wrong = sent.by_field(problems or ())
    last = (today + timedelta(days=_HAND_IN_DAYS)).isoformat()
    boxes = (
        sent.box("year", "哪一年", given.get("year", str(today.year)), wrong),
        sent.box(
            "hand_in_by", "自评交到哪天", given.get("hand_in_by", last), wrong, hint="到了那天没有交的，可以提醒他。"
        ),
        sent.box("in_groups", "人多，在党小组里自评互评（S4-3）", given.get("in_groups", ""), wrong, look="tick"),
    )
    return show(
        request, here, "web/appraisals/list.html", "matters", "民主评议党员", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), problems=problems or (), token=new_code("K"),
        rows=[
            (one, core.STEPS.get(one.now, ("办完了", ""))[0], me in one.participants)
            for one in queries.of_organization(organization)
        ],
        boxes=boxes if writes else (), reads=reads,
        disposals=disposals.of_organization(organization) if disposes else (),
    )  # fmt: skip


@page("appraisal.read", of=places.of_appraisal)
def appraisal(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One appraisal: how far it is, what is next, everybody who takes part."""
    return _page(request, here, held(code))


def held(code: str) -> Shown:
    """An appraisal for its page. Raises `NotThere`."""
    found = queries.appraisal(code)
    if found is None:
        raise NotThere("没有这次评议。")
    return found


def _page(request: HttpRequest, here: Here, shown: Shown, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    given, wrong, row = request.POST, sent.by_field(problems), shown.row
    place = places.of_appraisal(row.code)
    writes = place is not None and gate.opens(request, "appraisal.write", place) and row.withdrawn_at is None
    excellent = shown.count(EXCELLENT)
    picked = set(given.getlist("acts"))
    return show(
        request, here, "web/appraisals/appraisal.html", "matters", f"{row.year}年民主评议党员",
        422 if problems else 200, shown=shown, row=row, name=str(row.organization), problems=problems,
        wrong=wrong, token=new_code("K"),
        writes=writes, steps=stepped.steps(shown), today=clock.today(), is_done=shown.course.now == core.DONE,
        on=given.get("on", clock.today().isoformat()), measure=measuring.form(shown, given, wrong) if writes else None,
        linkable=[(one, one.act in picked or (not picked and one.is_appraisal)) for one in queries.linkable(row)],
        may_excuse=writes and row.ballot is None, excellent=excellent,
        many_excellent=core.too_many_excellent(excellent, len(shown.there), MOST_EXCELLENT), typed=given,
        ballot_over=shown.standing is not None and shown.standing.stage is Stage.CLOSED,
        unwritten=[one for one in shown.there if one.handed_at is None],
        waiting=[one for one in shown.there if one.grade and one.told_at is None],
    )  # fmt: skip


@require_POST
@page("appraisal.write", of=places.of_appraisal)
def do(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """What whoever keeps the appraisal does next."""
    shown, what = held(code), request.POST.get("do", "")
    step = _STEPS.get(what)
    if step is None:
        raise BadWord("没有这一步。回到评议页再点一次。")
    try:
        step(request, shown, people.actor(request), sent.token(request))
    except Repeated:
        pass
    except Refused as refused:
        return _page(request, here, shown, (refused.problem,))
    messages.info(request, _SAID[what])
    leads = ("web:appraisals-of", shown.row.organization.code) if what == "withdraw" else ("web:appraisal", code)
    return HttpResponseRedirect(reverse(leads[0], args=[leads[1]]))


def _excuse(request: HttpRequest, shown: Shown, by: Actor, token: str) -> None:
    given = request.POST
    member, reason = given.get("member", ""), given.get("reason", "").strip()
    if member not in {one.member for one in shown.lines}:
        raise Refused("还没有选是谁。", "member")
    if not reason and given.get("back") != "1":
        raise Refused("不参加要写原因，例如“长期病休”。", "reason")
    actions.excuse(shown.row.code, member, reason, by, clock.now(), token)


def _receive(request: HttpRequest, shown: Shown, by: Actor, token: str) -> None:
    actions.receive(shown.row.code, request.POST.get("received", ""), by, clock.now(), token)


def _mutual(request: HttpRequest, shown: Shown, by: Actor, token: str) -> None:
    problems: list[Problem] = []
    on = _day(request.POST.get("on", ""), "on", problems)
    if on is None:
        raise Refused(problems[0].sentence, "on")
    actions.hold_mutual(shown.row.code, on, by, clock.now(), token)


def _measure(request: HttpRequest, shown: Shown, by: Actor, token: str) -> None:
    ballot = measuring.prepared(shown, request.POST, by, token)
    actions.measure(shown.row.code, ballot, by, clock.now(), token)


def _link(request: HttpRequest, shown: Shown, by: Actor, token: str) -> None:
    actions.link(shown.row.code, request.POST.getlist("acts"), by, clock.now(), token)


def _tell(request: HttpRequest, shown: Shown, by: Actor, token: str) -> None:
    actions.tell(shown.row.code, request.POST.getlist("people"), by, clock.now(), token)


def _withdraw(request: HttpRequest, shown: Shown, by: Actor, token: str) -> None:
    actions.withdraw(shown.row.code, request.POST.get("reason", ""), by, clock.now(), token)


_STEPS: Final[dict[str, Callable[[HttpRequest, Shown, Actor, str], None]]] = {
    "excuse": _excuse, "receive": _receive, "mutual": _mutual,
    "measure": _measure, "link": _link, "tell": _tell, "withdraw": _withdraw,
}  # fmt: skip


def _day(text: str, field: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(tidy_day(text))
    except ValueError:
        problems.append(Problem(field, f"日期“{text}”读不懂。写成 {clock.today()} 这样。"))
        return None
