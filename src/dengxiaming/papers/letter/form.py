"""What an official letter is filled from (R11)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Headed:
    """A paragraph with a heading of the first level in front (一、名额：……)."""

    head: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A letter. `title` is the whole title, 关于……的请示; `addressee` is written 主送; `closing` stands by itself at
    the end (妥否，请批示。). Headed paragraphs are numbered as they come.
    """

    organization: str
    title: str
    paragraphs: tuple[str | Headed, ...]
    issued_on: date | None
    addressee: str = ""
    number: str = ""
    closing: str = ""
