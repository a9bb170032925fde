"""What must not change, or change one way only, when the facts or the dates do (decisions.md, "Properties")."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dengxiaming.reckoning import evaluate
from oracle.cast import rulebook
from oracle.clauses import BRANCH_KINDS, RECURRING
from oracle.random_facts import add_act, random_dates, random_tables
from oracle.random_people import Mess
from oracle.reading import frames
from oracle.world import Row, Tables

Key = tuple[str, str, str, str]

FEW = settings(max_examples=max(15, settings().max_examples // 4))
SEEDS = st.integers(0, 10**6)
# 形态可以变短的（decisions.md）：连续未做、连续未交
MAY_SHORTEN = {"S2-7", "S7-3"}
# as_of 往后走，状态只能这样变；一行也可以不见（存在与否随日子变）
ONWARD = {
    "upcoming": {"upcoming", "open", "missed", "met", "late"},
    "open": {"open", "missed", "met", "late"},
    "missed": {"missed", "late"},
    "met": {"met"},
    "late": {"late"},
    "raised": {"raised"},
}


def judged(tables: Tables, as_of: date, known_by: datetime | None = None, *, upcoming: bool = False) -> dict[Key, Row]:
    rows = evaluate(frames(tables), rulebook(), as_of, known_by, upcoming=upcoming).to_dicts()
    found = {(row["rule"], row["bearer_kind"], row["bearer_id"], row["period"]): row for row in rows}
    assert len(found) == len(rows), "一个承担者、一条规则、一个周期只有一行"
    return found


@FEW
@given(seed=SEEDS)
def test_adding_an_act_never_lowers_a_count(seed: int) -> None:
    tables = random_tables(seed)
    as_of, known_by = random_dates(seed, tables)
    before = judged(tables, as_of, known_by)
    mess = Mess(seed + 1)
    mess.tables, mess.serial = tables, 10**6
    kinds = [mess.one_of([line.kind for line in RECURRING]), mess.one_of(["election", "talk", "disposal", "reply"])]
    answers = [row["id"] for row in mess.some([row for row in tables["triggers"] if row["on"] <= as_of], 4)]
    holder = mess.one_of(tables["organizations"])["id"]
    add_act(mess, kinds, holder, mess.day(mess.first, as_of), answers=answers)
    after = judged(tables, as_of, known_by)
    for key in before.keys() & after.keys():
        if key[0] not in MAY_SHORTEN:
            assert after[key]["counted"] >= before[key]["counted"], key


@FEW
@given(seed=SEEDS, days=st.integers(0, 400))
def test_a_later_known_by_never_hides_an_act(seed: int, days: int) -> None:
    tables = random_tables(seed)
    as_of, _ = random_dates(seed, tables)
    known_by = datetime(as_of.year, as_of.month, as_of.day, 16, tzinfo=UTC) - timedelta(days=days)
    earlier, later = judged(tables, as_of, known_by), judged(tables, as_of, known_by + timedelta(days=days // 2))
    for key in earlier.keys() & later.keys():
        if key[0] in MAY_SHORTEN:
            continue
        assert later[key]["counted"] >= earlier[key]["counted"], key
        if key[0] != "S8-1":  # 一届由哪次选举结束，可以因为后来知道的、更早的一次而改变
            assert set(later[key]["evidence"]) >= set(earlier[key]["evidence"]), key


@FEW
@given(seed=SEEDS, days=st.integers(1, 200))
def test_as_of_moves_a_status_only_onward(seed: int, days: int) -> None:
    tables = random_tables(seed)
    as_of, known_by = random_dates(seed, tables)
    sooner = judged(tables, as_of, known_by, upcoming=True)
    later = judged(tables, as_of + timedelta(days=days), known_by, upcoming=True)
    for key in sooner.keys() & later.keys():
        assert later[key]["status"] in ONWARD[sooner[key]["status"]], (key, sooner[key], later[key])


@FEW
@given(seed=SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    tables = random_tables(seed)
    as_of, known_by = random_dates(seed, tables)
    chance = Random(seed)
    shuffled: Tables = {name: [dict(row) for row in chance.sample(rows, len(rows))] for name, rows in tables.items()}
    for act in shuffled["acts"]:
        for column in ("kinds", "counterpart_ids", "answers", "elements"):
            act[column] = chance.sample(act[column], len(act[column]))
    one = evaluate(frames(tables), rulebook(), as_of, known_by, upcoming=True).to_dicts()
    assert evaluate(frames(shuffled), rulebook(), as_of, known_by, upcoming=True).to_dicts() == one


@FEW
@given(seed=SEEDS)
def test_other_names_in_the_same_order_change_nothing_but_names(seed: int) -> None:
    """Order-preserving, because the contract breaks ties by id (S8-1's election of a day, S5-1a's A < B)."""
    tables = random_tables(seed)
    as_of, known_by = random_dates(seed, tables)
    names = sorted({
        row["id"] for name in ("organizations", "units", "members", "posts", "acts", "triggers") for row in tables[name]
    })  # fmt: skip
    new = {name: f"新{number:06d}号" for number, name in enumerate(names)}

    def renamed(value: Any) -> Any:  # noqa: ANN401  一格的值随列而异
        if isinstance(value, list):
            return [renamed(part) for part in value]
        if isinstance(value, str):
            return "->".join(new.get(part, part) for part in value.split("->"))
        return value

    def key(row: Row) -> str:
        return str(sorted(row.items()))

    other = {name: [{c: renamed(v) for c, v in row.items()} for row in rows] for name, rows in tables.items()}
    expected = [{c: renamed(v) for c, v in row.items()} for row in judged(tables, as_of, known_by).values()]
    assert sorted(judged(other, as_of, known_by).values(), key=key) == sorted(expected, key=key)


@FEW
@given(seed=SEEDS)
def test_the_facts_around_one_branch_give_the_same_rows_for_it(seed: int) -> None:
    tables = random_tables(seed)
    as_of, known_by = random_dates(seed, tables)
    whole = judged(tables, as_of, known_by, upcoming=True)
    for branch in [row["id"] for row in tables["organizations"] if row["kind"] in BRANCH_KINDS][:2]:
        part = judged(closure(tables, branch), as_of, known_by, upcoming=True)
        own = {act["id"] for act in tables["acts"] if act["organization_id"] == branch}
        own |= {post["id"] for post in tables["posts"] if post["organization_id"] == branch} | {branch}
        assert {k: r for k, r in part.items() if k[2] in own} == {k: r for k, r in whole.items() if k[2] in own}


def closure(tables: Tables, branch: str) -> Tables:
    """What a branch's own rows can depend on: those above and below, its people's whole history, acts that touch it."""
    parents = {row["id"]: row["parent_id"] for row in tables["organizations"]}

    def above(organization: str) -> list[str]:
        parent = parents[organization]
        return [parent, *above(parent)] if parent else []

    below = {o for o in parents if branch in above(o)} | {branch}
    around = below | set(above(branch))
    people = {row["id"] for row in tables["members"] if row["organization_id"] == branch}
    posts = [row for row in tables["posts"] if row["organization_id"] in around or row["member_id"] in people]
    people |= {row["member_id"] for row in posts}
    triggers = [
        row
        for row in tables["triggers"]
        if row["kind"] == "directive" or row["member_id"] in people or row["organization_id"] == branch
    ]
    own = {row["id"] for row in tables["acts"] if row["organization_id"] == branch}
    answered = {row["id"] for row in triggers} | own
    acts = [
        row
        for row in tables["acts"]
        if row["organization_id"] in below or branch in row["counterpart_ids"] or set(row["answers"]) & answered
    ]
    kept = {row["id"] for row in acts}
    return {
        **tables,
        "members": [row for row in tables["members"] if row["id"] in people],
        "posts": posts,
        "acts": acts,
        "attendance": [row for row in tables["attendance"] if row["act_id"] in kept],
        "dues": [],
        "triggers": triggers,
    }
