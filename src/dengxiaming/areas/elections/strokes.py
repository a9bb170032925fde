"""Names in the order of the strokes of their surnames (R3-7): fewer first; of equal number by the strokes themselves,
一 丨 丿 丶 乛. The table is data; a surname it does not know has to be told.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("strokes.toml")
_ENTRY: Final = re.compile(r"([^a-z\s])([hspnz]+)")
_RANKS: Final = str.maketrans("hspnz", "12345")
"""横、竖、撇、点、折, in this order."""


def order(names: Mapping[str, str], told: Mapping[str, int]) -> tuple[str, ...]:
    """The codes of people in the order of their names; equal ones as they were given."""
    return tuple(sorted(names, key=lambda code: key(names[code], told)))


def key(name: str, told: Mapping[str, int]) -> tuple[int, str]:
    """How many strokes the surname has, and which. Of a surname told by hand only the number is known."""
    surname = name[:1]
    written = _table().get(surname, "")
    return (len(written), written) if written else (told.get(surname, 99), "")


def unknown(names: Iterable[str], told: Mapping[str, int]) -> tuple[str, ...]:
    """The surnames that neither the table nor anybody knows."""
    return tuple(dict.fromkeys(name[:1] for name in names if name[:1] not in _table() and name[:1] not in told))


def read(text: str) -> dict[str, int]:
    """What was told by hand, `尕=5` or `尕5`, several apart by spaces or commas. Raises `ValueError`."""
    found = {}
    for one in re.split(r"[\s,，、;；]+", text.strip()):
        if not one:
            continue
        match = re.fullmatch(r"(\D)[=＝]?(\d{1,2})", one)
        if match is None:
            raise ValueError(f"“{one}”读不懂。写成“尕=5”：姓，等号，笔画数。")
        found[match[1]] = int(match[2])
    return found


@cache
def _table() -> dict[str, str]:
    text = tomllib.loads(_FILE.read_text(encoding="utf-8"))["surnames"]
    return {surname: written.translate(_RANKS) for surname, written in _ENTRY.findall(text)}
