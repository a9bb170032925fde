"""全市: one closed quarter, units × binding clauses."""

from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse

from dengxiaming.duties import queries
from dengxiaming.duties.queries import HeatMap
from dengxiaming.web.city import heat, workbook
from dengxiaming.web.kit import asked
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.links import address
from dengxiaming.web.kit.page import BadWord, page, show

_UNITS_A_PAGE: Final = 130


@page("city.read")
def city(request: HttpRequest, here: Here) -> HttpResponse:
    """The heat map; a page of units where there are very many, the totals those of all."""
    quarters = queries.closed_quarters(here.view)
    if not quarters:
        return show(request, here, "web/city/nothing.html", "city", "全市")
    found = _map(request, here)
    heads = heat.columns(found, queries.rulebook())
    listed = address(here, "web:duties", quarter=found.quarter.code, force="binding")
    shown = asked.turn(request, found.units, _UNITS_A_PAGE)
    groups = heat.groups(replace(found, units=shown.items), heads, listed)
    return show(
        request, here, "web/city/city.html", "city", f"{found.quarter.label}　全市条款完成情况",
        heat=found, found=shown, heads=heads, groups=groups, quarters=quarters,
        units=sum(1 for unit in found.units if unit.code),
        missed=sum(head.missed for head in heads), is_dense=len(heads) > heat.DENSE_COLUMNS,
        later=found.quarter.after if found.quarter.after in quarters else None,
        earlier=found.quarter.before if found.quarter.before in quarters else None,
    )  # fmt: skip


@page("city.read")
def export(request: HttpRequest, here: Here) -> HttpResponse:
    """The same map as a workbook, with what was missed or late line by line."""
    found = _map(request, here)
    content = workbook.write(found, queries.rulebook(), workbook.lines(found))
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    name = f"heatmap-{found.quarter.code}-{here.view.as_of.isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _map(request: HttpRequest, here: Here) -> HeatMap:
    quarters = queries.closed_quarters(here.view)
    quarter = asked.quarter(request) or (quarters[0] if quarters else here.view.closed)
    try:
        return queries.heatmap(here.view, quarter)
    except ValueError as error:
        raise BadWord(str(error)) from error
