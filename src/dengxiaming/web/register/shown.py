"""A difference as its page shows it: branch by branch, numbers and telephones by their last four signs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dengxiaming.areas.members.register import columns, difference
from dengxiaming.areas.members.register.difference import Change, Difference, Missing
from dengxiaming.areas.members.register.places import Places
from dengxiaming.web.records.boxes import Box, Choice


@dataclass(frozen=True)
class Field:
    """One field in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """Somebody new, or of whom something else is said."""

    member: str
    name: str
    row: int
    fields: tuple[Field, ...]
    remark: str = ""

    @property
    def first(self) -> tuple[Field, ...]:
        """What was not known before."""
        return tuple(one for one in self.fields if not one.old)

    @property
    def otherwise(self) -> tuple[Field, ...]:
        """What was known otherwise."""
        return tuple(one for one in self.fields if one.old)


@dataclass(frozen=True)
class Move:
    """Somebody held elsewhere; `member` is "" where they are out of reach."""

    member: str
    name: str
    origin: str


@dataclass(frozen=True)
class Branch:
    """All that differs in a branch."""

    code: str
    name: str
    is_chosen: bool
    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    moved: tuple[Move, ...]
    missing: tuple[Missing, ...]

    @property
    def summary(self) -> str:
        """How many of what, where there is anything."""
        held = (("新登记", self.new), ("改", self.changed), ("像是转了", self.moved), ("表里没有", self.missing))
        return "·".join(f"{words}{len(some)}人" for words, some in held if some) or "没有不一样的"

    @property
    def writes(self) -> int:
        """How many people confirming it would write."""
        return len(self.new) + len(self.changed)


def by_branch(found: Difference, places: Places, chosen: Collection[str]) -> tuple[Branch, ...]:
    """The difference of each branch, in the order of the roster."""
    groups = {code: name for held in places.groups.values() for code, name in held.items()}
    names = places.branches

    def words(changes: Collection[Change]) -> tuple[Field, ...]:
        return tuple(
            Field(
                columns.label(one.column), difference.shown(one.column, one.old, groups),
                difference.shown(one.column, one.new, groups),
            )
            for one in changes
        )  # fmt: skip

    found_ones = []
    for code in found.branches:
        part = difference.only(found, [code])
        new = tuple(
            Line(
                "", one.entry.name, one.entry.row,
                words([Change(column, "", value) for column, value in one.entry.values.items()
                       if column not in {"name", "branch", "code", "group"}]),
                one.remark,
            )
            for one in part.new
        )  # fmt: skip
        changed = tuple(Line(one.member, one.name, 0, words(one.changes)) for one in part.changed)
        moved = tuple(
            Move("" if one.is_out_of_reach else one.member, one.name, names.get(one.origin, "")) for one in part.moved
        )
        found_ones.append(Branch(code, names.get(code, code), code in chosen, new, changed, moved, part.missing))
    return tuple(found_ones)


def column_box(
    number: int, position: int, title: str, value: str, options: Mapping[str, str], wrong: Mapping[str, str]
) -> Box:  # fmt: skip
    """The question what one column of a file is."""
    name = f"column-{number}-{position}"
    choices = tuple(Choice(code, words, code == value) for code, words in {"": "不读", **options}.items())
    problems = (wrong[name],) if name in wrong else ()
    return Box(name, name, title, value, "", "select", choices, problems)
