"""监票人的页面: slips drawn and typed back, the vote ended, papers counted by hand, sealed ballots emptied at last."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.ballots import actions, core, queries, sealing
from dengxiaming.areas.ballots.actions import Refused
from dengxiaming.areas.ballots.queries import Standing
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.ground.typed import never_given_back
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.ballots import counting, places
from dengxiaming.web.ballots.views import standing
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import BadWord, page, show
from dengxiaming.web.records import people

_SLIPS: Final = 2


class Wrong(Exception):  # noqa: N818  它是给监票人的一句话
    """What was typed cannot be used: the fields and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


@never_given_back
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page("ballot.tell", of=places.tellers)
def tell(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The tellers' page; each button is one step. What was typed of the slips never comes back."""
    held = standing(code)
    if request.method != "POST":
        return _page(request, here, held)
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise BadWord("没有这一步。回到监票页再点一次。")
    try:
        answer = step(request, here, held)
    except Repeated:
        answer = None
    except (Refused, sealing.WrongSlips) as refused:
        return _page(request, here, standing(code), (Problem("slips", str(refused)),))
    except Wrong as wrong:
        return _page(request, here, held, wrong.problems)
    return answer or HttpResponseRedirect(reverse("web:ballot-tell", args=[code]))


def _draw(request: HttpRequest, here: Here, held: Standing) -> HttpResponse:
    """The slips, on this one answer and never again: not by a redirect, which would have to keep them."""
    slips = actions.draw_slips(held.code, people.actor(request), clock.now(), request.POST.get("token", ""))
    holders = [one.name for one in held.tellers]
    shown = [
        (number, name, [slip[at : at + 4] for at in range(0, len(slip), 4)])
        for number, (name, slip) in enumerate(zip(holders, slips, strict=True), 1)
    ]
    return show(request, here, "web/ballots/slips.html", "matters", "密码条", held=held, slips=shown)


def _open(request: HttpRequest, _: Here, held: Standing) -> None:
    actions.open_voting(held.code, _slips(request, held), people.actor(request), clock.now(), _token(request))
    messages.info(request, "可以投票了。")


def _close(request: HttpRequest, _: Here, held: Standing) -> None:
    actions.close(held.code, _slips(request, held), people.actor(request), clock.now(), _token(request))
    messages.info(request, "投票已经结束，票数算好了。两张密码条现在可以当场销毁。")


def _slips(request: HttpRequest, held: Standing) -> dict[int, str]:
    """Two slips, by their numbers."""
    typed = {one.number: sealing.tidy_slip(request.POST.get(f"slip{one.number}", "")) for one in held.tellers}
    found = {number: slip for number, slip in typed.items() if slip}
    if len(found) != _SLIPS:
        raise Wrong(Problem("slips", "要输入两张密码条，一位监票人输一张。"))
    short = [number for number, slip in found.items() if len(slip) != sealing.DIGITS]
    if short:
        raise Wrong(Problem(f"slip{short[0]}", f"密码条是{sealing.DIGITS}位数字。有一张输少了或者输多了。"))
    return found


def _count(request: HttpRequest, _: Here, held: Standing) -> None:
    count = counting.read(held.definition, counting.given(held.definition, request.POST))
    if isinstance(count, tuple):
        raise Wrong(*count)
    problems = core.paper_problems(held.definition, count, len(held.voters))
    if problems:
        raise Wrong(*problems)
    actions.enter_paper(
        held.code, count, people.actor(request), clock.now(), sent.token(request), sent.content(request)
    )
    messages.info(request, "计票数已存。请另一位监票人打开这一页确认。")


def _confirm(request: HttpRequest, _: Here, held: Standing) -> None:
    actions.confirm_paper(held.code, people.actor(request), clock.now(), _token(request), b"confirm")
    messages.info(request, "两位监票人都确认了，这就是结果。")


def _stop(request: HttpRequest, _: Here, held: Standing) -> None:
    reason = request.POST.get("reason", "").strip()
    if not 0 < len(reason) <= 200:
        raise Wrong(Problem("reason", "作废要写原因，200字以内。"))
    actions.stop(held.code, reason, people.actor(request), clock.now(), _token(request), reason.encode())
    messages.info(request, "这次投票已经作废。要重新投，由组织者另发一次。")


def _empty(request: HttpRequest, _: Here, held: Standing) -> None:
    actions.empty_sealed(held.code, people.actor(request), clock.now(), clock.today(), _token(request), b"empty")
    messages.info(request, "密封的选票已经清除，存证里记着。结果不变。")


STEPS: Final[Mapping[str, Callable[[HttpRequest, Here, Standing], HttpResponse | None]]] = {
    "draw": _draw, "open": _open, "close": _close, "count": _count, "confirm": _confirm, "stop": _stop, "empty": _empty,
}  # fmt: skip


def _token(request: HttpRequest) -> str:
    """The page's own token: never a digest over what was sent, which would hold the slips."""
    return request.POST.get("token", "")


def _page(request: HttpRequest, here: Here, held: Standing, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    me, paper = gate.reader(request).member, queries.paper(held.code)
    typed = (
        counting.given(held.definition, request.POST)
        if problems and request.POST.get("do") == "count"
        else counting.typed(held.definition, paper.count if paper else None)
    )
    wrong = sent.by_field(problems)
    slips = [
        sent.box(
            f"slip{one.number}", f"第{one.number}张密码条（{one.name}）", "", wrong, look="number",
            hint="20位数字，空格有没有都行。",
        )
        for one in held.tellers
    ]  # fmt: skip
    return show(
        request, here, "web/ballots/tell.html", "matters", f"监票：{held.title}", 422 if problems else 200,
        held=held, stage=held.stage.value, problems=problems, slips=slips, slips_wrong=wrong.get("slips", ()),
        waiting=[one.name for one in held.voters if one.code not in held.voted],
        sheets=counting.sheets(typed, wrong), rows=counting.rows(held.definition, typed, wrong),
        written=sent.box("written", "另选他人", typed.get("written", ""), wrong, look="area",
                         hint="一行一个人，写成“王五 3”；没有就空着。"),
        reason=sent.box("reason", "原因", request.POST.get("reason", ""), wrong),
        paper=paper, may_confirm=paper is not None and paper.by.code != me, token=new_code("K"),
        may_empty=held.empty_from is not None and clock.today() >= held.empty_from and held.emptied_at is None,
    )  # fmt: skip
