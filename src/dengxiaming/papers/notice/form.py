"""What a notice of a meeting is filled from (R11)."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Document:
    """A document to study before the meeting."""

    title: str
    issued_on: date | None = None


@dataclass(frozen=True)
class Notice:
    """A notice. `title` is the whole title, 关于召开……的通知; `number` the document number where one was given.

    `addressees` are written 主送; `attendees` says who is to come, in words; `issued_on` is the 成文日期.
    """

    organization: str
    title: str
    kinds: tuple[str, ...]
    theme: str
    on: date
    issued_on: date
    addressees: tuple[str, ...] = ()
    number: str = ""
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    attendees: str = ""
    agenda: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    requirements: tuple[str, ...] = ()
    contact: str = ""
