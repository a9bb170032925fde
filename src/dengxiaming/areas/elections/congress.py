"""A congress of delegates in place of the members' meeting: which unit elects how many, who they are, and for which
congress an organisation may elect now (R3-2).
"""

from dataclasses import dataclass

from dengxiaming.areas.elections import queries
from dengxiaming.areas.elections.models import Election, Quota
from dengxiaming.areas.elections.queries import Person
from dengxiaming.areas.elections.terms import CONGRESSES, DELEGATE, ENTITLED, REPRESENTED
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES


@dataclass(frozen=True)
class Unit:
    """A unit that elects delegates: how many, its election ("" for none yet), and who was confirmed."""

    code: str
    name: str
    seats: int
    election: str = ""
    state: str = ""
    delegates: tuple[Person, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether its delegates are confirmed."""
        return bool(self.delegates)


def units(held: Election) -> tuple[Unit, ...]:
    """The units of a congress, as they were given delegates; () for a members' meeting."""
    if held.body not in CONGRESSES:
        return ()
    rows = held.delegations.filter(withdrawn_at__isnull=True).select_related("organization", "superior", "congress")
    elections = {one.organization.code: one for one in rows}
    quotas = held.quotas.select_related("organization").order_by("pk")
    return tuple(_unit(one, elections.get(one.organization.code)) for one in quotas)


def _unit(quota: Quota, election: Election | None) -> Unit:
    where = quota.organization
    if election is None:
        return Unit(where.code, where.name, quota.seats, state="还没有开始选")
    state = queries.state_of(election)
    if election.approved_on is None:
        return Unit(where.code, where.name, quota.seats, election.code, state)
    shown = queries.shown(election)
    people = tuple(Person(who, shown.names[who]) for who in shown.course.elected[DELEGATE])
    return Unit(where.code, where.name, quota.seats, election.code, state, people)


def standings(held: Election) -> dict[str, str]:
    """Who may vote in an election (R3-3, R3-6): at a congress the delegates; those they speak for can be elected."""
    excused = set(held.excused.values_list("member__code", flat=True))
    found = queries.standings_on(held.organization.code, held.on, excused)
    if held.body not in CONGRESSES:
        return found
    delegates = {person.code for unit in units(held) for person in unit.delegates}
    return {
        who: REPRESENTED if standing == ENTITLED and who not in delegates else standing
        for who, standing in found.items()
    }


@dataclass(frozen=True)
class Called:
    """A congress an organisation elects delegates for: of whom, and how many."""

    code: str
    organization: str
    seats: int


def open_for(organization: str, besides: str = "") -> tuple[Called, ...]:
    """The congresses an organisation elects delegates for now: permitted, their register not frozen, nothing begun here
    but `besides`.
    """
    rows = Quota.objects.filter(
        organization__code=organization, election__permitted_on__isnull=False, election__called_at__isnull=True,
        election__withdrawn_at__isnull=True,
    )  # fmt: skip
    begun = Election.objects.filter(organization__code=organization, congress__isnull=False, withdrawn_at__isnull=True)
    taken = set(begun.exclude(code=besides).values_list("congress_id", flat=True))
    held = rows.exclude(election__in=taken).select_related("election__organization").order_by("pk")
    return tuple(Called(one.election.code, str(one.election.organization), one.seats) for one in held)


def organization(code: str) -> str:
    """Whose congress it is; "" where there is none."""
    return Election.objects.filter(code=code).values_list("organization__code", flat=True).first() or ""


def electing_units(organization: str) -> dict[str, str]:
    """The branches below an organisation that could elect delegates, by code and name."""
    tree = organs.Tree()
    below = (tree.nodes[code] for code in tree.below(organization))
    return {one.code: one.name for one in below if one.kind in BRANCHES and queries.holds_elections(one.kind)}
