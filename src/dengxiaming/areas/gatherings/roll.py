"""The roll as it is called: whom the register expects, who was there, on leave by whom and why, sent from above."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dengxiaming.areas.gatherings.fields import Form, clean, mapping, texts
from dengxiaming.law.vocabulary import ATTENDANCE_STATUSES

PRESENT = "present"
ON_LEAVE = "leave"
OBSERVER = "observer"
_NOT_THERE = frozenset({"absent", ON_LEAVE})


@dataclass(frozen=True)
class Person:
    """A member as the register has them on the gathering's day. `note` stands behind the name: 书记, 预备."""

    code: str
    name: str
    can_vote: bool = True
    note: str = ""


@dataclass(frozen=True)
class People:
    """What the reading must know. `organization` signs, by the hand of `signer`; `organization_kinds` are those of all
    that hold it; `expected` is the roll of the one that signs; `known` everybody who can be named; `answerable` the
    triggers that can be answered, with their words.
    """

    today: date
    organization: str
    signer: str = ""
    organization_kinds: Mapping[str, str] = field(default_factory=dict)
    expected: tuple[Person, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    answerable: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of the organisation that signs."""
        return self.organization_kinds.get(self.organization, "")

    @property
    def voters(self) -> frozenset[str]:
        """Those expected who may vote (R3-3)."""
        return frozenset(person.code for person in self.expected if person.can_vote)

    def name(self, code: str) -> str:
        """A member's name."""
        return self.known.get(code, code)


@dataclass(frozen=True)
class Called:
    """One member on the roll."""

    member: str
    status: str
    reason: str = ""


Part = Mapping[str, object]


def part_of(typed: Mapping[str, object], organization: str) -> Part:
    """What was typed for one of the organisations that hold it."""
    return mapping(mapping(typed.get("holders")).get(organization))


def organizations(typed: Mapping[str, object], first: str) -> tuple[str, ...]:
    """Who holds it: the one that signs first, then those named beside it."""
    return (first, *(code for code in mapping(typed.get("holders")) if code != first))


def read(form: Form, part: Part, people: People) -> tuple[Called, ...]:
    """The roll of the organisation that signs; everybody expected must have been called."""
    at = f"holders-{people.organization}"
    found = _lines(form, part, people, f"{at}-roll")
    marked = {member for member, line in mapping(part.get("roll")).items() if not _is_blank(line)}
    for person in people.expected:
        if person.code not in marked:
            form.wrong(f"{at}-roll-{person.code}-status", "点名", f"{person.name}还没有点。请选出席、请假或缺席。")
    for called in _delegates(form, part, people, marked, f"{at}-delegates"):
        found[called.member] = called
    if not people.expected and not any(called.status == PRESENT for called in found.values()):
        form.wrong(f"{at}-roll", "点名", "一个到场的人也没有。请加上参加的人。")
    return tuple(found.values())


def filled(part: Part, people: People) -> dict[str, bool]:
    """Which elements the roll fills: `present` once everybody is called, `absent` too, or once somebody was (S2-8)."""
    statuses = {member: clean(mapping(line).get("status")) for member, line in mapping(part.get("roll")).items()}
    seen = set(statuses.values()) & set(ATTENDANCE_STATUSES)
    everybody = bool(seen) and all(statuses.get(person.code) in ATTENDANCE_STATUSES for person in people.expected)
    return {
        "present": everybody and PRESENT in seen,
        "absent": everybody or bool(seen & _NOT_THERE) or Form().yes(part.get("absent_none")),
        "observers": bool(clean(part.get("observers")) or texts(part.get("delegates"))) or OBSERVER in seen,
    }


def _lines(form: Form, part: Part, people: People, at: str) -> dict[str, Called]:
    found: dict[str, Called] = {}
    for member, line in mapping(part.get("roll")).items():
        if _is_blank(line):
            continue
        name, spot = people.name(member), f"{at}-{member}"
        status = clean(mapping(line).get("status"))
        reason = form.text(mapping(line).get("reason"), f"{spot}-reason", name, 200)
        if status not in ATTENDANCE_STATUSES:
            form.wrong(f"{spot}-status", "点名", f"{name}还没有点。请选出席、请假或缺席。")
        elif member not in people.known:
            form.wrong(f"{spot}-status", "点名", f"“{member}”不在党员名册上。请从名单里选。")
        elif status == ON_LEAVE and not reason:
            form.wrong(f"{spot}-reason", "点名", f"{name}请假，没有写谁批准的、因为什么。请补上。")
        else:
            found[member] = Called(member, status, reason)
    return found


def _is_blank(line: object) -> bool:
    return not any(clean(value) for value in mapping(line).values())


def _delegates(form: Form, part: Part, people: People, marked: set[str], at: str) -> list[Called]:
    """Those sent from above: observers who are not of the organisation (S3-3)."""
    own = marked | {person.code for person in people.expected}
    found = []
    for place, member in enumerate(texts(part.get("delegates"))):
        if member not in people.known:
            form.wrong(f"{at}-{place}", "上级派来的人", f"“{member}”不在党员名册上。请从名单里选，或写进列席。")
        elif member in own:
            form.wrong(f"{at}-{place}", "上级派来的人", f"{people.name(member)}已经在点名簿上。请只留一处。")
        else:
            found.append(Called(member, OBSERVER))
    return found
