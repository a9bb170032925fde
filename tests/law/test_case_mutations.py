"""Change any number or word of a clause, and one of the clause's own cases fails.

So no number and no word stands in a file for show: whoever edits one by mistake is told by the file itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from polars.exceptions import PolarsError
from worked_cases import Worked, cases_of, shipped

from dengxiaming.law.model import Counts, Duty, Number, Rulebook, Value
from dengxiaming.law.numbers import value_problem
from dengxiaming.law.vocabulary import ACT_KINDS, ORGANIZATION_KINDS, TRIGGER_KINDS
from dengxiaming.law.words import ACTORS, BEARERS, EVERY, HELD_BY, LISTS, MEASURES

COUNTED_BY_CONDITIONS = {"recurring", "response"}
"""The forms that read bearer, held_by, actor, toward and lists; elsewhere the measure alone says whose and which."""


@dataclass(frozen=True)
class Mutant:
    """A duty with one thing changed, and what."""

    what: str
    duty: Duty


def in_place(rulebook: Rulebook, old: Duty, new: Duty) -> Rulebook:
    """The rulebook with one duty for another."""
    rule = next(rule for rule in rulebook.rules.values() if any(duty is old for duty in rule.duties))
    changed = replace(rule, duties=tuple(new if duty is old else duty for duty in rule.duties))
    return replace(rulebook, rules={**rulebook.rules, rule.id: changed})


def moved_windows(window: str) -> Iterator[str]:
    """A window with one of its ends a day earlier or later, inside the year."""
    first, last = (date(2026, int(end[:2]), int(end[3:])) for end in window.split(".."))
    day = timedelta(days=1)
    for a, b in ((first - day, last), (first + day, last), (first, last - day), (first, last + day)):
        if a.year == b.year == first.year:
            yield f"{a:%m-%d}..{b:%m-%d}"


def other_values(name: str, value: int | str) -> Iterator[int | str]:
    """The neighbours of a value that the loader would accept."""
    if isinstance(value, int):
        yield from (near for near in (value - 1, value + 1) if value_problem(name, near) is None)
    elif ".." in value:
        yield from moved_windows(value)


def number_mutants(duty: Duty) -> Iterator[Mutant]:
    """Each deciding number one less, one more, its window a day aside; a window named by a word taken away."""
    for number in duty.deciding:
        for at, value in enumerate(number.values):
            for other in other_values(number.name, value.value):
                values = (*number.values[:at], replace(value, value=other), *number.values[at + 1 :])
                yield Mutant(f"{number.name} = {other}", with_number(duty, replace(number, values=values)))
        if number.name == "window":
            numbers = {name: kept for name, kept in duty.numbers.items() if name != "window"}
            yield Mutant("没有 window", replace(duty, numbers=numbers))


def origin_mutants(duty: Duty) -> Iterator[Mutant]:
    """A number of a binding duty becomes local; all local numbers of an advisory one stand in the document."""

    def all_values(number: Number, **changes: str) -> Number:
        def changed(value: Value) -> Value:
            return replace(value, **changes)  # type: ignore[arg-type]  # the names are written below, each a text

        return replace(number, values=tuple(changed(value) for value in number.values))

    if any(number.values[0].is_local for number in duty.deciding):
        written = {name: all_values(number, origin="文") for name, number in duty.numbers.items()}
        yield Mutant("origin 全改成文", replace(duty, numbers=written))
        return
    for number in duty.deciding:
        yield Mutant(f"{number.name} 的 origin 改成本", with_number(duty, all_values(number, origin="本")))


def with_number(duty: Duty, number: Number) -> Duty:
    return replace(duty, numbers={**duty.numbers, number.name: number})


def one_less_or_other(words: tuple[str, ...], known: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Each word left out where others remain, and each replaced by a word that does not stand there."""
    stranger = next(word for word in known if word not in words)
    for word in words:
        rest = tuple(kept for kept in words if kept != word)
        if rest:
            yield rest
        yield tuple(stranger if kept == word else kept for kept in words)


def same_actors(duty: Duty, counts: Counts) -> set[str]:
    """The words that mean what stands there: without a trigger there is no member who could be the secretary."""
    secretary = {"secretary", "branch_secretary_or_above"}
    return secretary if duty.form == "recurring" and counts.actor in secretary else {counts.actor}


def counts_mutants(duty: Duty) -> Iterator[Mutant]:
    """Each kind of act away or another; each condition away or another."""
    for at, counts in enumerate(duty.counts):

        def mutant(what: str, other: Counts, at: int = at) -> Mutant:
            return Mutant(what, replace(duty, counts=(*duty.counts[:at], other, *duty.counts[at + 1 :])))

        for kinds in one_less_or_other(counts.kinds, ACT_KINDS):
            yield mutant(f"kind = {kinds}", replace(counts, kinds=kinds))
        if duty.form in COUNTED_BY_CONDITIONS:
            for word in HELD_BY.keys() - {counts.held_by}:
                yield mutant(f"held_by = {word}", replace(counts, held_by=word))
            for word in ({*ACTORS, ""} if counts.actor else set()) - same_actors(duty, counts):
                yield mutant(f"actor = {word}", replace(counts, actor=word))
            if counts.toward:
                yield mutant("没有 toward", replace(counts, toward=""))
            for word in ({*LISTS, ""} if counts.lists else set()) - {counts.lists}:
                yield mutant(f"lists = {word}", replace(counts, lists=word))


def bearer_mutants(duty: Duty) -> Iterator[Mutant]:
    """Every other bearer the form knows."""
    for bearer in BEARERS.values() if duty.form in COUNTED_BY_CONDITIONS else ():
        if duty.form in bearer.forms and bearer.id != duty.bearer:
            yield Mutant(f"bearer = {bearer.id}", replace(duty, bearer=bearer.id))


def measure_mutants(duty: Duty) -> Iterator[Mutant]:
    """Every other measure the form knows."""
    for measure in MEASURES.values() if duty.measure else ():
        if duty.form in measure.forms and measure.id != duty.measure:
            yield Mutant(f"measure = {measure.id}", replace(duty, measure=measure.id))
    if duty.measure == "post_filled":
        yield Mutant("没有 measure", replace(duty, measure=""))


def word_mutants(duty: Duty) -> Iterator[Mutant]:
    """Each other word of the duty: how often, what it answers, watches, is covered by."""
    for every in EVERY if duty.every else ():
        if every != duty.every:
            yield Mutant(f"every = {every}", replace(duty, every=every))
    known = ACT_KINDS if duty.bearer == "act_organization" else TRIGGER_KINDS
    for answers in one_less_or_other(duty.answers, known):
        yield Mutant(f"answers = {answers}", replace(duty, answers=answers))
    for watches in one_less_or_other(duty.watches, {"S6-1": "主题党日"}):
        yield Mutant(f"watches = {watches}", replace(duty, watches=watches))
    for covered_by in one_less_or_other(duty.covered_by, ORGANIZATION_KINDS):
        yield Mutant(f"covered_by = {covered_by}", replace(duty, covered_by=covered_by))


def mutants(duty: Duty) -> Iterator[Mutant]:
    yield from number_mutants(duty)
    yield from origin_mutants(duty)
    yield from counts_mutants(duty)
    yield from bearer_mutants(duty)
    yield from measure_mutants(duty)
    yield from word_mutants(duty)


def notices(worked: Worked, rulebook: Rulebook) -> bool:
    """Whether a case fails under another rulebook; a kernel that refuses the duty has noticed too."""
    try:
        return bool(worked.failures(rulebook))
    except (KeyError, ValueError, IndexError, TypeError, PolarsError):
        return True


@pytest.mark.parametrize("duty", [pytest.param(duty, id=f"{duty.id} {duty.bearer}") for duty in shipped().duties])
def test_a_changed_number_or_word_fails_a_case(duty: Duty) -> None:
    cases = cases_of(duty)
    survived = []
    for mutant in mutants(duty):
        rulebook = in_place(shipped(), duty, mutant.duty)
        if not any(notices(worked, rulebook) for worked in cases):
            survived.append(mutant.what)
    assert not survived, f"{duty.id} 改了这些，没有一个例子看得出来：{'；'.join(survived)}"


def test_there_are_mutants_of_every_part() -> None:
    parts = {mutant.what.split(" ")[0] for duty in shipped().duties for mutant in mutants(duty)}
    words = {"kind", "held_by", "actor", "lists", "bearer", "every", "answers", "watches", "covered_by", "measure"}
    assert words | {"required", "days", "window", "percent", "months", "periods", "没有"} <= parts


BY_ITS_OWN_DAY = {"response", "record", "term"}
"""Judged by the day of the trigger, the act or the end of the term: a day decides whether there is a row."""


@pytest.mark.parametrize("duty", [pytest.param(duty, id=f"{duty.id} {duty.bearer}") for duty in shipped().duties])
def test_a_moved_date_of_effect_fails_a_case(duty: Duty) -> None:
    """A day earlier, or for periods a year; a day later too, where single days are judged."""
    day = timedelta(days=1)
    if duty.form in BY_ITS_OWN_DAY:
        shifts = [-day, day]
    elif duty.form in {"structure", "ratio"}:
        shifts = [-day]
    else:
        shifts = [-366 * day, 366 * day] if duty.form == "recurring" else [-366 * day]
    for shift in shifts:
        moved = replace(shipped(), effective_from=shipped().effective_from + shift)
        assert any(notices(worked, moved) for worked in cases_of(duty)), f"施行日期挪{shift.days}天，没有例子看得出来"
