"""What a roster says otherwise than the register: new, changed field by field, missing, moved. Pure.

Nothing is ever taken away: an empty cell leaves what is held, who is missing stays. A move is shown, not made.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from dengxiaming.areas.members.register import columns, days, identity, reading
from dengxiaming.areas.members.register.reading import Entry
from dengxiaming.exchange.findings import Finding

COMPARED: Final = (
    "name", "identity", "kind", "group", "sex", "ethnicity", "born", "education", "joined", "confirmed", "work",
    "phone",
)  # fmt: skip
"""What a roster may change of somebody who is held. The day somebody came into the branch is not among it."""
OF_MEMBER: Final = frozenset({"name", "kind", "group"})
"""What stands with the member and the stay; the rest are particulars."""
_ROOM: Final = 60_000
_DAYS: Final = frozenset({"born", "joined", "confirmed"})


@dataclass(frozen=True)
class Held:
    """A member as the register holds them: the stay of today (`branch` is "" for none), and their values."""

    member: str
    branch: str
    values: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name."""
        return self.values.get("name", "") or self.member


@dataclass(frozen=True)
class Change:
    """One field of one member: what is held, what the roster says."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class New:
    """Somebody the register does not hold."""

    entry: Entry
    remark: str = ""


@dataclass(frozen=True)
class Changed:
    """Somebody of whom the roster says something else: where it does, and what would be held `after`."""

    member: str
    name: str
    branch: str
    changes: tuple[Change, ...]
    entry: Entry
    after: Mapping[str, str]
    is_first: bool = False

    @property
    def weight(self) -> int:
        """About how many bytes it takes in the journal's entry; particulars that begin with it are in the root."""
        columns_said = {one.column for one in self.changes}
        of_member = bool(columns_said & OF_MEMBER)
        return 700 * of_member + 1300 * (not self.is_first and bool(columns_said - OF_MEMBER))


@dataclass(frozen=True)
class Moved:
    """Somebody who is held elsewhere: `origin` is their branch ("" where they are in none, or it is out of reach of
    whoever imports), `target` the roster's.
    """

    member: str
    name: str
    origin: str
    target: str
    is_out_of_reach: bool = False


@dataclass(frozen=True)
class Missing:
    """Somebody of a branch of the roster who is not in it: stays as they are."""

    member: str
    name: str
    branch: str


@dataclass(frozen=True)
class Difference:
    """All of it, in the order of the roster."""

    new: tuple[New, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: tuple[Moved, ...] = ()
    missing: tuple[Missing, ...] = ()
    same: int = 0
    branches: tuple[str, ...] = ()
    twice: tuple[tuple[Entry, Entry], ...] = ()

    @property
    def is_anything(self) -> bool:
        """Whether confirming would write anything."""
        return bool(self.new or self.changed)

    @property
    def content(self) -> bytes:
        """All that is shown, as bytes: what is applied must be the same."""
        new = [(one.entry.branch, one.entry.group, sorted(one.entry.values.items())) for one in self.new]
        return repr((new, self.changed, self.moved, self.missing, self.branches)).encode()


@dataclass(frozen=True)
class Register:
    """What a roster is compared with: those in reach, and by digest of the number those anywhere in the city.

    `digest` makes the digest. `elsewhere` gives members who are not in reach.
    """

    people: Sequence[Held]
    elsewhere: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    digest: Callable[[str], str] = str


def differ(entries: Sequence[Entry], register: Register) -> Difference:
    """The difference. `twice` are rows that mean one member by different marks."""
    match = _Match(register)
    branches = tuple(dict.fromkeys(entry.branch for entry in entries))
    new: list[New] = []
    changed: list[Changed] = []
    moved: list[Moved] = []
    met: dict[str, Entry] = {}
    twice: list[tuple[Entry, Entry]] = []
    same = 0
    for entry in entries:
        held = match.of(entry)
        if held is None:
            other = match.elsewhere(entry)
            if other:
                moved.append(Moved(other, entry.name, "", entry.branch, is_out_of_reach=True))
            else:
                new.append(New(entry, match.remark(entry)))
            continue
        before = met.setdefault(held.member, entry)
        if before is not entry:
            twice.append((before, entry))
        elif held.branch != entry.branch:
            moved.append(Moved(held.member, held.name, held.branch, entry.branch))
        elif changes := _changes(entry, held):
            after = {**held.values, **{one.column: one.new for one in changes}}
            is_first = "work" not in held.values
            changed.append(Changed(held.member, held.name, held.branch, changes, entry, after, is_first))
        else:
            same += 1
    missing = tuple(
        Missing(one.member, one.name, one.branch)
        for one in register.people
        if one.branch in branches and one.member not in met
    )
    return Difference(tuple(new), tuple(changed), tuple(moved), missing, same, branches, tuple(twice))


def only(difference: Difference, branches: Collection[str]) -> Difference:
    """The part about some branches."""
    return Difference(
        tuple(one for one in difference.new if one.entry.branch in branches),
        tuple(one for one in difference.changed if one.branch in branches),
        tuple(one for one in difference.moved if one.target in branches),
        tuple(one for one in difference.missing if one.branch in branches),
        0, tuple(one for one in difference.branches if one in branches),
    )  # fmt: skip


def portion(difference: Difference) -> Difference:
    """As much as goes into one entry of the journal: about fifty people changed; the others are shown again."""
    room, kept = _ROOM, 0
    for one in difference.changed:
        room -= one.weight
        if room < 0:
            break
        kept += 1
    return replace(difference, changed=difference.changed[:kept])


class _Match:
    """Whom an entry means: by number, then by code, then by the name in the branch where only one has no number yet."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._by_number = {one.values["identity"]: one for one in register.people if one.values.get("identity")}
        self._by_code = {one.member: one for one in register.people}
        self._by_name: dict[tuple[str, str], list[Held]] = {}
        for one in register.people:
            self._by_name.setdefault((one.branch, one.name), []).append(one)

    def of(self, entry: Entry) -> Held | None:
        number = entry.values.get("identity", "")
        if number in self._by_number:
            return self._by_number[number]
        by_code = self._by_code.get(entry.values.get("code", ""))
        if by_code is not None:
            return by_code
        named = self._by_name.get((entry.branch, entry.name), [])
        if number:
            # 号码不同就是两个人（GB 11643 一人一号）；同名而没有登记过号码的，才是他
            named = [one for one in named if not one.values.get("identity")]
        return named[0] if len(named) == 1 else None

    def elsewhere(self, entry: Entry) -> str:
        number = entry.values.get("identity")
        return self._register.elsewhere.get(self._register.digest(number), "") if number else ""

    def remark(self, entry: Entry) -> str:
        """Why somebody who seems new may not be."""
        if (entry.branch, entry.name) in self._by_name:
            return "这个支部已有同名党员，号码不同或者分不清。是同一个人的，先更正他的登记，不要确认这一份。"
        if not entry.values.get("identity") and any(name == entry.name for _, name in self._by_name):
            return "别的支部有同名党员，表里没有号码，分不清。"
        return ""


def _changes(entry: Entry, held: Held) -> tuple[Change, ...]:
    found = []
    said = {**entry.values, "group": entry.group}
    for column in COMPARED:
        new, old = said.get(column, ""), held.values.get(column, "")
        if new and new != old and not (column in _DAYS and days.says_no_more(new, old)):
            found.append(Change(column, old, new))
    return tuple(found)


def shown(column: str, value: str, groups: Mapping[str, str]) -> str:
    """A value as pages show it: numbers by their last four signs."""
    if column == "identity":
        return identity.masked(value)
    if column == "phone":
        return masked_phone(value)
    return groups.get(value, value) if column == "group" else columns.shown(column, value)


def masked_phone(value: str) -> str:
    """A telephone number by its last four digits."""
    return f"尾号{value[-4:]}" if value else ""


def findings(difference: Difference, today: date) -> tuple[Finding, ...]:
    """What only the comparison shows: two rows that mean one member, somebody new of whom the kind is not said, and
    what does not agree with what is held.
    """
    twice = tuple(
        _defect(
            entry, "", f"和“{before.sheet}”第{before.row}行是名册里的同一个人。",
            "删掉一行，或者核对这两行的党员编号和公民身份号码。",
        )
        for before, entry in difference.twice
    )  # fmt: skip
    said = "名册里没有这个人，新登记的要写人员类别。"
    lacking = (one.entry for one in difference.new if not kind_of(one.entry))
    against = (
        _defect(one.entry, wrong.column, f"和名册里登记的合起来看：{wrong.message}", wrong.remedy)
        for one in difference.changed
        for wrong in reading.agreement(one.after, today)
        if wrong.severity == "defect"
    )
    return (*twice, *(_defect(entry, "name", said, "写正式党员或预备党员。") for entry in lacking), *against)


def kind_of(entry: Entry) -> str:
    """What somebody new is; who has been confirmed is full. "" where the roster does not say."""
    return entry.values.get("kind", "full" if entry.values.get("confirmed") else "")


def _defect(entry: Entry, column: str, message: str, remedy: str) -> Finding:
    return Finding("defect", "", entry.sheet, entry.row, columns.label(column) if column else "", message, remedy)
