"""Shards on disk: `shards.json`, and a folder `shard=00000` each with the eight tables and `home.parquet`."""

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import polars as pl

from dengxiaming.reckoning import Facts
from dengxiaming.reckoning.facts import TABLES
from dengxiaming.scale.cut import Cutter
from dengxiaming.scale.homes import Homes

INDEX: Final = "shards.json"


def is_sharded(folder: Path) -> bool:
    """Whether a folder holds shards, complete: the index is written last."""
    return (folder / INDEX).is_file()


def names(folder: Path) -> list[str]:
    """The shards of a folder, in order."""
    held: list[str] = json.loads((folder / INDEX).read_text("utf-8"))["shards"]
    return held


def write_shards(facts: Facts, folder: Path, shards: int, done: Callable[[int, int], None] = lambda *_: None) -> int:
    """Lay a fact set out as shards; `done` hears of each. How many there are."""
    homes = Homes.of(facts, shards)
    cutter = Cutter(facts, homes)
    written = [f"shard={number:05d}" for number in range(homes.shards)]
    for number, name in enumerate(written):
        cut, home = cutter.cut(number)
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        for table, frame in cut.tables().items():
            frame.write_parquet(place / f"{table}.parquet")
        home.write_parquet(place / "home.parquet")
        done(number + 1, homes.shards)
    put(folder / INDEX, json.dumps({"shards": written}, indent=1).encode())
    return homes.shards


def read_shard(place: Path) -> tuple[Facts, pl.DataFrame]:
    """The facts of a shard, and the ids at home in it with their organisations.

    Raises `ValueError` where a table has other columns or types.
    """
    facts = Facts.of(**{
        table: pl.read_parquet(place / f"{table}.parquet", hive_partitioning=False) for table in TABLES
    })  # fmt: skip
    return facts, pl.read_parquet(place / "home.parquet", hive_partitioning=False)


def digest(place: Path) -> str:
    """What a shard's files hold, as one hash: a shard whose bytes changed is judged again."""
    found = sha256()
    for table in (*TABLES, "home"):
        with (place / f"{table}.parquet").open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
        found.update(table.encode())
    return found.hexdigest()


def put(target: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    beside = target.with_name(f".{target.name}.part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
