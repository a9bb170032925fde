"""Handing out papers: of a record, a notice, a branch's quarter and year, and the month's head."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.gatherings import queries, sheet
from dengxiaming.areas.gatherings.queries import Announced
from dengxiaming.areas.gatherings.sheet import Sheet
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.service.actions import KIND as SERVICE
from dengxiaming.ground import clock
from dengxiaming.web.kit import asked, gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page
from dengxiaming.web.papers import composed

TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OF_RECORD: Final[dict[str, tuple[str, Callable[[Sheet], object]]]] = {
    "minute_page": ("会议记录页", composed.minute_page),
    "attendance_sheet": ("点名表", composed.attendance_sheet),
    "service_form": ("进社区登记表", composed.service_form),
}
"""The papers of one record: name of the room in `papers`, words, and what it is filled from."""


def of(held: Sheet) -> tuple[tuple[str, str], ...]:
    """The papers a record has: the 登记表 only where it was a community service."""
    return tuple(
        (name, words) for name, (words, _) in OF_RECORD.items() if name != "service_form" or SERVICE in held.kinds
    )


@page("gathering.read", of=lambda act, **_: queries.place(act))
def record(request: HttpRequest, here: Here, act: str, name: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """A paper of one record."""
    held = sheet.sheet(act)
    if held is None or name not in dict(of(held)) or kind not in TYPES:
        raise NotThere("这条记录没有这种纸。回到记录页，从“打印和存证”里选。")
    return handed(
        name, OF_RECORD[name][1](held), kind, f"{held.on:%Y%m%d}-{OF_RECORD[name][0]}-{act}", held.recorded_at
    )


@page("notice.read", of=lambda code, **_: queries.place_of_notice(code))
def notice(request: HttpRequest, here: Here, code: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """The notice of a gathering."""
    told: Announced | None = queries.notice(code)
    if told is None or kind not in TYPES:
        raise NotThere("没有这份通知。")
    return handed("notice", composed.notice_of(told), kind, f"{told.on:%Y%m%d}-会议通知", told.issued_at)


@page("gathering.read", of=lambda organization, **_: organs.place(organization))
def quarter(request: HttpRequest, here: Here, organization: str, kind: str) -> HttpResponse:
    """The register of a quarter: the one asked for, else the one as_of lies in."""
    wanted = asked.quarter(request)
    day = here.view.as_of
    year, number = (wanted.year, wanted.number) if wanted else (day.year, (day.month + 2) // 3)
    if kind not in TYPES:
        raise NotThere("只有 pdf 和 docx 两种。")
    filled = composed.quarter_register(gate.reader(request), organization, year, number)
    return handed("quarter_register", filled, kind, f"{year}年第{number}季度三会一课台账")


@page("gathering.write", of=lambda organization, **_: organs.place(organization))
def book(request: HttpRequest, here: Here, organization: str, kind: str) -> HttpResponse:
    """The year's handbook, for those who keep it."""
    year = asked.year(request) or here.view.as_of.year
    if kind not in TYPES:
        raise NotThere("只有 pdf 和 docx 两种。")
    return handed("handbook", composed.year_book(gate.reader(request), organization, year), kind, f"{year}年工作手册")


@page("head.print")
def head(request: HttpRequest, here: Here, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """The month's sheet with the journal's head."""
    if kind not in TYPES:
        raise NotThere("只有 pdf 和 docx 两种。")
    today = clock.today()
    return handed("head_sheet", composed.head_sheet(settings.DXM_CITY, today), kind, f"{today:%Y%m}-存证单")


def handed(room: str, filled: object, kind: str, name: str, at: datetime | None = None) -> HttpResponse:
    """A paper as a file, dated `at`. What prints it is slow to start and read only when somebody prints."""
    paper: Any = import_module(f"dengxiaming.papers.{room}.paper")
    response = HttpResponse(getattr(paper, kind)(filled, at or clock.now()), content_type=TYPES[kind])
    response["Content-Disposition"] = _disposition(f"{name}.{kind}", inline=kind == "pdf")
    return response


def _disposition(name: str, *, inline: bool) -> str:
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name)}"
