"""What reaches from one shard into the next: people who move, talks, a post, a filing and an answer across the line."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from dengxiaming.exchange.sample.nation.plan import FROM
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.reckoning.facts import TABLES, Facts

_EACH = 5
_MOVED = date(2025, 7, 1)


def reach_across(whole: Facts, shards: Sequence[Facts]) -> Facts:
    """The country with, from every shard into the next, five members moved and what follows from it."""
    new: dict[str, list[dict[str, Any]]] = {"members": [], "posts": [], "acts": [], "triggers": []}
    for number, (here, there) in enumerate(zip(shards, [*shards[1:], shards[0]], strict=True)):
        for turn in range(_EACH):
            _one(new, f"{number:02d}{turn}", _scene(here, turn), _scene(there, turn + _EACH))
    moved = pl.Series([row["id"] for row in new["members"]]).implode()
    held = whole.tables()
    held["members"] = held["members"].with_columns(to=pl.when(pl.col("id").is_in(moved)).then(_MOVED).otherwise("to"))
    added = {name: pl.concat([held[name], _frame(name, rows)]) for name, rows in new.items()}
    return Facts.of(**{**held, **added})


def _scene(facts: Facts, turn: int) -> dict[str, str]:
    """A branch of a shard with its secretary, a member who has never moved, and a community service of somebody."""
    branches = facts.organizations.filter(pl.col("kind") == "branch")["id"].gather_every(7, turn)
    posts = facts.posts.filter(pl.col("post") == "secretary", pl.col("organization_id").is_in(branches.implode()))
    branch, secretary = posts.select("organization_id", "member_id").row(turn)
    stays = facts.members.filter(pl.col("organization_id") == branch, pl.col("from") < FROM, pl.col("to").is_null())
    seated = facts.posts["member_id"].implode()
    people = stays.filter(~pl.col("id").is_in(seated))["id"]
    service = facts.acts.filter(pl.col("kinds").list.contains("community_service"))["id"][turn]
    member = people[0] if len(people) else secretary
    return {"branch": branch, "secretary": secretary, "member": member, "service": service}


def _one(new: dict[str, list[dict[str, Any]]], tag: str, here: dict[str, str], there: dict[str, str]) -> None:
    def act(kind: str, org: str, actor: str, others: list[str], on: date, answers: list[str]) -> None:
        new["acts"].append({
            "id": f"KP{tag}{len(new['acts']):04d}", "kinds": [kind], "organization_id": org, "actor_id": actor,
            "counterpart_ids": others, "on": on, "answers": answers, "elements": [*ELEMENTS][: len(tag)],
            "recorded_at": f"{on + timedelta(3)}T09:00:00Z",
        })  # fmt: skip

    moving = here["member"]
    if moving != here["secretary"]:
        new["members"].append({
            "id": moving, "name": moving, "kind": "full", "organization_id": there["branch"], "from": _MOVED,
            "leading": False,
        })  # fmt: skip
    for name, who, on in (("a", moving, date(2025, 5, 6)), ("b", moving, date(2025, 8, 5))):
        trigger = f"KS{tag}{name}"
        new["triggers"].append({"id": trigger, "kind": "honoured", "member_id": who, "on": on})
        branch = here if name == "b" else there  # 由另一头的书记去谈
        act("talk", branch["branch"], branch["secretary"], [who], on + timedelta(9), [trigger])
        act("talk", there["branch"], there["secretary"], [who, here["secretary"]], on + timedelta(12), [trigger])
    act("transfer", here["branch"], here["secretary"], [moving], _MOVED, [])
    act("community_filing", there["branch"], there["secretary"], [], date(2025, 2, 20), [here["service"]])
    act("debriefing", here["branch"], here["secretary"], [there["branch"]], date(2025, 11, 20), [])
    act("lesson", here["branch"], there["secretary"], [], date(2025, 9, 9), [])
    new["posts"].append({
        "id": f"KZ{tag}", "member_id": here["member"], "organization_id": there["branch"], "post": "committee_member",
        "from": date(2025, 4, 2), "route": "elected_by_members", "filed_on": date(2025, 4, 20),
    })  # fmt: skip


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    plain = {column: pl.String() if isinstance(kind, pl.Datetime) else kind for column, kind in TABLES[name].items()}
    made = pl.DataFrame([{column: row.get(column) for column in plain} for row in rows], schema=plain)
    if "recorded_at" in plain:
        made = made.with_columns(
            pl.col("recorded_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC")
        )
    return made
