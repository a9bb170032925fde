"""Every verdict row stands with the organisation whose it is."""

from datetime import date

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.duties import edition, homes
from dengxiaming.reckoning import TABLES, VERDICT, Facts, evaluate

AS_OF = date(2025, 11, 20)


def rows(table: str, *given: dict[str, object]) -> pl.DataFrame:
    schema = TABLES[table]
    empty = {name: [] if isinstance(dtype, pl.List) else None for name, dtype in schema.items()}
    return pl.DataFrame([empty | row for row in given], schema=schema)


FACTS = Facts.of(
    organizations=rows(
        "organizations",
        {"id": "ZB1", "kind": "branch"},
        {"id": "ZB2", "kind": "branch"},
        {"id": "DZ1", "kind": "party_group"},
        {"id": "JG1", "kind": "organ_committee"},
    ),
    members=rows(
        "members",
        {"id": "甲", "kind": "full", "organization_id": "ZB1", "from": date(2020, 1, 1), "to": date(2025, 5, 10)},
        {"id": "甲", "kind": "full", "organization_id": "ZB2", "from": date(2025, 6, 1)},
        {"id": "乙", "kind": "full", "organization_id": "ZB1", "from": date(2020, 1, 1)},
    ),
    posts=rows(
        "posts",
        {
            "id": "P1",
            "member_id": "甲",
            "organization_id": "DZ1",
            "post": "party_group_member",
            "from": date(2021, 1, 1),
        },
        {"id": "P2", "member_id": "乙", "organization_id": "ZB1", "post": "secretary", "from": date(2021, 1, 1)},
        {"id": "P3", "member_id": "甲", "organization_id": "ZB1", "post": "committee_member", "from": date(2021, 1, 1)},
        {"id": "P4", "member_id": "甲", "organization_id": "ZB2", "post": "secretary", "from": date(2025, 6, 1)},
    ),
    acts=rows("acts", {"id": "HD1", "kinds": ["lesson"], "organization_id": "ZB2", "on": date(2025, 7, 1)}),
    triggers=rows("triggers", {"id": "SX1", "kind": "job_change", "member_id": "甲", "on": date(2025, 5, 1)}),
)


@pytest.mark.parametrize(
    ("rule", "kind", "bearer", "period", "due", "home"),
    [
        ("S2-1", "organization", "ZB1", "2025Q1", date(2025, 3, 31), "ZB1"),
        ("S7-2", "member", "甲", "2025-04", date(2025, 4, 30), "ZB1"),
        ("S7-2", "member", "甲", "2025-06", date(2025, 6, 30), "ZB2"),
        ("S7-2", "member", "甲", "2025-05", date(2025, 5, 20), "ZB1"),
        ("S7-2", "member", "甲", "2025-05", date(2025, 5, 31), "ZB2"),
        ("S7-1", "member", "甲", "SX1", date(2025, 6, 30), "ZB1"),
        ("S2-5", "member", "甲", "2025", date(2025, 12, 31), "DZ1"),
        ("L2-2", "member", "甲", "2025", date(2025, 12, 31), "ZB2"),
        ("S5-1b", "member", "乙", "2025", date(2025, 12, 31), "ZB1"),
        ("S5-1a", "pair", "乙->甲", "2025", date(2025, 12, 31), "ZB1"),
        ("D2-4", "pair", "JG1->乙", "2025", date(2025, 12, 31), "JG1"),
        ("S2-8", "act", "HD1", "HD1", date(2025, 7, 16), "ZB2"),
        ("S1-9", "post", "P4", "P4", date(2025, 6, 16), "ZB2"),
        ("L2-1", "unit", "DW1", "2025-11-20", AS_OF, None),
    ],
)
def test_where_a_row_stands(rule: str, kind: str, bearer: str, period: str, due: date, home: str | None) -> None:
    row = dict.fromkeys(VERDICT) | {
        "rule": rule, "bearer_kind": kind, "bearer_id": bearer, "period": period, "opens_on": due, "due_on": due,
        "flags": [], "evidence": [],
    }  # fmt: skip
    placed = homes.place(pl.DataFrame([row], schema=VERDICT).with_columns(as_of=AS_OF), FACTS, edition.rulebook())
    assert placed["organization"].to_list() == [home]
    assert placed["unit"].to_list() == (["DW1"] if kind == "unit" else [None])


def test_what_is_due_after_a_move_that_is_known_already_stands_where_its_bearer_is_today() -> None:
    moves = date(2025, 12, 10)
    stays = (
        {"id": "丙", "kind": "full", "organization_id": "ZB1", "from": date(2020, 1, 1), "to": moves},
        {"id": "丙", "kind": "full", "organization_id": "ZB2", "from": moves},
    )
    due = date(2025, 12, 31)
    row = dict.fromkeys(VERDICT) | {
        "rule": "S7-2", "bearer_kind": "member", "bearer_id": "丙", "period": "2025-12", "opens_on": due, "due_on": due,
        "flags": [], "evidence": [],
    }  # fmt: skip
    held = Facts.of(organizations=FACTS.organizations, members=rows("members", *stays))
    for as_of, home in ((AS_OF, "ZB1"), (moves, "ZB2")):
        placed = homes.place(pl.DataFrame([row], schema=VERDICT).with_columns(as_of=as_of), held, edition.rulebook())
        assert placed["organization"].to_list() == [home], as_of


@pytest.mark.parametrize("held", [worked("first"), worked("second"), messy(0), messy(1)])
def test_rows_keep_their_order_and_each_stands_once(held: Facts) -> None:
    verdicts = evaluate(held, edition.rulebook(), AS_OF)
    placed = homes.place(verdicts.with_columns(as_of=AS_OF), held, edition.rulebook())
    assert placed.select(list(VERDICT)).equals(verdicts)
    lost = placed.filter(pl.col("organization").is_null() & pl.col("unit").is_null())
    assert not len(lost), lost
