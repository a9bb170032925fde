"""谈话: the form, one talk, and the list of an organisation."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.talks import actions, core, queries
from dengxiaming.areas.talks.terms import FORMS
from dengxiaming.ground import clock, policy
from dengxiaming.ground.actions import note_look
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.models import Account
from dengxiaming.ground.policy import Place
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.kit import asked, gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people

_PRIVATE = "可以不写。写了只有谈话的人能看，加密存放。"


def place(code: str) -> Place | None:
    """Where a talk belongs: to the organisation it was recorded for, and to everybody who held it."""
    held = queries.talk(code)
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
    read = core.read(typed, _nameable(request, organization), clock.today())
    if not isinstance(read, core.Read):
        return _form(request, here, organization, typed, read)
    actor = people.actor(request)
    try:
        code, _ = actions.record(read, organization, actor, clock.now(), given.get("token", ""), sent.content(request))
    except Repeated as before:
        code = before.answer
    except (LookupError, Clash) as refused:
        return _form(request, here, organization, typed, (core.Problem("members", str(refused)),))
    messages.info(request, "已记这次谈话。")
    return HttpResponseRedirect(reverse("web:talk", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
@page("talk.read", of=place)
def talk(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One talk: that it was held. What was said opens to those who held it, and each look is noted."""
    held, me = queries.talk(code), gate.reader(request).member
    if held is None:
        raise NotThere("没有这次谈话。")
    is_holder = me in held.holders
    if request.method == "POST" and is_holder:
        with suppress(Repeated):
            actions.write_note(
                code, request.POST.get("note", ""), people.actor(request), clock.now(), sent.token(request)
            )
        messages.info(request, "谈话内容已存，只有谈话的人能看。")
        return HttpResponseRedirect(reverse("web:talk", args=[code]))
    notes = [(author, actions.read_note(code, author, me)) for author in held.notes] if is_holder else []
    names = {held.actor: held.actor_name, **dict(held.members)}
    if is_holder and isinstance(request.user, Account):
        for author in held.notes:
            note_look(request.user, author, f"谈话内容（{held.on}）", clock.now())
    return show(
        request, here, "web/talks/talk.html", "records", "谈话",
        held=held, is_holder=is_holder, notes=[(names.get(author, author), text) for author, text in notes],
        own_note=next((text for author, text in notes if author == me), ""), name=people.name_of(held.organization),
    )  # fmt: skip


@page("talk.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A year of an organisation's talks: day, who, reason."""
    year = asked.year(request) or here.view.as_of.year
    return show(
        request, here, "web/talks/list.html", "records", "谈话",
        talks=queries.of_organization(organization, year), year=year, organization=organization,
        name=people.name_of(organization),
    )  # fmt: skip


def _form(
    request: HttpRequest, here: Here, organization: str, typed: core.Typed, problems: tuple[core.Problem, ...] = ()
) -> HttpResponse:
    wrong = sent.by_field(problems)
    known = _nameable(request, organization)
    words = members.trigger_words(typed.answers)
    return show(
        request, here, "web/talks/form.html", "records", "记谈话", 422 if problems else 200,
        organization=organization, name=people.name_of(organization), problems=problems, token=new_code("K"),
        actor=sent.select("actor", "谁谈的", typed.actor, known, wrong),
        with_whom=sent.ticks("members", typed.members, known), members_wrong=wrong.get("members", ()),
        on=sent.box("on", "日期", typed.on, wrong), form=sent.select("form", "形式", typed.form, FORMS, wrong),
        reason=sent.box("reason", "事由", typed.reason, wrong, hint="写为什么谈，例如“工作变动”。谈的内容不写在这里。"),
        note=sent.box("note", "谈话内容", typed.note, wrong, hint=_PRIVATE, look="area"),
        answers=[(code, f"{words[code][0]}（{words[code][1]}）") for code in typed.answers if code in words],
    )  # fmt: skip


def _nameable(request: HttpRequest, organization: str) -> dict[str, str]:
    """Whoever keeps the organisation's talks names anybody; a member names a talk of their own."""
    reader = gate.reader(request)
    known = people.nameable(organization, clock.today())
    keeps = policy.may(reader, "talk.write", organs.Tree().place(organization))
    return (
        known
        if keeps or reader.member not in known
        else {
            reader.member: known[reader.member],
            **{code: name for code, name in known.items() if code != reader.member},
        }
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(";") if code)
