"""发起一次投票: a poll of a branch's own, prepared by its secretary; from then on the tellers have it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.ballots import actions, polls
from dengxiaming.areas.ballots.actions import Refused, Wanted
from dengxiaming.areas.ballots.polls import MANNERS, Typed
from dengxiaming.areas.elections import queries as elections
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.records import people


@require_http_methods(["GET", "HEAD", "POST"])
@page("ballot.prepare", of=gate.by_organization)
def new(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The question, its options, who votes, who watches, and how."""
    known = elections.names_of(elections.standings_on(organization, clock.today()))
    if request.method != "POST":
        return _form(request, here, organization, known, Typed(voters=tuple(known)))
    given = request.POST
    typed = Typed(
        given.get("question", ""), given.get("options", ""), given.get("manner", ""), tuple(given.getlist("voters")),
        tuple(given.getlist("tellers")),
    )  # fmt: skip
    wanted = polls.read(typed, organization, known)
    if not isinstance(wanted, Wanted):
        return _form(request, here, organization, known, typed, wanted)
    try:
        code = actions.prepare(
            wanted, people.actor(request), clock.now(), given.get("token", ""), sent.content(request)
        )  # fmt: skip
    except Repeated as before:
        code = before.answer
    except (Refused, Clash) as refused:
        return _form(request, here, organization, known, typed, (Problem("question", str(refused)),))
    messages.info(request, "已备好，不能再改。请监票人到“我的投票”里开始。")
    return HttpResponseRedirect(reverse("web:ballot-status", args=[code]))


def _form(
    request: HttpRequest, here: Here, organization: str, known: dict[str, str], typed: Typed,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:  # fmt: skip
    wrong = sent.by_field(problems)
    return show(
        request, here, "web/ballots/poll.html", "matters", "发起投票", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), problems=problems, token=new_code("K"),
        question=sent.box("question", "问什么", typed.question, wrong, hint="例如：主题党日定在哪一天"),
        options=sent.box("options", "选项", typed.options, wrong, look="area", hint="一行一个，2到9个"),
        manner=sent.select("manner", "怎样投", typed.manner, MANNERS, wrong, "不到5人的用纸票"),
        people=(
            ("voters", "谁投票", "", sent.ticks("voters", typed.voters, known), wrong.get("voters", ())),
            ("tellers", "谁监票", "2人或3人。两位都同意，结果才出来。", sent.ticks("tellers", typed.tellers, known),
             wrong.get("tellers", ())),
        ),
    )  # fmt: skip
