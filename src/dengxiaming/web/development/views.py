"""发展党员: those of a branch, one person's course, its steps and its papers (R9)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.development import actions, core, queries, rules
from dengxiaming.areas.members.development.actions import NotYet
from dengxiaming.areas.members.development.queries import Course
from dengxiaming.areas.members.terms import KINDS
from dengxiaming.areas.members.transfers.terms import TARGETS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock, policy
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.papers.development.templates import templates
from dengxiaming.web.development.papers import filled
from dengxiaming.web.development.stepping import Tried, form, given
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.papers.views import TYPES, handed
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box
from dengxiaming.web.transfers.asking import sending, targets


def place(code: str, **_: object) -> Place | None:
    """A course belongs to the branch it stands with today."""
    home = queries.place(code)
    return organs.place(home) if home else None


def branch(organization: str) -> Place | None:
    """A branch that can take members in: no temporary one (R1-4)."""
    tree = organs.Tree()
    fits = organization in tree.nodes and tree.nodes[organization].kind in TARGETS
    return tree.place(organization) if fits else None


@page("development.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Who is on the way at a branch, or at all branches below; what is next for each, and by when."""
    return _list(request, here, organization)


def _list(request: HttpRequest, here: Here, organization: str, said: str = "") -> HttpResponse:
    tree, today = organs.Tree(), clock.today()
    codes = {organization, *tree.below(organization)}
    where = branch(organization)
    return show(
        request, here, "web/development/list.html", "matters", "发展党员", 422 if said else 200,
        organization=organization, name=tree.nodes[organization].name, said=said,
        courses=[(one, one.first_due) for one in queries.of_organizations(codes, today)],
        arriving=queries.arriving(codes),
        closed=queries.closed(codes, today), unminded=queries.unminded(codes), today=today, token=new_code("K"),
        may_write=where is not None and gate.opens(request, "development.write", where),
        is_branch=where is not None, in_force=rules.edition_on(today).title,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("development.write", of=branch)
def apply(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """An application was handed in."""
    name, on = request.POST.get("name", ""), tidy_day(request.POST.get("on", clock.today().isoformat()))
    wrong: dict[str, tuple[str, ...]] = {}
    if request.method == "POST":
        try:
            code, _ = actions.apply(name, organization, _day(on), sending(request))
        except Repeated as before:
            code = before.answer
        except NotYet as refused:
            wrong, code = sent.by_field(refused.problems), ""
        if code:
            messages.info(request, "已记入党申请。")
            return HttpResponseRedirect(reverse("web:course", args=[code]))
    return show(
        request, here, "web/development/apply.html", "matters", "记入党申请", 422 if wrong else 200,
        organization=organization, name=people.name_of(organization), token=new_code("K"), wrong=wrong,
        boxes=(sent.box("name", "姓名", name, wrong), sent.box("on", "哪天递交的", on, wrong)),
    )  # fmt: skip


@require_POST
@page("development.write", of=branch)
def go_on(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Somebody on probation from before: the end of the probation is minded from here on."""
    member = request.POST.get("member", "")
    if members.stay_on(member, clock.today()) != organization:
        raise BadWord("他现在不在这个支部。回到“发展党员”页看一看。")
    try:
        code, _ = actions.go_on(member, sending(request))
    except Repeated as before:
        code = before.answer
    except NotYet as refused:
        return _list(request, here, organization, str(refused))
    return HttpResponseRedirect(reverse("web:course", args=[code]))


@page("development.read", of=place)
def course(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One person's course: what was done, what is next and by when, what may not be done yet."""
    return _page(request, here, code)


def _page(request: HttpRequest, here: Here, code: str, tried: Tried | None = None) -> HttpResponse:
    today = clock.today()
    held = queries.course(code, today)
    if held is None:
        raise NotThere("没有这个人的发展记录。")
    writes = gate.opens(request, "development.write", place(code) or policy.NOWHERE)
    leads = held.first_due or next((one for one in held.next if one.first is None or one.first <= today), None)
    known = {who: name for who, name, kind, _ in members.members_of(held.place, today) if kind == KINDS["full"]}
    forms = [form(one, today, known, tried, leads=one == leads and tried is None) for one in held.next]
    reached = {one.step for one in held.done} | {one.step.id for one in held.next}
    wanted = {rules.steps()[one].paper for one in reached}
    return show(
        request, here, "web/development/course.html", "matters", f"{held.name}的发展", 422 if tried else 200,
        held=held, forms=forms, writes=writes, tried=tried, token=new_code("K"), today=today,
        waiting=() if held.closed else core.waiting(held.done, today), in_force=rules.edition_on(today).title,
        carried=rules.carried(today), move=_move(held, tried),
        papers=[(name, one.label) for name, one in templates().items() if name in wanted],
    )  # fmt: skip


def _move(held: Course, tried: Tried | None) -> Box | None:
    """Where an applicant can be handed to; None for who is a member, or is on the way already."""
    if held.closed or held.member or held.goes_to:
        return None
    wrong = tried.wrong if tried is not None and tried.step == "hand_over" else {}
    return replace(sent.select("target", "转到哪个支部", "", targets(held.place), wrong), id="target-hand_over")


def place_of_arrival(code: str) -> Place | None:
    """The branch the papers were handed to, until it has taken the course on."""
    target = queries.handed(code)
    return organs.place(target) if target else None


@require_http_methods(["GET", "HEAD", "POST"])
@page("development.write", of=place_of_arrival)
def take_on(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The new branch looks through what was done, and goes on."""
    held, said = queries.course(code, clock.today()), ""
    if held is None:
        raise NotThere("没有这个人的发展记录。")
    if request.method == "POST":
        try:
            with suppress(Repeated):
                actions.take_on(code, sending(request))
        except NotYet as refused:
            said = str(refused)
        else:
            messages.info(request, "已接收，接着培养。")
            return HttpResponseRedirect(reverse("web:course", args=[code]))
    return show(
        request, here, "web/development/take_on.html", "matters", f"接收{held.name}的材料", 422 if said else 200,
        held=held, said=said, token=new_code("K"), carried=rules.carried(clock.today()),
    )  # fmt: skip


@require_POST
@page("development.write", of=place)
def do(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """A step was done, or taken back; or it goes no further."""
    step, typed = request.POST.get("do", ""), given(request)
    if step not in {*rules.steps(), "take_back", "stop", "hand_over"}:
        raise BadWord("没有这个按钮。回到这个人的页上再点一次。")
    try:
        if step == "take_back":
            actions.take_back(code, request.POST.get("reason", ""), sending(request))
        elif step == "stop":
            actions.stop(code, request.POST.get("why", ""), sending(request))
        elif step == "hand_over":
            actions.hand_over(code, request.POST.get("target", ""), sending(request))
        else:
            _known(code, typed["people"])
            actions.do(code, step, _day(typed["on"]), typed, sending(request))
    except NotYet as refused:
        return _page(request, here, code, Tried(step, typed, refused.problems))
    except Clash as clash:
        return _page(request, here, code, Tried(step, typed, (Problem("on", str(clash)),)))
    except Repeated:
        pass
    messages.info(request, "已记下。")
    return HttpResponseRedirect(reverse("web:course", args=[code]))


@page("development.read", of=place)
def paper(request: HttpRequest, here: Here, code: str, name: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """A paper of the course, filled with what was done."""
    held = queries.course(code, clock.today())
    if held is None or name not in templates() or kind not in TYPES:
        raise NotThere("没有这种纸。")
    template = templates()[name]
    room = "development" if template.layout == "form" else "letter"
    return handed(room, filled(template, held, clock.today()), kind, f"{held.name}-{template.label}")


def _known(code: str, chosen: str) -> None:
    """Who is named is a full member of the branch."""
    home = queries.place(code)
    known = {who for who, _, kind, _ in members.members_of(home, clock.today()) if kind == KINDS["full"]}
    if chosen and not set(chosen.split(";")) <= known:
        raise NotYet(Problem("people", "选的人现在不是本支部的正式党员。重新选一次。"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = f"日期“{text}”读不懂。写成 {clock.today().isoformat()} 这样。"
        raise NotYet(Problem("on", said)) from error
