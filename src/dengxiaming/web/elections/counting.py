"""The meeting's roll and tellers; and the tellers' own page: figures entered by one, checked by another."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.ballots import queries as ballots
from dengxiaming.areas.elections import queries
from dengxiaming.areas.elections.queries import Balloted, Shown
from dengxiaming.areas.elections.refusals import Refused
from dengxiaming.areas.elections.terms import ENTITLED
from dengxiaming.areas.elections.voting import actions
from dengxiaming.areas.elections.voting.meeting import Meeting, Typed
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.elections import places, stepped
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box

_PASSED = {"tellers_passed": "监票人经大会通过", "excused_passed": "不计入应到会的名单经大会通过"}
_OTHERS = 3
"""How many lines there are for people written in."""


@require_http_methods(["GET", "HEAD", "POST"])
@page("election.write", of=places.of_election)
def meeting(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """开大会: who came, who counts, what was passed."""
    shown = _held(code)
    if request.method != "POST":
        return _meeting_page(request, here, shown)
    given = request.POST
    typed = Meeting(
        frozenset(given.getlist("present")), tuple(given.getlist("tellers")), given.get("leads", ""),
        given.get("chair", ""), given.get("tellers_passed") == "1", given.get("excused_passed") == "1",
    )  # fmt: skip
    try:
        actions.meet(code, typed, people.actor(request), clock.now(), given.get("token", ""), sent.content(request))
    except Repeated:
        pass
    except (Refused, Clash) as refused:
        return _meeting_page(request, here, shown, _problems(refused))
    messages.info(request, "大会可以投票了。")
    return HttpResponseRedirect(reverse("web:election", args=[code]))


def _meeting_page(request: HttpRequest, here: Here, shown: Shown, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    given, wrong = request.POST, sent.by_field(problems)
    roll = {one.member.code: str(one.member) for one in shown.register if one.standing == ENTITLED}
    candidates = {one.code for some in shown.nominees.values() for one in some}
    can_tell = {code: name for code, name in roll.items() if code not in candidates}
    return show(
        request, here, "web/elections/meeting.html", "matters", "开选举大会", 422 if problems else 200,
        shown=shown, problems=problems, wrong=wrong, token=new_code("K"), name=str(shown.row.organization),
        roll=sent.ticks("present", given.getlist("present"), roll),
        tellers=sent.ticks("tellers", given.getlist("tellers"), can_tell),
        leads=sent.select("leads", "总监票人", given.get("leads", ""), can_tell, wrong),
        chair=sent.select("chair", "主持人", given.get("chair", ""), roll, wrong),
        passed=tuple(
            Box(field, field, label, given.get(field, ""), look="tick", problems=wrong.get(field, ()))
            for field, label in _PASSED.items()
            if field == "tellers_passed" or shown.excused
        ),
        excused=shown.excused, least=shown.edition.quorum.least(len(roll)), expected=len(roll),
    )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One candidate's line of the tellers' sheet."""

    code: str
    name: str
    boxes: tuple[Box, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@page("election.count", of=places.of_tellers)
def count(request: HttpRequest, here: Here, code: str, number: int) -> HttpResponse:
    """The tellers' page of one ballot."""
    shown = _held(code)
    ballot = next((one for one in shown.rounds if one.row.number == number), None)
    if ballot is None:
        raise NotThere("没有这次投票。回到选举页看看。")
    if request.method != "POST":
        return _count_page(request, here, shown, ballot)
    given, by, at = request.POST, people.actor(request), clock.now()
    what, token = given.get("do", ""), sent.token(request)
    try:
        if what == "count":
            actions.count(code, number, _typed(request, ballot), by, at, token, sent.content(request))
        elif what in {"agree", "again"}:
            actions.check(code, number, what == "agree", by, at, token)
        elif what == "take":
            actions.take_result(code, number, by, at, token)
        else:
            raise BadWord("没有这个动作。回到计票页再点一次。")
    except Repeated:
        pass
    except (Refused, Clash) as refused:
        return _count_page(request, here, shown, ballot, _problems(refused))
    messages.info(request, "已报数，请另一名监票人核对。" if what == "count" else "已记。")
    return HttpResponseRedirect(reverse("web:election-count", args=[code, number]))


def _typed(request: HttpRequest, ballot: Balloted) -> Typed:
    given = request.POST
    return Typed(
        given.get("issued", ""), given.get("cast", ""), given.get("invalid", ""),
        {
            who: (given.get(f"{who}-for", ""), given.get(f"{who}-against", ""), given.get(f"{who}-abstain", ""))
            for who in ballot.held.contest.candidates
        },
        tuple(zip(given.getlist("other"), given.getlist("other_votes"), strict=False)),
    )  # fmt: skip


def _count_page(
    request: HttpRequest, here: Here, shown: Shown, ballot: Balloted, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    given, wrong = request.POST, sent.by_field(problems)
    names = shown.names
    rows = tuple(
        Row(
            who, names.get(who, who),
            tuple(
                sent.box(f"{who}-{choice}", word, given.get(f"{who}-{choice}", ""), wrong, look="number")
                for choice, word in (("for", "赞成"), ("against", "不赞成"), ("abstain", "弃权"))
            ),
        )
        for who in ballot.held.contest.candidates
    )  # fmt: skip
    others = {who: names[who] for who in sorted(actions.others(shown, ballot)) if who in names}
    typed = list(zip(given.getlist("other"), given.getlist("other_votes"), strict=False))
    typed += [("", "")] * (_OTHERS - len(typed))
    me = gate.reader(request).member
    standing = ballots.standing(ballot.row.ballot.code) if ballot.row.ballot else None
    return show(
        request, here, "web/elections/count.html", "matters", "计票", 422 if problems else 200,
        shown=shown, ballot=ballot, row=ballot.row, heading=stepped.title(ballot), problems=problems, wrong=wrong,
        token=new_code("K"), rows=rows, me=me, standing=standing, name=str(shown.row.organization),
        figures=tuple(
            sent.box(field, label, given.get(field, ""), wrong, look="number")
            for field, label in (("issued", "发出选票"), ("cast", "收回选票"), ("invalid", "废票"))
        ),
        others=tuple(
            (
                sent.select("other", "另选他人", who, others, {}),
                sent.box("other_votes", "得票", votes, {}, look="number"),
            )
            for who, votes in typed
        )
        if others
        else (),
        counted_by_me=ballot.row.counted_by is not None and ballot.row.counted_by.code == me,
    )  # fmt: skip


def _problems(refused: Refused | Clash) -> tuple[Problem, ...]:
    return refused.problems if isinstance(refused, Refused) else (Problem("figures", str(refused)),)


def _held(code: str) -> Shown:
    shown = queries.election(code)
    if shown is None:
        raise NotThere("没有这次选举。")
    return shown
