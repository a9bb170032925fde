"""Everything on a desk, in the order of the page: what is due, what has passed, resolutions, make-ups, notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.urls import reverse

from dengxiaming.areas.gatherings import drafts, kinds
from dengxiaming.areas.gatherings import queries as gatherings
from dengxiaming.areas.gatherings.queries import Announced, Owed, Said, Task
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import queries
from dengxiaming.duties.grid import bundles
from dengxiaming.duties.queries import Bundle, DutyLine, View
from dengxiaming.ground import policy
from dengxiaming.ground.policy import Reader
from dengxiaming.web.desk import whose
from dengxiaming.web.desk.starts import Known, Start, act_of, duty_of, start
from dengxiaming.web.desk.together import Together, together

SOON: Final = 30
"""Days within which a duty has its full row (look: the 30-day rule)."""
TERM: Final = "term"
"""The form of duty that has lines of its own while it is far away (`desk.terms`)."""
PAST: Final = timedelta(days=180)
"""How far back missed duties stay on the desk; older ones are on the organisation's page."""


@dataclass(frozen=True)
class Row:
    """One line of the timetable."""

    bundle: Bundle
    label: str
    who: str
    start: Start | None
    done_by: str
    sensitive: bool = False
    about: str = ""
    remarks: tuple[Said, ...] = ()

    @property
    def can_be_made_up(self) -> bool:
        """Whether a record of what was held still counts as in time: a duty that recurs (contract, 补录)."""
        return self.start is not None and duty_of(self.bundle.rule).form == "recurring"

    @property
    def key(self) -> tuple[str, str, str]:
        """What names its first duty in an address."""
        line = self.bundle.lines[0]
        return line.rule, line.bearer_id, line.period


@dataclass(frozen=True)
class Day:
    """A date of the timetable, printed once, and its rows."""

    on: date
    days_left: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Unfinished:
    """A draft somebody began: what, when, where it goes on."""

    code: str
    organization: str
    words: str
    theme: str
    on: date | None
    saved_by: str


@dataclass(frozen=True)
class Desk:
    """The page."""

    bodies: tuple[str, ...]
    best: Together | None
    speaks: bool
    soon: tuple[Day, ...]
    later: tuple[Day, ...]
    past: tuple[Day, ...]
    next: DutyLine | None
    resolutions: tuple[Task, ...]
    make_ups: tuple[Owed, ...]
    notices: tuple[Announced, ...]
    drafts: tuple[Unfinished, ...]

    @property
    def due(self) -> tuple[Row, ...]:
        """What is due within 30 days."""
        return tuple(row for day in self.soon for row in day.rows)

    @property
    def first(self) -> Row | None:
        """Whose button is the filled one where no record settles several."""
        return None if self.best else next((row for row in self.due if row.start), None)

    @property
    def later_count(self) -> int:
        """How many are due after that."""
        return sum(len(day.rows) for day in self.later)

    @property
    def past_count(self) -> int:
        """How many have passed."""
        return sum(len(day.rows) for day in self.past)

    def missed(self, rule: str, bearer: str, period: str) -> Row | None:
        """A row of what has passed, by the duty in an address."""
        rows = (row for day in self.past for row in day.rows)
        return next((row for row in rows if row.key == (rule, bearer, period)), None)


def desk(reader: Reader, view: View) -> Desk:
    """A reader's desk. A fixed number of queries, however much is on it."""
    tree = organs.Tree()
    own = whose.bodies(reader, tree)
    made = _Rows.of(reader, view, tree, own)
    opened = [row for row in made.rows if row.bundle.status == "open"]
    soon = [row for row in opened if row.bundle.days_left <= SOON]
    past = [row for row in made.rows if row.bundle.status in {"missed", "raised"}]
    best = _best(opened, tree, own, view)
    return Desk(
        bodies=own,
        best=best,
        speaks=best is not None and best.by_secretary and _is_secretary(reader, best.organization, view),
        soon=days(soon),
        later=days(row for row in opened if row.bundle.days_left > SOON and duty_of(row.bundle.rule).form != TERM),
        past=days(past)[::-1],
        next=min(made.upcoming, key=lambda line: (line.opens_on, line.due_on), default=None),
        resolutions=gatherings.open_resolutions(reader, tree, own),
        make_ups=gatherings.make_ups(reader, tree, own),
        notices=gatherings.inbox(reader.member, view.as_of),
        drafts=_unfinished(own, reader, tree),
    )


def days(rows: Iterable[Row]) -> tuple[Day, ...]:
    """Rows by their last day, in order."""
    ordered = sorted(rows, key=lambda row: row.bundle.due_on)
    grouped = ((on, tuple(held)) for on, held in groupby(ordered, key=lambda row: row.bundle.due_on))
    return tuple(Day(on, held[0].bundle.days_left, held) for on, held in grouped)


def about(line: DutyLine) -> str:
    """What words on a duty are about, as the journal keeps it."""
    return f"duty:{line.rule}:{line.bearer_id}:{line.period}"


@dataclass(frozen=True)
class _Rows:
    """The duties of a desk as rows, and those whose time has not come."""

    rows: tuple[Row, ...]
    upcoming: tuple[DutyLine, ...]

    @classmethod
    def of(cls, reader: Reader, view: View, tree: organs.Tree, own: tuple[str, ...]) -> "_Rows":
        places = tuple(dict.fromkeys((*own, *whose.around(reader, tree))))
        found, hidden = queries.agenda(view, places, view.as_of - PAST, whose.sensitive_at(reader, tree))
        lines = whose.mine(found, reader, tree)
        shown = [bundle for bundle in bundles(lines) if bundle.status != "upcoming"]
        kept = [bundle for bundle in bundles(hidden) if bundle.status != "upcoming"]
        subjects = members.about({bundle.lines[0].period for bundle in (*shown, *kept)})
        known = Known(reader, tree, subjects, gatherings.signed({act_of(bundle) for bundle in shown}))
        said = gatherings.remarks_on([about(bundle.lines[0]) for bundle in shown if bundle.status != "open"])
        plain = tuple(_row(bundle, known, own, said, view.as_of.year) for bundle in shown)
        apart = tuple(_hidden(bundle, subjects) for bundle in kept)
        return cls((*plain, *apart), tuple(line for line in lines if line.status == "upcoming"))


def _row(bundle: Bundle, known: Known, own: tuple[str, ...], said: Mapping[str, tuple[Said, ...]], year: int) -> Row:
    line = bundle.lines[0]
    key, by = about(line), "" if line.bearer_id == known.reader.member else duty_of(bundle.rule).done_by
    who = _who(bundle, known.reader, known.tree, own)
    label = _label(bundle.period_label, year)
    return Row(bundle, label, who, start(bundle, known), by, about=key, remarks=said.get(key, ()))


def _hidden(bundle: Bundle, subjects: Mapping[str, tuple[str, str]]) -> Row:
    """A sensitive duty: whom it is about, and the way to their page, where looks are noted. What it is stays there."""
    member, name = subjects.get(bundle.lines[0].period, ("", ""))
    on = Start("去党员页办", reverse("web:member", args=[member]), "做") if member else None
    return Row(bundle, "", name, on, duty_of(bundle.rule).done_by, sensitive=True)


def _label(period: str, year: int) -> str:
    """A period without the year the reader is in: 11月, 第四季度, 今年."""
    return period.removeprefix(f"{year}年") or "今年"


def _who(bundle: Bundle, reader: Reader, tree: organs.Tree, own: tuple[str, ...]) -> str:
    """Whose it is where that is not plain: a group or one of several organisations by name, other members by name."""
    line = bundle.lines[0]
    place = tree.nodes[line.organization]
    if line.bearer_kind == "organization":
        above = tree.nodes.get(place.parent)
        if above is not None and place.parent in own and place.kind == "group":
            return place.name.removeprefix(above.name)
        several = [code for code in own if tree.nodes[code].kind != "group"]
        return place.name if len(several) > 1 else ""
    if bundle.line is not None and line.bearer_id == reader.member:
        return ""
    return "" if bundle.who == bundle.period_label else bundle.who


def _best(opened: Iterable[Row], tree: organs.Tree, own: tuple[str, ...], view: View) -> Together | None:
    """Of all organisations of the desk the record that settles most."""
    plain = [row.bundle for row in opened if row.start is not None and not row.sensitive]
    found = (together(plain, tree.nodes[code], view.as_of) for code in own)
    return max((one for one in found if one), key=lambda one: len(one.settles), default=None)


def _is_secretary(reader: Reader, organization: str, view: View) -> bool:
    """Whether the reader is the secretary, not the deputy: D3-3 counts the secretary's own lessons."""
    held = members.officers([organization], view.as_of)
    return any(code == reader.member and post == "secretary" for code, _, post in held)


def _unfinished(own: tuple[str, ...], reader: Reader, tree: organs.Tree) -> tuple[Unfinished, ...]:
    """The drafts the reader may go on with."""
    may_write = [code for code in own if policy.may(reader, "gathering.write", tree.place(code))]
    known = kinds.load()
    return tuple(
        Unfinished(
            kept.code, kept.organization, known.words(kept.content.get("kinds") or ()) or "会议活动",
            str(kept.content.get("theme") or ""), kept.on, kept.saved_by,
        )
        for kept in drafts.of_organizations(may_write)
    )  # fmt: skip
