"""Words of an address that a page understands, or a sentence that says what to write."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from django.http import HttpRequest

from dengxiaming.duties.queries import Quarter
from dengxiaming.web.kit.page import BadWord

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100


def number(request: HttpRequest, name: str, label: str, default: int) -> int:
    """A whole number from 1 up. Raises `BadWord`."""
    text = request.GET.get(name, "").strip()
    if not text:
        return default
    if not (text.isdecimal() and text.isascii() and 0 < int(text) < 10_000_000):
        raise BadWord(f"{label}“{text}”不是数。写一个从1起的数，或者去掉它。")
    return int(text)


def year(request: HttpRequest) -> int | None:
    """A year; None where none is asked for. Raises `BadWord`."""
    found = number(request, "year", "年份", 0)
    if found and not FIRST_YEAR <= found <= LAST_YEAR:
        raise BadWord(f"年份“{found}”太远。写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的一年。")
    return found or None


One = TypeVar("One")


@dataclass(frozen=True)
class Turn(Generic[One]):
    """One page of many things, for `parts/pages.html`."""

    items: tuple[One, ...]
    page: int
    pages: int


def turn(request: HttpRequest, things: Sequence[One], size: int) -> Turn[One]:
    """The page asked for, of so many things each; beyond the last it is the last. Raises `BadWord`."""
    pages = max(1, -(-len(things) // size))
    page = min(number(request, "page", "页码", 1), pages)
    return Turn(tuple(things[(page - 1) * size : page * size]), page, pages)


def years(year: int, as_of: date) -> list[int]:
    """For the links above a list of a year: that year and those beside it, none to come."""
    return [one for one in (year - 1, year, year + 1) if one <= max(as_of.year, year)]


def month(request: HttpRequest) -> str:
    """A month as 2026-05; "" where none is asked for. Raises `BadWord`."""
    text = request.GET.get("month", "").strip()
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if text and (found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR):
        raise BadWord(f"月份“{text}”读不懂。写成 2026-05 这样。")
    return text


def quarter(request: HttpRequest) -> Quarter | None:
    """A quarter; None where none is asked for. Raises `BadWord`."""
    text = request.GET.get("quarter", "").strip()
    if not text:
        return None
    try:
        return Quarter.read(text)
    except ValueError as error:
        raise BadWord(str(error)) from error


def one_of(request: HttpRequest, name: str, label: str, known: dict[str, str]) -> str:
    """One of a closed list, as identifier; "" where none is asked for. Raises `BadWord`."""
    text = request.GET.get(name, "").strip()
    if text and text not in known:
        raise BadWord(
            f"{label}“{text}”不认识。可以写：{'、'.join(f'{word}（{chinese}）' for word, chinese in known.items())}。"
        )
    return text
