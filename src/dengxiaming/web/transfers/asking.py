"""转接怎样开始: from a member's page, by the branch somebody comes to, and the return of who was away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.terms import KINDS
from dengxiaming.areas.members.transfers import actions, core, queries
from dengxiaming.areas.members.transfers.terms import TARGETS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock, policy
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.people import views as member_pages
from dengxiaming.web.records import people

_NOWHERE = "本市没有的，写外地党组织的名称，例如“海拉尔区委组织部”。"


def sending(request: HttpRequest) -> actions.Sent:
    """Who sends this form, and its token."""
    return actions.Sent(people.actor(request), clock.now(), sent.token(request), sent.content(request))


def targets(but: str = "") -> dict[str, str]:
    """The branches that take membership over, with the organisation above them, by code."""
    tree, today = organs.Tree(), clock.today()
    found = {}
    for node in tree.nodes.values():
        if node.kind in TARGETS and node.code != but and node.is_in_force(today):
            above = tree.nodes[node.parent].name if node.parent else ""
            found[node.code] = f"{above}：{node.name}" if above and not node.name.startswith(above) else node.name
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def typed_in(request: HttpRequest, target: str = "") -> core.Typed:
    """What was typed on either form."""
    given = request.POST
    return core.Typed(
        target or given.get("target", ""), given.get("outside", ""), given.get("reason", ""),
        given.get("dues_until", ""), tuple(given.getlist("answers")), given.get("name", ""), given.get("kind", ""),
        given.get("member", "").strip(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("transfer.ask", of=member_pages.place)
def ask(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """Somebody who is here is to move: to a branch of the city, or beyond it."""
    home, known = members.stay_on(code, clock.today()), queries.answerable(code)
    if not home:
        raise NotThere("他现在不在任何支部里，没有组织关系可以转出。")
    if request.method != "POST":
        wanted = tuple(one for one in request.GET.get("answers", "").split(";") if one in known)
        return _asking(request, here, code, core.Typed(answers=wanted or tuple(known)[:1]))
    typed = typed_in(request)
    read = core.read_out(typed, targets(home), known)
    if not isinstance(read, core.Read):
        return _asking(request, here, code, typed, read)
    reader = gate.reader(request)
    keeps = policy.may(reader, "transfer.write", organs.place(home) or policy.NOWHERE) and reader.member != code
    try:
        made, _ = actions.ask(code, read, sending(request), releases=keeps)
    except Repeated as before:
        made = before.answer
    except core.NotNow as refused:
        return _asking(request, here, code, typed, (Problem(refused.field or "target", str(refused)),))
    messages.info(request, "已提出转接。接收以前，党员仍由原支部管理。")
    return HttpResponseRedirect(reverse("web:transfer", args=[home, made]))


def _asking(
    request: HttpRequest, here: Here, code: str, typed: core.Typed, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    wrong, held = sent.by_field(problems), members.person(code, clock.today())
    home = members.stay_on(code, clock.today())
    known = {one: f"{words}（{on}）" for one, (words, on) in queries.answerable(code).items()}
    return show(
        request, here, "web/transfers/ask.html", "organizations", "转组织关系", 422 if problems else 200,
        held=held, problems=problems, token=new_code("K"), answers=sent.ticks("answers", typed.answers, known),
        answers_wrong=wrong.get("answers", ()),
        boxes=(
            sent.select("target", "转到本市哪个支部", typed.target, targets(home), wrong),
            sent.box("outside", "或者转到外地哪里", typed.outside, wrong, hint=_NOWHERE),
            sent.box("reason", "事由", typed.reason, wrong, hint="一句话，例如“调到水务局”。"),
            sent.box("dues_until", "党费交到哪个月", typed.dues_until, wrong, hint="写成 2026-10 这样，印在介绍信上。"),
        ),
    )  # fmt: skip


def place_of_arrival(organization: str) -> Place | None:
    """A branch that takes membership over."""
    tree = organs.Tree()
    fits = organization in tree.nodes and tree.nodes[organization].kind in TARGETS
    return tree.place(organization) if fits else None


@require_http_methods(["GET", "HEAD", "POST"])
@page("transfer.write", of=place_of_arrival)
def arrive(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Somebody comes with a letter from beyond the city."""
    if request.method != "POST":
        return _arriving(request, here, organization, core.Typed())
    typed = typed_in(request, organization)
    # 只按“姓名和编号都对”认人：不把全市转走的人列给人看
    read = core.read_in(typed, queries.gone(typed.name.strip()) if typed.member else {})
    if not isinstance(read, core.Read):
        return _arriving(request, here, organization, typed, read)
    try:
        made, _ = actions.arrive(read, sending(request))
    except Repeated as before:
        made = before.answer
    except core.NotNow as refused:
        return _arriving(request, here, organization, typed, (Problem(refused.field or "name", str(refused)),))
    messages.info(request, "已记转入。本人和介绍信到了，点“接收”。")
    return HttpResponseRedirect(reverse("web:transfer", args=[organization, made]))


def _arriving(
    request: HttpRequest, here: Here, organization: str, typed: core.Typed, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    wrong = sent.by_field(problems)
    return show(
        request, here, "web/transfers/arrive.html", "matters", "外地转入", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), problems=problems, token=new_code("K"),
        boxes=(
            sent.box("name", "姓名", typed.name, wrong),
            sent.select("kind", "党员类别", typed.kind, KINDS, wrong),
            sent.box("outside", "从哪里来", typed.outside, wrong, hint="照介绍信上的党组织名称写。"),
            sent.box("reason", "事由", typed.reason, wrong, hint="一句话，例如“调入我局”。"),
            sent.box("dues_until", "党费交到哪个月", typed.dues_until, wrong, hint="照介绍信，写成 2026-10 这样。"),
            sent.box("member", "党员编号", typed.member, wrong, hint="以前在本市名册里的才写，编号一个人一辈子不变。"),
        ),
    )  # fmt: skip


@require_POST
@page("trigger.raise", of=member_pages.place)
def returned(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """Who was away for more than six months is back."""
    trigger, on = request.POST.get("trigger", ""), tidy_day(request.POST.get("on", ""))
    if queries.followed(code) != trigger or not trigger:
        raise BadWord("他没有在外出，或者已经记过回来。回到党员页看一看。")
    try:
        actions.note_return(trigger, on, request.POST.get("note", ""), sending(request))
    except Repeated:
        pass
    except core.NotNow as refused:
        return member_pages.again(request, here, code, f"back-{trigger}", str(refused), on)
    messages.info(request, "已记回来，不再按外出跟踪。")
    return HttpResponseRedirect(reverse("web:member", args=[code]))
