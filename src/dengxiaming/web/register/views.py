"""名册: a branch's list, one member's particulars and their correction."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.register import actions, columns, identity, queries, reading
from dengxiaming.areas.members.register.difference import masked_phone
from dengxiaming.areas.members.register.terms import PLAIN, SECRET
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.ground import clock, policy
from dengxiaming.ground.actions import note_look
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.models import Account
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.people.views import place
from dengxiaming.web.records import people

NOTHING = "无"
"""Typed for a number or a telephone that is to be taken out."""


@require_safe
@page("register.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The members of a branch as the register lists them; of an organisation above, its branches."""
    tree, day = organs.Tree(), here.view.as_of
    node, where = tree.nodes[organization], tree.place(organization)
    is_branch = node.kind in BRANCHES
    rolls = {} if is_branch else members.rolls(day)
    below = () if is_branch else queries.within(organization, day)
    return show(
        request, here, "web/register/list.html", "matters", "名册", organization=organization, name=node.name,
        lines=queries.lines(organization, day) if is_branch else (), is_branch=is_branch,
        branches=[(tree.nodes[code], rolls[code].members if code in rolls else 0) for code in below],
        may_write=gate.opens(request, "register.write", where), rosters=queries.rosters(organization),
        may_open=gate.opens(request, "particulars.read", where),
        may_count=gate.opens(request, "statistics.read", where),
    )  # fmt: skip


@require_safe
@page("particulars.read", of=place)
def particulars(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One member's particulars; number and telephone by their last four signs."""
    return _sight(request, here, code, is_whole=False)


@require_POST
@page("particulars.whole", of=place)
def whole(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The same with the whole number and telephone; the member sees who looked."""
    if isinstance(request.user, Account):
        note_look(request.user, code, "公民身份号码和电话", clock.now())
    return _sight(request, here, code, is_whole=True)


def _sight(request: HttpRequest, here: Here, code: str, *, is_whole: bool) -> HttpResponse:
    where = place(code) or policy.NOWHERE
    return show(
        request, here, "web/register/particulars.html", "organizations", "登记信息", code=code,
        name=members.names([code]).get(code, code), sight=queries.sight(code, is_whole=is_whole),
        may_whole=gate.opens(request, "particulars.whole", where) and not is_whole,
        may_write=gate.opens(request, "particulars.write", where), is_self=gate.reader(request).member == code,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("particulars.write", of=place)
def correct(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """What is wrong in them is put right, with the reason."""
    held = queries.held([code]).get(code, {})
    if request.method != "POST":
        typed = {name: columns.shown(name, held.get(name, "")) for name in PLAIN}
        return _form(request, here, code, held, typed, ())
    typed = {name: request.POST.get(name, "").strip() for name in (*PLAIN, *SECRET, "reason")}
    said, problems = _read(typed, held)
    if problems:
        return _form(request, here, code, held, typed, problems)
    try:
        by = actions.Sent(people.actor(request), clock.now(), request.POST.get("token", ""), sent.content(request))
        actions.correct(code, said, typed["reason"], by)
    except actions.Taken as taken:
        return _form(request, here, code, held, typed, (Problem("identity", str(taken)),))
    except Repeated:
        pass
    messages.info(request, "已更正，原来的和原因留在存证里。")
    return HttpResponseRedirect(reverse("web:member-particulars", args=[code]))


def _read(typed: dict[str, str], held: dict[str, str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What is said otherwise, or every problem. A number left empty stays as it is."""
    given = {name: typed[name] for name in PLAIN}
    for name in SECRET:
        given[name] = "" if typed[name] == NOTHING else typed[name] or held.get(name, "")
    values, findings = reading.one(given, clock.today())
    problems = [Problem(one.column, one.message + one.remedy) for one in findings if one.severity == "defect"]
    said = {name: values.get(name, "") for name in given if values.get(name, "") != held.get(name, "")}
    if not problems and not said:
        problems.append(Problem("reason", "什么都没有改。"))
    if not typed["reason"]:
        problems.append(Problem("reason", "更正要写原因。写一句，例如“证件核对过”。"))
    return said, tuple(problems)


def _form(
    request: HttpRequest, here: Here, code: str, held: dict[str, str], typed: dict[str, str],
    problems: tuple[Problem, ...],
) -> HttpResponse:  # fmt: skip
    wrong = sent.by_field(problems)
    now = {"identity": identity.masked(held.get("identity", "")), "phone": masked_phone(held.get("phone", ""))}
    secret = [
        sent.box(
            name, columns.label(name), typed.get(name, ""), wrong,
            hint=f"现在是{now[name]}。不改就空着，要去掉写“{NOTHING}”。" if now[name] else "还没有登记，可以空着。",
        )
        for name in SECRET
    ]  # fmt: skip
    days = {"born", "joined", "confirmed"}
    plain = [
        sent.select(name, columns.label(name), typed.get(name, ""), {one: one for one in columns.labels(name).values()},
                    wrong)
        if columns.labels(name) else
        sent.box(name, columns.label(name), typed.get(name, ""), wrong,
                 hint="只知道月份的，写到月，如 1999-06。" if name in days else "")
        for name in PLAIN
    ]  # fmt: skip
    return show(
        request, here, "web/register/correct.html", "organizations", "更正登记信息", 422 if problems else 200,
        code=code, name=members.names([code]).get(code, code), boxes=[*secret, *plain],
        problems=problems, token=new_code("K"),
        reason=sent.box("reason", "原因", typed.get("reason", ""), wrong),
    )  # fmt: skip
