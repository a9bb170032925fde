"""分党小组: a division of a branch proposed, edited, looked at and adopted (S1-11: a suggestion, people decide)."""

from collections.abc import Sequence
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.areas.structure.groups import actions, core, queries
from dengxiaming.areas.structure.groups.core import Part, Person
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.policy import Place
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Repeated
from dengxiaming.web.kit import sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box, Choice
from dengxiaming.web.structure import numbers


def place(organization: str) -> Place | None:
    """Only a branch is divided."""
    tree = organs.Tree()
    is_branch = organization in tree.nodes and tree.nodes[organization].kind in BRANCHES
    return tree.place(organization) if is_branch else None


@require_http_methods(["GET", "HEAD", "POST"])
@page("structure.divide", of=place)
def groups(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The groups there are, or a proposal; what was edited, checked or adopted."""
    today = clock.today()
    held = queries.people(organization, today)
    least, most = numbers.groups(today)
    names = {code: name for code, name, _ in organs.units()}
    units = {one.unit: names.get(one.unit, one.unit) for one in held if one.unit}
    proposal = core.proposed(held, least, most, units)
    if request.method != "POST":
        there = queries.parts(organization, today)
        parts = proposal if "propose" in request.GET or not there else there
        return _page(request, here, organization, held, parts)
    parts = _typed(request, held)
    problems, _ = core.checked(parts, {one.code: one.name for one in held}, least, most)
    if request.POST.get("do") != "adopt":
        return _page(request, here, organization, held, parts, problems, is_checked=True)
    if problems:
        return _page(request, here, organization, held, parts, problems)
    try:
        with suppress(Repeated):
            actions.adopt(
                organization, [part for part in parts if part.people], people.actor(request), clock.now(),
                sent.token(request), sent.content(request),
            )  # fmt: skip
    except NotNow as refused:
        return _page(request, here, organization, held, parts, [Problem("parts", str(refused))])
    messages.info(request, "分组已采用，从今天起。")
    return HttpResponseRedirect(reverse("web:structure-groups", args=[organization]))


def _typed(request: HttpRequest, held: Sequence[Person]) -> tuple[Part, ...]:
    """As many parts as the form had names."""
    given, found = request.POST, []
    for at in range(len(held) + 1):
        if f"name-{at}" not in given:
            break
        own = tuple(one.code for one in held if given.get(f"group-{one.code}") == str(at))
        found.append(Part(given[f"name-{at}"], own, given.get(f"leader-{at}", "")))
    return tuple(found)


def _page(
    request: HttpRequest, here: Here, organization: str, held: Sequence[Person], parts: Sequence[Part],
    problems: Sequence[Problem] = (), *, is_checked: bool = False,
) -> HttpResponse:  # fmt: skip
    least, most = numbers.groups(clock.today())
    named = {one.code: one.name for one in held}
    found, said = core.checked(parts, named, least, most)
    shown = [*parts, Part("", ())] if not parts or any(part.people or part.name for part in parts[-1:]) else [*parts]
    wrong = sent.by_field(problems)
    where = {code: str(at) for at, part in enumerate(parts) for code in part.people}
    options = [(str(at), part.name.strip() or f"第{at + 1}组（还没有名称）") for at, part in enumerate(shown)]
    return show(
        request, here, "web/structure/groups.html", "matters", "分党小组", 422 if problems and not is_checked else 200,
        organization=organization, name=people.name_of(organization), token=new_code("K"), problems=problems,
        said=said, is_checked=is_checked and not found, count=len(held), least=least, most=most,
        parts=[
            (part, len(part.people), sent.box(f"name-{at}", f"第{at + 1}组的名称", part.name, wrong),
             sent.select(f"leader-{at}", f"第{at + 1}组的组长", part.leader,
                         {code: named[code] for code in part.people if code in named}, wrong))
            for at, part in enumerate(shown)
        ],
        boxes=[
            Box(f"group-{one.code}", f"group-{one.code}", f"{one.name}{f'（{one.post}）' if one.post else ''}",
                look="select", choices=tuple(
                    Choice(value, label, value == where.get(one.code, "")) for value, label in (("", "请选"), *options)
                ))
            for one in held
        ],
        is_empty=not parts,
    )  # fmt: skip
