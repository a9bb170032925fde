"""From where a page looks: the day it judges as of, the moment it judges as known, and how far the reader reaches."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from dengxiaming.ground import clock

EARLIEST: Final = date(1990, 1, 1)
AHEAD: Final = timedelta(days=366)
"""How far a date may be moved. The document is of 2020; a day thousands of years on would be judged month by month."""


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter; `code` is 2026Q3 as in the contract, `label` 2026年第三季度."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter `day` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, code: str) -> "Quarter":
        """A quarter from its code. Raises `ValueError` with a sentence for the reader."""
        found = re.fullmatch(r"(\d{4})Q([1-4])", code.strip())
        if found is None or not EARLIEST.year <= int(found[1]) <= clock.today().year + 1:
            raise ValueError(f"“{code}”不是季度。写成 2026Q3 这样。")
        return cls(int(found[1]), int(found[2]))

    @property
    def code(self) -> str:
        """2026Q3."""
        return f"{self.year:04}Q{self.number}"

    @property
    def label(self) -> str:
        """2026年第三季度."""
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1) - timedelta(days=1)

    @property
    def before(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


@dataclass(frozen=True)
class Reach:
    """Where the rows stand that a reader sees, by codes of organisations; None is everywhere.

    `personal` are the duties of single members there, `sensitive` what follows from sensitive triggers, `own` where
    open duties are the reader's to do (decisions, nobody had said 7). `units` are those covered; `member` is whoever
    reads, whose own duties are always seen.
    """

    organizations: frozenset[str] | None = None
    personal: frozenset[str] | None = None
    sensitive: frozenset[str] | None = frozenset()
    own: frozenset[str] | None = None
    units: frozenset[str] | None = None
    member: str = ""


EVERYTHING: Final = Reach()
"""Everything but what is sensitive: for the command line and for judging itself."""


@dataclass(frozen=True)
class View:
    """As of which day, and as known at which moment (None: everything recorded by now), within which reach."""

    as_of: date
    known_by: datetime | None = None
    reach: Reach = EVERYTHING

    @classmethod
    def today(cls) -> "View":
        """Where nobody moved a date."""
        return cls(clock.today())

    @classmethod
    def read(cls, as_of: str = "", known_by: str = "") -> "View":
        """A view from what stands in an address. Raises `ValueError` with a sentence for the reader.

        `as_of` is a day; `known_by` a day (its end) or an ISO time, local where it has no offset. Empty: not moved.
        """
        day = _day(as_of, "截至日期") if as_of.strip() else clock.today()
        latest = clock.today() + AHEAD
        if not EARLIEST <= day <= latest:
            raise ValueError(f"截至日期 {day} 太远。写 {EARLIEST} 到 {latest} 之间的一天。")
        return cls(day, _moment(known_by) if known_by.strip() else None)

    @property
    def is_moved(self) -> bool:
        """Whether the reader moved a date: then everything is judged afresh, nothing read from the store."""
        return self.known_by is not None or self.as_of != clock.today()

    @cached_property
    def closed(self) -> Quarter:
        """The latest quarter that is over."""
        return Quarter.of(self.as_of).before

    def is_closed(self, quarter: Quarter) -> bool:
        """Whether `quarter` is over on as_of."""
        return quarter.last < self.as_of


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{name}“{text}”读不懂。写成 2026-03-31 这样。") from error


def _moment(text: str) -> datetime:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return datetime.combine(_day(text, "记录截至"), time(23, 59, 59, 999999), clock.ZONE)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"记录截至“{text}”读不懂。写成 2026-04-02 或 2026-04-02T08:00 这样。") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.ZONE)
