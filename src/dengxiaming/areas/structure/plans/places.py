"""What a unit does and where it is, as people type or paste it, read; or every problem at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from dengxiaming.areas.organs.actions import Located
from dengxiaming.ground.problem import Problem

LONGEST: Final = 100
_MICRO: Final = 1_000_000
_PLAIN: Final = {ord("，"): ",", ord("、"): ",", ord("；"): ",", ord("　"): " ", ord("．"): "."}


@dataclass(frozen=True)
class Typed:
    """One unit's fields as text; `point` is latitude and longitude in degrees, 50.780400,121.520100."""

    unit: str
    category: str = ""
    area: str = ""
    point: str = ""


def read(typed: Iterable[Typed], units: Mapping[str, str]) -> tuple[Located, ...] | tuple[Problem, ...]:
    """The units with what was said of them, or every problem; `units` are code and name of those within reach."""
    problems: list[Problem] = []
    found: list[Located] = []
    for one in typed:
        name = units.get(one.unit, one.unit)
        if one.unit not in units:
            problems.append(Problem("text", f"没有编号或名称是“{one.unit}”的单位，或者它不归这里管。"))
            continue
        for field, text in (("category", one.category), ("area", one.area)):
            if len(text.strip()) > LONGEST:
                problems.append(Problem(f"{field}-{one.unit}", f"{name}：最多{LONGEST}字，现在{len(text.strip())}字。"))
        point = _point(one, name, problems)
        found.append(Located(one.unit, one.category.strip(), one.area.strip(), *point))
    return tuple(problems) or tuple(found)


def pasted(text: str, units: Mapping[str, str], held: Mapping[str, Typed]) -> tuple[Typed, ...]:
    """Lines as a spreadsheet gives them: unit (code or name), trade, area, latitude, longitude, parted by tabs; an
    empty or missing cell leaves what there is. A heading line is passed over.
    """
    by_name = {name: code for code, name in units.items()}
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or cells[0] in {"单位编号", "单位名称", "单位"}:
            continue
        unit = by_name.get(cells[0], cells[0])
        before = held.get(unit, Typed(unit))
        category, area, *point = [*cells[1:], "", ""][: max(2, len(cells) - 1)]
        written = ",".join(cell for cell in point if cell)
        found.append(Typed(unit, category or before.category, area or before.area, written or before.point))
    return tuple(found)


def shown(latitude: int | None, longitude: int | None) -> str:
    """A point as it is typed; "" for none."""
    if latitude is None or longitude is None:
        return ""
    return f"{Decimal(latitude) / _MICRO:.6f},{Decimal(longitude) / _MICRO:.6f}"


def _point(one: Typed, name: str, problems: list[Problem]) -> tuple[int | None, int | None]:
    text = one.point.translate(_PLAIN).strip()
    if not text:
        return None, None
    field = f"point-{one.unit}"
    try:
        latitude, longitude = (Decimal(part) for part in re.split(r"[,\s]+", text, maxsplit=1))
        north, east = round(latitude * _MICRO), round(longitude * _MICRO)
    except (ValueError, InvalidOperation, OverflowError):
        problems.append(Problem(field, f"{name}的坐标“{one.point}”读不懂。写成 50.780400,121.520100：先纬度，后经度。"))
        return None, None
    if not (abs(north) <= 90 * _MICRO and abs(east) <= 180 * _MICRO):
        problems.append(Problem(field, f"{name}的坐标“{one.point}”不在地球上：先纬度（±90），后经度（±180）。"))
        return None, None
    return north, east
