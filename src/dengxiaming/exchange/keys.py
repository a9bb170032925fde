"""Ids and keys among themselves: repeated keys, overlapping stays, ids shared by two tables, circles of parents."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from dengxiaming.exchange.cells import shown
from dengxiaming.exchange.columns import SHARED_IDS
from dengxiaming.exchange.draft import Draft, places
from dengxiaming.exchange.raw import Ints

Drafts = Mapping[str, Draft]


def note_repeated_keys(draft: Draft) -> None:
    """The later row of a repeated key is bad."""
    key = list(draft.table.key)
    if _in_order(draft.frame, key):
        return
    frame = draft.frame.select(*key, at=pl.int_range(pl.len())).drop_nulls()
    if len(key) == 1 and frame[key[0]].n_unique() == frame.height:
        return
    hashed = frame.select(key).hash_rows()
    if hashed.n_unique() == frame.height:
        return
    again = frame.filter(hashed.is_duplicated()).with_columns(first=pl.col("at").min().over(key))
    later = dict(again.filter(pl.col("at") > pl.col("first")).select("at", "first").iter_rows())
    name = "、".join(draft.header(column) for column in key)
    draft.defect(
        key[0],
        later,
        lambda at: f"{name}与第 {draft.row(later[at])} 行重复。",
        "两行说的是同一件事就删掉一行；不是的话改编号。",
    )


def _in_order(frame: pl.DataFrame, key: list[str]) -> bool:
    """Whether a long table of two-part key is sorted so that no key can be repeated: each owner's rows stand together
    and their second part rises.
    """
    if len(key) != 2 or frame.height < 500_000 or frame[key[1]].has_nulls() or frame[key[0]].has_nulls():
        return False
    owner, part = frame[key[0]], frame[key[1]]
    begins = owner.ne_missing(owner.shift(1))
    begins[0] = True
    if not ((part > part.shift(1)) | begins).all():
        return False
    owners = owner.filter(begins)
    return owners.n_unique() == owners.len()


def note_overlapping_stays(members: Draft) -> None:
    """A stay that begins before an earlier one of the same member has ended is bad; the finding names the earlier."""
    stays = members.frame.select("id", "from", "to", at=pl.int_range(pl.len())).filter(
        pl.col("id").is_not_null(), pl.col("from").is_not_null()
    )
    stays = stays.filter(pl.col("to").is_null() | (pl.col("to") > pl.col("from")))
    if stays["id"].n_unique() == stays.height:
        return
    # 最后一天之后都算在任；重复的键已经各有一条
    last = pl.col("to").fill_null(pl.date(9999, 12, 31))
    stays = stays.filter(pl.col("id").is_duplicated()).unique(["id", "from"], keep="first").sort("id", "from", "at")
    reach = last.cum_max().over("id")
    stays = stays.with_columns(until=reach.shift(1).over("id"), before=pl.col("at").shift(1).over("id"))
    crossing = stays.filter(pl.col("until") > pl.col("from"))
    other = dict(crossing.select("at", "before").iter_rows())
    if not other:
        return
    reaching = _reaching(stays, set(other))
    members.defect(
        "from",
        other,
        lambda at: f"与第 {members.row(reaching[at])} 行同一个人的一段重叠：那一段还没有转出。",
        "核对转入、转出日期；转出日期是不在原支部的第一天。",
    )


def _reaching(stays: pl.DataFrame, wanted: set[int]) -> dict[int, int]:
    """For each crossing stay, the earlier one of the member that reaches furthest."""
    found: dict[int, int] = {}
    holder, furthest, who = None, None, 0
    for name, _, to, at, _, _ in stays.iter_rows():
        if name != holder:
            holder, furthest, who = name, to, at
            continue
        if at in wanted:
            found[at] = who
        if furthest is not None and (to is None or to > furthest):
            furthest, who = to, at
    return found


def note_shared_ids(drafts: Drafts) -> None:
    """An id that stands in two tables which some column mixes: what it means cannot be known, both rows are bad."""
    for one, other in SHARED_IDS:
        left, right = drafts[one].frame["id"].drop_nulls(), drafts[other].frame["id"].drop_nulls()
        # 查得少的一边建表，多的一边去问：全省的党员是组织的几十倍
        few, many = sorted((left, right), key=len)
        both = many.to_frame().join(few.to_frame(), on="id", how="semi")["id"].unique()
        if both.is_empty():
            continue
        for draft, beside in ((drafts[one], drafts[other]), (drafts[other], drafts[one])):
            ids = draft.frame["id"]
            for index in places(ids.is_in(both.implode())):
                said = f"编号 {shown(ids[int(index)])} 在“{beside.table.sheet}”里也有。"
                draft.defect("id", [index], said, "两张表的编号不能相同，改掉其中一个，连同引用它的地方。")


def note_cycles(organizations: Draft) -> None:
    """Organisations that are above themselves: every one on the circle is bad."""
    frame = organizations.frame.select("id", "parent_id", at=pl.int_range(pl.len())).drop_nulls("id")
    frame = frame.unique("id", keep="first", maintain_order=True)
    size = frame.height
    if not size:
        return
    number = frame.select("id", above=pl.int_range(pl.len()))
    parent = frame.join(number, left_on="parent_id", right_on="id", how="left", maintain_order="left")["above"]
    step = np.append(parent.fill_null(size).to_numpy().astype(np.int64), size)
    # 每次跳的步数翻倍；跳够 size 步还没有到顶的，都转进了圈里，落脚处正是圈上的组织
    far = step
    for _ in range(size.bit_length()):
        far = far[far]
    on_circle = np.unique(far[far < size])
    at, ids = frame["at"].to_numpy(), frame["id"]
    place = {int(at[code]): int(code) for code in on_circle}
    organizations.defect(
        "parent_id",
        sorted(place),
        lambda index: f"上级绕成了圈：{_circle(place[index], step, ids)}。",
        "核对上级组织编号；最上级的留空。",
    )


def _circle(start: int, step: Ints, ids: pl.Series) -> str:
    """The circle from one of its members, shortened."""
    names, code = [ids[start]], int(step[start])
    while code != start and len(names) < 5:
        names.append(ids[code])
        code = int(step[code])
    return " → ".join([*names, ids[start] if code == start else "…"])
