"""What the papers of an election are filled from: one election as it stands."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Candidate:
    """A line of a ballot or a count: the name, and the votes where they are counted."""

    name: str
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    written_in: bool = False
    elected: bool = False


@dataclass(frozen=True)
class Ballot:
    """One ballot: what is elected, how many, of whom, and its figures once there are any. `findings` are sentences with
    their articles.
    """

    post: str
    sort: str
    seats: int
    expected: int
    present: int
    candidates: tuple[Candidate, ...]
    with_others: bool = True
    issued: int | None = None
    cast: int | None = None
    valid: int | None = None
    counted_by: str = ""
    checked_by: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Elected:
    """Somebody elected, to what, and how it came about."""

    name: str
    post: str
    route: str


@dataclass(frozen=True)
class ElectionPapers:
    """One election, and which of its papers is wanted (`paper`). `nominees` are by post in the order of strokes. `body`
    is who elects; `units` are those of a congress: how many delegates each, and their names (R3-2).
    """

    paper: str
    kind: str
    organization: str
    superior: str
    on: date
    place: str
    posts: str
    text: str
    nominees: tuple[tuple[str, tuple[str, ...]], ...]
    requested_on: date | None = None
    permitted_on: date | None = None
    permit: str = ""
    reported_on: date | None = None
    approved_on: date | None = None
    approval: str = ""
    expected: int = 0
    present: int = 0
    register: tuple[str, ...] = ()
    excused: tuple[tuple[str, str], ...] = ()
    tellers: tuple[str, ...] = ()
    leads: str = ""
    chair: str = ""
    ballots: tuple[Ballot, ...] = field(default_factory=tuple)
    elected: tuple[Elected, ...] = ()
    body: str = "党员大会"
    units: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
