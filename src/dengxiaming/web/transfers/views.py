"""转接: the list of an organisation, one transfer seen from one of its sides, and its buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from dengxiaming.areas.members.register import columns
from dengxiaming.areas.members.register import queries as register
from dengxiaming.areas.members.transfers import actions, core, queries
from dengxiaming.areas.members.transfers.queries import Shown
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import GENERALS
from dengxiaming.ground import clock, policy
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.papers.transfer_letter.form import TransferLetter
from dengxiaming.web.kit import asked, gate
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.papers.views import TYPES, handed
from dengxiaming.web.people import views as member_pages
from dengxiaming.web.transfers import deadline
from dengxiaming.web.transfers.asking import place_of_arrival, sending

_WAITS: Final = {"release": "等原支部同意转出", "receive": "等新支部接收"}
_CLOSED: Final = {"receive": "已接收", "refuse": "没有同意", "withdraw": "已撤回"}


@dataclass(frozen=True)
class Line:
    """A transfer in a list: how it stands in words, and until when."""

    held: Shown
    side: str
    stands: str
    due: date | None
    days_left: int | None


def place(organization: str, code: str, **_: object) -> Place | None:
    """A transfer belongs to the branch named, if that is one of its sides, and is about the member."""
    held = queries.transfer(code)
    if held is None or organization not in held.sides:
        return None
    return organs.place(organization, [held.member] if held.member else ())


def line(held: Shown, side: str) -> Line:
    """A transfer for a list seen from a side."""
    waits = held.state.waits_for
    stands = _CLOSED.get(held.state.closed) or (
        "等外地的回执" if waits == "receive" and not held.target else _WAITS[waits]
    )
    due = deadline.due(held.triggered_on)
    left = (due - clock.today()).days if due and not held.state.closed else None
    return Line(held, side, stands, due, left)


@page("transfer.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """What comes and goes at a branch, or at all branches below: running, refused, done; and who is away."""
    year, tree = asked.year(request) or clock.today().year, organs.Tree()
    codes = {organization, *tree.below(organization)}
    held = queries.of_organizations(codes, year)
    lines = [line(one, one.origin if one.origin in codes else one.target) for one in held]
    where = place_of_arrival(organization)
    return show(
        request, here, "web/transfers/list.html", "matters", "组织关系转接",
        organization=organization, name=tree.nodes[organization].name, year=year,
        years=asked.years(year, clock.today()),
        going=[one for one in lines if not one.held.state.closed and one.held.origin in codes],
        coming=[one for one in lines if not one.held.state.closed and one.held.origin not in codes],
        refused=[one for one in lines if one.held.state.closed == "refuse"],
        done=[one for one in lines if one.held.state.closed in {"receive", "withdraw"}],
        away=queries.away(codes, clock.today()), today=clock.today(),
        may_arrive=where is not None and gate.opens(request, "transfer.write", where),
    )  # fmt: skip


@page("transfer.read", of=place)
def transfer(request: HttpRequest, here: Here, organization: str, code: str) -> HttpResponse:
    """One transfer and its steps."""
    return _page(request, here, organization, code)


@dataclass(frozen=True)
class Tried:
    """A button that was refused: why, at which field, and what was typed."""

    do: str
    said: str
    at: str
    typed: dict[str, str]


@require_POST
@page("transfer.write", of=place)
def do(request: HttpRequest, here: Here, organization: str, code: str) -> HttpResponse:
    """What a button does: consent, refuse, receive, note the slip, correct, withdraw."""
    held, name = queries.transfer(code), request.POST.get("do", "")
    if held is None or name not in _buttons(held, organization):
        raise BadWord("这一步不在这一边做，或者已经做过。回到转接页看一看。")
    done, press = _VERBS[name]
    try:
        press(request, code, organization)
    except core.NotNow as refused:
        typed = {field: request.POST.get(field, "") for field in ("on", "reason", "words", "unit", "leading")}
        at = f"{refused.field}-{name}" if refused.field else ""
        return _page(request, here, organization, code, Tried(name, str(refused), at, typed))
    except Clash as clash:
        return _page(request, here, organization, code, Tried(name, str(clash), "", {}))
    except Repeated:
        pass
    messages.info(request, done)
    return HttpResponseRedirect(reverse("web:transfer", args=[organization, code]))


def _buttons(held: Shown, side: str) -> tuple[str, ...]:
    """The buttons of a side as the transfer stands; the first is the one it waits for."""
    state, is_origin = held.state, side == held.origin
    if state.closed:
        receives = held.target or held.origin
        return ("correct",) if state.closed == "receive" and side == receives else ()
    if is_origin:
        waits = ("release",) if not state.released else () if held.target else ("slip",)
        return (*waits, *(() if state.released else ("refuse",)), "withdraw")
    consent = () if state.accepted else ("accept",)
    outside = ("withdraw",) if not held.origin else ()
    return (*(("receive",) if state.waits_for == "receive" else ()), *consent, "refuse", *outside)


def _page(request: HttpRequest, here: Here, organization: str, code: str, tried: Tried | None = None) -> HttpResponse:
    held, tree = queries.transfer(code), organs.Tree()
    if held is None:
        raise NotThere("没有这次转接。")
    where = place(organization, code) or policy.NOWHERE
    reader = gate.reader(request)
    settles = policy.may(reader, "transfer.write", where) and reader.member != held.member
    units = {one: name for one, name, _ in organs.units() if held.target and one in tree.units(held.target)}
    kept = {held.target, *tree.below(held.target), *(n.code for n in tree.path(held.target))} if held.target else set()
    return show(
        request, here, "web/transfers/transfer.html", "matters", f"{held.name}的转接", 422 if tried else 200,
        organization=organization, name=tree.nodes[organization].name, held=held, line=line(held, organization),
        buttons=_buttons(held, organization) if settles else (), tried=tried, token=new_code("K"),
        units=units if len(units) > 1 else {}, today=clock.today(),
        may_print=bool(held.origin and held.state.released and held.state.closed in {"", "receive"}),
        would_end=queries.would_end(held.member, kept) if held.member and not held.state.closed else (),
        is_own=reader.member == held.member,
        may_open=bool(held.member) and gate.opens(request, "member.read", where) and organization == held.origin
        and not held.state.closed,
    )  # fmt: skip


def _receive(request: HttpRequest, code: str, _: str) -> None:
    seat = actions.Seat(request.POST.get("unit", ""), request.POST.get("leading") == "1")
    actions.receive(code, seat, sending(request))


def _slip(request: HttpRequest, code: str, _: str) -> None:
    actions.note_slip(code, tidy_day(request.POST.get("on", "")), request.POST.get("words", ""), sending(request))


def _correct(request: HttpRequest, code: str, _: str) -> None:
    on, reason = tidy_day(request.POST.get("on", "")), request.POST.get("reason", "")
    actions.correct(code, on, reason, sending(request))


_VERBS: Final[dict[str, tuple[str, Callable[[HttpRequest, str, str], object]]]] = {
    "release": ("已同意转出。接收以前，仍由原支部管理。", lambda r, code, _: actions.release(code, sending(r))),
    "accept": ("已同意接收。人到了点“接收”。", lambda r, code, _: actions.accept(code, sending(r))),
    "refuse": (
        "已记不同意和理由，上级党组织看得见。",
        lambda r, code, side: actions.refuse(code, side, r.POST.get("reason", ""), sending(r)),
    ),
    "withdraw": (
        "已撤回，原因留在存证里。",
        lambda r, code, _: actions.withdraw(code, r.POST.get("reason", ""), sending(r)),
    ),
    "receive": ("已接收。从今天起在本支部。", _receive),
    "slip": ("已记回执，组织关系已经转出。", _slip),
    "correct": ("已更正接收日期，原来的日期留在存证里。", _correct),
}
"""Button → what is said when it is done, and the verb."""


@page("transfer.read", of=place)
def letter(request: HttpRequest, here: Here, organization: str, code: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """The letter with its slip, once the old branch has consented."""
    held = queries.transfer(code)
    released = held.step("release") if held else None
    if held is None or released is None or kind not in TYPES:
        raise NotThere("原支部同意转出以后才有介绍信。")
    received = held.step("receive")
    about = _particulars(request, held.member) if held.member else {}
    filled = TransferLetter(
        number=held.code, name=held.name, kind=held.kind, origin=held.origin_name,
        to=_stamps(held.target) or held.outside, by=_stamps(held.origin), reason=held.reason,
        issued_on=released.on, dues_until=_dated(held.dues_until), received_on=held.received_on,
        sex=about.get("sex", ""), born=_dated(about.get("born", "")),
        received_by=received.by if received and held.target else "",
    )  # fmt: skip
    return handed("transfer_letter", filled, kind, f"{held.name}-组织关系介绍信-{held.code}", released.at)


def _particulars(request: HttpRequest, member: str) -> dict[str, str]:
    """What the letter says of the person, for whoever may read it; else it is left to be written by hand."""
    where = member_pages.place(member)
    if where is None or not gate.opens(request, "particulars.read", where):
        return {}
    values = register.held([member]).get(member, {})
    return {name: columns.shown(name, values[name]) for name in ("sex", "born") if values.get(name)}


def _stamps(branch: str) -> str:
    """Who stamps letters of a branch: the nearest 机关党委 or 总支 above, else the branch."""
    tree = organs.Tree()
    if branch not in tree.nodes:
        return ""
    above = [node for node in tree.path(branch) if node.kind in GENERALS]
    return above[-1].name if above else tree.nodes[branch].name


def _dated(text: str) -> str:
    """1990-05-06, or as much of it as is known, in words: 1990年5月6日."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(text.split("-"), "年月日", strict=False) if part)
