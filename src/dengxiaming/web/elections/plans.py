"""The form of a plan: what was typed, and its fields (酝酿)."""

from dataclasses import dataclass

from django.http import QueryDict

from dengxiaming.areas.elections import congress, numbers, queries
from dengxiaming.areas.elections.plan import Known, Typed
from dengxiaming.areas.elections.queries import Shown
from dengxiaming.areas.elections.tenure import queries as tenure
from dengxiaming.areas.elections.terms import (
    BODIES,
    BY_ELECTION,
    DELEGATE,
    DELEGATES,
    ELECTED_POSTS,
    ENTITLED,
    EXCUSES,
    KINDS,
    TERM,
)
from dengxiaming.areas.members.terms import POSTS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.ground import clock
from dengxiaming.ground.problem import Problem
from dengxiaming.web.kit import sent
from dengxiaming.web.kit.here import tidy_day
from dengxiaming.web.records.boxes import Box, Choice


@dataclass(frozen=True)
class Nominated:
    """The ticks of one post."""

    post: str
    label: str
    hint: str
    ticks: tuple[Choice, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """The whole form."""

    boxes: dict[str, Box]
    nominated: tuple[Nominated, ...]
    excused: tuple[Box, ...]
    excused_wrong: tuple[str, ...]
    answers: tuple[Choice, ...]
    answers_wrong: tuple[str, ...]
    quotas: tuple[Box, ...]
    quotas_wrong: tuple[str, ...]
    congress: str


def known(organization: str, code: str = "") -> Known:
    """Who can be nominated today, and what stands; `code` is the election being changed."""
    today, tree = clock.today(), organs.Tree()
    standings = queries.standings_on(organization, today)
    entitled = [who for who, standing in standings.items() if standing == ENTITLED]
    full = sum(standing != "probationary" for standing in standings.values())
    return Known(
        queries.names_of(entitled), full, tree.nodes[organization].kind in BRANCHES,
        queries.committee(organization, today), frozenset(one for one, _, _ in tenure.vacancies(organization)),
        len(standings), congress.electing_units(organization),
        {one.code: one.seats for one in congress.open_for(organization, code)},
    )  # fmt: skip


def typed(given: QueryDict, people: Known) -> Typed:
    """What came with the form."""
    return Typed(
        given.get("kind", ""), tidy_day(given.get("on", "")), given.get("place", ""), given.get("seats", ""),
        given.get("secretaries", ""), given.get("deputies", ""), given.get("text", ""), given.get("strokes", ""),
        {post: tuple(given.getlist(f"for-{post}")) for post in ELECTED_POSTS},
        {who: given.get(f"excused-{who}", "") for who in people.people if given.get(f"excused-{who}")},
        tuple(given.getlist("answers")), given.get("body", ""),
        {unit: given.get(f"quota-{unit}", "") for unit in people.units}, given.get("congress", ""),
    )  # fmt: skip


def suggested(people: Known, vacancy: str, called: str) -> Typed:
    """A form nobody has typed in: how many, by how many members there are, or by how many delegates are due."""
    if called in people.congresses:
        return Typed(DELEGATES, seats=str(people.congresses[called]), secretaries="0", congress=called)
    if vacancy:
        return Typed(BY_ELECTION, seats="0", secretaries="1", deputies="0", answers=(vacancy,))
    seats = "3" if not people.is_branch or people.full_members >= 7 else "0"
    return Typed(TERM, seats=seats)


def of(shown: Shown) -> Typed:
    """The form of a plan that is there, to be changed."""
    row = shown.row
    return Typed(
        row.kind, row.on.isoformat(), row.place, str(row.seats), str(row.secretaries), str(row.deputies), row.text,
        row.strokes, {post: tuple(one.code for one in some) for post, some in shown.nominees.items()},
        {one.member.code: one.reason for one in row.excused.select_related("member")},
        tuple(one for one in row.answers.split(";") if one), row.body,
        {one.organization.code: str(one.seats) for one in row.quotas.select_related("organization")},
        row.congress.code if row.congress else "",
    )  # fmt: skip


def form(organization: str, held: Typed, people: Known, problems: tuple[Problem, ...] = ()) -> Form:
    """The fields with what was typed in them and what is wrong."""
    wrong, now = sent.by_field(problems), numbers.edition(clock.today())
    vacancies = {one: f"{on}　{note or '职务空缺'}" for one, on, note in tenure.vacancies(organization)}
    kinds = {kind: words for kind, words in KINDS.items() if kind != DELEGATES or people.congresses}
    posts = {post: words for post, words in ELECTED_POSTS.items() if post != DELEGATE or people.congresses}
    seats = "代表几名" if held.kind == DELEGATES else "委员几名"
    boxes = {
        "kind": sent.select("kind", "哪一种", held.kind, kinds, wrong),
        "body": _body(held.body, wrong),
        "on": sent.box("on", "大会日期", held.on, wrong, hint="例如 2026-12-18"),
        "place": sent.box("place", "地点", held.place, wrong),
        "seats": sent.box("seats", seats, held.seats, wrong, look="number", hint=_seats_hint(people)),
        "secretaries": sent.box("secretaries", "书记几名", held.secretaries, wrong, look="number"),
        "deputies": sent.box("deputies", "副书记几名", held.deputies, wrong, look="number", hint="没有写0"),
        "text": sent.box("text", "酝酿情况", held.text, wrong, look="area", hint="怎样酝酿的，征求了哪些意见。"),
        "strokes": sent.box("strokes", "补姓氏笔画", held.strokes, wrong, hint="笔画表里没有的姓才写，例如 尕=5"),
    }
    hints = {
        "delegate": _more(now.delegates), "committee_member": _more(now.difference),
        "secretary": "等额，从委员候选人里提（R3-13）。", "deputy_secretary": "同上。没有就不选。",
    }  # fmt: skip
    nominated = tuple(
        Nominated(
            post, f"{label}候选人", hints[post],
            tuple(
                Choice(code, name, code in (held.nominees or {}).get(post, ()), f"for-{post}-{code}")
                for code, name in people.people.items()
            ),
            wrong.get(post, ()),
        )
        for post, label in posts.items()
    )  # fmt: skip
    excused = tuple(
        sent.select(f"excused-{code}", name, (held.excused or {}).get(code, ""), EXCUSES, {})
        for code, name in people.people.items()
    )
    return Form(
        boxes, nominated, excused, wrong.get("excused", ()), sent.ticks("answers", held.answers, vacancies),
        wrong.get("answers", ()),
        tuple(
            sent.box(f"quota-{unit}", name, (held.quotas or {}).get(unit, ""), {}, look="number")
            for unit, name in people.units.items()
            if not people.is_branch
        ),
        wrong.get("quotas", ()), held.congress,
    )  # fmt: skip


def _more(share: numbers.Share) -> str:
    return f"比名额多{share.percent}以上，不足1人进1（{share.cite}）。次序按姓氏笔画自动排。"


def _body(value: str, wrong: dict[str, tuple[str, ...]]) -> Box:
    least = numbers.term().delegates
    hint = f"党员{least}名以上或者驻地分散的，经上级批准才开代表大会（R3-2）。"
    choices = tuple(Choice(code, words, code == value) for code, words in BODIES.items())
    return Box("body", "body", "在哪里选", value, hint, "select", choices, wrong.get("body", ()))


def _seats_hint(people: Known) -> str:
    if not people.is_branch:
        return f"正式党员{people.full_members}人。几名委员由上级批。"
    if people.full_members >= 7:
        return f"正式党员{people.full_members}人，设委员会，3至5人，一般不超过7人（R1-14）。"
    return f"正式党员{people.full_members}人，不设委员会，写0（R1-14）。"


def post_words(post: str) -> str:
    """A post in words."""
    return POSTS.get(post, post)
