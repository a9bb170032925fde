"""任期: when the term ends, reminder, extension, vacancies, appointment by the superior, voting rights suspended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.elections import congress
from dengxiaming.areas.elections import queries as elections
from dengxiaming.areas.elections.refusals import Refused, refuse
from dengxiaming.areas.elections.tenure import actions, core, queries
from dengxiaming.areas.elections.tenure.actions import Answer, Appointment
from dengxiaming.areas.elections.terms import SUSPENSIONS
from dengxiaming.areas.members.terms import COMMITTEE_POSTS, POSTS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import queries as duties
from dengxiaming.ground import clock, policy
from dengxiaming.ground.actions import note_look
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.models import Account
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.actor import Actor
from dengxiaming.web.elections import places, stepped
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here, tidy_day
from dengxiaming.web.kit.page import BadWord, NotThere, page, show
from dengxiaming.web.records import people


@dataclass(frozen=True)
class Due:
    """One organisation's term on the page of its superior."""

    code: str
    name: str
    ends: date
    reminded: datetime | None
    days: int
    decides: bool

    @property
    def is_over(self) -> bool:
        """Whether the term is over."""
        return self.days < 0


@page("election.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """An organisation's term and elections; of a superior, those below whose term ends soon."""
    return _page(request, here, organization)


def _page(request: HttpRequest, here: Here, organization: str, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    tree, today = organs.Tree(), clock.today()
    node = tree.nodes[organization]
    mine = duties.term_ends(here.view, organization)
    ends = duties.terms_near(here.view, tree.below(organization))
    told = queries.reminders([organization, *ends])
    here_place = tree.place(organization)
    decides = gate.opens(request, "election.decide", here_place)
    may_write = gate.opens(request, "election.write", here_place) and elections.holds_elections(node.kind)
    near = [
        Due(code, tree.nodes[code].name, ends[code], told.get((code, ends[code])), (ends[code] - today).days,
            decides and elections.superior_of(code, tree) == organization)
        for code in ends
    ]  # fmt: skip
    waiting = elections.waiting_for(organization) if decides else ()
    asked = queries.extensions_for(organization) if decides else ()
    return show(
        request, here, "web/elections/tenure.html", "matters", "换届选举", 422 if problems else 200,
        organization=organization, name=node.name, problems=problems, wrong=sent.by_field(problems),
        token=new_code("K"), typed=request.POST, today=today, ends=mine,
        is_elected=elections.holds_elections(node.kind),
        days_left=(mine - today).days if mine else 0, overdue=(today - mine).days if mine else 0,
        reminded=told.get((organization, mine)) if mine else None,
        is_near=bool(mine and core.is_near(mine, today)), latest=core.latest(mine) if mine else None,
        near=sorted(near, key=lambda one: (one.ends, one.code)), decides=decides, may_write=may_write,
        waiting=waiting, asked=asked, waiting_count=len(waiting) + len(asked),
        elections=elections.of_organizations([organization]), extensions=queries.extensions_of([organization]),
        congresses=congress.open_for(organization), vacancies=queries.vacancies(organization),
        posts=_posts(organization, today),
        suspends=gate.opens(request, "voting.suspend", here_place),
        appoints=gate.opens(request, "election.decide", places.above(organization) or policy.NOWHERE),
    )  # fmt: skip


def _posts(organization: str, day: date) -> tuple[tuple[str, str, str], ...]:
    return tuple((code, POSTS[post], name) for code, post, name in queries.posts_of(organization, day))


@require_POST
@page("election.decide", of=places.above)
def remind(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The superior reminds (S8-5); it stands on the organisation's page."""
    ends = duties.term_ends(here.view, organization)
    superior = elections.superior_of(organization)
    if ends is None:
        raise NotThere("这个组织没有任期。")

    def done(by: Actor, token: str) -> object:
        return actions.remind(organization, ends, by, clock.now(), token)

    return _done(request, here, superior, done, "已提醒，对方的换届页上看得见。")


@require_POST
@page("election.write", of=places.electing)
def ask_extension(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The organisation asks for a longer term (S8-2)."""
    ends = duties.term_ends(here.view, organization)

    def done(by: Actor, token: str) -> object:
        reason = request.POST.get("reason", "").strip()
        if ends is None:
            raise refuse("until", "现在没有在任的任期，没有可以延的。")
        if not reason:
            raise refuse("reason", "还没有写为什么延期。")
        until = _day(request, "until")
        return actions.ask_extension(organization, ends, until, reason, by, clock.now(), token)

    return _done(request, here, organization, done, "已请示，等上级批复。")


@require_POST
@page("election.decide", of=places.of_extension)
def answer_extension(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The superior grants it, or does not."""
    what = request.POST.get("do", "")
    if what not in {"grant", "deny"}:
        raise BadWord("没有这个动作。回到换届页再点一次。")

    def done(by: Actor, token: str) -> None:
        number, text = request.POST.get("number", "").strip(), request.POST.get("text", "").strip()
        if what == "grant" and not number:
            raise refuse("number", "还没有写批复文号。没有文号的，写“口头同意”和谁同意的。")
        if what == "deny" and not text:
            raise refuse("text", "不同意要写原因。")
        on = stepped.day(tidy_day(request.POST.get("on", "")), clock.today())
        actions.answer_extension(code, Answer(what == "grant", on, number, text), by, clock.now(), token)

    return _done(request, here, queries.extension_places(code), done, "已批复。")


@require_POST
@page("election.write", of=places.electing)
def vacate(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A post has fallen vacant (S1-10)."""

    def done(by: Actor, token: str) -> object:
        post = request.POST.get("post", "")
        if post not in {code for code, _, _ in queries.posts_of(organization, clock.today())}:
            raise refuse("post", "还没有选哪个职务空缺。")
        on = stepped.day(tidy_day(request.POST.get("on", "")), clock.today())
        return actions.vacate(post, on, request.POST.get("note", "").strip(), by, clock.now(), token)

    return _done(request, here, organization, done, "已记空缺，90天内补选。")


@require_http_methods(["GET", "HEAD", "POST"])
@page("election.decide", of=places.above)
def appoint(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """指派: the superior appoints, where that is necessary (S1-10)."""
    problems: tuple[Problem, ...] = ()
    given = request.POST
    known = elections.names_of(elections.standings_on(organization, clock.today()))
    if request.method == "POST":
        try:
            _appointed(request, organization, known)
        except Repeated:
            pass
        except Refused as refused:
            problems = refused.problems
        if not problems:
            messages.info(request, "已指派，从任职那天起生效。")
            return HttpResponseRedirect(reverse("web:elections-of", args=[organization]))
    wrong = sent.by_field(problems)
    offered = {post: words for post, words in POSTS.items() if post in COMMITTEE_POSTS}
    hint = "一般由选举产生；必要时上级才指派（S1-10）。"
    return show(
        request, here, "web/elections/appoint.html", "matters", "指派", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), problems=problems, token=new_code("K"),
        boxes=(
            sent.select("post", "什么职务", given.get("post", ""), offered, wrong),
            sent.select("member", "指派谁", given.get("member", ""), known, wrong),
            sent.box("since", "从哪天起", given.get("since", clock.today().isoformat()), wrong),
            sent.box("reason", "为什么指派", given.get("reason", ""), wrong, look="area", hint=hint),
        ),
    )  # fmt: skip


def _appointed(request: HttpRequest, organization: str, known: dict[str, str]) -> None:
    given = request.POST
    member, reason = given.get("member", ""), given.get("reason", "").strip()
    if member not in known:
        raise refuse("member", "还没有选指派谁。")
    if not reason:
        raise refuse("reason", "还没有写为什么指派。")
    since = stepped.day(tidy_day(given.get("since", "")), clock.today())
    wanted = Appointment(organization, member, given.get("post", ""), since, reason)
    actions.appoint(wanted, people.actor(request), clock.now(), sent.token(request))


@require_http_methods(["GET", "HEAD", "POST"])
@page("voting.suspend", of=gate.by_organization)
def rights(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Who may not vote for a time, and why (R3-3); each look is noted."""
    problems: tuple[Problem, ...] = ()
    given, today = request.POST, clock.today()
    known = elections.names_of(elections.standings_on(organization, today))
    if request.method == "POST":
        try:
            _changed_rights(request, organization, known)
        except Repeated:
            pass
        except Refused as refused:
            problems = refused.problems
        if not problems:
            messages.info(request, "已记。")
            return HttpResponseRedirect(reverse("web:voting-rights", args=[organization]))
    wrong = sent.by_field(problems)
    held = queries.suspensions(organization, today)
    if isinstance(request.user, Account):
        for one in held:
            note_look(request.user, one.member, "表决权中止", clock.now())
    return show(
        request, here, "web/elections/rights.html", "matters", "表决权中止", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), problems=problems, token=new_code("K"),
        held=held, today=today,
        boxes=(
            sent.select("member", "谁", given.get("member", ""), known, wrong),
            sent.select("reason", "为什么", given.get("reason", ""), SUSPENSIONS, wrong),
            sent.box("on", "从哪天起", given.get("on", today.isoformat()), wrong),
        ),
    )  # fmt: skip


def _changed_rights(request: HttpRequest, organization: str, known: dict[str, str]) -> None:
    given, by = request.POST, people.actor(request)
    on = stepped.day(tidy_day(given.get("on", "")), clock.today())
    if given.get("do") == "restore":
        code = given.get("code", "")
        if code not in {one.code for one in queries.suspensions(organization, clock.today())}:
            raise refuse("on", "没有这一条。重新打开这一页。")
        actions.restore(code, on, by, clock.now(), sent.token(request))
        return
    if given.get("member", "") not in known:
        raise refuse("member", "还没有选是谁。")
    actions.suspend(given["member"], given.get("reason", ""), on, by, clock.now(), sent.token(request))


def _done(
    request: HttpRequest, here: Here, organization: str, done: Callable[[Actor, str], object], said: str
) -> HttpResponse:
    try:
        done(people.actor(request), sent.token(request))
    except Repeated:
        pass
    except Refused as refused:
        return _page(request, here, organization, refused.problems)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("web:elections-of", args=[organization]))


def _day(request: HttpRequest, field: str) -> date:
    text = tidy_day(request.POST.get(field, ""))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse(field, f"日期“{text}”读不懂。写成 {clock.today()} 这样。") from None
