"""A form's fields read without ever giving up: every wrong one is named, none stops the reading of the others."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final
from unicodedata import normalize

NONE: Final = frozenset({"无", "没有", "无。"})
"""What people write where there was nothing; it counts as filled where the contract says so."""

FIRST_DAY: Final = date(1921, 7, 1)
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME: Final = re.compile(r"(\d{1,2})\s*[:：时]\s*(\d{2})\s*分?")
_MOST: Final = 100_000


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field and what to do. `field` is its id in the form, `about` what people call the place."""

    field: str
    about: str
    text: str

    @property
    def summary(self) -> str:
        """The line for the list above the form, `议题2：票数合计14，多于有表决权的到会人数11`."""
        return f"{self.about}：{self.text.split('。', 1)[0]}"


@dataclass
class Form:
    """Reads values of any shape; what is not as it should be is noted in `problems` and read as empty."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def wrong(self, at: str, about: str, text: str) -> None:
        """Note what keeps it from being signed."""
        self.problems.append(Problem(at, about, text))

    def ask(self, at: str, about: str, text: str) -> None:
        """Note what is worth a look; it can be signed as it is."""
        self.notes.append(Problem(at, about, text))

    def text(self, value: object, at: str, about: str, longest: int = 20_000) -> str:
        """A text without spaces around it."""
        if isinstance(value, Mapping | list | tuple):
            self.wrong(at, about, "内容读不懂。请重新填写。")
            return ""
        found = clean(value)
        if len(found) > longest:
            self.wrong(at, about, f"写了{len(found)}个字，最多{longest}个。请缩短。")
        return found

    def day(self, value: object, at: str, about: str) -> date | None:
        """A day: 2026-11-25, 2026/11/25, 2026年11月25日."""
        text = self.text(value, at, about)
        if not text:
            return None
        try:
            year, month, day = _numbers(_DAY, text)
            found = date(year, month, day)
        except ValueError:
            self.wrong(at, about, f"“{text}”不是一个日期。请写成2026-11-25这样。")
            return None
        if found < FIRST_DAY:
            self.wrong(at, about, f"{found}太早了。请核对年份。")
            return None
        return found

    def time(self, value: object, at: str, about: str) -> time | None:
        """A time of day: 14:30."""
        text = self.text(value, at, about)
        if not text:
            return None
        try:
            hour, minute = _numbers(_TIME, text)
            return time(hour, minute)
        except ValueError:
            self.wrong(at, about, f"“{text}”不是一个时间。请写成14:30这样。")
            return None

    def count(self, value: object, at: str, about: str) -> int | None:
        """A whole number from 0 on."""
        text = self.text(value, at, about)
        if not text:
            return None
        if not text.isdecimal() or int(text) > _MOST:
            self.wrong(at, about, f"“{text}”不是票数。请写0或比0大的整数。")
            return None
        return int(text)

    def yes(self, value: object) -> bool:
        """A tick: true, or what a form sends for one."""
        return value is True or (isinstance(value, str) and value.strip().lower() in {"on", "1", "true", "yes", "是"})


def _numbers(shape: re.Pattern[str], text: str) -> tuple[int, ...]:
    """The numbers of a text of some shape. Raises `ValueError` for another shape."""
    match = shape.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return tuple(map(int, match.groups()))


def clean(value: object) -> str:
    """A value as text, as every database and the journal take it: NFC, no NUL, no half of a surrogate pair, no spaces
    around.
    """
    if value is None or isinstance(value, Mapping | list | tuple):
        return ""
    text = str(value).replace("\x00", "")
    return normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8").strip())


def mapping(value: object) -> Mapping[str, object]:
    """The value where it is a mapping, else an empty one."""
    return {str(key): inner for key, inner in value.items()} if isinstance(value, Mapping) else {}


def entries(value: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The entries of a list that are mappings, each with its place from 0 on."""
    if isinstance(value, list | tuple):
        yield from ((place, mapping(entry)) for place, entry in enumerate(value))


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, or one text alone; empty ones left out, each once."""
    given = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(text for text in map(clean, given) if text))


def is_something(text: str) -> bool:
    """Whether anything was written but "无"."""
    return bool(text) and text not in NONE
