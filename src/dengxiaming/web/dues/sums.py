"""Sums of dues: a year by month and by branch, the ledger as a workbook and on paper, what is published. No names
but in the branch's own books.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.dues import actions, core, ledger, money, queries
from dengxiaming.areas.dues.ledger import Sums
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.papers.dues_ledger import form as paper
from dengxiaming.web.dues import people as whom
from dengxiaming.web.kit import asked, gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, forbidden, page, show
from dengxiaming.web.papers.views import TYPES, handed
from dengxiaming.web.records import people

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_USED: Final = 1000
_BRANCHES_A_PAGE: Final = 100


@dataclass(frozen=True)
class Line:
    """One line of a table of sums: a month or a branch."""

    label: str
    code: str
    sums: Sums
    closed: bool = False

    @property
    def rest(self) -> int:
        """What is still to come in."""
        return self.sums.payable - self.sums.received


@dataclass(frozen=True)
class Year:
    """A year of an organisation: by month, and by branch where there are several; `total` is the sum of either."""

    by_month: tuple[Line, ...]
    by_branch: tuple[Line, ...]
    total: Sums


def branches_of(organization: str, tree: organs.Tree) -> tuple[str, ...]:
    """The branches whose dues an organisation adds up: itself, or those below it."""
    return tuple(code for code in (organization, *tree.below(organization)) if tree.nodes[code].kind in BRANCHES)


def year_of(organization: str, tree: organs.Tree, year: int) -> Year:
    """The sums of a year."""
    branches = branches_of(organization, tree)
    held = ledger.sums(branches, date(year, 1, 1), date(year, 12, 1))
    closed = queries.closed(branches, year)
    months = core.months(date(year, 1, 1), date(year, 12, 1))
    of = ledger.by_month(held)
    by_month = tuple(
        Line(core.label(month), f"{month:%Y-%m}", of.get(month, Sums()), closed.get(month, 0) == len(branches))
        for month in months
    )
    each = ledger.by_branch(held)
    by_branch = tuple(Line(tree.nodes[one].name, one, each.get(one, Sums())) for one in branches)
    return Year(by_month, by_branch if branches != (organization,) else (), ledger.total(held))


def page_of(request: HttpRequest, here: Here, organization: str, tree: organs.Tree) -> HttpResponse:
    """A year's sums, month by month and branch by branch."""
    year = asked.year(request) or clock.today().year
    place, held = tree.place(organization), year_of(organization, tree, year)
    return show(
        request, here, "web/dues/year.html", "matters", f"{year}年党费", organization=organization,
        name=tree.nodes[organization].name, year=year, years=asked.years(year, clock.today()),
        held=held, found=asked.turn(request, held.by_branch, _BRANCHES_A_PAGE),
        may_keep=gate.opens(request, "dues.keep", place),
        members=(), token=new_code("K"),
    )  # fmt: skip


@page("dues.sums", of=gate.by_organization)
def year(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The yearly ledger: for a branch's secretary member by member, for everybody else sums."""
    tree, of = organs.Tree(), asked.year(request) or clock.today().year
    place = tree.place(organization)
    keeps = tree.nodes[organization].kind in BRANCHES and gate.opens(request, "dues.keep", place)
    members = queries.yearly(organization, of) if keeps else ()
    held = year_of(organization, tree, of)
    return show(
        request, here, "web/dues/year.html", "matters", f"{of}年党费", organization=organization,
        name=tree.nodes[organization].name, year=of, years=asked.years(of, clock.today()),
        held=held, found=asked.turn(request, held.by_branch, _BRANCHES_A_PAGE), may_keep=keeps, members=members,
        near=whom.near(organization, [one.member for one in members]),
    )  # fmt: skip


@page("dues.sums", of=lambda organization, **_: gate.by_organization(organization))
def book(request: HttpRequest, here: Here, organization: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """The ledger of a month or a year: as a workbook for whoever sees the sums, on paper for the secretary."""
    tree, text = organs.Tree(), asked.month(request)
    of = asked.year(request) or clock.today().year
    keeps = tree.nodes[organization].kind in BRANCHES and gate.opens(request, "dues.keep", tree.place(organization))
    if kind == "xlsx":
        members = queries.yearly(organization, of) if keeps else ()
        response = HttpResponse(workbook(year_of(organization, tree, of), members, of), content_type=_XLSX)
        response["Content-Disposition"] = f'attachment; filename="dues-{of}.xlsx"'
        return response
    if kind not in TYPES:
        raise NotThere("只有 xlsx、pdf 和 docx 三种。")
    if not keeps:
        return forbidden(request)
    month = date.fromisoformat(f"{text}-01") if text else None
    filled = _month_paper(organization, month) if month else _year_paper(organization, tree, of)
    return handed("dues_ledger", filled, kind, f"{filled.period}党费收缴台账")


def _month_paper(organization: str, month: date) -> paper.DuesLedger:
    held = queries.month(organization, month)
    found = ledger.total(ledger.sums([organization], month, month))
    lines = tuple(
        paper.Line(
            one.name, one.kind_label or ("导入" if one.is_opening else ""), money.shown(one.payable),
            money.shown(one.paid), one.paid_on, "；".join(part for part in (one.excuse, one.how, one.note) if part),
        )
        for one in held.lines
    )  # fmt: skip
    closed = held.closed.closed_at.astimezone(clock.ZONE).date() if held.closed and held.closed.closed_at else None
    return paper.DuesLedger(
        people.name_of(organization), core.label(month), clock.today(), money.shown(found.payable),
        money.shown(found.received), lines=lines, closed_on=closed,
        prepared_by=str(held.closed.closed_by) if held.closed else "",
    )  # fmt: skip


def _year_paper(organization: str, tree: organs.Tree, of: int) -> paper.DuesLedger:
    total = year_of(organization, tree, of).total
    members = tuple(
        paper.Member(
            one.name, tuple("" if paid is None else money.plain(paid) for paid in one.months),
            money.shown(one.payable), money.shown(one.paid),
        )
        for one in queries.yearly(organization, of)
    )  # fmt: skip
    return paper.DuesLedger(
        people.name_of(organization), f"{of}年", clock.today(), money.shown(total.payable),
        money.shown(total.received), members=members,
    )  # fmt: skip


def workbook(held: Year, members: tuple[queries.Yearly, ...], of: int) -> bytes:
    """Sums by month and by branch, and member by member where the reader keeps the books. Amounts are numbers."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        yuan = made.add_format({"num_format": "#,##0.00"})
        _sums_sheet(made.add_worksheet("按月"), yuan, "月份", held.by_month, held.total)
        if held.by_branch:
            _sums_sheet(made.add_worksheet("按支部"), yuan, "支部", held.by_branch, held.total)
        if members:
            _members_sheet(made.add_worksheet(f"{of}年明细"), yuan, members)
    return kept.getvalue()


def _sums_sheet(sheet: Any, yuan: Any, head: str, lines: tuple[Line, ...], total: Sums) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    sheet.write_row(0, 0, (head, "应交（元）", "实收（元）", "差（元）"))
    rows = [*((one.label, one.sums) for one in lines), ("合计", total)]
    for at, (label, one) in enumerate(rows, 1):
        sheet.write_string(at, 0, label)
        for column, amount in enumerate((one.payable, one.received, one.payable - one.received), 1):
            sheet.write_number(at, column, amount / 100, yuan)
    sheet.set_column(0, 3, 18)


def _members_sheet(sheet: Any, yuan: Any, members: tuple[queries.Yearly, ...]) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    sheet.write_row(0, 0, ("姓名", *(f"{month}月" for month in range(1, 13)), "应交（元）", "实交（元）"))
    for at, one in enumerate(members, 1):
        sheet.write_string(at, 0, one.name)
        for column, amount in enumerate((*one.months, one.payable, one.paid), 1):
            if amount is not None:
                sheet.write_number(at, column, amount / 100, yuan)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 14, 11)


@require_http_methods(["GET", "HEAD", "POST"])
@page("dues.published", of=gate.by_organization)
def published(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """What a branch published of a year (R5-10), for its members; the secretary publishes."""
    tree, of = organs.Tree(), asked.year(request) or clock.today().year
    may_publish = tree.nodes[organization].kind in BRANCHES and gate.opens(
        request, "dues.keep", tree.place(organization)
    )
    used, wrong = request.POST.get("used", "").strip(), dict[str, tuple[str, ...]]()
    if request.method == "POST":
        if not may_publish:
            return forbidden(request)
        if len(used) > _LONGEST_USED:
            wrong["used"] = (f"最多{_LONGEST_USED}字，现在{len(used)}字。",)
        if not wrong:
            with suppress(Repeated, Clash):
                actions.publish(organization, of, used, people.actor(request), clock.now(), sent.token(request))
            messages.info(request, f"公布了{of}年的党费收缴情况，本支部党员都看得到。")
            return HttpResponseRedirect(f"{reverse('web:dues-published', args=[organization])}?year={of}")
    return show(
        request, here, "web/dues/published.html", "matters", f"{of}年党费公布", 422 if wrong else 200,
        organization=organization, name=tree.nodes[organization].name, year=of, wrong=wrong,
        years=asked.years(of, clock.today()), told=queries.publications(organization, of), may_publish=may_publish,
        now=year_of(organization, tree, of).total if may_publish else Sums(), token=new_code("K"),
        box=sent.box("used", "使用情况", used, wrong, hint="例如“全部上缴机关党委”。可以不写。", look="area"),
    )  # fmt: skip
