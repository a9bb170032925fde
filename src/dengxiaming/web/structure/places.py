"""单位的位置和行业: what the planner goes by, typed for the small units, pasted for any (S1-4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.organs import actions
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.actions import Located
from dengxiaming.areas.structure import queries
from dengxiaming.areas.structure.plans import places
from dengxiaming.areas.structure.queries import Scene
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box
from dengxiaming.web.structure import numbers


@dataclass(frozen=True)
class Row:
    """One unit's fields."""

    code: str
    name: str
    full: int
    boxes: tuple[Box, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@page("structure.plan", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A line for every unit the planner would place or could add to; a field to paste a table into."""
    scene = queries.scene(clock.today())
    units = {code: scene.sites[code].name for code in scene.units_below(organization)}
    held = {code: _held(scene, code) for code in units}
    typed, text = held, request.POST.get("text", "")
    found: tuple[Problem, ...] = ()
    if request.method == "POST":
        is_pasted = request.POST.get("do") == "paste"
        given = (
            places.pasted(text, units, held) if is_pasted else
            tuple(_given(request, code, held[code]) for code in units if f"area-{code}" in request.POST)
        )  # fmt: skip
        typed = held | {one.unit: one for one in given if one.unit in held}
        read = places.read(given, units) or (Problem("text", "没有可读的行。从表格里复制几行，粘在这里。"),)
        located = tuple(one for one in read if isinstance(one, Located))
        if located:
            return _saved(request, organization, located)
        found = tuple(one for one in read if isinstance(one, Problem))
    wrong = sent.by_field(found)
    return show(
        request, here, "web/structure/places.html", "matters", "单位的位置和行业", 422 if found else 200,
        organization=organization, name=organs.Tree().nodes[organization].name, token=new_code("K"), problems=found,
        rows=_rows(scene, organization, typed, wrong), others=len(units),
        text=sent.box("text", "从表格粘贴", text, wrong, look="area",
                      hint="一行一个单位：编号或名称、行业、片区、纬度、经度，从 Excel 里复制。空着的格不改。"),
    )  # fmt: skip


def _saved(request: HttpRequest, organization: str, located: tuple[Located, ...]) -> HttpResponse:
    changed = 0
    try:
        changed = actions.locate(
            located, people.actor(request), clock.now(), sent.token(request), sent.content(request)
        )
    except Repeated as before:
        changed = int(before.answer or 0)
    messages.info(request, f"已改{changed}个单位。" if changed else "没有要改的。")
    return HttpResponseRedirect(reverse("web:structure-places", args=[organization]))


def _held(scene: Scene, code: str) -> places.Typed:
    site = scene.sites[code]
    return places.Typed(code, site.trade, site.area, places.shown(*(site.point or (None, None))))


def _given(request: HttpRequest, code: str, held: places.Typed) -> places.Typed:
    """What the form sent; a field it does not have stays as it is."""
    return places.Typed(
        code, *(request.POST.get(f"{name}-{code}", getattr(held, name)) for name in ("category", "area", "point"))
    )


def _rows(
    scene: Scene, organization: str, typed: Mapping[str, places.Typed], wrong: Mapping[str, tuple[str, ...]]
) -> tuple[Row, ...]:
    limits = numbers.of(scene.day)
    wanted = {site.code for site in scene.small(organization, limits, again=True)}
    wanted |= {site.code for host in scene.hosts(organization, limits) for site in host.sites}
    areas = tuple(sorted({site.area for site in scene.sites.values() if site.area}))
    trades = tuple(sorted({site.trade for site in scene.sites.values() if site.trade}))
    return tuple(
        Row(code, site.name, site.full, tuple(
            Box(f"{name}-{code}", f"{name}-{code}", label, getattr(typed[code], name),
                problems=wrong.get(f"{name}-{code}", ()), suggestions=suggested)
            for name, label, suggested in (("category", "行业", trades), ("area", "片区", areas), ("point", "坐标", ()))
        ))
        for code, site in scene.sites.items() if code in wanted and code in typed
    )  # fmt: skip
