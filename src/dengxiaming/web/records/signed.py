"""记录: the list of an organisation's records, one signed record, and what is still done to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.gatherings import actions, drafts, expected, queries, sheet
from dengxiaming.areas.gatherings.actions import correct as correct_record
from dengxiaming.areas.gatherings.refusals import Gone, NotReady, Refused
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.service import actions as service
from dengxiaming.areas.service import queries as filings
from dengxiaming.ground import clock, policy
from dengxiaming.ground.codes import new_code
from dengxiaming.journal import queries as journal
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.web.kit import asked, gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, forbidden, page, show
from dengxiaming.web.papers import views as papers
from dengxiaming.web.policy import PEOPLE
from dengxiaming.web.records import drafting, form, people
from dengxiaming.web.records.boxes import Typed
from dengxiaming.web.records.names import content_of


@page("desk.read")
def own(request: HttpRequest, here: Here) -> HttpResponse:
    """The records of the reader's own organisation; where there are several, a list to choose from."""
    reader, tree = gate.reader(request), organs.Tree()
    held = dict.fromkeys(code for role in PEOPLE for code in sorted(reader.organizations(role)) if code in tree.nodes)
    if len(held) == 1:
        return HttpResponseRedirect(reverse("web:records-of", args=[next(iter(held))]))
    return show(request, here, "web/records/own.html", "records", "记录", places=[tree.nodes[code] for code in held])


@page("gathering.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A year of records, and the drafts for whoever keeps them."""
    reader, tree = gate.reader(request), organs.Tree()
    year = asked.year(request) or here.view.as_of.year
    may_write = policy.may(reader, "gathering.write", tree.place(organization))
    return show(
        request, here, "web/records/list.html", "records", "记录",
        organization=organization, name=tree.nodes[organization].name, year=year, may_write=may_write,
        drafts=drafts.of_organizations([organization]) if may_write else (),
        records=queries.records(reader, tree, year, organization), years=asked.years(year, here.view.as_of),
    )  # fmt: skip


@page("gathering.read", of=queries.place)
def record(request: HttpRequest, here: Here, act: str) -> HttpResponse:
    """One record: what was signed, signs and words on them, what is still to do."""
    return _page(request, here, act)


@require_POST
@page("gathering.read", of=queries.place)
def do(request: HttpRequest, here: Here, act: str) -> HttpResponse:
    """What a button under a record does: confirm, withdraw, make up, say what became of a resolution, remark, file."""
    name, _, what = request.POST.get("do", "").partition(":")
    if name not in _VERBS:
        raise NotThere("没有这个按钮。回到记录页。")
    action, done, act_on = _VERBS[name]
    place = _place(name, act, what)
    if place is None or not gate.opens(request, action, place):
        return forbidden(request)
    try:
        act_on(request, act, what)
    except (Refused, Gone, service.NotToFile) as refused:
        return _page(request, here, act, tried=Tried.of(request, str(refused)), status=422)
    except Repeated:
        pass
    except Clash as clash:
        return _page(request, here, act, tried=Tried.of(request, str(clash)), status=409)
    messages.info(request, done)
    return HttpResponseRedirect(reverse("web:record", args=[act]))


def _place(name: str, act: str, what: str) -> policy.Place | None:
    """Where what a button changes belongs: a resolution is its owner's, the record its recorder's."""
    if name == "progress":
        return queries.place_of_resolution(what)
    return queries.place_of_writing(act) if _VERBS[name][0] == "gathering.write" else queries.place(act)


@require_http_methods(["GET", "HEAD", "POST"])
@page("gathering.write", of=queries.place_of_writing)
def correct(request: HttpRequest, here: Here, act: str) -> HttpResponse:
    """The form again, for a correction: the old text stays in the journal."""
    held = sheet.sheet(act)
    if held is None or held.recorded_at is None:
        raise NotThere("没有这条记录，或者还没有签字。")
    before = drafts.content_of(act)
    if request.method != "POST":
        return _correction(request, here, held, before, "")
    content = drafting.kept(content_of(request.POST), held.organization, before)
    content["holders"] = {code: content["holders"].get(code, {}) for code in before["holders"]}
    reason = request.POST.get("reason", "")
    name, _, what = request.POST.get("do", "").partition(":")
    known = expected.people(held.organization, content, "", clock.today())
    if name in drafting.STEPS:
        drafting.STEPS[name][0](content, what, known)
        content["holders"] = {code: content["holders"].get(code, {}) for code in before["holders"]}
        return _correction(request, here, held, content, reason)
    if name != "correct":
        return _correction(request, here, held, content, reason)
    try:
        correct_record(act, content, reason, people.actor(request), clock.now(), request.POST.get("token", ""))
    except NotReady as problems:
        return _correction(request, here, held, content, reason, not_ready=problems)
    except (Refused, Gone, Clash) as refused:
        return _correction(request, here, held, content, reason, said=str(refused))
    except Repeated:
        pass
    messages.info(request, "已更正。原来的文字留在存证里。")
    return HttpResponseRedirect(reverse("web:record", args=[act]))


def _correction(
    request: HttpRequest, here: Here, held: sheet.Sheet, content: dict[str, Any], reason: str, *,
    not_ready: NotReady | None = None, said: str = "",
) -> HttpResponse:  # fmt: skip
    status = 422 if not_ready or said else 200
    known = expected.people(held.organization, content, "", clock.today())
    typed = Typed.of(content, not_ready.problems if not_ready else None)
    shown = form.build(typed, known, replace(people.offers(known), neighbours={}))
    return show(
        request, here, "web/records/correct.html", "records", "更正", status,
        form=shown, held=held, reason=reason, said=said, token=new_code("K"), name=held.organization_name,
        problems=not_ready.problems if not_ready else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """What was tried under a record and refused: the button, what was typed, why not, and the field it is about."""

    do: str
    said: str
    typed: dict[str, str]
    at: str

    @classmethod
    def of(cls, request: HttpRequest, said: str) -> "Tried":
        """What a request tried."""
        do = request.POST.get("do", "")
        name, _, what = do.partition(":")
        typed = {field: request.POST.get(field, "") for field in ("on", "how", "text", "reason", "done")}
        field = "on" if "日期" in said or "还没到" in said else _FIELDS.get(name, "")
        return cls(do, said, typed, f"{field}-{what.rpartition(':')[2]}" if field else "")


def _page(request: HttpRequest, here: Here, act: str, *, tried: Tried | None = None, status: int = 200) -> HttpResponse:
    held, reader, tree = sheet.sheet(act), gate.reader(request), organs.Tree()
    if held is None:
        raise NotThere("没有这条记录。从“记录”里按日期找。")
    place = queries.place(act) or policy.NOWHERE
    may = {
        name.replace(".", "_"): policy.may(reader, name, place)
        for name in ("gathering.confirm", "remark.write", "filing.write")
    } | {"gathering_write": gate.opens(request, "gathering.write", queries.place_of_writing(act) or policy.NOWHERE)}
    filing, seen = filings.of_acts([act]).get(act), queries.signs(reader, tree, act)
    return show(
        request, here, "web/records/record.html", "records", held.title, status,
        held=held, may=may, signs=_signs(held, seen), signs_count=len(seen), listed_apart=_LISTED_APART,
        tried=tried, token=new_code("K"), filing=filing,
        is_service=service.KIND in held.kinds, missing=[ELEMENTS[one] for one in held.missing], me=reader.member,
        versions=journal.versions("gathering", held.gathering), head=journal.head(), today=clock.today(),
        papers=papers.of(held), own_line=next((line for line in held.roll if line.member == reader.member), None),
        said_on_roll=_said_on_roll(held),
    )  # fmt: skip


def _signs(held: sheet.Sheet, seen: tuple[queries.Seen, ...]) -> dict[str, list[tuple[queries.Seen, str]]]:
    """Each sign with the name of whom it is about, where that is somebody on the roll; those of one kind together."""
    names, found = {line.member: line.name for line in held.roll}, dict[str, list[tuple[queries.Seen, str]]]()
    for one in seen:
        found.setdefault(one.label, []).append((one, names.get(one.subject, "")))
    return found


def _said_on_roll(held: sheet.Sheet) -> list[tuple[str, queries.Said]]:
    """What members said to how they were called: name and words."""
    names = {f"roll:{held.act}:{line.member}": line.name for line in held.roll}
    said = queries.remarks_on(list(names))
    return [(names[about], word) for about in names for word in said.get(about, ())]


def _day(request: HttpRequest) -> date:
    text = request.POST.get("on", "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"日期“{text}”读不懂。写成 {clock.today().isoformat()} 这样。") from error


def _confirm(request: HttpRequest, act: str, _: str) -> None:
    actions.confirm(act, people.actor(request), clock.now(), sent.token(request))


def _withdraw(request: HttpRequest, act: str, _: str) -> None:
    actions.withdraw(act, request.POST.get("reason", ""), people.actor(request), clock.now(), sent.token(request))


def _make_up(request: HttpRequest, act: str, member: str) -> None:
    how = request.POST.get("how", "")
    actions.make_up(act, member, _day(request), how, people.actor(request), clock.now(), sent.token(request))


def _progress(request: HttpRequest, _: str, resolution: str) -> None:
    done, text = request.POST.get("done") == "1", request.POST.get("text", "")
    actions.progress(
        resolution, text, _day(request), people.actor(request), clock.now(), done=done, token=sent.token(request)
    )


def _remark(request: HttpRequest, act: str, about: str) -> None:
    held, reader = sheet.sheet(act), gate.reader(request)
    if held is None:
        raise Gone
    signs = {f"sign:{act}:{one.sign}" for one in queries.signs(reader, organs.Tree(), act)}
    own = {f"roll:{act}:{reader.member}"} if any(line.member == reader.member for line in held.roll) else set()
    if about not in signs | own:
        raise Refused("没有这一处可以写说明。回到记录页再看一看。")
    text = request.POST.get("text", "")
    actions.remark(about, held.organization, text, people.actor(request), clock.now(), sent.token(request))


def _file(request: HttpRequest, act: str, _: str) -> None:
    service.file(act, people.actor(request), clock.now(), sent.token(request))


_VERBS: Final[dict[str, tuple[str, str, Callable[[HttpRequest, str, str], None]]]] = {
    "confirm": ("gathering.confirm", "已签字。", _confirm),
    "withdraw": ("gathering.write", "已撤回，原因留在存证里。", _withdraw),
    "make-up": ("gathering.write", "已记补课。", _make_up),
    "progress": ("resolution.progress", "已记办理情况。", _progress),
    "remark": ("remark.write", "已写说明。", _remark),
    "file": ("filing.write", "已报备案。登记表可以打印。", _file),
}
"""Button → the action it needs, what is said when it is done, and the verb."""

_LISTED_APART: Final = 3
"""Signs of one kind, above so many, stand in one line to be unfolded."""

_FIELDS: Final = {"make-up": "on", "progress": "text", "remark": "text", "withdraw": "reason"}
"""Button → the field that a refusal is about, as its id begins."""
