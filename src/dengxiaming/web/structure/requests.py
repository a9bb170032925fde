"""One request: how it stands by the rules today, the superior's answer, the day it is in force, and its papers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from dengxiaming.areas.members.transfers.actions import Sent
from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.structure import queries
from dengxiaming.areas.structure.plans.core import unfit
from dengxiaming.areas.structure.requests import actions
from dengxiaming.areas.structure.requests import queries as requests
from dengxiaming.areas.structure.requests.queries import Asked
from dengxiaming.ground import clock, policy
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.papers.views import TYPES, handed
from dengxiaming.web.records import people
from dengxiaming.web.structure import letters, numbers

_WAITING: Final = {
    "waiting": ("decide", "withdraw"), "approved": ("enforce", "withdraw"), "refused": (), "in_force": (),
    "withdrawn": (),
}  # fmt: skip
_DONE: Final = {"decide": "批复已记。", "enforce": "已生效。", "withdraw": "已撤回，原因留在存证里。"}
_ACTIONS: Final = {"decide": "structure.decide", "enforce": "structure.ask", "withdraw": "structure.ask"}


@dataclass(frozen=True)
class Tried:
    """A button that was refused: which, why, where, and what was typed."""

    do: str
    said: str
    at: str
    typed: dict[str, str]


def place(code: str, **_: object) -> Place | None:
    """A request belongs to the organisation that made it."""
    held = requests.request(code)
    return organs.place(held.organization) if held else None


def place_above(code: str, **_: object) -> Place | None:
    """The superior's answer belongs to the superior."""
    held = requests.request(code)
    return organs.place(held.approver) if held else None


@page("structure.read", of=place)
def request(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One request."""
    return _page(request, here, _held(code))


@require_POST
@page("structure.decide", of=place_above)
def decide(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The superior's answer."""
    return _pressed(request, here, code, "decide")


@require_POST
@page("structure.ask", of=place)
def do(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """What the asker's buttons do: in force, or withdrawn."""
    name = request.POST.get("do", "")
    if name not in {"enforce", "withdraw"}:
        raise BadWord("没有这一步。回到请示页再点一次。")
    return _pressed(request, here, code, name)


def _pressed(request: HttpRequest, here: Here, code: str, name: str) -> HttpResponse:
    held = _held(code)
    try:
        _PRESS[name](request, code)
    except Repeated:
        pass
    except NotNow as refused:
        typed = {field: request.POST.get(field, "") for field in ("decision", "number", "note", "on", "reason")}
        return _page(request, here, held, Tried(name, str(refused), refused.field or "on", typed))
    messages.info(request, _DONE[name])
    return HttpResponseRedirect(reverse("web:structure-request", args=[code]))


def _sent(request: HttpRequest) -> Sent:
    return Sent(people.actor(request), clock.now(), sent.token(request), sent.content(request))


def _decide(request: HttpRequest, code: str) -> None:
    given = request.POST
    day = _day(given.get("on", ""))
    answer = actions.Answer(given.get("decision", ""), given.get("number", ""), given.get("note", ""), day)
    actions.decide(code, answer, _sent(request))


def _enforce(request: HttpRequest, code: str) -> None:
    actions.enforce(code, _day(request.POST.get("on", "")), _sent(request))


def _withdraw(request: HttpRequest, code: str) -> None:
    actions.withdraw(code, request.POST.get("reason", ""), _sent(request))


_PRESS: Final[dict[str, Callable[[HttpRequest, str], None]]] = {
    "decide": _decide, "enforce": _enforce, "withdraw": _withdraw,
}  # fmt: skip


@page("structure.read", of=place)
def paper(request: HttpRequest, here: Here, code: str, name: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """The 请示, and once it is answered the 批复."""
    held = _held(code)
    if name not in letters.PAPERS or kind not in TYPES or (name == "reply" and held.decided_on is None):
        raise NotThere("这份请示没有这种纸。")
    title, filled = letters.PAPERS[name]
    at = held.decided_at if name == "reply" else held.asked_at
    return handed("letter", filled(held, _figures(held)), kind, f"{held.words}-{title}", at)


def _held(code: str) -> Asked:
    held = requests.request(code)
    if held is None:
        raise NotThere("没有这份请示。")
    return held


def _figures(held: Asked) -> dict[str, int]:
    """Full members by unit, as they are today."""
    scene = queries.scene(clock.today())
    return {code: scene.sites[code].full for code, _ in held.units if code in scene.sites}


def _page(request: HttpRequest, here: Here, held: Asked, tried: Tried | None = None) -> HttpResponse:
    scene, today = queries.scene(clock.today()), clock.today()
    places = {"structure.decide": organs.place(held.approver), "structure.ask": organs.place(held.organization)}
    may = {
        name for name in _WAITING[held.state]
        if gate.opens(request, _ACTIONS[name], places[_ACTIONS[name]] or policy.NOWHERE)
    }  # fmt: skip
    sites = [scene.sites[code] for code, _ in held.units if code in scene.sites]
    joint = held.kind == "joint_branch"
    return show(
        request, here, "web/structure/request.html", "matters", held.words, 422 if tried else 200, held=held,
        may=may, tried=tried, today=today, over=held.days_over(today),
        broken=unfit(sites, numbers.of(today)) if joint and held.state in {"waiting", "approved"} else (),
        full=sum(site.full for site in sites), members=sum(site.members for site in sites),
        movers=len(queries.movers([code for code, _ in held.units], today, held.subject)) if held.moves else 0,
        token=new_code("K"),
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(tidy_day(text))
    except ValueError as error:
        raise NotNow(f"日期“{text}”读不懂。写成 {clock.today().isoformat()} 这样。", "on") from error
