"""处置: what people do about somebody found unqualified, step by step (S4-5, R7). People decide everything here."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.appraisals.disposals import actions, core, queries
from dengxiaming.areas.appraisals.disposals.actions import Proposal
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.appraisals.terms import MEASURES, REJOIN_YEARS, cite
from dengxiaming.areas.gatherings.procedure import Stage, Taken
from dengxiaming.ground import clock
from dengxiaming.ground.actions import note_look
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.models import Account
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.appraisals import places
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people, walking
from dengxiaming.web.records.boxes import Box


@require_http_methods(["GET", "HEAD", "POST"])
@page("disposal.write", of=places.of_matter)
def begin(request: HttpRequest, here: Here, trigger: str) -> HttpResponse:
    """The branch proposes: 限期改正 until a day, 劝退, 除名."""
    held = queries.matter(trigger)
    if held is None:
        raise NotThere("没有这件事，或者已经撤回。")
    member, name = held
    given, problems = request.POST, list[Problem]()
    if request.method == "POST":
        until = _day(given.get("until", ""), "until", problems) if given.get("measure") == "correct" else None
        if not problems:
            proposal = Proposal(given.get("measure", ""), until)
            try:
                made = actions.begin(trigger, proposal, people.actor(request), clock.now(), sent.token(request))
                return HttpResponseRedirect(reverse("web:disposal", args=[made]))
            except Repeated as before:
                return HttpResponseRedirect(reverse("web:disposal", args=[before.answer]))
            except Refused as refused:
                problems.append(refused.problem)
    wrong = sent.by_field(problems)
    boxes = (
        sent.select("measure", "支部打算怎样处置（R7）", given.get("measure", ""), MEASURES, wrong,
                    hint=f"劝退的，{REJOIN_YEARS}年内不得重新入党（{cite('rejoining')}）。"),
        sent.box("until", "限期改正到哪天", given.get("until", ""), wrong, hint="只有限期改正要写，一般不超过1年。"),
    )  # fmt: skip
    return show(
        request, here, "web/appraisals/begin.html", "matters", f"{name}的处置", 422 if problems else 200,
        member=member, name=name, problems=problems, boxes=boxes, token=new_code("K"),
    )  # fmt: skip


@page("disposal.read", of=places.of_disposal)
def disposal(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One disposal: its steps, what comes next."""
    return _page(request, here, code)


def _page(
    request: HttpRequest, here: Here, code: str, problems: tuple[Problem, ...] = (), *, decides: bool = False,
    stops: bool = False,
) -> HttpResponse:  # fmt: skip
    held, given, wrong = queries.disposal(code), request.POST, sent.by_field(problems)
    if held is None:
        raise NotThere("没有这件事。")
    place = places.of_disposal(code)
    writes = place is not None and gate.opens(request, "disposal.write", place) and not held.end
    turn = held.next is not None and (decides if held.next.by_superior else writes)
    if isinstance(request.user, Account) and gate.reader(request).member != held.member:
        note_look(request.user, held.member, "不合格的处置", clock.now())
    return show(
        request, here, "web/appraisals/disposal.html", "matters", "不合格的处置", 422 if problems else 200,
        held=held, name=people.name_of(held.organization), problems=problems, token=new_code("K"), decides=decides,
        boxes=walking.boxes(held.next, given.dict(), wrong) if held.next and turn else (), stops=stops,
        stop_boxes=_stop_boxes(given, wrong) if writes else (),
    )  # fmt: skip


def _stop_boxes(given: QueryDict, wrong: dict[str, tuple[str, ...]]) -> list[Box]:
    return [
        sent.select("why", "为什么停", given.get("why", ""), core.stages().stops, wrong),
        sent.box("stop_text", "说明", given.get("stop_text", ""), wrong, hint="可以不写，加密存放。", look="area"),
    ]


@require_POST
@page("disposal.write", of=places.of_disposal)
def step(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The next step was taken, or the branch goes no further."""
    given, by, at, token = request.POST, people.actor(request), clock.now(), sent.token(request)
    stops = given.get("do") == "stop"
    problems: list[Problem] = []
    try:
        if stops:
            taken = Taken(clock.today(), text=given.get("stop_text", "").strip()[: walking.LONGEST_TEXT])
            actions.stop(code, given.get("why", ""), taken, by, at, token)
        else:
            stage = next((one for one in core.stages().course if one.id == given.get("kind", "")), None)
            if stage is None:
                problems.append(Problem("outcome", "没有这一步。刷新这一页再记。"))
            elif (taken := _taken(given, stage, problems)) and not problems:
                actions.step(code, stage.id, taken, by, at, token)
    except Repeated:
        pass
    except Refused as refused:
        problems.append(refused.problem)
    if problems:
        return _page(request, here, code, tuple(problems), stops=stops)
    messages.info(request, "记下了。")
    return HttpResponseRedirect(reverse("web:disposal", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
@page("disposal.approve", of=places.of_superior)
def approve(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The superior reads it and decides: somebody else than whoever proposed it."""
    if request.method != "POST":
        return _page(request, here, code, decides=True)
    problems: list[Problem] = []
    taken = _taken(request.POST, core.stages().of("approval"), problems)
    if not problems:
        try:
            actions.decide(code, taken, people.actor(request), clock.now(), sent.token(request))
        except Repeated:
            pass
        except Refused as refused:
            problems.append(refused.problem)
    if problems:
        return _page(request, here, code, tuple(problems), decides=True)
    messages.info(request, "批复记下了。")
    return HttpResponseRedirect(reverse("web:disposal-approve", args=[code]))


@page("disposal.approve", of=gate.by_organization)
def waiting(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The disposals that branches have asked this organisation to decide."""
    held = queries.asked_of(organization)
    return show(
        request, here, "web/appraisals/waiting.html", "matters", "不合格处置的批复", held=held,
        name=people.name_of(organization),
    )  # fmt: skip


def _taken(given: QueryDict, stage: Stage, problems: list[Problem]) -> Taken:
    on = _day(given.get("on", ""), "on", problems) or clock.today()
    return walking.taken(stage, {name: given.get(name, "") for name in given}, on, problems)


def _day(text: str, field: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(tidy_day(text))
    except ValueError:
        problems.append(Problem(field, f"日期“{text}”读不懂。写成 {clock.today()} 这样。"))
        return None
