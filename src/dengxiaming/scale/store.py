"""Shards on disk: `shards.json`, and a folder `shard=00000` each with the eight tables and `home.parquet`."""

import io
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
    for number in range(homes.shards):
        write_shard(folder / named(number), *cutter.cut(number))
        done(number + 1, homes.shards)
    write_index(folder, homes.shards)
    return homes.shards


def named(shard: int) -> str:
    """The folder of a shard."""
    return f"shard={shard:05d}"


def write_shard(place: Path, facts: Facts, home: pl.DataFrame) -> None:
    """One shard; what is at home in it is written last."""
    place.mkdir(parents=True, exist_ok=True)
    for table, frame in facts.tables().items():
        frame.write_parquet(place / f"{table}.parquet")
    put(place / "home.parquet", parquet(home))


def write_index(folder: Path, shards: int) -> None:
    """Say which shards there are, once all are there."""
    put(folder / INDEX, json.dumps({"shards": [named(number) for number in range(shards)]}, indent=1).encode())


def parquet(frame: pl.DataFrame) -> bytes:
    """A frame as the bytes of a file."""
    written = io.BytesIO()
    frame.write_parquet(written)
    return written.getvalue()


def read_shard(place: Path) -> tuple[Facts, pl.DataFrame]:
    """The facts of a shard, and what is at home in it by kind and id, with its organisation.

    Raises `ValueError`, naming the shard, where a file is broken or has other columns or types.
    """
    try:
        held = {name: _frame(place, name) for name in (*TABLES, "home")}
        home = held.pop("home")
        return Facts.of(**held), home
    except (ValueError, pl.exceptions.ComputeError) as error:
        raise ValueError(f"{place} 读不出来：{error}。把它重新分片，再运行同一条命令。") from error


def _frame(place: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(place / f"{name}.parquet", hive_partitioning=False)


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
