"""其他的事: one short form for every kind in `affairs/forms.toml`; deployments; activity rooms."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.affairs import actions, core, queries
from dengxiaming.areas.affairs.forms import Form, for_organization, forms
from dengxiaming.areas.affairs.terms import SENSITIVE_KINDS
from dengxiaming.areas.gatherings import expected, sheet
from dengxiaming.areas.members import actions as register
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock, policy
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.kit import asked, choosing, gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import NotThere, forbidden, page, show
from dengxiaming.web.records import people

_LONGEST_NAME = 200


def place(code: str) -> Place | None:
    """Where an act belongs: to the organisation that recorded it."""
    held = queries.act(code)
    return organs.place(held.organization) if held else None


def place_of_form(organization: str, kind: str) -> Place | None:
    """A form the organisation does not record is not there."""
    tree = organs.Tree()
    form = forms().get(kind)
    fits = organization in tree.nodes and form is not None and form.fits(tree.nodes[organization].kind)
    return tree.place(organization) if fits else None


@require_http_methods(["GET", "HEAD", "POST"])
@page("act.write", of=place_of_form)
def new(request: HttpRequest, here: Here, organization: str, kind: str) -> HttpResponse:
    """A short form: filled in, or read and recorded."""
    form = forms()[kind]
    if kind in SENSITIVE_KINDS and not gate.opens(
        request, "act.sensitive", organs.place(organization) or policy.NOWHERE
    ):
        return forbidden(request)
    if request.method != "POST":
        answers = tuple(code for code in request.GET.get("answers", "").split(";") if code)
        typed = core.Typed(on=clock.today().isoformat(), actor=gate.reader(request).member, answers=answers)
        return _form(request, here, organization, form, typed)
    given = request.POST
    typed = core.Typed(
        given.get("on", ""), given.get("actor", ""), given.get("title", ""), given.get("text", ""),
        tuple(given.getlist("counterparts")), tuple(given.getlist("answers")),
    )  # fmt: skip
    if given.get("do") == "find":
        return _form(request, here, organization, form, typed)
    read = core.read(typed, form, _known(organization, form), clock.today())
    if not isinstance(read, core.Read):
        return _form(request, here, organization, form, typed, read)
    try:
        code, _ = actions.record(
            read, organization, people.actor(request), clock.now(), given.get("token", ""), sent.content(request)
        )
    except Repeated as before:
        code = before.answer
    except (LookupError, Clash) as refused:
        return _form(request, here, organization, form, typed, (Problem("title", str(refused)),))
    messages.info(request, f"已记“{form.label}”。")
    return HttpResponseRedirect(reverse("web:act", args=[code]))


@page("act.read", of=place)
def act(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One act; sensitive ones only for those who deal with them."""
    held = queries.act(code)
    if held is None:
        raise NotThere("没有这条记录。")
    if held.is_sensitive and not gate.opens(request, "act.sensitive", place(code) or policy.NOWHERE):
        raise NotThere("没有这条记录，或者它不对您开放。")
    return _page(request, here, held)


@require_POST
@page("act.write", of=place)
def withdraw(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """It was recorded by mistake: it stays, marked, with the reason in the journal."""
    held, reason = queries.act(code), request.POST.get("reason", "").strip()
    if held is None or held.imported:
        raise NotThere("没有这条记录，或者它是导入的。")
    if held.is_sensitive and not gate.opens(request, "act.sensitive", place(code) or policy.NOWHERE):
        raise NotThere("没有这条记录，或者它不对您开放。")
    if not reason:
        return _page(request, here, held, "撤回要写原因。请写一句为什么。")
    with suppress(Repeated):
        actions.withdraw(code, reason, people.actor(request), clock.now(), sent.token(request))
    messages.info(request, "已撤回，原因留在存证里。")
    return HttpResponseRedirect(reverse("web:act", args=[code]))


def _page(request: HttpRequest, here: Here, held: queries.Recorded, said: str = "") -> HttpResponse:
    writes = gate.opens(request, "act.write", place(held.code) or policy.NOWHERE)
    return show(
        request, here, "web/acts/act.html", "records", held.label, 422 if said else 200, held=held, said=said,
        token=new_code("K"), name=people.name_of(held.organization),
        may_withdraw=writes and not held.withdrawn and not held.imported,
    )  # fmt: skip


@page("act.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A year of an organisation's other records, and the forms it has."""
    year, tree = asked.year(request) or here.view.as_of.year, organs.Tree()
    where = tree.place(organization)
    entitled = gate.opens(request, "act.sensitive", where)
    listed = [one for one in queries.of_organization(organization, year) if entitled or not one.is_sensitive]
    may_write = gate.opens(request, "act.write", where)
    kinds = for_organization(tree.nodes[organization].kind) if may_write else ()
    return show(
        request, here, "web/acts/list.html", "records", "其他的事",
        acts=listed, year=year, years=asked.years(year, here.view.as_of),
        organization=organization, name=tree.nodes[organization].name,
        forms=[one for one in kinds if entitled or one.kind not in SENSITIVE_KINDS],
        rooms=queries.rooms([organization]), may_write=may_write,
        may_contact=gate.opens(request, "contact_point.write", where),
        may_deploy=gate.opens(request, "directive.issue", where),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("directive.issue", of=gate.by_organization)
def deploy(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A deployment: entered once, a duty for everybody (D1-1, D3-2), settled by the meeting that lists it."""
    title, number, on = (request.POST.get(name, "").strip() for name in ("title", "number", "on"))
    wrong: dict[str, tuple[str, ...]] = {}
    if request.method == "POST":
        day = _day(on, wrong)
        if not title:
            wrong["title"] = ("还没有写部署的名称。",)
        if not wrong and day is not None:
            note = f"{title}（{number}）" if number else title
            happened = register.Happened("directive", day, organization=organization, note=note)
            with suppress(Repeated):
                register.raise_trigger(
                    happened, people.actor(request), clock.now(), sent.token(request), sent.content(request)
                )
            messages.info(request, "已部署。下面的组织在工作台上看到它，开会传达时列上它就算落实。")
            return HttpResponseRedirect(reverse("web:acts-of", args=[organization]))
    return show(
        request, here, "web/acts/deploy.html", "records", "上级部署", 422 if wrong else 200,
        organization=organization, name=people.name_of(organization), token=new_code("K"), wrong=wrong,
        boxes=[
            sent.box("title", "部署的名称", title, wrong),
            sent.box("number", "文号", number, wrong, hint="没有就不写。"),
            sent.box("on", "发布日期", on or clock.today().isoformat(), wrong),
        ],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("room.write", of=gate.by_organization)
def room(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """An activity room is entered by name; meetings name their place, and that is its use (P8)."""
    name, note = (request.POST.get(field, "").strip() for field in ("name", "note"))
    wrong: dict[str, tuple[str, ...]] = {}
    if request.method == "POST":
        if len(name) > _LONGEST_NAME:
            wrong["name"] = (f"活动室的名称最多{_LONGEST_NAME}字，现在{len(name)}字。设施写在下面一栏。",)
        elif not name:
            wrong["name"] = ("还没有写活动室的名称。写法要和会议地点一样。",)
        else:
            with suppress(Repeated):
                actions.register_room(organization, name, note, people.actor(request), clock.now(), sent.token(request))
            messages.info(request, "已登记活动室。使用情况取自会议的地点，不用再填。")
            return HttpResponseRedirect(reverse("web:acts-of", args=[organization]))
    return show(
        request, here, "web/acts/room.html", "records", "活动室", 422 if wrong else 200,
        organization=organization, name=people.name_of(organization), wrong=wrong, token=new_code("K"),
        boxes=[
            replace(
                sent.box("name", "活动室名称", name, wrong, hint="写法和会议地点一样，使用情况才对得上。"),
                suggestions=sheet.places(organization),
            ),
            sent.box("note", "设施", note, wrong, hint="可以不写。", look="area"),
        ],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("contact_point.write", of=gate.by_organization)
def contact(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The contact points of a party group's members (D1-7): each keeps at least one branch."""
    today = clock.today()
    group = {code: name for code, name, _ in members.officers([organization], today)}
    branches = people.below(organization, today)
    member, branch = request.POST.get("member", ""), request.POST.get("branch", "")
    wrong: dict[str, tuple[str, ...]] = {}
    if request.method == "POST":
        if member not in group:
            wrong["member"] = ("还没有选党组成员。",)
        if branch not in branches:
            wrong["branch"] = ("还没有选联系点。",)
        if not wrong:
            # 同一个联系点再点一次，还是那一个
            if branch not in dict(queries.contact_points(member, today)):
                with suppress(Repeated):
                    actions.keep_contact(member, branch, today, people.actor(request), clock.now(), sent.token(request))
            messages.info(request, "已定联系点。到点走访以后，在“联系点到点”里记。")
            return HttpResponseRedirect(reverse("web:contact", args=[organization]))
    return show(
        request, here, "web/acts/contact.html", "records", "联系点", 422 if wrong else 200, wrong=wrong,
        organization=organization, name=people.name_of(organization), token=new_code("K"),
        kept=[(name, queries.contact_points(code, today)) for code, name in group.items()],
        boxes=[
            sent.select("member", "党组成员", member, group, wrong),
            sent.select("branch", "联系点", branch, branches, wrong),
        ],
    )  # fmt: skip


def _known(organization: str, form: Form) -> core.Known:
    today = clock.today()
    named = people.nameable(organization, today)
    chosen = named if form.counterparts == "members" else _below(organization, form, today)
    return core.Known(named, chosen, expected.answerable(organization, form.answers, today))


def _below(organization: str, form: Form, day: date) -> dict[str, str]:
    """The organisations the form can be about."""
    return people.below(organization, day) if form.counterparts == "organizations" else {}


def _form(
    request: HttpRequest, here: Here, organization: str, form: Form, typed: core.Typed,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:  # fmt: skip
    wrong, today = sent.by_field(problems), clock.today()
    chosen = (typed.actor, *typed.counterparts, gate.reader(request).member)
    who = choosing.listed(people.nameable(organization, today), chosen, request.POST.get("find", ""))
    whom = choosing.listed(_below(organization, form, today), typed.counterparts, request.POST.get("find_whom", ""))
    named = people.told_apart(who, today)
    options = named if form.counterparts == "members" else whom.options
    answers = expected.answerable(organization, form.answers, today)
    return show(
        request, here, "web/acts/form.html", "records", form.label, 422 if problems else 200,
        form=form, organization=organization, name=people.name_of(organization), problems=problems, token=new_code("K"),
        on=sent.box("on", "日期", typed.on, wrong), actor=sent.select("actor", "经办人", typed.actor, named, wrong),
        who=who, whom=whom,
        title_box=sent.box("title", form.title, typed.title, wrong),
        text=sent.box("text", form.text, typed.text, wrong, hint=form.ask, look="area"),
        counterparts=sent.ticks("counterparts", typed.counterparts, options), wrong=wrong.get("counterparts", ()),
        answers=sent.ticks("answers", typed.answers, answers), answers_wrong=wrong.get("answers", ()),
    )  # fmt: skip


def _day(text: str, wrong: dict[str, tuple[str, ...]]) -> date | None:
    try:
        day = date.fromisoformat(tidy_day(text))
    except ValueError:
        wrong["on"] = (f"日期“{text}”读不懂。写成 {clock.today().isoformat()} 这样。",)
        return None
    if day > clock.today():
        wrong["on"] = (f"{day.isoformat()}还没有到。发布以后再部署。",)
    return day
