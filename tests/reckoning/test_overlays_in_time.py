"""Exemptions and numbers that change from a day on (decisions.md, "What nobody had said" 4), over random sets."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from dengxiaming.law.model import Duty, Exemption, Number, Rulebook, Value
from dengxiaming.reckoning import Facts, evaluate
from oracle.cast import rulebook
from oracle.clauses import RECURRING
from oracle.dues import pattern_rows
from oracle.random_facts import random_dates, random_tables
from oracle.random_people import Mess
from oracle.reading import frames
from oracle.world import Row

CHANGES = [
    ("D3-3", "required", 3), ("S2-1", "required", 2), ("S6-2", "window", "04-01..12-31"), ("S10-2", "days", 7),
    ("S1-10", "days", 20), ("L2-3", "days_before", 30), ("S2-8", "days", 3), ("S9-2", "days", 2), ("S9-3", "days", 60),
    ("S6-4", "days", 5), ("S1-9", "days", 3), ("S5-2", "days", 5), ("D1-1", "days", 60),
    ("S6-3", "window", "05-01..12-31"),
]  # fmt: skip
EVERY = {line.rule: line.every for line in RECURRING}


@cache
def drawn(seed: int) -> tuple[Facts, date, datetime | None]:
    tables = random_tables(seed)
    return frames(tables), *random_dates(seed, tables)


def judged(seed: int, book: Rulebook, *, rule: str | None = None, upcoming: bool = True) -> list[Row]:
    facts, as_of, known_by = drawn(seed)
    rules = [rule] if rule else None
    return evaluate(facts, book, as_of, known_by, rules=rules, upcoming=upcoming).to_dicts()


def anchor(row: Row) -> date:
    """The first day of the period; otherwise the trigger's, act's or post's day."""
    every = EVERY.get(row["rule"])
    if every is None:
        day: date = row["due_on"] if row["rule"] == "L2-3" else row["opens_on"]
        return day
    year, rest = int(row["period"][:4]), row["period"][4:]
    month = {"": 1, "H1": 1, "H2": 7, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}.get(rest) or int(rest[1:])
    return date(year, month, 1)


@pytest.mark.parametrize("seed", range(200, 212))
def test_an_exempt_duty_is_waived_keeps_its_counts_and_breaks_runs(seed: int) -> None:
    mess = Mess(seed)
    plain = judged(seed, rulebook())
    borne = [row for row in plain if row["rule"] in EVERY and row["bearer_kind"] == "organization"]
    chosen = mess.one_of([row for row in borne if row["rule"] in {"S2-1", "S2-2", "S2-4"}] or borne)
    since = anchor(chosen) - timedelta(days=mess.one_of([0, 0, 1, 200]))
    until = mess.one_of([None, anchor(chosen) + timedelta(days=1), anchor(chosen) + timedelta(days=400)])
    exemption = Exemption(chosen["rule"], chosen["bearer_id"], since, until, "某机关", "搬迁")

    def waived(row: Row) -> Row:
        own = (row["rule"], row["bearer_id"]) == (chosen["rule"], chosen["bearer_id"])
        inside = own and since <= anchor(row) and (until is None or anchor(row) < until)
        return {**row, "status": "waived"} if inside else row

    expected = [waived(row) for row in plain if row["rule"] != "S2-7"]
    patterns = sorted(pattern_rows(expected), key=lambda row: (row["bearer_id"], str(row["opens_on"]), row["period"]))
    got = judged(seed, replace(rulebook(), exemptions=(exemption,)))
    assert [row for row in got if row["rule"] != "S2-7"] == expected
    assert [row for row in got if row["rule"] == "S2-7"] == patterns


def test_what_is_not_due_yet_is_not_listed_because_it_is_waived() -> None:
    for seed in range(5):
        listed = {key(row) for row in judged(seed, rulebook(), rule="S6-1", upcoming=False)}
        branches = [row["id"] for row in random_tables(seed)["organizations"]]
        exemptions = tuple(Exemption("S6-1", o, date(2020, 1, 1), None, "某机关", "搬迁") for o in branches)
        rows = judged(seed, replace(rulebook(), exemptions=exemptions), rule="S6-1", upcoming=False)
        assert {key(row) for row in rows} == listed
        assert {row["status"] for row in rows} <= {"waived"}


def key(row: Row) -> tuple[str, str]:
    return row["bearer_id"], row["period"]


def with_number(rule: str, name: str, *values: Value) -> Rulebook:
    """The rulebook with one number of one rule given anew."""

    def changed(duty: Duty) -> Duty:
        return replace(duty, numbers={**duty.numbers, name: Number(name, values)}) if duty.id == rule else duty

    rules = {
        key: replace(clause, duties=tuple(changed(duty) for duty in clause.duties))
        for key, clause in rulebook().rules.items()
    }
    return replace(rulebook(), rules=rules)


@cache
def value_of(rule: str, name: str) -> Value:
    duty = next(duty for duty in rulebook().duties if duty.id == rule)
    return duty.numbers[name].values[0] if name in duty.numbers else Value("", date(2020, 1, 1), "文", "")


@pytest.mark.parametrize(("rule", "name", "value"), CHANGES)
def test_a_number_holds_from_its_day_on_and_nothing_is_judged_by_it_before(
    rule: str, name: str, value: int | str
) -> None:
    old = value_of(rule, name)
    since = date(2024, 10, 1)
    new = Value(value, since, "文", "甲")
    seen = set()
    for seed in range(300, 325):
        before = judged(seed, with_number(rule, name, old), rule=rule)
        after = judged(seed, with_number(rule, name, new), rule=rule)
        both = judged(seed, with_number(rule, name, old, new), rule=rule)
        assert [row for row in both if anchor(row) < since] == [row for row in before if anchor(row) < since]
        assert [row for row in both if anchor(row) >= since] == [row for row in after if anchor(row) >= since]
        seen |= {anchor(row) < since for row in both}
    assert seen == {True, False}


def test_an_adopted_number_binds_from_its_day_on_and_not_before() -> None:
    local = value_of("S10-2", "days")
    adopted = Value(local.value, date(2024, 10, 1), "本", local.cite, decision="〔2024〕3号")
    book = with_number("S10-2", "days", local, adopted)
    rows = [row for seed in range(30) for row in judged(seed, book, rule="S10-2")]
    assert {(row["force"], anchor(row) >= date(2024, 10, 1)) for row in rows} == {
        ("advisory", False),
        ("binding", True),
    }
