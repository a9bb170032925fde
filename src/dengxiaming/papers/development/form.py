"""What a form of the development of members is filled from: what was done, room for handwriting, and signatures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CourseForm:
    """A form about one person. `rows` are label and text, `room` the labels of boxes left open, `signs` who signs."""

    title: str
    organization: str
    name: str
    record: str
    rows: tuple[tuple[str, str], ...]
    room: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
