"""换届选举: planning one, the page of one with its steps, and what its own organisation and its superior do there."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.elections import actions, congress, plan, queries
from dengxiaming.areas.elections.actions import Decision
from dengxiaming.areas.elections.plan import Plan
from dengxiaming.areas.elections.queries import Shown
from dengxiaming.areas.elections.refusals import Refused, refuse
from dengxiaming.areas.elections.terms import ENTITLED, MEMBER
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.ground import clock, policy
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.journal.actor import Actor
from dengxiaming.web.elections import opening, places, plans, stepped
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.records import people

_SAID = {
    "request": "已请示，等上级批复。", "call": "名册已定。", "open": "投票已开始。", "give_up": "已减少名额。",
    "report": "已报上级。", "withdraw": "已撤销，原因留在存证里。", "permit": "已批复。", "return": "已退回。",
    "approve": "已审批，从选举那天起生效。",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("election.write", of=places.electing)
def new(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """酝酿: a plan, typed and read."""
    known = plans.known(organization)
    if request.method != "POST":
        typed = plans.suggested(known, request.GET.get("vacancy", ""), request.GET.get("congress", ""))
        return _form(request, here, organization, typed)

    def keep(made: Plan) -> str:
        return actions.prepare(
            made, organization, people.actor(request), clock.now(), request.POST.get("token", ""), sent.content(request)
        )

    return _planned(request, here, organization, keep)


@require_http_methods(["GET", "HEAD", "POST"])
@page("election.write", of=places.of_election)
def edit(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The plan is changed, before it is sent up or after it was returned."""
    shown = _held(code)
    organization = shown.row.organization.code
    if request.method != "POST":
        return _form(request, here, organization, plans.of(shown), code=code)

    def keep(made: Plan) -> str:
        actions.amend(
            code, made, people.actor(request), clock.now(), request.POST.get("token", ""), sent.content(request)
        )
        return code

    return _planned(request, here, organization, keep, code)


def _planned(
    request: HttpRequest, here: Here, organization: str, keep: Callable[[Plan], str], code: str = ""
) -> HttpResponse:
    known = plans.known(organization, code)
    typed = plans.typed(request.POST, known)
    read = plan.read(typed, known)
    if not isinstance(read, Plan):
        return _form(request, here, organization, typed, read, code)
    try:
        made = keep(read)
    except Repeated as before:
        made = before.answer
    except Refused as refused:
        return _form(request, here, organization, typed, refused.problems, code)
    except Clash as clash:
        return _form(request, here, organization, typed, (Problem("kind", str(clash)),), code)
    return HttpResponseRedirect(reverse("web:election", args=[made]))


def _form(
    request: HttpRequest,
    here: Here,
    organization: str,
    typed: plan.Typed,
    problems: tuple[Problem, ...] = (),
    code: str = "",
) -> HttpResponse:
    known = plans.known(organization, code)
    return show(
        request, here, "web/elections/plan.html", "matters", "酝酿选举", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), code=code, token=new_code("K"),
        form=plans.form(organization, typed, known, problems), problems=problems,
    )  # fmt: skip


@page("election.read", of=places.of_election)
def election(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One election: its steps, what each came to, and what is next by whom."""
    return _page(request, here, _held(code))


@require_POST
@page("election.write", of=places.of_election)
def do(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """A step of the organisation's own."""
    shown = _held(code)
    made: dict[str, Callable[[Actor, str], object]] = {
        "request": lambda by, token: actions.request(code, by, clock.now(), token),
        "call": lambda by, token: actions.call(code, by, clock.now(), token),
        "open": lambda by, token: opening.open_round(request, shown, by, token),
        "give_up": lambda by, token: voting.give_up_seats(code, _number(request, "consenting"), by, clock.now(), token),
        "report": lambda by, token: actions.report(
            code, request.POST.get("commissioner", ""), by, clock.now(), token
        ),
        "withdraw": lambda by, token: actions.withdraw(code, _reason(request, "撤销"), by, clock.now(), token),
    }  # fmt: skip
    return _done(request, here, shown, made)


@require_POST
@page("election.decide", of=places.of_superior)
def decide(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """批复, 退回, 审批: the superior's word."""
    shown = _held(code)
    made: dict[str, Callable[[Actor, str], object]] = {
        "permit": lambda by, token: actions.permit(code, _decision(request, True), by, clock.now(), token),
        "return": lambda by, token: actions.permit(code, _decision(request, False), by, clock.now(), token),
        "approve": lambda by, token: actions.approve(code, _decision(request, True), by, clock.now(), token),
    }
    return _done(request, here, shown, made)


def _done(
    request: HttpRequest, here: Here, shown: Shown, made: dict[str, Callable[[Actor, str], object]]
) -> HttpResponse:
    what = request.POST.get("do", "")
    if what not in made:
        raise BadWord("没有这个动作。回到选举页再点一次。")
    try:
        made[what](people.actor(request), sent.token(request))
    except Repeated:
        pass
    except Refused as refused:
        return _page(request, here, shown, refused.problems)
    messages.info(request, _SAID[what])
    return HttpResponseRedirect(reverse("web:election", args=[shown.row.code]))


def _page(request: HttpRequest, here: Here, shown: Shown, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    code, organization = shown.row.code, shown.row.organization.code
    reader = gate.reader(request)
    rounds = stepped.rounds(shown)
    form = opening.form(shown, request.POST)
    entitled = tuple(one for one in shown.register if one.standing == ENTITLED)
    fixed = [shown.names.get(who, who) for who in form.todo.candidates] if form else []
    return show(
        request, here, "web/elections/election.html", "matters", "选举", 422 if problems else 200,
        shown=shown, row=shown.row, problems=problems, wrong=sent.by_field(problems), token=new_code("K"),
        steps=stepped.steps(shown), typed=request.POST, today=clock.today(),
        tells=reader.member in {one.code for one in shown.tellers}, label=stepped.label(shown),
        posts_words=stepped.wanted(shown), nominees=stepped.nominees(shown), rounds=rounds,
        last=rounds[-1] if rounds else None, register=entitled, least=shown.edition.quorum.least(shown.expected),
        votes=bool(rounds) and reader.member in {one.code for one in rounds[-1].ballot.voters}, fixed=fixed,
        committee=[queries.Person(who, shown.names[who]) for who in shown.course.elected[MEMBER]],
        due_on=shown.due_on, days_left=actions.remaining_days(shown, clock.today()),
        writes=gate.opens(request, "election.write", places.of_election(code) or policy.NOWHERE),
        decides=gate.opens(request, "election.decide", places.of_superior(code) or policy.NOWHERE),
        opening=form, papers=stepped.papers(shown), name=people.name_of(organization),
        new_posts=stepped.new_posts(shown), units=congress.units(shown.row), body=stepped.body(shown),
    )  # fmt: skip


def _held(code: str) -> Shown:
    shown = queries.election(code)
    if shown is None:
        raise NotThere("没有这次选举。")
    return shown


def _decision(request: HttpRequest, agreed: bool) -> Decision:
    given = request.POST
    number = given.get("number", "").strip()
    reason = given.get("reason", "").strip()
    if not agreed and not reason:
        raise refuse("reason", "退回要写原因：哪里要改，怎么改。")
    if agreed and not number:
        raise refuse("number", "还没有写批复文号。没有文号的，写“口头同意”和谁同意的。")
    if len(number) > 100:
        raise refuse("number", "文号最多100字。")
    return Decision(agreed, stepped.day(tidy_day(given.get("on", "")), clock.today()), number, reason)


def _reason(request: HttpRequest, what: str) -> str:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise refuse("withdraw", f"{what}要写原因。请写一句为什么。")
    return reason


def _number(request: HttpRequest, field: str) -> int:
    text = request.POST.get(field, "").strip()
    if not text.isdecimal() or len(text) > 5:
        raise refuse(field, f"“{text}”读不懂。写同意减少名额的人数。")
    return int(text)
