"""A role of a member, as the areas' verbs hand it over."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Granted:
    """A member has a role at an organisation from one day until another (open on the right, as stays and posts)."""

    member: str
    role: str
    organization: str
    since: date
    until: date | None = None
