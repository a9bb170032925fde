"""Dues of every member and month, reckoned by R5-2 and R5-4, paid on the theme day or a few days off it."""

from datetime import date
from typing import Final

from dengxiaming.exchange.sample.days import AS_OF, MONTHS, Period, days, near_workday, noted
from dengxiaming.exchange.sample.objects import Due, Person, Stay, World


def payable(base: int, *, retired: bool) -> int:
    """The month's dues in 分 from a monthly income in 分: the whole base times its step's rate, rounded half up."""
    if retired:
        per_mille = 5 if base <= 5000_00 else 10
    else:
        per_mille = 5 if base <= 3000_00 else 10 if base <= 5000_00 else 15 if base <= 10000_00 else 20
    return (base * per_mille + 500) // 1000


_EXCUSE: Final = "本人申请，支委会同意免交"


def pay(world: World) -> None:
    """One row for each member and month with a stay at its end; what would be paid after `AS_OF` is not there yet."""
    excused = _excused(world)
    for month in MONTHS:
        last = min(month.last, AS_OF)
        for org in world.branches():
            fixed = near_workday(month.first.replace(day=org.party_day or 15))
            for stay in world.stays_of_org[org]:
                if stay.holds(last):
                    _pay(world, stay, month, fixed, excused)


def _pay(world: World, stay: Stay, month: Period, fixed: date, excused: set[tuple[Person, date]]) -> None:
    rng, person = world.rng, stay.person
    on = fixed if rng.random() < 0.7 else month.first + days(int(rng.random() * 27))
    if on > AS_OF:
        return
    amount = payable(_income(person, month.first.year), retired=_retired(person, month.first))
    if (person, month.first) in excused:
        world.dues[person, month.first] = Due(person, month.first, amount, 0, None, noted(rng, on), _EXCUSE)
    else:
        world.dues[person, month.first] = Due(person, month.first, amount, amount, on, noted(rng, on))


def _excused(world: World) -> set[tuple[Person, date]]:
    """The month of a member's hardship and the two after it: they asked, and the committee agreed (R5-6)."""
    found: set[tuple[Person, date]] = set()
    for trigger in world.triggers:
        if trigger.kind == "hardship" and trigger.person:
            months = [m.first for m in MONTHS if m.last >= trigger.on][:3]
            found.update((trigger.person, month) for month in months)
    return found


def _retired(person: Person, month: date) -> bool:
    return person.retired_on is not None and person.retired_on < month


def _income(person: Person, year: int) -> int:
    """The base of that year: three in a hundred more each year, to ten yuan."""
    return int(person.base * 1.03 ** (year - 2024)) // 1000 * 1000
