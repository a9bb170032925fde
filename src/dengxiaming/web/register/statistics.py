"""年度统计: members and organisations as of a day, as a page and as a workbook, within the organisation's reach."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dengxiaming.areas.members.register import queries, statistics
from dengxiaming.areas.members.register.statistics import Counts
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import KINDS
from dengxiaming.web.kit import asked, gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.register import workbook

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BRANCHES_A_PAGE: Final = 100


@dataclass(frozen=True)
class Found:
    """The statistics of an organisation: the whole, each branch, how many organisations of each kind."""

    name: str
    day: date
    whole: Counts
    branches: tuple[tuple[str, str, Counts], ...]
    kinds: tuple[tuple[str, int], ...]


def found(organization: str, day: date) -> Found:
    """Everything; the same number of queries whatever is counted."""
    tree, codes = organs.Tree(), queries.within(organization, day)
    people = queries.counted(codes, day)
    parts = statistics.by_branch(people, codes, day)
    nodes = (tree.nodes[code] for code in (organization, *tree.below(organization)))
    kinds = Counter(node.kind for node in nodes if node.is_in_force(day))
    return Found(
        tree.nodes[organization].name, day, statistics.count(people, day),
        tuple((code, tree.nodes[code].name, parts[code]) for code in codes),
        tuple((words, kinds[kind]) for kind, words in KINDS.items() if kinds[kind]),
    )  # fmt: skip


@require_safe
@page("statistics.read", of=gate.by_organization)
def statistics_page(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The tables of the page."""
    held = found(organization, here.view.as_of)
    cuts = [
        (cut.title, [pair for pair in zip(cut.parts, held.whole.told(cut), strict=True) if pair[1] is not None])
        for cut in statistics.cuts()
    ]
    shown = asked.turn(request, held.branches, _BRANCHES_A_PAGE)
    rows = [(code, name, counts.total, _short(counts)) for code, name, counts in shown.items]
    return show(
        request, here, "web/register/statistics.html", "matters", "党员和组织统计", organization=organization,
        found=held, cuts=cuts, rows=rows, shown=shown, total=_short(held.whole),
    )  # fmt: skip


def _short(counts: Counts) -> list[tuple[str, str]]:
    """Three numbers of a line with their heads, each with how many are not known beside it."""
    found = []
    for title, part in (("类别", "预备"), ("性别", "女"), ("大专以上", "大专以上")):
        number, unknown = counts.parts.get((title, part), 0), counts.parts.get((title, statistics.UNKNOWN), 0)
        said = f"{number}名，{unknown}名没有登记" if unknown else f"{number}名"
        found.append((part, "都没有登记" if unknown and unknown == counts.total else said))
    return found


@require_safe
@page("statistics.read", of=gate.by_organization)
def statistics_workbook(request: HttpRequest, here: Here, organization: str) -> HttpResponse:  # noqa: ARG001  as every view
    """The same in every cut of every branch, as a workbook."""
    held = found(organization, here.view.as_of)
    headers = {"Content-Disposition": f'attachment; filename="statistics-{held.day.isoformat()}.xlsx"'}
    return HttpResponse(
        workbook.write(held.name, held.day, held.whole, held.branches, held.kinds), content_type=_WORKBOOK,
        headers=headers,
    )  # fmt: skip
