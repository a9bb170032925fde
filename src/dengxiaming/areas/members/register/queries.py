"""Reads of the register: whom a roster is compared with, a branch's list, one member's particulars."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from dengxiaming.areas.members.models import Stay
from dengxiaming.areas.members.register import columns, identity, statistics
from dengxiaming.areas.members.register.difference import Held, Register, masked_phone
from dengxiaming.areas.members.register.models import Former, Layout, Particulars, Roster
from dengxiaming.areas.members.register.places import Places
from dengxiaming.areas.members.register.reading import Entry
from dengxiaming.areas.members.register.terms import COUNTED, PLAIN, SECRET
from dengxiaming.areas.members.terms import KINDS
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.areas.organs.terms import BRANCHES, GROUP
from dengxiaming.ground import cipher, clock

_INDEX = "citizen's number"


def about(member: str, column: str) -> str:
    """What an enciphered particular is bound to: copied to another member it does not open."""
    return f"particulars:{member}:{column}"


def index(number: str) -> str:
    """The blind index of a citizen's number; "" for none."""
    return cipher.blind(number, _INDEX) if number else ""


def within(organization: str, day: date) -> tuple[str, ...]:
    """The branches of an organisation on a day: itself where it is one, and those below."""
    tree = Tree()
    codes = (organization, *tree.below(organization)) if organization in tree.nodes else ()
    return tuple(code for code in codes if tree.nodes[code].kind in BRANCHES and tree.nodes[code].is_in_force(day))


def places(organization: str, day: date) -> Places:
    """The branches a roster of an organisation may speak of."""
    tree, codes = Tree(), within(organization, day)
    groups = {
        code: {
            one: tree.nodes[one].name
            for one in tree.children.get(code, ())
            if tree.nodes[one].kind == GROUP and tree.nodes[one].is_in_force(day)
        }
        for code in codes
    }
    default = codes[0] if codes == (organization,) else ""
    return Places({code: tree.nodes[code].name for code in codes}, groups, default)


def register(organization: str, entries: Iterable[Entry], day: date) -> Register:
    """Whom a roster of an organisation is compared with: those in its branches on the day, and of the others whoever
    has a number that stands in the roster.
    """
    stays = Stay.objects.filter(_during(day), organization__code__in=within(organization, day))
    known = _particulars(Particulars.objects.filter(member__in=stays.order_by().values("member")))
    rows = stays.order_by("organization__code", "pk").values_list(
        "member__code", "member__name", "organization__code", "group__code", "kind"
    )
    people = [
        Held(code, branch, {**known.get(code, {}), "name": name, "group": group or "", "kind": kind})
        for code, name, branch, group, kind in rows
    ]
    inside = {one.member for one in people}
    wanted = {index(number) for entry in entries if (number := entry.values.get("identity", ""))}
    others = Particulars.objects.filter(index__in=wanted).exclude(index="").values_list("index", "code")
    return Register(people, {found: code for found, code in others if code not in inside}, index)


def held(members: Collection[str]) -> dict[str, dict[str, str]]:
    """The particulars of members, opened, by code: those who have any."""
    return _particulars(Particulars.objects.filter(code__in=members))


def _particulars(rows: QuerySet[Particulars]) -> dict[str, dict[str, str]]:
    """Raises `cipher.NotReadable`."""
    return {
        one.code: {name: getattr(one, name) for name in PLAIN}
        | {
            name: cipher.reveal(bytes(data), about(one.code, name)) if (data := getattr(one, name)) else ""
            for name in SECRET
        }
        for one in rows
    }


@dataclass(frozen=True)
class Line:
    """A member in the list of a branch: no number, no telephone, of the birth only the band of age."""

    code: str
    name: str
    kind: str
    group: str
    joined: str
    band: str


def lines(branch: str, day: date) -> tuple[Line, ...]:
    """The members in a stay there on a day. Two queries."""
    rows = Stay.objects.filter(_during(day), organization__code=branch).order_by("pk")
    told = ("member__particulars__joined", "member__particulars__born")
    found = rows.values_list("member__code", "member__name", "kind", "group__name", *told)
    return tuple(
        Line(code, name or code, KINDS[kind], group or "", joined or "", statistics.band(born or "", day))
        for code, name, kind, group, joined, born in found
    )


@dataclass(frozen=True)
class Sight:
    """What a page shows of a member's particulars: words by label; numbers whole only where `is_whole`."""

    code: str
    rows: tuple[tuple[str, str], ...]
    is_whole: bool
    is_anything: bool


def sight(member: str, *, is_whole: bool = False) -> Sight:
    """One member's particulars for a page."""
    values = held([member]).get(member, {})
    shown = {name: columns.shown(name, values.get(name, "")) for name in PLAIN}
    number, phone = values.get("identity", ""), values.get("phone", "")
    shown["identity"] = number if is_whole else identity.masked(number)
    shown["phone"] = phone if is_whole else masked_phone(phone)
    order = ("identity", *PLAIN, "phone")
    rows = tuple((columns.label(name), shown[name]) for name in order)
    return Sight(member, rows, is_whole, any(values.values()))


def counted(branches: Collection[str], day: date) -> list[statistics.Person]:
    """Everybody in a stay in these branches on a day, as statistics see them: what was known when that day ended; where
    nothing was, what was told first after it.
    """
    rows = Stay.objects.filter(_during(day), organization__code__in=branches).order_by("pk")
    ended = datetime.combine(day + timedelta(1), time(), clock.ZONE)
    later = Former.objects.filter(until__gte=ended, particulars__member__in=rows.order_by().values("member"))
    then: dict[str, list[tuple[str, ...]]] = {}
    for member, *told in later.order_by("until", "pk").values_list("particulars__code", *COUNTED):
        then.setdefault(member, []).append(tuple(told))
    now = (f"member__particulars__{name}" for name in COUNTED)
    found = []
    for member, branch, kind, *told in rows.values_list("member__code", "organization__code", "kind", *now):
        before = then.get(member)  # 多数人没有：不去比
        known = told if before is None else [next(filter(None, said), "") for said in zip(*before, told, strict=True)]
        found.append(statistics.Person(member, branch, kind, *(one or "" for one in known)))
    return found


@dataclass(frozen=True)
class Confirmed:
    """A roster that was confirmed."""

    at: datetime
    by: str
    added: int
    changed: int


def rosters(organization: str) -> tuple[Confirmed, ...]:
    """The last rosters confirmed for an organisation, the newest first."""
    rows = Roster.objects.filter(organization__code=organization).select_related("by").order_by("-pk")[:5]
    return tuple(Confirmed(one.at, str(one.by or ""), one.added, one.changed) for one in rows)


def layouts(fingerprints: Collection[str]) -> Mapping[str, columns.Layout]:
    """What was said of headers before, by fingerprint."""
    rows = Layout.objects.filter(fingerprint__in=fingerprints).values_list("fingerprint", "columns")
    known = columns.columns()
    return {
        found: {int(at): column for at, column in json.loads(text).items() if column in known} for found, text in rows
    }


def _during(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
