"""Members who could have an account: of an organisation and all below it, in a stay on the day, without one so far."""

from dataclasses import dataclass
from datetime import date

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground import queries
from dengxiaming.ground.actions import Wanted


@dataclass(frozen=True)
class Missing:
    """A member without an account, and the branch."""

    member: str
    name: str
    organization: str

    @property
    def wanted(self) -> Wanted:
        """The account to be made: the member code is the user name."""
        return Wanted(username=self.member, name=self.name, member=self.member)


def without_account(organization: str, day: date) -> list[Missing]:
    """By branch and code."""
    tree = Tree()
    within = {organization, *tree.below(organization)}
    rows = [row for row in members.register(day) if row.organization in within]
    have = queries.members_with_account([row.member for row in rows])
    return [Missing(row.member, row.name, tree.nodes[row.organization].name) for row in rows if row.member not in have]
