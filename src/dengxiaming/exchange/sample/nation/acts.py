"""A shard's year: what branches do month by month, what those above them do, and what had to be answered."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.nation.book import Book
from dengxiaming.exchange.sample.nation.land import Ints, Land, numbered
from dengxiaming.exchange.sample.nation.tables import NOBODY, above_seats, days, number
from dengxiaming.reckoning.facts import TABLES

Span = tuple[int, int]


def _span(first: date, last: date) -> Span:
    return number(first), number(last)


_MONTHS: Final = [_span(date(2025, m, 1), date(2025, m + 1, 1) - timedelta(1)) for m in range(1, 12)] + [
    _span(date(2025, 12, 1), date(2025, 12, 28))
]
_QUARTERS: Final = [(_MONTHS[n][0], _MONTHS[n + 2][1]) for n in range(0, 12, 3)]
_HALVES: Final = [(_MONTHS[n][0], _MONTHS[n + 5][1]) for n in (0, 6)]
_YEAR: Final = _span(date(2025, 1, 6), date(2025, 12, 20))
_SPRING: Final = _span(date(2025, 1, 8), date(2025, 3, 25))
_AUTUMN: Final = _span(date(2025, 11, 5), date(2025, 12, 25))
_DIRECTIVE_ON: Final = number(date(2025, 3, 10))
_DIRECTIVE: Final = "SX000"
_HAPPENED: Final = ("honoured", "hardship", "retirement", "conflict", "disciplined")


def year(land: Land, elections: Ints) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Acts, rolls and triggers."""
    book = Book.of(land)
    directive = book.naming(pl.Series([[_DIRECTIVE]]))
    happened, answered = _happened(book)
    _branches(book, directive, elections)
    _above(book, directive, elections)
    _tops(book)
    acts, numbers = book.acts()
    return acts, _rolls(book, acts["id"], numbers), pl.concat([_the_directive(), happened, answered])


def _every(land: Land, sort: str, size: int) -> Ints:
    return land.first[sort] + np.arange(size)


def _branches(book: Book, directive: Ints, elections: Ints) -> None:
    land = book.land
    branch, secretary = _every(land, "branch", land.size.branches), land.starts
    seated = land.seats > 1
    march = np.full(len(branch), directive[0])
    for month, span in enumerate(_MONTHS):
        kinds = [
            "theme_day",
            *[[], ["lesson"], ["members_meeting"]][month % 3],
            *(["oath_theme"] if month == 5 else []),
        ]
        book.write(kinds, branch, secretary, span)
        told = march[seated] if month == 2 else None
        when = (_DIRECTIVE_ON, span[1]) if month == 2 else span
        book.write(["committee_meeting"], branch[seated], secretary[seated], when, answers=told)
    book.write(
        ["members_meeting"],
        branch[~seated],
        secretary[~seated],
        (_DIRECTIVE_ON, _DIRECTIVE_ON + 20),
        answers=march[~seated],
    )
    for first, last in _QUARTERS:
        book.write(["quarter_plan"], branch, secretary, (first, first + 25))
        book.write(["quiz"], branch, None, (first, last))
        book.write(["disclosure"], branch, None, (first, last))
    book.write(["annual_plan"], branch, secretary, _SPRING)
    book.write(["organization_life", "appraisal"], branch, secretary, _span(date(2025, 11, 3), date(2025, 12, 20)))
    voting = np.delete(np.arange(len(branch)), land.temporary)
    again = voting[elections[voting] >= _MONTHS[0][0]]
    before = elections[again] - 3 * 365 + land.rng.integers(-20, 200, len(again))
    book.write(["election"], branch[again], None, before)
    book.write(["election"], branch[voting], None, elections[voting])
    book.write(["talk"], branch, secretary, _YEAR, others=book.naming(_by(land.branch_of, land.members)))
    for seats in (3, 5):
        of = np.flatnonzero(land.seats == seats)
        for place in range(1, seats - 1):
            people = np.concatenate([land.starts[of] + other for other in range(place + 1, seats)])
            lists = _by(np.tile(np.arange(len(of)), seats - place - 1), land.members.gather(people))
            book.write(["talk"], branch[of], land.starts[of] + place, _YEAR, others=book.naming(lists))
    group = _every(land, "group", 2 * len(land.grouped))
    for span in _MONTHS:
        book.write(["group_meeting"], group, None, span)


def _by(owner: Ints, ids: pl.Series) -> pl.Series:
    """The ids of each owner as a list, by owner."""
    held = pl.DataFrame({"owner": owner, "id": ids}).group_by("owner").agg("id").sort("owner")
    return held["id"]


def _above(book: Book, directive: Ints, elections: Ints) -> None:
    land = book.land
    group, leader = _every(land, "party_group", len(land.led)), land.lasts[land.first_below[land.led]]
    for kind, span in (("deployment", _SPRING), ("hearing", _AUTUMN), ("contact_visit", _YEAR), ("lesson", _YEAR)):
        book.write([kind], group, leader, span)
        if kind in {"contact_visit", "lesson"}:  # 党组成员也各做一次
            book.write([kind], group, leader - 1, span)
    book.write(
        ["party_group_meeting"],
        group,
        leader,
        (_DIRECTIVE_ON, _DIRECTIVE_ON + 25),
        answers=np.full(len(group), directive[0]),
    )
    for span in _HALVES:
        book.write(["inspection"], group, leader, span)
        book.write(["lesson_study"], group, leader, span)
    for span in _QUARTERS:
        book.write(["central_group_study"], group, leader, span)
    for sort, over in (("general", land.general_of), ("committee", land.committee_of)):
        size = land.size.generals if sort == "general" else land.size.committees
        orgs = _every(land, sort, size)
        for span in _HALVES:
            book.write(["inspection"], orgs, None, span)
        for span in _QUARTERS:
            book.write(["general_branch_meeting"], orgs, None, span)
            book.write(["disclosure"], orgs, None, span)
        book.write(["organ_members_meeting"], orgs, None, _YEAR)
        start = land.size.branches + (0 if sort == "general" else land.size.generals)
        book.write(["election"], orgs, None, elections[start : start + size])
        bodies, secretary = above_seats(land, sort, 0)
        below = np.flatnonzero(over >= 0)
        talked, reported = (
            _by(over[below], land.members.gather(land.starts[below])),
            _by(over[below], _branch_ids(land, below)),
        )
        book.write(["talk"], land.first[sort] + bodies, secretary, _YEAR, others=book.naming(talked))
        if sort == "general":
            book.write(["debriefing"], land.first[sort] + bodies, None, _AUTUMN, others=book.naming(reported))
    rest = np.flatnonzero((land.committee_of >= 0) & (land.general_of < 0))
    over = land.committee_of[rest]
    book.write(
        ["debriefing"],
        land.first["committee"] + np.unique(over),
        None,
        _AUTUMN,
        others=book.naming(_by(over, _branch_ids(land, rest))),
    )
    _city(book, land.first["city"], _branch_ids(land, land.lone))
    if land.shard == 0:
        _city(book, land.first["root"], None)


def _branch_ids(land: Land, branches: Ints) -> pl.Series:
    return land.organizations.gather(land.first["branch"] + branches)


def _city(book: Book, city: int, lone: pl.Series | None) -> None:
    """The work committee, to which the lone branches report."""
    orgs = np.array([city])
    for span in _QUARTERS:
        book.write(["bulletin", "quarter_supervision"], orgs, None, span)
    for span in _HALVES:
        book.write(["half_year_assessment"], orgs, None, span)
    for kind in ("annual_review", "style_poll"):
        book.write([kind], orgs, None, _YEAR)
    if lone is not None and len(lone):
        book.write(["debriefing"], orgs, None, _AUTUMN, others=book.naming(lone.implode()))


def _tops(book: Book) -> None:
    """Each month in the community, filed after; trainings with all secretaries below."""
    land = book.land
    tops = land.top_organizations
    for span in _MONTHS:
        service, on = book.write(["community_service"], tops, None, span)
        late = np.where(land.rng.random(len(tops)) < 0.02, 30, 0)
        book.write(["community_filing"], tops, None, on + land.rng.integers(1, 24, len(tops)) + late, answered=service)
    for kind in ("study_list", "innovation", "fusion_list", "self_check"):
        book.write([kind], tops, None, _YEAR)
    have = np.unique(land.top_of)
    secretaries = _by(land.top_of, land.members.gather(land.starts))
    book.write(["training"], tops[have], None, _YEAR, others=book.naming(secretaries))


def _happened(book: Book) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What befell one member in two hundred, answered by a talk; and opinions, answered by a reply."""
    land, rng = book.land, book.land.rng
    who = np.flatnonzero((land.place > 0) & (rng.random(land.size.members) < 1 / 200))
    on = rng.integers(number(date(2025, 1, 10)), number(date(2025, 11, 20)), len(who))
    kinds = rng.integers(0, len(_HAPPENED), len(who))
    opining = np.flatnonzero(rng.random(land.size.branches) < 1 / 50)
    when = rng.integers(_YEAR[0], _YEAR[1] - 30, len(opining))
    ids = numbered("SX", land.shard, 7, len(who) + len(opining))
    lists = book.naming(pl.DataFrame({"id": ids}).select(pl.concat_list("id")).to_series())
    others = book.naming(pl.DataFrame({"id": land.members.gather(who)}).select(pl.concat_list("id")).to_series())
    branch = land.branch_of[who]
    days_later = rng.integers(1, 29, len(who)) + np.where(rng.random(len(who)) < 0.03, 30, 0)
    organization = land.first["branch"] + branch
    book.write(["talk"], organization, land.starts[branch], on + days_later, others=others, answers=lists[: len(who)])
    replied = when + rng.integers(1, 20, len(opining))
    book.write(["reply"], land.first["branch"] + opining, None, replied, answers=lists[len(who) :])
    people = pl.DataFrame({
        "id": ids[: len(who)],
        "kind": pl.Series(_HAPPENED).gather(kinds),
        "member_id": land.members.gather(who),
        "organization_id": pl.Series([None], dtype=pl.String).new_from_index(0, len(who)),
        "on": days(on),
    })  # fmt: skip
    said = pl.DataFrame({
        "id": ids[len(who) :],
        "kind": pl.Series(["opinion"]).new_from_index(0, len(opining)),
        "member_id": pl.Series([None], dtype=pl.String).new_from_index(0, len(opining)),
        "organization_id": _branch_ids(land, opining),
        "on": days(when),
    })  # fmt: skip
    return people, said


def _the_directive() -> pl.DataFrame:
    """One for all; the same in every shard."""
    schema = TABLES["triggers"]
    row = {"id": [_DIRECTIVE], "kind": ["directive"], "member_id": [None], "organization_id": [None]}
    return pl.DataFrame({**row, "on": [date(1970, 1, 1) + timedelta(_DIRECTIVE_ON)]}, schema=schema)


def _rolls(book: Book, ids: pl.Series, acts: dict[str, Ints]) -> pl.DataFrame:
    """Of one branch in twenty who was there on theme days; and who from next door came to the organisation life."""
    land, rng = book.land, book.land.rng
    kinds = np.array(["theme_day" in kinds for kinds in book.kinds])
    branch = acts["org"] - land.first["branch"]
    inside = (branch >= 0) & (branch < land.size.branches)
    act = np.flatnonzero(kinds[acts["kinds"]] & inside & (branch % 20 == 0))
    many = land.counts[branch[act]]
    at = act.repeat(many)
    person = np.arange(len(at)) - (many.cumsum() - many).repeat(many) + land.starts[branch[at]]
    chance = rng.random(len(at))
    status = np.where(chance < 0.95, 0, np.where(chance < 0.98, 1, 2))
    made_up = np.where((status == 1) & (chance < 0.975), acts["on"][at] + rng.integers(1, 28, len(at)), NOBODY)
    life = np.array(["organization_life" in kinds for kinds in book.kinds])
    visited = np.flatnonzero(life[acts["kinds"]] & inside)
    guest = land.starts[(branch[visited] + 1) % land.size.branches]
    words = pl.Series(["present", "leave", "absent", "observer"])
    return pl.DataFrame({
        "act_id": ids.gather(np.concatenate([at, visited])),
        "member_id": land.members.gather(np.concatenate([person, guest])),
        "status": words.gather(np.concatenate([status, np.full(len(visited), 3)])),
        "made_up_on": days(np.concatenate([made_up, np.full(len(visited), NOBODY)])),
    }).unique(["act_id", "member_id"], maintain_order=True)  # fmt: skip
