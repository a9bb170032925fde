"""投票: a voter's own page, the lists, how far a ballot is, and its result."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.ballots import actions, queries, sealing
from dengxiaming.areas.ballots.actions import Refused
from dengxiaming.areas.ballots.core import Marks
from dengxiaming.areas.ballots.queries import Listed, Stage, Standing
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import NOWHERE
from dengxiaming.ground.typed import never_given_back
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.ballots import places, sheet
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people


def standing(code: str) -> Standing:
    """How a ballot stands. Raises `NotThere`."""
    held = queries.standing(code)
    if held is None:
        raise NotThere("没有这次投票。")
    return held


@never_given_back
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page("ballot.vote", of=places.voters)
def ballot(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """A voter's page: the paper, marked, looked over once more, cast. Nothing of it is kept before it is cast, and the
    looking over sends the marks back and forth, never to any store. Sent first without `do=cast` it is only shown.
    """
    held = standing(code)
    if request.method != "POST":
        return _paper(request, here, held, Marks({}))
    marks = sheet.marked(held.definition, request.POST)
    wrong = sheet.wrong(held.definition, marks)
    if wrong or request.POST.get("do") != "cast":
        return _paper(request, here, held, marks, wrong=wrong, is_checking=not wrong)
    try:
        actions.cast(code, marks, people.actor(request), clock.now(), request.POST.get("token", ""))
    except Repeated:
        pass  # 同一页交了两次：第一次已经投出
    except (Refused, sealing.TooLong) as refused:
        return _paper(request, here, held, marks, said=str(refused))
    return HttpResponseRedirect(reverse("web:ballot", args=[code]))


def _paper(
    request: HttpRequest, here: Here, held: Standing, marks: Marks, *, wrong: dict[str, tuple[str, ...]] | None = None,
    is_checking: bool = False, said: str = "",
) -> HttpResponse:  # fmt: skip
    me = gate.reader(request).member
    return show(
        request, here, "web/ballots/ballot.html", "matters", held.title, 422 if wrong or said else 200,
        held=held, lines=sheet.lines(held.definition, marks, wrong or {}), is_checking=is_checking, said=said,
        problems=[(key, text) for key, texts in (wrong or {}).items() for text in texts],
        counted=sheet.counted(held.definition, marks) if is_checking and held.definition.seats is not None else "",
        is_open=held.stage is Stage.OPEN and not held.on_paper, has_voted=me in held.voted,
        receipt=queries.receipt(held.code, me), may_see_result=_may_see_result(request, held),
        token=request.POST.get("token") or new_code("K"),
    )  # fmt: skip


@page("desk.read")
def own(request: HttpRequest, here: Here) -> HttpResponse:
    """The ballots of the reader's own: to vote in, to watch over."""
    me = gate.reader(request).member
    return _list(request, here, "我的投票", queries.of_member(me), watches=False)


@page("ballot.list", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The ballots of an organisation: all for whoever leads it, one's own for a member."""
    me = gate.reader(request).member
    watches = gate.opens(request, "ballot.watch", gate.by_organization(organization) or NOWHERE)
    held = [one for one in queries.of_organization(organization) if watches or me in one.voters | one.tellers]
    may_ask = gate.opens(request, "ballot.prepare", gate.by_organization(organization) or NOWHERE)
    title = f"{people.name_of(organization)}的投票"
    return _list(request, here, title, tuple(held), watches=watches, asks=organization if may_ask else "")


def _list(
    request: HttpRequest, here: Here, title: str, held: tuple[Listed, ...], *, watches: bool, asks: str = ""
) -> HttpResponse:
    me = gate.reader(request).member
    rows = [{"one": one, "votes": me in one.voters, "tells": me in one.tellers, "watches": watches} for one in held]
    return show(request, here, "web/ballots/list.html", "matters", title, rows=rows, asks=asks)


@page("ballot.watch", of=places.organization)
def status(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """How far a ballot is: what is asked, who watches, how many voted. Never how."""
    held = standing(code)
    return show(
        request, here, "web/ballots/status.html", "matters", held.title, held=held,
        may_see_result=_may_see_result(request, held),
    )  # fmt: skip


@page("ballot.result", of=places.result)
def result(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """What a ballot came to: sums by question; below five cast the outcome alone."""
    held = standing(code)
    found = queries.result(code)
    rows = [
        {
            "label": one.label, "passed": dict(one.choices).get(found.carried.get(one.key, ""), ""),
            "cells": [(word, found.by_question.get(one.key, {}).get(choice)) for choice, word in one.choices],
        }
        for one in held.definition.questions
    ] if found else []  # fmt: skip
    return show(
        request, here, "web/ballots/result.html", "matters", f"{held.title}：结果", held=held, found=found, rows=rows,
        words=[word for _, word in held.definition.questions[0].choices], paper=queries.paper(code),
        written=list(found.written.items()) if found else [],
    )  # fmt: skip


def _may_see_result(request: HttpRequest, held: Standing) -> bool:
    place = places.result(held.code)
    return held.stage is Stage.CLOSED and place is not None and gate.opens(request, "ballot.result", place)
