"""Whose desk: the organisations a reader's posts make theirs, and which duties there are theirs to see to."""

from collections.abc import Iterable
from typing import Final

from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import GROUP
from dengxiaming.duties.queries import DutyLine
from dengxiaming.ground import policy
from dengxiaming.ground.policy import Reader
from dengxiaming.web.desk.starts import duty_of
from dengxiaming.web.policy import PEOPLE

KEEPERS: Final = (
    "branch_secretary", "branch_committee", "group_leader", "general_secretary", "general_committee",
    "party_group_secretary", "officer",
)  # fmt: skip
"""Roles that see to the duties of their organisation; everybody else sees to their own."""

_ONESELF: Final = "本人"
"""In `done_by` of the rulebook: people do it themselves (党员本人和支部); at its end: nobody else can (党员本人)."""


def bodies(reader: Reader, tree: organs.Tree) -> tuple[str, ...]:
    """The organisations whose duties the reader sees to, and the groups of their branches, in the tree's order."""
    held = reader.organizations(*KEEPERS)
    groups = {one for code in held for one in tree.children.get(code, ()) if tree.nodes[one].kind == GROUP}
    return tuple(code for code in tree.nodes if code in held | groups)


def around(reader: Reader, tree: organs.Tree) -> tuple[str, ...]:
    """All organisations the reader belongs to: where rows about the reader stand."""
    held = reader.organizations(*PEOPLE)
    return tuple(code for code in tree.nodes if code in held)


def mine(lines: Iterable[DutyLine], reader: Reader, tree: organs.Tree) -> tuple[DutyLine, ...]:
    """Of the duties within reach around the reader those to see to: the reader's own, and those of the reader's bodies
    but what only somebody else can do themselves.
    """
    own = frozenset(bodies(reader, tree))
    return tuple(line for line in lines if _is_mine(line, own, reader))


def sensitive_at(reader: Reader, tree: organs.Tree) -> tuple[str, ...]:
    """Of the reader's organisations those where sensitive duties are theirs too."""
    return tuple(code for code in bodies(reader, tree) if policy.may(reader, "duty.sensitive", tree.place(code)))


def _is_mine(line: DutyLine, own: frozenset[str], reader: Reader) -> bool:
    by = duty_of(line.rule).done_by
    if _ONESELF in by and line.bearer_kind == "member" and line.bearer_id == reader.member:
        return True
    return line.organization in own and not by.endswith(_ONESELF)
