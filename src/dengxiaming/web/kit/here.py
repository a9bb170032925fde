"""Where a reader is: from when a page looks, and how that stays in every link."""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest

from dengxiaming.duties.queries import View, reach_of
from dengxiaming.web.kit import gate

_HALF_WIDTH: Final = {
    ord(wide): ord(narrow) for wide, narrow in zip("０１２３４５６７８９－／．：　", "0123456789-/.: ", strict=True)
}
_LOOSE_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
DATE_FIELDS: Final = ("as_of", "known_by")


@dataclass(frozen=True)
class Here:
    """The view of a request, and what was typed for it."""

    view: View
    as_of: str
    known_by: str
    rest: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Here":
        """Read the dates of an address. Raises `ValueError` with a sentence for the reader."""
        as_of, known_by = (tidy_day(request.GET.get(name, "")) for name in DATE_FIELDS)
        view = replace(View.read(as_of, known_by), reach=reach_of(gate.reader(request)))
        return cls(view, as_of, known_by, rest_of(request))

    @property
    def is_to_the_minute(self) -> bool:
        """Whether the moment of knowing was given with a time of day: the form then keeps it."""
        return "T" in self.known_by

    @property
    def rest_query(self) -> str:
        """The address's other fields, for the link back to today."""
        return urlencode(self.rest)

    @property
    def query(self) -> str:
        """What a link carries so that the next page looks from the same days; "" where nothing was moved."""
        held = [(name, text) for name, text in zip(DATE_FIELDS, (self.as_of, self.known_by), strict=True) if text]
        return urlencode(held)


def rest_of(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The other fields of an address, for a form that moves the dates. A page number belongs to the old list."""
    return tuple((key, str(value)) for key, value in request.GET.items() if key not in (*DATE_FIELDS, "page"))


def tidy_day(text: str) -> str:
    """A day as people type it, as the contract writes it: `2026年3月1日`、`2026/3/1`、`20260301` → `2026-03-01`.

    What is no day comes back as it was, for the sentence that refuses it.
    """
    narrow = text.translate(_HALF_WIDTH).strip()
    found = _LOOSE_DAY.match(narrow) or _COMPACT_DAY.fullmatch(narrow)
    if found is None:
        return narrow
    rest = narrow[found.end() :].strip().removeprefix("T").strip()
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return f"{day}T{rest}" if rest else day
