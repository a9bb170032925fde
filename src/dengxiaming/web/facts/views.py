"""载入事实: choose a file; it is checked and loaded whole, or refused whole with every place and remedy."""

from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dengxiaming.duties import actions
from dengxiaming.duties.queries import numbers
from dengxiaming.exchange import Reading, mark_workbook, read_facts, write_template
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.queries import is_anything_sealed
from dengxiaming.web.facts import form, kept, received
from dengxiaming.web.facts.together import together
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records.people import actor

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 500
TABLE_LABELS = {
    "organizations": "组织", "units": "单位", "members": "党员", "posts": "职务", "acts": "活动与行为",
    "attendance": "出席", "dues": "党费", "triggers": "触发事项",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("facts.load")
def facts(request: HttpRequest, here: Here) -> HttpResponse:
    """The form; or an upload, answered by the page that shows what became of it."""
    if request.method != "POST":
        return _form(request, here, form.Upload(how=form.ADD if is_anything_sealed() else form.REPLACE), 200)
    upload = form.read(request)
    if upload.errors or upload.sent is None:
        return _form(request, here, upload, 422)
    folder = kept.new_folder()
    try:
        source = received.lay_out(upload.sent, folder)
        reading = read_facts(source, recorded_at=upload.recorded_at)
    except (received.NotReadable, OSError) as error:
        kept.forget(folder)
        upload.errors["file"] = (
            str(error) if isinstance(error, received.NotReadable) else f"“{upload.name}”读不了。另存一份再选。"
        )
        return _form(request, here, upload, 422)
    return HttpResponseRedirect(_load(upload, reading, source, folder, actor(request)))


def _load(upload: form.Upload, reading: Reading, source: Path, folder: Path, by: Actor) -> str:
    """Load a clean reading, or keep a refused one; the address of the page that tells."""
    note: dict[str, Any] = {
        "name": upload.name, "source": source.name, "left_out": reading.left_out,
        "recorded_at": upload.recorded_at_text, "records_from": upload.records_from_text, "how": upload.how,
    }  # fmt: skip
    load = actions.add_fact_set if upload.how == form.ADD else actions.load_fact_set
    try:
        loaded = load(reading, upload.records_from, by=by)
    except actions.Refused as refused:
        token = kept.keep(folder, note, refused.findings)
        return reverse("web:refused", args=[token])
    kept.forget_sent(folder)
    note |= {"rows": loaded.rows, "judged": loaded.judged, "seconds": loaded.seconds, "skipped": loaded.skipped}
    return reverse("web:loaded", args=[kept.keep(folder, note, reading.warnings)])


def _form(request: HttpRequest, here: Here, upload: form.Upload, status: int) -> HttpResponse:
    return show(request, here, "web/facts/form.html", "facts", "载入事实", status, upload=upload, held=numbers())


@require_safe
@page("facts.load")
def refused(request: HttpRequest, here: Here, token: str) -> HttpResponse:
    """Why a file was refused: every defect and warning."""
    note = _note(token)
    findings = kept.findings_of(note)
    lines = together(findings)
    defects = sum(found.severity == "defect" for found in findings)
    return show(
        request, here, "web/facts/refused.html", "facts", "没有载入",
        token=token, note=note, findings=lines[:_SHOWN], more=len(lines) - _SHOWN, defects=defects,
        warnings=len(findings) - defects, can_mark=note["source"].endswith(".xlsx"),
        upload=form.Upload(
            how=note["how"], recorded_at_text=note["recorded_at"], records_from_text=note["records_from"]
        ),
    )  # fmt: skip


@require_safe
@page("facts.load")
def loaded(request: HttpRequest, here: Here, token: str) -> HttpResponse:
    """What was loaded, and the warnings."""
    note = _note(token)
    findings = kept.findings_of(note)
    lines = together(findings)
    return show(
        request, here, "web/facts/loaded.html", "facts", "已经载入",
        note=note, findings=lines[:_SHOWN], more=len(lines) - _SHOWN, warnings=len(findings),
        rows=[(TABLE_LABELS.get(table, table), count) for table, count in note["rows"].items()],
    )  # fmt: skip


@require_safe
@page("facts.load")
def marked(request: HttpRequest, here: Here, token: str) -> FileResponse:  # noqa: ARG001  每个视图都这样被叫
    """The workbook that was sent, its bad cells marked and commented."""
    note = _note(token)
    folder = kept.folder_of(token)
    if folder is None or not note["source"].endswith(".xlsx"):
        raise NotThere("只有 .xlsx 工作簿能标出来。")
    target = folder / "marked.xlsx"
    if not target.exists():
        mark_workbook(folder / note["source"], kept.findings_of(note), target)
    stem = note["name"].rsplit(".", 1)[0]
    return FileResponse(target.open("rb"), as_attachment=True, filename=f"{stem}-标注.xlsx", content_type=_WORKBOOK)


@require_safe
@page("facts.load")
def template(request: HttpRequest, here: Here) -> FileResponse:  # noqa: ARG001  每个视图都这样被叫
    """The empty workbook to fill in."""
    folder = kept.new_folder()
    target = folder / "template.xlsx"
    write_template(target)
    return FileResponse(target.open("rb"), as_attachment=True, filename="灯下明-事实模板.xlsx", content_type=_WORKBOOK)


def _note(token: str) -> dict[str, Any]:
    folder = kept.folder_of(token)
    if folder is None:
        raise NotThere("这次载入的结果只保留一个小时，已经清掉了。再选一次文件。")
    return kept.note_of(folder)
