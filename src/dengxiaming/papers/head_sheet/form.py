"""What the monthly sheet is filled from."""

from dataclasses import dataclass

from dengxiaming.papers.anchor import Anchor


@dataclass(frozen=True)
class HeadSheet:
    """The heads to pin on paper in a month: usually one journal, `previous` the one pinned the month before."""

    installation: str
    year: int
    month: int
    heads: tuple[Anchor, ...]
    previous: tuple[Anchor, ...] = ()
    vkey: str = ""
