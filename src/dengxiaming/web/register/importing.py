"""导入名册: a file is sent, its columns are said once; what is wrong is shown, or what differs; it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dengxiaming.areas.members.register import actions, columns, difference, queries, reading
from dengxiaming.areas.members.register.difference import Difference
from dengxiaming.areas.members.register.reading import Reading, Table
from dengxiaming.areas.organs import queries as organs
from dengxiaming.exchange import Finding
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.journal.actions import Repeated, TooLarge
from dengxiaming.web.facts.together import together
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box
from dengxiaming.web.register import shown
from dengxiaming.web.register.staged import NotReadable, Staged, of, stage

_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
@page("register.write", of=gate.by_organization)
def new(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Choose a file."""
    wrong = ""
    if request.method == "POST":
        try:
            held = stage(request.FILES.get("file"), organization, gate.reader(request).ref)
            return HttpResponseRedirect(reverse("web:register-roster", args=[organization, held.token]))
        except NotReadable as refused:
            wrong = str(refused)
    return show(
        request, here, "web/register/send.html", "matters", "导入名册", 422 if wrong else 200, wrong=wrong,
        organization=organization, name=people.name_of(organization), rosters=queries.rosters(organization),
    )  # fmt: skip


def place(organization: str, token: str) -> Place | None:  # noqa: ARG001  every word of the address is handed over
    """A roster that was sent belongs to the organisation it was sent for."""
    return organs.place(organization)


@require_http_methods(["GET", "HEAD", "POST"])
@page("register.write", of=place)
def roster(request: HttpRequest, here: Here, organization: str, token: str) -> HttpResponse:
    """What was sent: its columns, or what is wrong with it, or what it would change."""
    held = _staged(request, organization, token)
    tables, findings = held.tables()
    if not tables:
        return _refused(request, here, held, findings)
    if request.method == "POST" and request.POST.get("do") == "columns":
        return _said(request, here, held, tables)
    layouts, is_said = held.layouts(tables)
    if not is_said or "columns" in request.GET:
        return _columns(request, here, held, tables, layouts, {})
    read = _read(held, tables, findings)
    found = difference.differ(read.entries, queries.register(organization, read.entries, clock.today()))
    findings = (*read.findings, *difference.findings(found, clock.today()))
    if any(one.severity == "defect" for one in findings):
        return _refused(request, here, held, findings)
    if request.method == "POST":
        return _confirm(request, here, held, read, found)
    return _difference(request, here, held, read, found)


@require_safe
@page("register.write", of=place)
def marked(request: HttpRequest, here: Here, organization: str, token: str) -> FileResponse:  # noqa: ARG001  as every view
    """The workbook that was sent, its places marked and commented."""
    held = _staged(request, organization, token)
    tables, findings = held.tables()
    if not held.can_mark or not tables:
        raise NotThere("只有打得开的 .xlsx 工作簿能标出来。")
    read = _read(held, tables, findings)
    found = difference.differ(read.entries, queries.register(organization, read.entries, clock.today()))
    return held.marked((*read.findings, *difference.findings(found, clock.today())), tables)


def _staged(request: HttpRequest, organization: str, token: str) -> Staged:
    held = of(token, organization, gate.reader(request).ref)
    if held is None:
        raise NotThere("送来的名册只保留一个小时，已经清掉了，或者已经确认过。再选一次文件。")
    return held


def _read(held: Staged, tables: tuple[Table, ...], findings: tuple[Finding, ...]) -> Reading:
    layouts, _ = held.layouts(tables)
    found = reading.read(tables, layouts, queries.places(held.organization, clock.today()), clock.today())
    return Reading(found.entries, (*findings, *found.findings))


@dataclass(frozen=True)
class Asked:
    """The columns of one sheet as the form asks for them."""

    sheet: str
    boxes: tuple[Box, ...]


def _columns(
    request: HttpRequest, here: Here, held: Staged, tables: tuple[Table, ...], layouts: dict[str, columns.Layout],
    wrong: dict[str, str],
) -> HttpResponse:  # fmt: skip
    options = {one.id: one.label for one in columns.columns().values()}
    asked = [
        Asked(table.sheet, tuple(
            shown.column_box(number, position, title, layouts[table.sheet].get(position, ""), options, wrong)
            for position, title in enumerate(table.header) if title
        ))
        for number, table in enumerate(tables)
    ]  # fmt: skip
    return show(
        request, here, "web/register/columns.html", "matters", "哪一列是什么", 422 if wrong else 200,
        organization=held.organization, held=held, asked=asked, wrong=wrong,
    )  # fmt: skip


def _said(request: HttpRequest, here: Here, held: Staged, tables: tuple[Table, ...]) -> HttpResponse:
    """Which column is which, as it was said: kept for this file, remembered for the next."""
    layouts: dict[str, columns.Layout] = {}
    wrong: dict[str, str] = {}
    for number, table in enumerate(tables):
        layout = {
            position: column
            for position in range(len(table.header))
            if (column := request.POST.get(f"column-{number}-{position}", "")) in columns.columns()
        }
        layouts[table.sheet] = layout
        for field, sentence in columns.problems(layout).items():
            wrong[field.replace("column-", f"column-{number}-").replace("layout", f"column-{number}-0")] = sentence
    if wrong:
        return _columns(request, here, held, tables, layouts, wrong)
    for table in tables:
        actions.remember(table.fingerprint, layouts[table.sheet], clock.now())
    held.choose(layouts)
    return HttpResponseRedirect(reverse("web:register-roster", args=[held.organization, held.token]))


def _refused(request: HttpRequest, here: Here, held: Staged, findings: Sequence[Finding]) -> HttpResponse:
    lines = together(findings)
    defects = sum(one.severity == "defect" for one in findings)
    return show(
        request, here, "web/register/refused.html", "matters", "名册有要改的地方",
        organization=held.organization, held=held, findings=lines[:_SHOWN], more=len(lines) - _SHOWN, defects=defects,
        warnings=len(findings) - defects,
    )  # fmt: skip


def _difference(
    request: HttpRequest, here: Here, held: Staged, read: Reading, found: Difference, said: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    chosen = request.POST.getlist("branches") if request.method == "POST" else list(found.branches)
    lines = together(read.findings)
    return show(
        request, here, "web/register/difference.html", "matters", "名册的差别", status, said=said, held=held,
        organization=held.organization, token=new_code("K"), mark=actions.mark(found), same=found.same,
        branches=shown.by_branch(found, queries.places(held.organization, clock.today()), chosen),
        is_anything=found.is_anything, findings=lines[:_SHOWN], more=len(lines) - _SHOWN, warnings=len(read.findings),
    )  # fmt: skip


def _confirm(request: HttpRequest, here: Here, held: Staged, read: Reading, found: Difference) -> HttpResponse:
    branches = [code for code in request.POST.getlist("branches") if code in found.branches]
    if not branches:
        return _difference(request, here, held, read, found, "还没有选支部。选上要确认的支部。", 422)
    by = people.actor(request)
    asked = actions.Sent(by, clock.now(), request.POST.get("token", ""), sent.content(request))
    try:
        actions.confirm(held.organization, read.entries, branches, request.POST.get("mark", ""), asked)
    except actions.Otherwise as otherwise:
        return _difference(request, here, held, read, found, str(otherwise), 409)
    except TooLarge:
        said = "一次改动的人太多，一条存证放不下。没有保存；少选几个支部，分几次确认。"
        return _difference(request, here, held, read, found, said, 409)
    except Repeated:
        messages.info(request, "这一份已经确认过。")
        return HttpResponseRedirect(reverse("web:register-of", args=[held.organization]))
    rest = difference.differ(read.entries, queries.register(held.organization, read.entries, clock.today()))
    if rest.is_anything:
        left = len(rest.new) + len(rest.changed)
        messages.info(request, f"已经记进名册。这份表里还有{left}人没有记，看过再确认一次。")
        return HttpResponseRedirect(reverse("web:register-roster", args=[held.organization, held.token]))
    messages.info(request, "已经记进名册。")
    held.forget()
    return HttpResponseRedirect(reverse("web:register-of", args=[held.organization]))
