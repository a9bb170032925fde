"""Where appraisals and disposals belong, and whom they are about."""

from dengxiaming.areas.appraisals import queries
from dengxiaming.areas.appraisals.disposals import queries as disposals
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock
from dengxiaming.ground.policy import Place


def of_appraisal(code: str, **_: object) -> Place | None:
    """An appraisal belongs to its branch."""
    held = queries.involved(code)
    return organs.place(held[0]) if held else None


def of_participants(code: str, **_: object) -> Place | None:
    """One's own page: whoever takes part."""
    held = queries.involved(code)
    return organs.place(held[0], held[1]) if held else None


def of_matter(trigger: str, **_: object) -> Place | None:
    """What a disposal would answer belongs to the member's branch of today, else the latest."""
    held = disposals.matter(trigger)
    home = members.home(held[0], clock.today()) if held else ""
    return organs.place(home, [held[0]]) if held and home else None


def of_disposal(code: str, **_: object) -> Place | None:
    """A disposal belongs to the branch, and is about the member."""
    held = disposals.place_of(code)
    return organs.place(held[0], [held[1]]) if held else None


def of_superior(code: str, **_: object) -> Place | None:
    """Who decides a disposal: the organisation the branch has asked; before that nobody."""
    held = disposals.place_of(code)
    return organs.place(held[2]) if held and held[2] else None
