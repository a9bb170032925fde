"""Three random fact sets mixed into one country: people move, talk, hold posts and attend from one into another."""

from random import Random
from typing import Any, Final

from oracle.random_facts import random_tables
from oracle.world import Row, Tables

SETS: Final = "xyz"
_LIKELY: Final = 0.15
_IDS: Final = {
    "organizations": ("id", "parent_id"),
    "units": (),
    "members": ("id", "organization_id", "group_id"),
    "posts": ("id", "member_id", "organization_id"),
    "acts": ("id", "organization_id", "actor_id", "counterpart_ids", "answers"),
    "attendance": ("act_id", "member_id"),
    "dues": ("member_id",),
    "triggers": ("id", "member_id", "organization_id"),
}
_UNIT_IDS: Final = {"organizations": ("unit_ids",), "units": ("id",), "members": ("unit_id",)}


def mixed(seed: int) -> Tables:
    """One country; a unit of one set has the id of an organisation of another, as the contract allows."""
    parts = [_named(random_tables(3 * seed + number), mark) for number, mark in enumerate(SETS)]
    whole: Tables = {name: [row for part in parts for row in part[name]] for name in _IDS}
    chance = Random(seed)
    people = sorted({row["id"] for row in whole["members"]})
    bodies = [row["id"] for row in whole["organizations"]]
    branches = [row["id"] for row in whole["organizations"] if row["kind"].endswith("branch")]

    def swapped(was: Any, others: list[str]) -> Any:  # noqa: ANN401  空的还是空的
        return chance.choice(others) if was and chance.random() < _LIKELY else was

    for row in whole["members"]:
        row["organization_id"] = swapped(row["organization_id"], branches)
    for row in (*whole["posts"], *whole["triggers"], *whole["attendance"]):
        row["member_id"] = swapped(row["member_id"], people)
    for row in whole["acts"]:
        row["actor_id"] = swapped(row["actor_id"], people)
        row["counterpart_ids"] = [swapped(other, people + bodies) for other in row["counterpart_ids"]]
        row["organization_id"] = swapped(row["answers"] and row["organization_id"], bodies) or row["organization_id"]
    for row in whole["triggers"]:
        row["organization_id"] = (
            chance.choice([None, *bodies]) if row["kind"] == "directive" else row["organization_id"]
        )
    rolls = {(row["act_id"], row["member_id"]): row for row in whole["attendance"]}
    return {**whole, "attendance": list(rolls.values())}


def _named(tables: Tables, mark: str) -> Tables:
    other = SETS[SETS.index(mark) - 1]
    made: Tables = {}
    for name, rows in tables.items():
        made[name] = [dict(row) for row in rows]
        for row in made[name]:
            _rename(row, _IDS[name], lambda old: mark + old)
            _rename(row, _UNIT_IDS.get(name, ()), lambda old: other + old.replace("U", "O"))
    return made


def _rename(row: Row, columns: tuple[str, ...], new: Any) -> None:  # noqa: ANN401  一个字到一个字
    for column in columns:
        was = row[column]
        row[column] = [new(one) for one in was] if isinstance(was, list) else was and new(was)
