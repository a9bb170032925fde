"""How a sample is put together, step by step."""

import gc
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dengxiaming.exchange.sample.blueprint import AMOUNTS
from dengxiaming.exchange.sample.days import AS_OF
from dengxiaming.exchange.sample.dues import pay
from dengxiaming.exchange.sample.events import respond
from dengxiaming.exchange.sample.faults.menu import plant
from dengxiaming.exchange.sample.faults.planter import Planter
from dengxiaming.exchange.sample.gatherings import call_rolls, gather
from dengxiaming.exchange.sample.key import Fault
from dengxiaming.exchange.sample.leadership import lead
from dengxiaming.exchange.sample.moves import move_people
from dengxiaming.exchange.sample.nation import NATION_AS_OF, Plan, build_shard, laid_together
from dengxiaming.exchange.sample.objects import World
from dengxiaming.exchange.sample.people import (
    appoint_above,
    appoint_party_groups,
    choose_late,
    hold_elections,
    last_elections,
    settle_people,
)
from dengxiaming.exchange.sample.structure import build_structure
from dengxiaming.exchange.sample.tables import number_records, to_facts
from dengxiaming.exchange.sample.talks import talk
from dengxiaming.reckoning.facts import Facts

Size = Literal["small", "city", "province"]
PROVINCE = 157_500  # three in a hundred of the nation


@dataclass(frozen=True)
class Sample:
    """A made-up fact set, what was planted in it, and the day it was taken."""

    facts: Facts
    key: tuple[Fault, ...]
    as_of: date


def build_sample(seed: int, size: Size, *, faults: bool = True) -> Sample:
    """The sample of that seed and size, the same in every process; without `faults` nobody owes anything overdue.

    `province`, for measuring only, is three in a hundred of the nation: a year, no key. Raises `ValueError` for an
    unknown size.
    """
    if size == "province":
        plan = Plan(seed, PROVINCE)
        return Sample(laid_together(build_shard(plan, number) for number in range(plan.shards)), (), NATION_AS_OF)
    if size not in AMOUNTS:
        raise ValueError(f"没有这样的样本：{size}。可选：small、city、province。")
    world = World(random.Random(f"{size} {seed}"))  # noqa: S311 - 造样本用的随机数，不保守任何秘密
    with _no_collection():
        planter = _make(world, size, faults=faults)
        acts = number_records(world)
        return Sample(to_facts(world, acts), planter.key(), AS_OF)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the collector back: half a million small objects, none of them garbage, took it a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _make(world: World, size: str, *, faults: bool) -> Planter:
    amounts = AMOUNTS[size]
    build_structure(world, size, faults=faults)
    settle_people(world)
    appoint_party_groups(world)
    first_terms = last_elections(world)
    late = choose_late(world, size, first_terms, faults=faults)
    hold_elections(world, first_terms, late)
    appoint_above(world)
    move_people(world, amounts)
    gather(world)
    lead(world)
    talk(world)
    respond(world, amounts)
    call_rolls(world)
    pay(world)
    planter = Planter(world)
    if faults:
        plant(planter, size, late, first_terms)
    return planter
