"""What an official letter is filled from (R11)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Letter:
    """A letter. `title` is the whole title, 关于……的请示; `addressee` is written 主送; `closing` stands by itself at
    the end (妥否，请批示。).
    """

    organization: str
    title: str
    paragraphs: tuple[str, ...]
    issued_on: date
    addressee: str = ""
    number: str = ""
    closing: str = ""
