"""A branch divided into party groups (S1-11, advisory): people of one unit together, sizes sensible and even."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dengxiaming.ground.problem import Problem


@dataclass(frozen=True)
class Person:
    """A member of the branch, and the unit they are of ("" where that is not known)."""

    code: str
    name: str
    unit: str = ""
    post: str = ""


@dataclass(frozen=True)
class Part:
    """One party group as proposed or edited."""

    name: str
    people: tuple[str, ...]
    leader: str = ""


def divided(people: Sequence[Person], least: int, most: int) -> tuple[tuple[Person, ...], ...]:
    """The division that cuts the fewest units, then is the most even: best of all that keep the order by unit. Empty
    where the branch is too small for two groups.

    Every way to cut the row into k parts of `least` to `most` is weighed (dynamic programming); k is as small as the
    size allows.
    """
    row = sorted(people, key=lambda one: (one.unit, one.code))
    parts = -(-len(row) // most)
    if parts < 2 or parts * least > len(row):
        return ()
    cuts = _best(row, parts, least, most)
    return tuple(tuple(row[start:stop]) for start, stop in pairwise(cuts))


def _best(row: Sequence[Person], parts: int, least: int, most: int) -> tuple[int, ...]:
    """Where to cut: the positions from 0 to the end."""
    even = len(row) / parts
    # 到这里为止切成几段：(切开的单位, 离平均的平方和, 切口)
    best: dict[int, tuple[int, float, tuple[int, ...]]] = {0: (0, 0.0, (0,))}
    for _ in range(parts):
        longer: dict[int, tuple[int, float, tuple[int, ...]]] = {}
        for start, (torn, uneven, cuts) in best.items():
            for stop in range(start + least, min(start + most, len(row)) + 1):
                tears = stop < len(row) and row[stop].unit == row[stop - 1].unit
                way = (torn + tears, uneven + (stop - start - even) ** 2, (*cuts, stop))
                longer[stop] = min(longer.get(stop, way), way)
        best = longer
    return best[len(row)][2]


def proposed(people: Sequence[Person], least: int, most: int, units: Mapping[str, str]) -> tuple[Part, ...]:
    """The division with names: 第一党小组（某局）where everybody in it is of one unit."""
    found = []
    for place, part in enumerate(divided(people, least, most)):
        own = {one.unit for one in part}
        unit = units.get(next(iter(own)), "") if len(own) == 1 and len(units) > 1 else ""
        name = f"第{_NUMERALS[place] if place < len(_NUMERALS) else place + 1}党小组"
        found.append(Part(f"{name}（{unit}）" if unit else name, tuple(one.code for one in part)))
    return tuple(found)


_NUMERALS = "一二三四五六七八九十"


def checked(parts: Sequence[Part], people: Mapping[str, str], least: int, most: int) -> tuple[list[Problem], list[str]]:
    """What forbids adopting a division, and what is only worth saying (the size is a local number)."""
    problems, said = [], []
    held = [(place, part) for place, part in enumerate(parts) if part.people]
    if len(held) < 2:
        problems.append(Problem("parts", "至少要两个党小组；不分组就不用采用。"))
    names = [part.name.strip() for _, part in held]
    for place, part in held:
        name = part.name.strip()
        if not name:
            problems.append(Problem(f"name-{place}", f"第{place + 1}个党小组还没有写名称。"))
        elif len(name) > 200:
            problems.append(Problem(f"name-{place}", f"名称最多200字，现在{len(name)}字。"))
        elif names.count(name) > 1:
            problems.append(Problem(f"name-{place}", f"两个党小组都叫“{name}”。改一个。"))
        if part.leader and part.leader not in part.people:
            problems.append(Problem(f"leader-{place}", f"{name}的组长不在这个组里。重新选。"))
        if not least <= len(part.people) <= most:
            said.append(f"{name}{len(part.people)}名，建议{least}至{most}名（本地取的数）。")
    placed = {code for _, part in held for code in part.people}
    if missing := [name for code, name in people.items() if code not in placed]:
        problems.append(Problem("parts", f"{'、'.join(missing)}还没有分到组里。"))
    return problems, said
