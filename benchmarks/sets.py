"""The fact sets that are measured: made once from the sample generator, kept as parquet under var/bench."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl

from dengxiaming.exchange.sample import build_sample
from dengxiaming.reckoning import TABLES, Facts

ROOT = Path(__file__).parents[1]
HELD = ROOT / "var" / "bench"
SEED = 1
MOVED = date(2026, 6, 30)
ONLY_NAMES = {"name", "category", "party_day"}
SIZES = ("branch", "city", "province")


def folder(size: str) -> Path:
    return HELD / size


def ready(size: str) -> bool:
    """Whether the set is there and was made by the generator as it is now."""
    mark = folder(size) / "made_by"
    return mark.exists() and mark.read_text(encoding="utf-8") == generator()


def generator() -> str:
    sources = sorted((ROOT / "src" / "dengxiaming" / "exchange" / "sample").rglob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in [*sources, Path(__file__)])).hexdigest()


def make(size: str) -> None:
    if size == "branch":
        facts, day = slice_of_one_branch(load("city")), as_of("city")
    else:
        sample = build_sample(SEED, size)
        facts, day = sample.facts, sample.as_of
    target = folder(size)
    target.mkdir(parents=True, exist_ok=True)
    for name, frame in facts.tables().items():
        frame.write_parquet(target / f"{name}.parquet")
    (target / "as_of").write_text(str(day), encoding="utf-8")
    (target / "made_by").write_text(generator(), encoding="utf-8")


def as_of(size: str) -> date:
    """The day the set was taken, the one it is judged on."""
    return date.fromisoformat((folder(size) / "as_of").read_text(encoding="utf-8"))


def load(size: str) -> Facts:
    return Facts.of(**{name: pl.read_parquet(folder(size) / f"{name}.parquet") for name in TABLES})


def slice_of_one_branch(facts: Facts) -> Facts:
    """What a page about one branch hands the kernel: the branch, what is above and below it, its people, their acts."""
    organizations = facts.organizations
    sizes = facts.members.group_by("organization_id").len().sort("len", descending=True)
    kinds = dict(organizations.select("id", "kind").iter_rows())
    branch = next(key for key, _ in sizes.iter_rows() if kinds[key] == "branch")
    parents = dict(organizations.select("id", "parent_id").iter_rows())
    held, above = {branch}, parents[branch]
    while above is not None:
        held.add(above)
        above = parents[above]
    held |= set(organizations.filter(pl.col("parent_id") == branch)["id"])

    members = facts.members.filter(pl.col("organization_id") == branch)
    people = members["id"].unique().implode()
    orgs = pl.Series(sorted(held)).implode()
    posts = facts.posts.filter(pl.col("organization_id").is_in(orgs))
    acts = facts.acts.filter(
        pl.col("organization_id").is_in(orgs)
        | pl.col("counterpart_ids").list.eval(pl.element().is_in([*held, *members["id"]])).list.any()
    )
    triggers = facts.triggers.filter(
        pl.col("member_id").is_in(people) | pl.col("organization_id").is_in(orgs) | (pl.col("kind") == "directive")
    )
    return Facts.of(
        organizations=organizations.filter(pl.col("id").is_in(orgs)),
        units=facts.units.filter(
            pl.col("id").is_in(organizations.filter(pl.col("id") == branch)["unit_ids"].explode().implode())
        ),
        members=members,
        posts=posts,
        acts=acts,
        attendance=facts.attendance.filter(pl.col("act_id").is_in(acts["id"].implode())),
        dues=facts.dues.filter(pl.col("member_id").is_in(people)),
        triggers=triggers,
    )


def columns_read(facts: Facts) -> dict[str, list[str]]:
    """Table → the columns the kernel reads: all but names for people."""
    return {
        name: [column for column in frame.columns if column not in ONLY_NAMES] for name, frame in facts.tables().items()
    }
