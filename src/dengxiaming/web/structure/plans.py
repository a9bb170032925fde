"""排联合支部: proposals side by side, one taken as a draft, units moved, the rules looked at again."""

from dataclasses import dataclass
from math import inf
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.structure import queries
from dengxiaming.areas.structure.planner import limits as local
from dengxiaming.areas.structure.planner.candidates import Measured, measured
from dengxiaming.areas.structure.planner.limits import Limits
from dengxiaming.areas.structure.planner.sites import Host, Site, apart
from dengxiaming.areas.structure.plans import actions, core
from dengxiaming.areas.structure.plans import queries as plans
from dengxiaming.ground import clock
from dengxiaming.ground.policy import Place
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box, Choice
from dengxiaming.web.structure import numbers

_LONGEST_NAME: Final = 200
_NEAREST: Final = 12
"""So many branches a unit can be moved to from its field: a list of sixty is nothing anybody picks from."""


@dataclass(frozen=True)
class Shown:
    """A branch of a plan on the page: its units, what they come to, and what breaks a rule."""

    place: int
    group: core.Group
    sites: tuple[Site, ...]
    come: Measured
    broken: tuple[str, ...]

    @property
    def number(self) -> int:
        """Counted from 1, as people do."""
        return self.place + 1


@dataclass(frozen=True)
class Compared:
    """A proposal beside the others."""

    proposal: core.Proposal
    figures: core.Figures
    groups: tuple[Shown, ...]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ground:
    """What a plan is laid over today."""

    sites: dict[str, Site]
    hosts: dict[str, Host]
    limits: Limits
    joint: tuple[tuple[str, str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, organization: str) -> "Ground":
        """Below an organisation."""
        scene, numbered = queries.scene(clock.today()), numbers.of(clock.today())
        hosts = {host.code: host for host in scene.hosts(organization, numbered)}
        return cls(
            {code: scene.sites[code] for code in scene.units_below(organization)},
            hosts,
            numbered,
            scene.joint(organization),
        )

    def shown(self, groups: tuple[core.Group, ...]) -> tuple[Shown, ...]:
        """The branches as they are today."""
        found = []
        for place, group in enumerate(groups):
            sites = core.everybody(group, self.sites, self.hosts)
            broken = core.broken(group, self.sites, self.hosts, self.limits)
            found.append(Shown(place, group, sites, measured(sites, self.limits), broken))
        return tuple(found)

    def metres(self, unit: str, sites: tuple[Site, ...]) -> float:
        """How far a unit is from the nearest of some; what nobody knows is farthest."""
        if unit not in self.sites:
            return inf
        known = (apart(self.sites[unit], one, self.limits) for one in sites if one.code != unit)
        return min((metres for metres in known if metres is not None), default=inf)

    def name(self, code: str) -> str:
        """A unit's name."""
        return self.sites[code].name if code in self.sites else code


def place(code: str) -> Place | None:
    """A plan belongs to the organisation that made it."""
    held = plans.plan(code)
    return organs.place(held.organization) if held else None


@require_http_methods(["GET", "HEAD", "POST"])
@page("structure.plan", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The plans there are, and what a new one would be about; a button has the planner work."""
    scene, limits = queries.scene(clock.today()), numbers.of(clock.today())
    again = request.POST.get("again") == "1"
    small, hosts = scene.small(organization, limits, again=again), scene.hosts(organization, limits)
    seconds = local.local("seconds", scene.day)
    if request.method == "POST" and small:
        hosts = () if again else hosts
        content = core.propose(small, hosts, limits, local.weighings(), seconds)
        code = actions.keep(organization, content, people.actor(request), clock.now())
        return HttpResponseRedirect(reverse("web:structure-plan", args=[code]))
    return show(
        request, here, "web/structure/plans.html", "matters", "排联合支部", 422 if request.method == "POST" else 200,
        organization=organization, name=scene.tree.nodes[organization].name, small=small, hosts=hosts, limits=limits,
        all_small=scene.small(organization, limits, again=True), weighings=local.weighings(),
        unplaced=[one for one in small if one.point is None and not one.area],
        held=plans.of_organization(organization), is_empty=request.method == "POST", seconds=seconds,
    )  # fmt: skip


@page("structure.plan", of=place)
def plan(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """A plan: the proposals compared, and the draft made of one."""
    held = _held(code)
    return _page(request, here, held, held.content)


@require_POST
@page("structure.plan", of=place)
def do(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """Take a proposal, save the draft, or throw the plan away."""
    held, name = _held(code), request.POST.get("do", "")
    if name == "discard":
        actions.discard(code)
        messages.info(request, "方案已删掉。")
        return HttpResponseRedirect(reverse("web:structure-plans", args=[held.organization]))
    content = held.content
    try:
        if name == "take":
            content = core.taken(content, request.POST.get("weighing", ""))
        elif name == "save":
            names = [request.POST.get(f"name-{at}", "") for at in range(len(content.groups))]
            slots = {unit: request.POST.get(f"unit-{unit}", "") for unit in content.units}
            content = core.moved(content, slots, names, Ground.of(held.organization).sites)
        else:
            raise BadWord("没有这一步。回到方案页再点一次。")
        if too_long := [group.name for group in content.groups if len(group.name) > _LONGEST_NAME]:
            return _page(request, here, held, content, f"名称最多{_LONGEST_NAME}字：“{too_long[0][:20]}…”太长。")
        actions.revise(code, content, _version(request), people.actor(request), clock.now())
    except (LookupError, ValueError, actions.Elsewhere) as refused:
        return _page(request, here, held, content, str(refused))
    messages.info(request, "已存。" if name == "save" else "已用这个方案，下面可以改。")
    return HttpResponseRedirect(f"{reverse('web:structure-plan', args=[code])}#draft")


def _held(code: str) -> plans.Kept:
    held = plans.plan(code)
    if held is None:
        raise NotThere("没有这份方案，或者已经删掉。")
    return held


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0


def _page(request: HttpRequest, here: Here, held: plans.Kept, content: core.Content, said: str = "") -> HttpResponse:
    ground = Ground.of(held.organization)
    drafted = ground.shown(content.groups)
    compared = [
        Compared(
            one, core.figures(one.groups, len(one.left), ground.sites, ground.hosts, ground.limits),
            ground.shown(one.groups), tuple((ground.name(unit), why) for unit, why in one.left),
        )
        for one in held.content.proposals
    ]  # fmt: skip
    return show(
        request, here, "web/structure/plan.html", "matters", "联合支部方案", 422 if said else 200,
        held=held, content=content, name=people.name_of(held.organization), said=said, compared=compared,
        drafted=drafted, broken=sum(bool(one.broken) for one in drafted), ground=ground,
        names=[Box(f"name-{one.place}", f"name-{one.place}", f"第{one.place + 1}个支部的名称", one.group.name)
               for one in drafted if not one.group.host],
        boxes=_boxes(content, drafted, ground), left=[ground.name(unit) for unit in content.left],
        there={one.place for one in drafted for _, _, units in ground.joint if set(units) == set(one.group.units)},
        emptied=[
            (one, [ground.name(unit) for unit in one.going], [ground.name(unit) for unit in one.rest])
            for one in core.emptied(content.groups, ground.joint)
        ],
        figures=core.figures(content.groups, len(content.left), ground.sites, ground.hosts, ground.limits),
        nearest=_NEAREST if len(drafted) > _NEAREST else 0,
        weighing=next((one.label for one in held.content.proposals if one.weighing == content.chosen), ""),
    )  # fmt: skip


def _boxes(content: core.Content, drafted: tuple[Shown, ...], ground: Ground) -> list[Box]:
    """For each unit, which branch it goes to: the one it is in and the nearest others."""
    return [
        Box(f"unit-{unit}", f"unit-{unit}", ground.name(unit), look="select", choices=tuple(
            Choice(value, label, is_chosen) for value, label, is_chosen in _choices(unit, drafted, ground)
        ))
        for unit in content.units
    ]  # fmt: skip


def _choices(unit: str, drafted: tuple[Shown, ...], ground: Ground) -> list[tuple[str, str, bool]]:
    own = next((one.place for one in drafted if unit in one.group.units), None)
    near = sorted(drafted, key=lambda one: (one.place != own, ground.metres(unit, one.sites), one.place))[:_NEAREST]
    branches = [(str(one.place), f"{one.number}　{one.group.name}", one.place == own) for one in near]
    return [*sorted(branches, key=lambda one: int(one[0])), (core.NEW, "另设一个", False), ("", "不排", own is None)]
