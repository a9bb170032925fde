"""记录: drafting and signing a gathering."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.gatherings import actions, core, drafts, expected, kinds, queries, sheet
from dengxiaming.areas.gatherings.notices import actions as notices
from dengxiaming.areas.gatherings.refusals import Elsewhere, Gone, NotReady
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.journal import queries as journal
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.records import drafting, form, hinting, people, settling
from dengxiaming.web.records.boxes import Typed
from dengxiaming.web.records.names import content_of


def place_of_draft(organization: str, code: str) -> Place | None:
    """Where a draft belongs; a code of another organisation's draft is not there."""
    kept = drafts.draft(code)
    if kept is not None and kept.organization != organization:
        return None
    return organs.place(organization, drafts.recorders(code))


@page("gathering.write", of=gate.by_organization)
def new(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A new form: `kinds` and `on` as the workbench proposes them. Nothing is kept until something is saved."""
    chosen = tuple(kind for kind in request.GET.get("kinds", "").split(";") if kind in kinds.load())
    who = drafting.Usual(gate.reader(request).member, people.secretary(organization, clock.today()))
    content = drafting.blank(
        organization, chosen, _day(request.GET.get("on", "")), who, sheet.usual(organization, chosen)
    )
    content["answers"] = [one for one in request.GET.get("answers", "").split(";") if one]
    return _page(request, here, Typing(organization, new_code("G"), content, 0))


@require_http_methods(["GET", "HEAD", "POST"])
@page("gathering.write", of=place_of_draft)
def draft(request: HttpRequest, here: Here, organization: str, code: str) -> HttpResponse:
    """A draft; or what a button does with it: every button saves first."""
    held = drafts.draft(code)
    if request.method != "POST":
        if held is None:
            return HttpResponseRedirect(reverse("web:record-new", args=[organization]))
        return _page(request, here, Typing(organization, code, held.content, held.version))
    do, _, what = request.POST.get("do", "save").partition(":")
    content = _content(request, organization, held)
    actor = people.actor(request)
    if do in drafting.STEPS:
        step, _ = drafting.STEPS[do]
        step(content, what, expected.people(organization, content, actor.member, clock.today()))
        drafting.within(content, organization, _beside(organization, held))
    version = _number(what if do == "over" else request.POST.get("version", ""))
    try:
        version = actions.save_draft(code, organization, content, version, actor, clock.now())
    except Elsewhere as other:
        return _page(request, here, Typing(organization, code, content, version), other=other, status=409)
    except Gone:
        return _gone(request, here, Typing(organization, code, content, version))
    if do in _SENT:
        return _SENT[do](request, here, Typing(organization, code, content, version))
    anchor = drafting.STEPS[do][1] if do in drafting.STEPS else ""
    query = f"?{urlencode({'saved': '1'})}" if do == "save" else ""
    return HttpResponseRedirect(f"{reverse('web:record-draft', args=[organization, code])}{query}#{anchor}".rstrip("#"))


@require_POST
@page("gathering.write", of=place_of_draft)
def saved(request: HttpRequest, here: Here, organization: str, code: str) -> HttpResponse:
    """What the page keeps by itself while somebody types: the version, the time, which elements are filled, and
    what the record will count for.
    """
    held = drafts.draft(code)
    content = _content(request, organization, held)
    actor, at = people.actor(request), clock.now()
    try:
        version = actions.save_draft(code, organization, content, _number(request.POST.get("version", "")), actor, at)
    except Elsewhere as other:
        return JsonResponse({"said": str(other), "elsewhere": True}, status=409)
    except Gone as gone:
        return JsonResponse({"said": str(gone), "gone": True}, status=410)
    known = expected.people(organization, content, actor.member, at.date())
    shown = form.build(Typed(content), known, people.Offers())
    outcomes = {item.outcome_id: (item.outcome.words, item.outcome.article) for item in shown.items if item.outcome}
    filled = [one.id for one in shown.elements if one.filled]
    return JsonResponse({
        "version": version, "said": f"草稿{at:%H:%M}已存。", "elements": filled, "tally": shown.tally,
        "outcomes": outcomes, "hints": hinting.hints(code, content, known, at),
        "settles": [
            {"clause": one.clause, "words": one.words, "href": reverse("web:clause", args=[one.clause])}
            for one in settling.settles(here.view, organization, content)
        ],
    })  # fmt: skip


@require_POST
@page("gathering.write", of=place_of_draft)
def discard(request: HttpRequest, here: Here, organization: str, code: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """Throw a draft away, if it is still the one that was looked at."""
    try:
        actions.discard_draft(code, _number(request.POST.get("version", "")))
    except (Elsewhere, Gone):
        return HttpResponseRedirect(reverse("web:record-draft", args=[organization, code]))
    return HttpResponseRedirect(reverse("web:records-of", args=[organization]))


def _content(request: HttpRequest, organization: str, held: drafts.Kept | None) -> dict[str, Any]:
    """What was typed, over what the draft held; held by nobody but those it can be held with."""
    content = drafting.kept(content_of(request.POST), organization, held.content if held else None)
    return drafting.within(content, organization, _beside(organization, held))


def _beside(organization: str, held: drafts.Kept | None) -> set[str]:
    """Whom a draft can be held with: the neighbours, and whoever holds it already."""
    return {*people.neighbours(organization), *(held.content.get("holders", {}) if held else ())}


@dataclass(frozen=True)
class Typing:
    """What stands in a form: whose, under which code, the fields, and which version of the draft it came from."""

    organization: str
    code: str
    content: dict[str, Any]
    version: int


def _sign(request: HttpRequest, here: Here, typing: Typing) -> HttpResponse:
    try:
        actions.sign(typing.code, typing.version, people.actor(request), clock.now(), request.POST.get("token", ""))
    except NotReady as problems:
        return _page(request, here, typing, not_ready=problems, status=422)
    except Elsewhere as other:
        return _page(request, here, typing, other=other, status=409)
    except Gone:
        return _gone(request, here, typing)
    except Repeated as before:
        return HttpResponseRedirect(reverse("web:record", args=[before.answer]))
    except Clash as clash:
        return _page(request, here, typing, said=str(clash), status=409)
    return HttpResponseRedirect(reverse("web:record", args=[typing.code]))


def _announce(request: HttpRequest, here: Here, typing: Typing) -> HttpResponse:
    try:
        notices.announce(typing.code, typing.version, people.actor(request), clock.now(), request.POST.get("token", ""))
    except NotReady as problems:
        return _page(request, here, typing, not_ready=problems, status=422)
    except Elsewhere as other:
        return _page(request, here, typing, other=other, status=409)
    except Gone:
        return _gone(request, here, typing)
    except Repeated:
        pass
    except Clash as clash:
        return _page(request, here, typing, said=str(clash), status=409)
    messages.info(request, "会议通知已发给名单上的人。时间、地点改了，再发一次就是变更通知。")
    return HttpResponseRedirect(reverse("web:record-draft", args=[typing.organization, typing.code]))


_SENT = {"sign": _sign, "announce": _announce}


def _gone(request: HttpRequest, here: Here, typing: Typing) -> HttpResponse:
    """The same form was sent before and is done: on to the record. Otherwise the draft was signed or thrown away by
    somebody else: what was typed stays, under a new code.
    """
    done = journal.answer(gate.reader(request).ref, request.POST.get("token", ""))
    if done:
        return HttpResponseRedirect(reverse("web:record", args=[done]))
    fresh = replace(typing, code=new_code("G"), version=0)
    return _page(request, here, fresh, said=str(Gone()), status=410)


def _page(
    request: HttpRequest, here: Here, typing: Typing, *,
    not_ready: NotReady | None = None, other: Elsewhere | None = None, said: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    organization, content = typing.organization, typing.content
    known = expected.people(organization, content, gate.reader(request).member, clock.today())
    typed = Typed.of(content, not_ready.problems if not_ready else None)
    shown = form.build(typed, known, people.offers(known))
    day = core.day_of(content)
    return show(
        request, here, "web/records/form.html", "records", "会议活动记录", status,
        form=shown, code=typing.code, version=typing.version, organization=organization, other=other, said=said,
        problems=not_ready.problems if not_ready else None, wanted=request.POST.get("do", ""),
        name=people.name_of(organization), token=new_code("K"),
        settles=settling.settles(here.view, organization, content),
        hints=hinting.hints(typing.code, content, known, clock.now()),
        may_announce=day is None or day >= clock.today(),
        notice=queries.notice(typing.code) if typing.version else None,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
