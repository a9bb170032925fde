"""S2-1 and S1-1..4 as OpenFisca would have them, on the same facts. Runs in its own environment (.bench-venv).

    .bench-venv/bin/python benchmarks/openfisca_rules.py FACTS_PARQUET AS_OF ROWS_OUT.parquet TIMES

Prints one JSON line: seconds for preparing the facts, and for building and calculating the simulation. What OpenFisca
has no word for is handed to it ready, in its favour: which act is a members' meeting of which branch and month, which
unit a stay belongs to, how many organisations in force cover a unit. It has no quarter, so a quarter is the sum of
three months, and no lists, so evidence is not asked of it.
"""

import json
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.model_api import DAY, ETERNITY, MONTH, Variable
from openfisca_core.periods import period as to_period
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

EFFECTIVE_FROM = date(2020, 6, 17)
BRANCHES = ("branch", "joint_branch", "temporary_branch")
NEVER = date(9999, 12, 31)
ALWAYS = date(1, 1, 1)
NO_DAY = np.datetime64("9999-12-31", "D")

STAY = build_entity(key="stay", plural="stays", label="在册", is_person=True)
BRANCH = build_entity(key="branch", plural="branches", label="支部", roles=[{"key": "in_branch"}])
UNIT = build_entity(key="unit", plural="units", label="单位", roles=[{"key": "in_unit"}])


def month_days(period) -> tuple[np.datetime64, np.datetime64]:
    first = np.datetime64(str(period.start), "D")
    return first, first + np.timedelta64(period.days, "D")


class begins(Variable):
    value_type = date
    entity = BRANCH
    definition_period = ETERNITY


class ends(Variable):
    value_type = date
    entity = BRANCH
    definition_period = ETERNITY


class judged_to(Variable):
    value_type = date
    entity = BRANCH
    definition_period = ETERNITY


class meetings(Variable):
    value_type = int
    entity = BRANCH
    definition_period = MONTH


class first_meeting_on(Variable):
    value_type = date
    default_value = NEVER
    entity = BRANCH
    definition_period = MONTH


class days_in_force(Variable):
    value_type = int
    entity = BRANCH
    definition_period = MONTH

    def formula(branch, period):
        first, after = month_days(period)
        start, end, today = branch("begins", period), branch("ends", period), branch("judged_to", period)
        known_to = np.minimum(after, np.maximum(today + np.timedelta64(1, "D"), first))
        days = (np.minimum(end, known_to) - np.maximum(start, first)).astype(int)
        beyond = (after - known_to).astype(int)
        return np.maximum(days, 0) + beyond * ((start <= today) & (today < end))


class in_force_at_the_end(Variable):
    value_type = bool
    entity = BRANCH
    definition_period = MONTH

    def formula(branch, period):
        _, after = month_days(period)
        day = np.minimum(after - np.timedelta64(1, "D"), branch("judged_to", period))
        return (branch("begins", period) <= day) & (day < branch("ends", period))


class S2_1_exists(Variable):
    """For the quarter that the month ends."""

    value_type = bool
    entity = BRANCH
    definition_period = MONTH

    def formula(branch, period):
        months = [period.offset(-back) for back in range(3)]
        days = sum(branch("days_in_force", month) for month in months)
        return branch("in_force_at_the_end", period) & (2 * days >= sum(month.days for month in months))


class S2_1_counted(Variable):
    value_type = int
    entity = BRANCH
    definition_period = MONTH

    def formula(branch, period):
        return sum(branch("meetings", period.offset(-back)) for back in range(3))


class S2_1_satisfied_on(Variable):
    value_type = date
    entity = BRANCH
    definition_period = MONTH

    def formula(branch, period):
        return np.minimum.reduce([branch("first_meeting_on", period.offset(-back)) for back in range(3)])


class stay_from(Variable):
    value_type = date
    entity = STAY
    definition_period = ETERNITY


class stay_to(Variable):
    value_type = date
    entity = STAY
    definition_period = ETERNITY


class full_member(Variable):
    value_type = bool
    entity = STAY
    definition_period = ETERNITY


class in_force_that_day(Variable):
    value_type = bool
    entity = BRANCH
    definition_period = DAY

    def formula(branch, period):
        day = np.datetime64(str(period.start), "D")
        return (branch("begins", period) <= day) & (day < branch("ends", period))


class counts_as_full(Variable):
    value_type = bool
    entity = STAY
    definition_period = DAY

    def formula(stay, period):
        day = np.datetime64(str(period.start), "D")
        stays = (stay("stay_from", period) <= day) & (day < stay("stay_to", period))
        return stay("full_member", period) & stays & stay.branch("in_force_that_day", period)


class full_members(Variable):
    value_type = int
    entity = UNIT
    definition_period = DAY

    def formula(unit, period):
        return unit.sum(unit.members("counts_as_full", period))


def covering(name: str) -> type[Variable]:
    return type(name, (Variable,), {"value_type": int, "entity": UNIT, "definition_period": DAY})


class structure_rule(Variable):
    """1 … 4 for S1-1 … S1-4, 0 where the unit has no full member."""

    value_type = int
    entity = UNIT
    definition_period = DAY

    def formula(unit, period):
        n = unit("full_members", period)
        return np.select([n >= 100, n >= 50, n >= 3, n >= 1], [1, 2, 3, 4], 0)


class structure_counted(Variable):
    value_type = int
    entity = UNIT
    definition_period = DAY

    def formula(unit, period):
        rule = unit("structure_rule", period)
        organ, general = unit("organ_committees", period), unit("general_branches", period)
        branch, joint = unit("branches", period), unit("joint_branches", period)
        return np.select([rule == 1, rule == 2, rule == 3, rule == 4], [organ, organ + general, branch, joint], 0)


COVERING = {
    "organ_committees": "organ_committee",
    "general_branches": "general_branch",
    "branches": "branch",
    "joint_branches": "joint_branch",
}


def system() -> TaxBenefitSystem:
    made = TaxBenefitSystem([STAY, BRANCH, UNIT])
    made.add_variables(
        begins, ends, judged_to, meetings, first_meeting_on, days_in_force, in_force_at_the_end, S2_1_exists,
        S2_1_counted, S2_1_satisfied_on, stay_from, stay_to, full_member, in_force_that_day, counts_as_full,
        full_members, *(covering(name) for name in COVERING), structure_rule, structure_counted,
    )  # fmt: skip
    return made


def read(folder: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("organizations", "units", "members", "acts")}


def prepare(held: dict[str, pl.DataFrame], as_of: date) -> dict[str, pl.DataFrame]:
    """The relations OpenFisca cannot express, made ready for it."""
    start = pl.max_horizontal(pl.col("established_on").fill_null(ALWAYS), pl.col("records_from").fill_null(ALWAYS))
    orgs = held["organizations"].with_columns(begins=start, ends=pl.col("dissolved_on").fill_null(NEVER))
    branches = orgs.filter(pl.col("kind").is_in(BRANCHES)).with_row_index("branch")
    units = held["units"].with_row_index("unit")

    only_unit = pl.when(pl.col("unit_ids").list.len() == 1).then(pl.col("unit_ids").list.first())
    home = branches.select("branch", "records_from", organization_id="id", only_unit=only_unit)
    stays = (
        held["members"]
        .join(home, on="organization_id", how="inner")
        .with_columns(unit_id=pl.col("unit_id").fill_null(pl.col("only_unit")))
        .join(units.select("unit", unit_id="id"), on="unit_id", how="left")
        .with_columns(
            begins=pl.max_horizontal("from", pl.col("records_from").fill_null(ALWAYS)),
            ends=pl.col("to").fill_null(NEVER),
            unit=pl.col("unit").fill_null(units.height),
        )
        .select("branch", "unit", "begins", "ends", "kind")
    )
    # OpenFisca 的 sum 只数到最后一个有人的组：让最后那个“没有单位”的组里有一个不算数的人
    nobody = stays.clear(1).with_columns(pl.lit(0).alias("branch").cast(pl.UInt32), pl.lit(units.height).alias("unit"))
    stays = pl.concat([stays, nobody.with_columns(begins=pl.lit(NEVER), ends=pl.lit(NEVER))], how="vertical_relaxed")
    meetings = (
        held["acts"]
        .filter(pl.col("kinds").list.contains("members_meeting"), pl.col("on") <= as_of)
        .join(home.select("branch", "organization_id"), on="organization_id", how="inner")
        .group_by("branch", pl.col("on").dt.truncate("1mo").alias("month"))
        .agg(pl.len().alias("meetings"), pl.col("on").min().alias("first"))
    )
    covers = (
        orgs.filter(pl.col("begins") <= as_of, pl.col("ends") > as_of)
        .explode("unit_ids")
        .join(units.select("unit", unit_ids="id"), on="unit_ids", how="inner")
        .group_by("unit", "kind")
        .agg(pl.col("id").n_unique().alias("covering"))
    )
    return {"branches": branches, "units": units, "stays": stays, "meetings": meetings, "covers": covers}


def quarters(as_of: date) -> list[tuple[int, int]]:
    year, quarter = EFFECTIVE_FROM.year, (EFFECTIVE_FROM.month - 1) // 3 + 1
    if date(year, 3 * quarter - 2, 1) != EFFECTIVE_FROM:
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    found = []
    while date(year, 3 * quarter - 2, 1) <= as_of:
        found.append((year, quarter))
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    return found


def build(made: TaxBenefitSystem, held: dict[str, pl.DataFrame], as_of: date):
    builder = SimulationBuilder()
    builder.create_entities(made)
    branches, units, stays = held["branches"], held["units"], held["stays"]
    builder.declare_person_entity("stay", range(stays.height))
    branch = builder.declare_entity("branch", branches["id"].to_list())
    unit = builder.declare_entity("unit", [*units["id"].to_list(), "—"])
    branch.members_entity_id = stays["branch"].to_numpy().astype(np.int64)
    unit.members_entity_id = stays["unit"].to_numpy().astype(np.int64)
    simulation = builder.build(made)

    simulation.set_input("begins", "ETERNITY", branches["begins"].to_numpy())
    simulation.set_input("ends", "ETERNITY", branches["ends"].to_numpy())
    simulation.set_input("judged_to", "ETERNITY", np.full(branches.height, np.datetime64(as_of, "D")))
    simulation.set_input("stay_from", "ETERNITY", stays["begins"].to_numpy())
    simulation.set_input("stay_to", "ETERNITY", stays["ends"].to_numpy())
    simulation.set_input("full_member", "ETERNITY", (stays["kind"] == "full").fill_null(value=False).to_numpy())
    for (month,), rows in held["meetings"].group_by("month"):
        counts, firsts = np.zeros(branches.height, int), np.full(branches.height, NO_DAY)
        counts[rows["branch"].to_numpy()] = rows["meetings"].to_numpy()
        firsts[rows["branch"].to_numpy()] = rows["first"].to_numpy()
        simulation.set_input("meetings", f"{month:%Y-%m}", counts)
        simulation.set_input("first_meeting_on", f"{month:%Y-%m}", firsts)
    for name, kind in COVERING.items():
        counts = np.zeros(units.height + 1, int)
        rows = held["covers"].filter(pl.col("kind") == kind)
        counts[rows["unit"].to_numpy()] = rows["covering"].to_numpy()
        simulation.set_input(name, f"day:{as_of}", counts)
    return simulation


def meeting_rows(simulation, held: dict[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    parts = []
    for year, quarter in quarters(as_of):
        last = to_period(f"{year}-{3 * quarter:02}")
        after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
        due = after - timedelta(days=1)
        counted = simulation.calculate("S2_1_counted", last)
        first = simulation.calculate("S2_1_satisfied_on", last)
        pending = "open" if as_of <= due else "missed"
        parts.append(
            pl.DataFrame({
                "rule": "S2-1",
                "bearer_id": held["branches"]["id"],
                "period": f"{year}Q{quarter}",
                "opens_on": date(year, 3 * quarter - 2, 1),
                "due_on": due,
                "required": 1,
                "counted": counted.astype(np.int64),
                "satisfied_on": first.astype("datetime64[D]"),
                "status": np.where(counted >= 1, "met", pending),
            }).filter(pl.Series(simulation.calculate("S2_1_exists", last)))
        )  # fmt: skip
    return pl.concat(parts).with_columns(satisfied_on=pl.when(pl.col("counted") >= 1).then("satisfied_on"))


def structure_rows(simulation, held: dict[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    day = f"day:{as_of}"
    rule = simulation.calculate("structure_rule", day)[:-1]
    counted = simulation.calculate("structure_counted", day)[:-1].astype(np.int64)
    rows = pl.DataFrame({
        "rule": np.char.add("S1-", rule.astype(str)),
        "bearer_id": held["units"]["id"],
        "period": str(as_of),
        "opens_on": as_of,
        "due_on": as_of,
        "required": 1,
        "counted": counted,
        "satisfied_on": as_of,
        "status": np.where(counted >= 1, "met", "missed"),
    }).filter(pl.Series(rule > 0))  # fmt: skip
    return rows.with_columns(satisfied_on=pl.when(pl.col("counted") >= 1).then("satisfied_on"))


def judge(held: dict[str, pl.DataFrame], as_of: date) -> tuple[pl.DataFrame, float]:
    """The rows, and the seconds for building the simulation and calculating."""
    began = time.perf_counter()
    simulation = build(system(), held, as_of)
    rows = pl.concat([meeting_rows(simulation, held, as_of), structure_rows(simulation, held, as_of)])
    return rows, time.perf_counter() - began


def main(folder: Path, as_of: date, target: Path, times: int) -> None:
    facts, prepared, judged = read(folder), [], []
    for time_of_it in range(times):
        began = time.perf_counter()
        held = prepare(facts, as_of)
        prepared.append(time.perf_counter() - began)
        rows, seconds = judge(held, as_of)
        judged.append(seconds)
        if time_of_it == 0:
            rows.write_parquet(target)
    found = {"prepare": statistics.median(prepared), "first": judged[0], "median": statistics.median(judged)}
    print(json.dumps({**found, "times": times}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
