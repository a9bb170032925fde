"""What a row says against itself or against the row it points to: the other defects, and the warnings (contract 1)."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from dengxiaming.exchange.cells import shown
from dengxiaming.exchange.columns import BRANCH_KINDS, GENERAL_TRIGGERS, INTERVALS, ORGANIZATION_TRIGGERS
from dengxiaming.exchange.draft import Draft, places
from dengxiaming.law.vocabulary import ORGANIZATION_KINDS, TRIGGER_KINDS

Drafts = Mapping[str, Draft]

_NO_EXCUSE: Final = ("无", "没有", "否", "无理由", "-", "/", "none", "None", "no", "No", "0")


def note_intervals(draft: Draft) -> None:
    """An end that is not after its beginning."""
    if draft.table.name not in INTERVALS:
        return
    begin, end = INTERVALS[draft.table.name]
    since, until = draft.frame[begin], draft.frame[end]
    first, last = draft.table.by_name[begin].header, draft.table.by_name[end].header
    draft.defect(
        end,
        places(until <= since),
        lambda i: f"{last}（{until[i]}）不晚于{first}（{since[i]}）。",
        f"{last}是不再有效的第一天，要晚于{first}；仍有效的留空。",
    )


def note_extensions(acts: Draft) -> None:
    """An extension says until when."""
    lacking = places(acts.frame["kinds"].list.contains("extension") & acts.frame["until"].is_null())
    unread = acts.unread.get("until", set())
    acts.defect(
        "until", (i for i in lacking if int(i) not in unread), "延期批复没有写有效至。", "写上任期新的最后一天。"
    )


def note_payments(dues: Draft) -> None:
    """What was paid was paid on a day, and mostly not before its month; 无 is no excuse."""
    frame = dues.frame
    lacking = places((frame["paid"] > 0) & frame["paid_on"].is_null())
    unread = dues.unread.get("paid_on", set())
    dues.defect(
        "paid_on",
        (i for i in lacking if int(i) not in unread),
        "交了党费，没有写交纳日期。",
        "写上交的那一天；没交的话，实交写 0。",
    )
    paid_on, month = frame["paid_on"], frame["month"]
    dues.warn(
        "paid_on",
        places(paid_on < month),
        lambda i: f"{paid_on[i]} 交的是 {month[i]:%Y-%m} 的党费，早于那个月。",
        "是预交就不用管；不是的话，核对日期。",
    )
    excuse = frame["excuse"]
    if excuse.null_count() < excuse.len():
        dues.warn(
            "excuse",
            places(excuse.is_in(_NO_EXCUSE)),
            lambda i: f"写了 {shown(excuse[i])}，会当成有正当理由。",
            "没有正当理由就留空。",
        )


def warn_acts(drafts: Drafts) -> None:
    """Acts outside the life of their organisation; acts recorded before they happened."""
    acts = drafts["acts"]
    frame = acts.frame.select("organization_id", "on", "recorded_at").with_columns(at=pl.int_range(pl.len()))
    lives = _first_rows(drafts["organizations"], "established_on", "dissolved_on")
    joined = frame.join(lives, left_on="organization_id", right_on="id", how="left", maintain_order="left")
    on, begins, ends = joined["on"], joined["established_on"], joined["dissolved_on"]
    acts.warn(
        "on",
        places((on < begins).fill_null(value=False) | (on >= ends).fill_null(value=False)),
        lambda i: f"{on[i]} 时{_life(begins[i], on[i])}。",
        "核对活动日期和组织编号。",
    )
    recorded = frame["recorded_at"].dt.convert_time_zone("Asia/Shanghai").dt.date()
    acts.warn(
        "recorded_at",
        places(recorded < on),
        lambda i: f"{recorded[i]} 记录了 {on[i]} 的活动，早于发生。",
        "核对活动日期和记录时间。",
    )


def _life(begins: object, on: object) -> str:
    return "这个组织还没有成立" if begins is not None and str(on) < str(begins) else "这个组织已经撤销"


def warn_organizations(drafts: Drafts) -> None:
    """Organisations without a founding day are taken to have always been (docs/readings.md, 读法 3)."""
    organizations = drafts["organizations"]
    unread = organizations.unread.get("established_on", set())
    organizations.warn(
        "established_on",
        [i for i in places(organizations.frame["established_on"].is_null()) if int(i) not in unread],
        "成立日期空着，看作一直都在；头一届任期从第一次选举算起。",
        "查到了就填上。",
    )


def warn_members(drafts: Drafts) -> None:
    """A stay in an organisation that is no branch."""
    members = drafts["members"]
    kinds = _first_rows(drafts["organizations"], "kind").filter(~pl.col("kind").is_in(BRANCH_KINDS))
    kind_of = dict(kinds.iter_rows())
    held = members.frame["organization_id"]
    members.warn(
        "organization_id",
        places(held.is_in(kinds["id"].implode())),
        lambda i: f"{shown(held[i])} 是{ORGANIZATION_KINDS[kind_of[held[i]]]}，不是支部。",
        "写党员所在支部的编号。",
    )


def warn_triggers(drafts: Drafts) -> None:
    """A trigger that names nobody who would have to answer, or a member who had no branch that day."""
    triggers = drafts["triggers"]
    frame = triggers.frame.with_columns(at=pl.int_range(pl.len(), dtype=pl.Int64))
    kind = frame["kind"]
    about_organizations = kind.is_in(ORGANIZATION_TRIGGERS)
    about_members = ~about_organizations & ~kind.is_in(GENERAL_TRIGGERS)
    for column, meant in (("organization_id", about_organizations), ("member_id", about_members)):
        unread = triggers.unread.get(column, set())
        lacking = [i for i in places(meant & frame[column].is_null()) if int(i) not in unread]
        header = triggers.table.by_name[column].header
        for index in lacking:
            said = f"{TRIGGER_KINDS[kind[int(index)]]}没有写{header}，没有人要回应它。"
            triggers.warn(column, [index], said, f"写上{header}。")
    asked = frame.select("at", "on", "member_id").drop_nulls()
    if asked.is_empty():
        return
    starts = _first_rows(drafts["organizations"], "records_from")
    stays = drafts["members"].frame.select("id", "from", "to", "organization_id").join(
        starts, left_on="organization_id", right_on="id", how="left"
    )  # fmt: skip
    known = asked.join(stays.select("id"), left_on="member_id", right_on="id", how="semi")
    inside = asked.join(stays, left_on="member_id", right_on="id").filter(
        pl.col("from") <= pl.col("on"),
        pl.col("to").is_null() | (pl.col("on") < pl.col("to")),
        pl.col("records_from").is_null() | (pl.col("on") >= pl.col("records_from")),
    )
    outside = known.join(inside, on="at", how="anti")["at"].sort()
    on, member = frame["on"], frame["member_id"]
    triggers.warn(
        "member_id",
        outside,
        lambda i: f"{shown(member[i])} 在 {on[i]} 不在任何支部。",
        "核对发生日期，或补上那段时间的转入、转出。",
    )


def _first_rows(organizations: Draft, *columns: str) -> pl.DataFrame:
    return organizations.frame.select("id", *columns).drop_nulls("id").unique("id", keep="first")
