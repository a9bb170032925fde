"""写请示: a request to found, change or dissolve an organisation, empty or filled from a plan."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.members.transfers.actions import Sent
from dengxiaming.areas.structure import queries
from dengxiaming.areas.structure.plans import core as planning
from dengxiaming.areas.structure.plans import queries as plans
from dengxiaming.areas.structure.queries import Scene
from dengxiaming.areas.structure.requests import actions, core
from dengxiaming.areas.structure.requests.core import Known, Typed
from dengxiaming.areas.structure.terms import ACTS, FOUNDED
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.law.vocabulary import ORGANIZATION_KINDS
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.records import people
from dengxiaming.web.structure import numbers

_DAYS = ("asked_on", "starts_on", "ends_on")
_TEXTS = ("act", "subject", "kind", "name", "parent", "receiver", "reason", "number", *_DAYS)


@require_http_methods(["GET", "HEAD", "POST"])
@page("structure.ask", of=gate.by_organization)
def ask(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The form, or what it was read into."""
    today, scene = clock.today(), queries.scene(clock.today())
    known = core.known(scene.tree, organization, scene.units_below(organization), today)
    if request.method != "POST":
        return _form(request, here, organization, _prefilled(request, organization, scene), scene, known)
    typed = _typed(request)
    read = core.read(typed, known, scene.tree.nodes, today)
    if not isinstance(read, core.Read):
        return _form(request, here, organization, typed, scene, known, read)
    try:
        code = actions.ask(
            read, organization, Sent(people.actor(request), clock.now(), sent.token(request), sent.content(request))
        )
    except Repeated as before:
        code = before.answer
    except (LookupError, Clash) as refused:
        return _form(request, here, organization, typed, scene, known, (Problem("act", str(refused)),))
    messages.info(request, "请示已记。打印出来盖章送出；批复下来，由上级在这一页记。")
    return HttpResponseRedirect(reverse("web:structure-request", args=[code]))


def _typed(request: HttpRequest) -> Typed:
    given = {name: request.POST.get(name, "") for name in _TEXTS}
    given |= {name: tidy_day(given[name]) for name in _DAYS if given[name].strip()}
    return Typed(**given, units=tuple(request.POST.getlist("units")), moves=request.POST.get("moves") == "1")


def _prefilled(request: HttpRequest, organization: str, scene: Scene) -> Typed:
    """What a plan says of one of its branches; else what the address asks for."""
    empty = Typed(
        request.GET.get("act", "found"), request.GET.get("subject", ""), parent=organization,
        asked_on=clock.today().isoformat(),
    )  # fmt: skip
    held, place = plans.plan(request.GET.get("plan", "")), request.GET.get("group", "")
    if held is None or held.organization != organization:
        return _as_it_is(empty, scene)
    for one in planning.emptied(held.content.groups, scene.joint(organization)):
        if one.code == request.GET.get("old", ""):
            return _of_emptied(empty, one, scene)
    if not (place.isdecimal() and place.isascii()):
        return _as_it_is(empty, scene)
    wanted = held.content.groups[: int(place)][int(place) - 1 :]
    return _of_group(empty, wanted[0], scene) if wanted else empty


def _as_it_is(typed: Typed, scene: Scene) -> Typed:
    """A change begins from what the organisation is."""
    node = scene.tree.nodes.get(typed.subject)
    if node is None:
        return typed
    return replace(typed, kind=node.kind, name=node.name, parent=node.parent, units=scene.tree.units(node.code))


def _of_emptied(empty: Typed, one: planning.Emptied, scene: Scene) -> Typed:
    """Dissolving a joint branch whose units all go elsewhere; or the change that leaves it those that stay."""
    went = "、".join(scene.sites[unit].name for unit in one.going if unit in scene.sites)
    typed = replace(empty, act=one.act, subject=one.code, reason=f"{went}按新的方案编入别的联合支部。")
    return typed if one.act == "dissolve" else replace(_as_it_is(typed, scene), units=one.rest)


def _of_group(empty: Typed, group: planning.Group, scene: Scene) -> Typed:
    """Founding a joint branch; or the change of one there is, which takes more units in."""
    sites = [scene.sites[unit] for unit in group.units if unit in scene.sites]
    said = "、".join(f"{site.name}正式党员{site.full}名" for site in sites)
    reason = f"{said}，都不足3名，地域相邻，合并管理。"
    units = tuple(site.code for site in sites)
    own = [code for unit in units for code in scene.covering(unit, {"branch"}) if len(scene.tree.units(code)) == 1]
    if group.host in scene.tree.nodes:
        host = scene.tree.nodes[group.host]
        there = scene.tree.units(host.code)
        return replace(
            empty, act="change", subject=host.code, kind=host.kind, name=host.name, parent=host.parent,
            units=(*there, *units), moves=True, reason=reason,
        )  # fmt: skip
    if own:
        # 其中一个单位自己设了支部：那个支部改成联合支部，别的单位进来
        return replace(
            empty, act="change", subject=own[0], kind="joint_branch", name=group.name,
            parent=scene.tree.nodes[own[0]].parent, units=units, moves=True, reason=reason,
        )  # fmt: skip
    return replace(empty, act="found", kind="joint_branch", name=group.name, units=units, moves=True, reason=reason)


def _form(
    request: HttpRequest, here: Here, organization: str, typed: Typed, scene: Scene, known: Known,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:  # fmt: skip
    wrong = sent.by_field(problems)
    kinds = {kind: ORGANIZATION_KINDS[kind] for kind in FOUNDED}
    return show(
        request, here, "web/structure/ask.html", "matters", "写请示", 422 if problems else 200,
        organization=organization, name=scene.tree.nodes[organization].name, problems=problems, token=new_code("K"),
        act=sent.select("act", "请示什么", typed.act, ACTS, wrong),
        subject=sent.select("subject", "哪个组织", typed.subject, known.subjects, wrong, hint="变更、撤销时选。"),
        kind=sent.select("kind", "类别", typed.kind, kinds, wrong),
        parent=sent.select("parent", "上级组织", typed.parent, known.parents, wrong),
        receiver=sent.select("receiver", "党员转到", typed.receiver, known.receivers, wrong,
                             hint="撤销时还有党员的，写明转到哪个支部，生效那天一起转。"),
        boxes={
            "name": sent.box("name", "名称", typed.name, wrong),
            "starts_on": sent.box("starts_on", "临时支部从哪天起", typed.starts_on, wrong),
            "ends_on": sent.box("ends_on", "临时支部到哪天止", typed.ends_on, wrong,
                                hint="临时支部不接收预备党员、不选举、不处分党员（R1-4）。"),
            "reason": sent.box("reason", "理由", typed.reason, wrong, look="area",
                               hint="为什么，党员多少。设置调整由党组讨论决定后报批（R2-10）。"),
            "number": sent.box("number", "请示文号", typed.number, wrong, hint="没有就不写。"),
            "asked_on": sent.box("asked_on", "请示日期", typed.asked_on, wrong),
        },
        units=sent.ticks("units", typed.units, {
            code: _unit(scene, code) for code in sorted(known.units, key=lambda code: code not in typed.units)
        }),
        units_wrong=wrong.get("units", ()), moves=typed.moves, limits=numbers.of(scene.day),
    )  # fmt: skip


def _unit(scene: Scene, code: str) -> str:
    site = scene.sites[code]
    return f"{site.name}（{site.full}）"
