"""The site at size: a city's night, every page of ten cities, the end of a month. Each is measured by itself, kept in
results/scale/at_size.json and put into the README.

    .venv/bin/python -m benchmarks.at_size [night] [pages] [load]      (load: eleven minutes; needs PostgreSQL)
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from benchmarks import load, readme
from benchmarks.__main__ import RESULTS, child

Figures = dict[str, Any]
KEPT: Final = RESULTS / "scale" / "at_size.json"
SIZES: Final = ("city", "tenfold")


def night() -> Figures:
    """The sample city and ten of it."""
    return {size: child("night", size, module="benchmarks.night") for size in SIZES}


def pages() -> Figures:
    """Every page of ten cities."""
    return child("pages", "tenfold", 10, module="benchmarks.pages")


def month_end() -> Figures:
    """5,000 members in ten minutes."""
    return load.run(load.MEMBERS, load.SECONDS)


ROWS: Final[dict[str, Callable[[], Figures]]] = {"night": night, "pages": pages, "load": month_end}


def keep(name: str, figures: Figures) -> Figures:
    """Put one with the others; all of them."""
    held: Figures = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    held[name] = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), **figures}
    KEPT.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return held


def main(names: list[str]) -> None:
    """Measure, keep, write, print."""
    for name in names or list(ROWS):
        held = keep(name, ROWS[name]())
        readme.write_size(held)
        print(readme.size_section(held))


if __name__ == "__main__":
    main(sys.argv[1:])
