"""The list behind a number of the law page, the heat map, or a cell of the year grid."""

from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import queries
from dengxiaming.duties.queries import Filter
from dengxiaming.ground.policy import SIGNED_IN
from dengxiaming.law.vocabulary import FORCES, STATUSES
from dengxiaming.web.kit import asked
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import BadWord, page, show
from dengxiaming.web.listing.about import About


@page(SIGNED_IN)
def duties(request: HttpRequest, here: Here) -> HttpResponse:
    """A filtered list, 100 lines a page. Without an organisation only closed duties are listed."""
    wanted = read_filter(request)
    book = queries.rulebook()
    if wanted.rule and wanted.rule not in book.rules and wanted.rule not in book.rule_of:
        raise BadWord(f"没有编号是“{wanted.rule}”的条款。编号写成 S2-1 这样。")
    found = queries.duties(here.view, wanted, page=asked.number(request, "page", "页码", 1))
    about = About(book, wanted, {code: name for code, name, _ in organs.units()} if wanted.unit else {}, found.lines)
    return show(
        request, here, "web/listing/duties.html", about.nav, about.title,
        about=about, found=found, wanted=wanted, links=about.links(request),
    )  # fmt: skip


def read_filter(request: HttpRequest) -> Filter:
    """What an address asks for. Raises `BadWord`."""
    status = asked.one_of(request, "status", "判定", STATUSES)
    return Filter(
        rule=request.GET.get("rule", "").strip(),
        organization=request.GET.get("organization", "").strip(),
        below=request.GET.get("below", "") == "1",
        unit=request.GET.get("unit", "").strip(),
        no_unit=request.GET.get("no_unit", "") == "1",
        statuses=(status,) if status else (),
        force=asked.one_of(request, "force", "约束力", FORCES),
        quarter=asked.quarter(request),
        year=asked.year(request),
        month=asked.month(request),
        period=request.GET.get("period", "").strip(),
    )
