"""欠缴: who has not paid for how long, and the cases people open about it (R6, S7-3). People decide everything here."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.dues.arrears import actions, queries
from dengxiaming.areas.dues.arrears.core import Stage, stages
from dengxiaming.areas.dues.books.actions import Refused
from dengxiaming.areas.gatherings.procedure import Taken
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import edition
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.dues import people as whom
from dengxiaming.web.dues.letters import LETTERS
from dengxiaming.web.dues.reading import Reading
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.papers.views import TYPES, handed
from dengxiaming.web.records import people, walking
from dengxiaming.web.records.boxes import Box


def place_of_case(code: str) -> Place | None:
    """A case belongs to the branch, and is about the member."""
    held = queries.place_of(code)
    return organs.place(held[0], [held[1]]) if held else None


def place_of_superior(code: str) -> Place | None:
    """Who decides a case: the organisation the branch has asked; before that nobody."""
    held = queries.place_of(code)
    return organs.place(held[2]) if held and held[2] else None


def months(name: str, today: date) -> int:
    """A number of S7-3 in force: how many months until people look (`months`), until they remind (`remind_month`)."""
    (duty,) = edition.rulebook().rule_of["S7-3"].duties
    return int(duty.numbers[name].at(today).value)


def runs_of(member: str, today: date) -> tuple[queries.Run, ...]:
    """A member's own unpaid months, once they are so many that people remind."""
    return queries.own(member, today, edition.rulebook().effective_from, months("remind_month", today))


def runs(organization: str, today: date) -> tuple[queries.Run, ...]:
    """Those of a branch."""
    effective = edition.rulebook().effective_from
    return queries.arrears(organization, today, effective, months("remind_month", today))


@page("arrears.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Who has not paid for three months and more, and the cases of the branch."""
    return _list(request, here, organization)


def _list(request: HttpRequest, here: Here, organization: str, said: str = "") -> HttpResponse:
    today = clock.today()
    held, cases = runs(organization, today), queries.cases(organization)
    whom.looked(request, {one.member for one in held} | {one.member for one in cases}, "党费欠缴")
    return show(
        request, here, "web/dues/arrears.html", "matters", "党费欠缴", 422 if said else 200,
        organization=organization, name=people.name_of(organization), runs=held, cases=cases,
        enough=months("months", today), problems=[Problem("runs", said)] if said else (), token=new_code("K"),
        may_write=gate.opens(request, "arrears.write", organs.Tree().place(organization)),
    )  # fmt: skip


@page("arrears.approve", of=gate.by_organization)
def waiting(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The cases that branches have asked this organisation to decide."""
    held = queries.asked_of(organization)
    whom.looked(request, {one.member for one in held}, "党费欠缴")
    return show(
        request, here, "web/dues/waiting.html", "matters", "党费欠缴的批复", held=held, organization=organization,
        name=people.name_of(organization),
    )  # fmt: skip


@require_POST
@page("arrears.write", of=gate.by_organization)
def begin(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Somebody takes it up."""
    today, who = clock.today(), request.POST.get("member", "")
    found = [one for one in runs(organization, today) if one.member == who]
    if not found:
        return _list(request, here, organization, "这个人没有连续欠缴的月份了。")
    try:
        code, _ = actions.begin(
            organization, found[0], months("months", today), people.actor(request), clock.now(), sent.token(request)
        )
    except Repeated as before:
        code = before.answer
    except Refused as refused:
        return _list(request, here, organization, refused.sentence)
    messages.info(request, "立了一件。每一步都由人来办，哪一步都可以停。")
    return HttpResponseRedirect(reverse("web:arrears-case", args=[code]))


@page("arrears.read", of=place_of_case)
def case(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One case: its steps, what comes next, its papers."""
    return _page(request, here, code, Reading({"on": clock.today().isoformat()}, clock.today()))


def _page(
    request: HttpRequest, here: Here, code: str, read: Reading, *, decides: bool = False, stops: bool = False
) -> HttpResponse:
    held = queries.case(code)
    if held is None:
        raise NotThere("没有这件事。")
    wrong, place = sent.by_field(read.problems), place_of_case(code)
    writes = place is not None and gate.opens(request, "arrears.write", place) and not held.end
    turn = held.next is not None and (decides if held.next.by_superior else writes)
    whom.looked(request, [held.member], "党费欠缴")
    return show(
        request, here, "web/dues/case.html", "matters", "党费欠缴", 422 if read.problems else 200,
        held=held, name=people.name_of(held.organization), problems=read.problems, wrong=wrong, token=new_code("K"),
        boxes=walking.boxes(held.next, read.given, wrong) if held.next and turn else (), decides=decides,
        stop_boxes=_stop_boxes(read, wrong) if writes else (), stops=stops, steps=stages().course,
        papers=[(name, words) for name, (words, _) in LETTERS.items()] if writes or decides else (),
    )  # fmt: skip


def _stop_boxes(read: Reading, wrong: dict[str, tuple[str, ...]]) -> list[Box]:
    given = read.given
    return [
        sent.select("why", "为什么停", given.get("why", ""), stages().stops, wrong),
        sent.box("stopped_on", "哪天", given.get("stopped_on", given.get("on", "")), wrong),
        sent.box("stop_text", "说明", given.get("stop_text", ""), wrong, hint="可以不写，加密存放。", look="area"),
    ]


@require_POST
@page("arrears.write", of=place_of_case)
def step(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The next step was taken, or the case is stopped."""
    read, by, at = Reading.of(request.POST, clock.today()), people.actor(request), clock.now()
    stops = request.POST.get("do") == "stop"
    kind = read.one_of("kind", {one.id for one in stages().course}, "没有这一步。刷新这一页再记。") if not stops else ""
    if stops:
        taken = Taken(read.day("stopped_on"), text=read.text("stop_text", longest=walking.LONGEST_TEXT))
    elif read.problems:
        taken = Taken(clock.today())
    else:
        taken = _taken(read, stages().of(kind))
    if not read.problems:
        try:
            if stops:
                actions.stop(code, read.given.get("why", ""), taken, by, at, sent.token(request))
            else:
                actions.step(code, kind, taken, by, at, sent.token(request))
        except (Repeated, Clash):
            pass
        except Refused as refused:
            at_field = "why" if stops and refused.field == "outcome" else refused.field or "on"
            read.problems.append(Problem("stopped_on" if stops and at_field == "on" else at_field, refused.sentence))
    if read.problems:
        return _page(request, here, code, read, stops=stops)
    messages.info(request, "记下了。")
    return HttpResponseRedirect(reverse("web:arrears-case", args=[code]))


def _taken(read: Reading, stage: Stage) -> Taken:
    return walking.taken(stage, read.given, read.day("on"), read.problems)


@require_http_methods(["GET", "HEAD", "POST"])
@page("arrears.approve", of=place_of_superior)
def approve(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The superior reads the case and decides: somebody else than whoever proposed it."""
    if request.method != "POST":
        return _page(request, here, code, Reading({"on": clock.today().isoformat()}, clock.today()), decides=True)
    read = Reading.of(request.POST, clock.today())
    taken = _taken(read, stages().of("approval"))
    if not read.problems:
        try:
            actions.decide(code, taken, people.actor(request), clock.now(), sent.token(request))
        except (Repeated, Clash):
            pass
        except Refused as refused:
            read.problems.append(Problem(refused.field or "outcome", refused.sentence))
    if read.problems:
        return _page(request, here, code, read, decides=True)
    messages.info(request, "批复记下了。")
    return HttpResponseRedirect(reverse("web:arrears-approve", args=[code]))


@page("arrears.read", of=lambda code, **_: place_of_case(code))
def paper(request: HttpRequest, here: Here, code: str, name: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """A paper of a case."""
    held = queries.case(code)
    if held is None or name not in LETTERS or kind not in TYPES:
        raise NotThere("没有这种纸。回到那一件，从“材料”里选。")
    words, fill = LETTERS[name]
    whom.looked(request, [held.member], "党费欠缴")
    return handed("letter", fill(held, clock.today()), kind, f"{words}-{code}")
