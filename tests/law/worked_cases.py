"""The cases of the shipped rulebook, ready to be judged: facts built once, what each case says of whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import cast

import polars as pl

from dengxiaming.law.cases import case_tables
from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.model import Duty, Rule, Rulebook
from dengxiaming.reckoning import TABLES, Facts, evaluate

SHIPPED = Path(str(files("dengxiaming.law"))) / "genhe_2020"
IDENTITY = {"rule": "rule", "bearer": "bearer_id", "period": "period"}

Row = Mapping[str, object]


@dataclass(frozen=True)
class Worked:
    """One case of one clause."""

    rule: Rule
    case: Mapping[str, object]

    @property
    def name(self) -> str:
        return f"{self.rule.id} {self.case['name']}"

    @property
    def shows(self) -> tuple[str, ...]:
        return tuple(cast("list[str]", self.case.get("shows", [])))

    @property
    def as_of(self) -> date:
        return cast("date", self.case["as_of"])

    @cached_property
    def facts(self) -> Facts:
        """Stage and own rows as the kernel sees them."""
        tables = case_tables(SHIPPED, self.case)
        return Facts.of(**{name: pl.DataFrame(rows, schema=TABLES[name]) for name, rows in tables.items()})

    @property
    def expects_no_row(self) -> bool:
        return self.case["expect"] == "none"

    @property
    def wanted(self) -> tuple[Row, ...]:
        """The rows named: those expected, or the one that must not exist. Each names its rule."""
        said = self.case["about"] if self.expects_no_row else self.case["expect"]
        rows = cast("list[Row]", said if isinstance(said, list) else [said])
        return tuple({"rule": self.rule.duties[0].id, **row} for row in rows)

    @property
    def duties(self) -> frozenset[str]:
        """What verdict rows carry in `rule`, of all the rows named."""
        return frozenset(str(row["rule"]) for row in self.wanted)

    @cached_property
    def shipped_rows(self) -> list[dict[str, object]]:
        """The verdict rows of the duties named, as the shipped rulebook gives them."""
        return self.rows_under(shipped())

    def rows_under(self, rulebook: Rulebook) -> list[dict[str, object]]:
        """The verdict rows of the duties named."""
        known_by = cast("datetime | None", self.case.get("known_by"))
        return evaluate(self.facts, rulebook, self.as_of, known_by, rules=self.duties).to_dicts()

    def found(self, rulebook: Rulebook) -> Iterator[tuple[Row, list[dict[str, object]]]]:
        """Each row named, with the verdict rows of that rule, bearer and period."""
        rows = self.shipped_rows if rulebook is shipped() else self.rows_under(rulebook)
        for wanted in self.wanted:
            identity = {column: wanted[key] for key, column in IDENTITY.items() if key in wanted}
            yield wanted, [row for row in rows if all(row[column] == is_ for column, is_ in identity.items())]

    def failures(self, rulebook: Rulebook) -> list[str]:
        """What is not as the case says; only the columns it names are compared."""
        failures = []
        for wanted, found in self.found(rulebook):
            if self.expects_no_row:
                failures += [f"不该有这一行：{row}" for row in found]
            elif len(found) != 1:
                failures.append(f"该有恰好一行 {dict(wanted)}，得到 {len(found)} 行")
            else:
                failures += [
                    f"{column} 该是 {is_}，得到 {found[0][column]}"
                    for column, is_ in wanted.items()
                    if column not in IDENTITY and found[0][column] != is_
                ]
        return failures


@cache
def shipped() -> Rulebook:
    """The shipped rulebook, read once."""
    return load_rulebook()


@cache
def worked_cases() -> tuple[Worked, ...]:
    """Every case of every clause, in the rulebook's order."""
    return tuple(Worked(rule, case) for rule in shipped().rules.values() for case in rule.cases)


def cases_of(duty: Duty) -> list[Worked]:
    """The cases that speak of a duty."""
    return [worked for worked in worked_cases() if duty.id in worked.duties]
