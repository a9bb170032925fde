"""The set formulas of minutes and official papers (`formulas.toml`): what everybody writes, copied from nobody (P9)."""

import re
import tomllib
from importlib.resources import files
from typing import Final

FORMULAS: Final = tomllib.loads(files(__package__).joinpath("formulas.toml").read_text(encoding="utf-8"))
"""Word lists under `words`; `opening`, `clause` and `phrase`: each formula with its pattern and an example."""

_SIGNS: Final = {"(": "(?:", "[": "(?:", "]": ")?", "?*": "*", "?+": "+", "…": ".{1,20}"}


def without(clause: str) -> str:
    """What of a clause is the writer's own; the clause comes neutral: half width, figures `0`, dates `0日`.

    >>> without("会议强调"), without("应到0人"), without("一是强化责任担当"), without("会议决定每周巡河0次")
    ('', '', '', '每周巡河0次')
    """
    if _CLAUSE.fullmatch(clause):
        return ""
    opening = _OPENING.match(clause)
    rest = clause[opening.end() :] if opening else clause
    return "" if _CLAUSE.fullmatch(rest) else _PHRASE.sub("", rest)


def _pattern(written: str) -> str:
    """A formula as a regular expression: the words first, then the signs the file explains, in this order."""
    for word, meaning in FORMULAS["words"].items():
        written = written.replace(f"{{{word}}}", f"({meaning})")
    for sign, meaning in _SIGNS.items():
        written = written.replace(sign, meaning)
    return written


def _any_of(group: str) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(formula["pattern"]) for formula in FORMULAS[group]))


_OPENING: Final = _any_of("opening")
_CLAUSE: Final = _any_of("clause")
_PHRASE: Final = _any_of("phrase")
