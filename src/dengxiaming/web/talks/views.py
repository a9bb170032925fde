"""谈话: the form, one talk, and the list of an organisation."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.terms import SENSITIVE_TRIGGERS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.talks import actions, core, queries
from dengxiaming.areas.talks.terms import FORMS
from dengxiaming.ground import clock, policy
from dengxiaming.ground.actions import note_look
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.models import Account
from dengxiaming.ground.policy import Place
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.kit import asked, choosing, gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, forbidden, page, show
from dengxiaming.web.records import people

_PRIVATE = "可以不写。写了只有谈话的人能看，加密存放。"
_WHY = "写为什么谈，例如“工作变动”。谈的内容不写在这里。事由只有谈话的人和书记看得见。"


def place(code: str) -> Place | None:
    """Where a talk belongs: to the organisation it was recorded for, and to everybody who held it."""
    held = queries.talk(code, policy.NOBODY)
    return organs.place(held.organization, held.holders) if held else None


def place_of_new(organization: str) -> Place | None:
    """Whoever is of an organisation may record a talk they held themselves."""
    tree = organs.Tree()
    if organization not in tree.nodes:
        return None
    return tree.place(organization, members.stayers(organization, clock.today()))


@require_http_methods(["GET", "HEAD", "POST"])
@page("talk.write", of=place_of_new)
def new(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The form; what the workbench or a member's page knows is filled in."""
    if request.method != "POST":
        wanted = request.GET
        typed = core.Typed(
            actor=wanted.get("actor", gate.reader(request).member), members=_codes(wanted.get("members", "")),
            on=wanted.get("on", clock.today().isoformat()), reason=wanted.get("reason", ""),
            answers=_codes(wanted.get("answers", "")),
        )  # fmt: skip
        return _form(request, here, organization, typed)
    given = request.POST
    typed = core.Typed(
        given.get("actor", ""), tuple(given.getlist("members")), given.get("on", ""), given.get("form", ""),
        given.get("reason", ""), given.get("note", ""), tuple(given.getlist("answers")),
    )  # fmt: skip
    if given.get("do") == "find":
        return _form(request, here, organization, typed)
    read = core.read(typed, _nameable(request, organization), clock.today())
    if not isinstance(read, core.Read):
        return _form(request, here, organization, typed, read)
    if problem := _not_theirs(request, organization, read):
        return _form(request, here, organization, typed, (problem,))
    actor = people.actor(request)
    try:
        code, _ = actions.record(read, organization, actor, clock.now(), given.get("token", ""), sent.content(request))
    except Repeated as before:
        code = before.answer
    except (LookupError, Clash) as refused:
        return _form(request, here, organization, typed, (Problem("members", str(refused)),))
    messages.info(request, "已记这次谈话。")
    return HttpResponseRedirect(reverse("web:talk", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
@page("talk.read", of=place)
def talk(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One talk: that it was held. What was said opens to those who held it, and each look is noted."""
    held, me = queries.talk(code, gate.reader(request)), gate.reader(request).member
    if held is None:
        raise NotThere("没有这次谈话。")
    is_holder = me in held.holders
    if request.method == "POST":
        if not is_holder:
            return forbidden(request)
        with suppress(Repeated):
            actions.write_note(
                code, request.POST.get("note", ""), people.actor(request), clock.now(), sent.token(request)
            )
        messages.info(request, "谈话内容已存，只有谈话的人能看。")
        return HttpResponseRedirect(reverse("web:talk", args=[code]))
    return _page(request, here, held)


@require_POST
@page("talk.read", of=place)
def withdraw(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """It was recorded by mistake: it stays, marked, with the reason in the journal."""
    held, reason = queries.talk(code, gate.reader(request)), request.POST.get("reason", "").strip()
    if held is None:
        raise NotThere("没有这次谈话。")
    if not _may_withdraw(request, held):
        return forbidden(request)
    if not reason:
        return _page(request, here, held, "撤回要写原因。请写一句为什么。")
    with suppress(Repeated):
        actions.withdraw(code, reason, people.actor(request), clock.now(), sent.token(request))
    messages.info(request, "已撤回，原因留在存证里。")
    return HttpResponseRedirect(reverse("web:talk", args=[code]))


def _may_withdraw(request: HttpRequest, held: queries.Held) -> bool:
    """Whoever keeps the organisation's talks, and who held it; whom it was held with does not take it back."""
    keeps = gate.opens(request, "talk.write", organs.place(held.organization) or policy.NOWHERE)
    return keeps or gate.reader(request).member == held.actor


def _page(request: HttpRequest, here: Here, held: queries.Held, said: str = "") -> HttpResponse:
    code, me = held.code, gate.reader(request).member
    is_holder = me in held.holders
    notes = [(author, actions.read_note(code, author, me)) for author in held.notes] if is_holder else []
    names = {held.actor: held.actor_name, **dict(held.members)}
    if is_holder and isinstance(request.user, Account):
        for author in held.notes:
            note_look(request.user, author, f"谈话内容（{held.on}）", clock.now())
    return show(
        request, here, "web/talks/talk.html", "records", "谈话", 422 if said else 200,
        said=said, token=new_code("K"), may_withdraw=not held.withdrawn and _may_withdraw(request, held),
        held=held, is_holder=is_holder, notes=[(names.get(author, author), text) for author, text in notes],
        own_note=next((text for author, text in notes if author == me), ""), name=people.name_of(held.organization),
    )  # fmt: skip


@page("talk.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A year of an organisation's talks: day, who, reason."""
    year = asked.year(request) or here.view.as_of.year
    return show(
        request, here, "web/talks/list.html", "records", "谈话",
        talks=queries.of_organization(organization, year, gate.reader(request)),
        year=year, years=asked.years(year, here.view.as_of), organization=organization,
        may_write=gate.opens(request, "talk.write", place_of_new(organization) or policy.NOWHERE),
        name=people.name_of(organization),
    )  # fmt: skip


def _form(
    request: HttpRequest, here: Here, organization: str, typed: core.Typed, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    wrong = sent.by_field(problems)
    named = (typed.actor, *typed.members, gate.reader(request).member)
    found = choosing.listed(_nameable(request, organization), named, request.POST.get("find", ""))
    known = people.told_apart(found, clock.today())
    answers = _answerable(request, organization, typed.answers)
    return show(
        request, here, "web/talks/form.html", "records", "记谈话", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), problems=problems, token=new_code("K"),
        listed=found,
        actor=sent.select("actor", "谁谈的", typed.actor, known, wrong),
        with_whom=sent.ticks("members", typed.members, known), members_wrong=wrong.get("members", ()),
        on=sent.box("on", "日期", typed.on, wrong), form=sent.select("form", "形式", typed.form, FORMS, wrong),
        reason=sent.box("reason", "事由", typed.reason, wrong, hint=_WHY),
        note=sent.box("note", "谈话内容", typed.note, wrong, hint=_PRIVATE, look="area"),
        answers=list(answers.items()), answers_wrong=wrong.get("answers", ()),
    )  # fmt: skip


def _not_theirs(request: HttpRequest, organization: str, read: core.Read) -> Problem | None:
    """Whoever keeps no talks records those they held themselves; and nobody answers what is not for them to know."""
    me = gate.reader(request).member
    if not _keeps(request, organization) and me not in {read.actor, *read.members}:
        return Problem("actor", "您记自己谈的话：谈话人或者对象里要有您自己。")
    if set(read.answers) - _answerable(request, organization, read.answers).keys():
        return Problem("answers", "要谈的那件事已经撤回，或者不是这里的事。去掉它再记。")
    return None


def _answerable(request: HttpRequest, organization: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Of these triggers what the talk can answer, in words: about people named here, none hidden from the reader."""
    if not codes:  # 多数时候不是为了哪件事；问一遍全市的职务很贵
        return {}
    entitled = gate.opens(request, "trigger.sensitive", organs.place(organization) or policy.NOWHERE)
    known = people.nameable(organization, clock.today())
    about = {who for who, _ in members.about(codes).values()} & known.keys()
    happened = {one.code: one for who in about for one in members.happened_to(who)}
    found = (happened[code] for code in codes if code in happened)
    return {
        one.code: f"{one.words}（{one.on}）"
        for one in found
        if not one.withdrawn and (entitled or one.kind not in SENSITIVE_TRIGGERS)
    }


def _keeps(request: HttpRequest, organization: str) -> bool:
    return policy.may(gate.reader(request), "talk.write", organs.Tree().place(organization))


def _nameable(request: HttpRequest, organization: str) -> dict[str, str]:
    """Whoever keeps the organisation's talks names anybody; a member names a talk of their own."""
    reader = gate.reader(request)
    known = people.nameable(organization, clock.today())
    return (
        known
        if _keeps(request, organization) or reader.member not in known
        else {
            reader.member: known[reader.member],
            **{code: name for code, name in known.items() if code != reader.member},
        }
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(";") if code)
