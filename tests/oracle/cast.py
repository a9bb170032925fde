"""A small cast for examples: a few organisations and people, said in a few words. Days are written "2026-03-31".

Every question is put to the kernel and to the oracle; where they differ the example fails before it is even read.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache

from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import evaluate
from oracle.clauses import ELEMENTS
from oracle.days import SHANGHAI
from oracle.differences import first_differences
from oracle.judging import judge
from oracle.random_people import TABLE_NAMES
from oracle.reading import frames
from oracle.world import Row, Tables

LONG_AGO = "2018-01-01"


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def local(text: str) -> datetime:
    """Local time of Shanghai; a day alone means six in the evening."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T18:00:00").replace(tzinfo=SHANGHAI)


def judged_twice(
    tables: Tables, as_of: date, known_by: datetime | None = None, *, rule: str | None = None, upcoming: bool = False
) -> list[Row]:
    """The kernel's rows, after the oracle has given the same."""
    rules = [rule] if rule else None
    got = evaluate(frames(tables), rulebook(), as_of, known_by, rules=rules, upcoming=upcoming).to_dicts()
    expected = judge(tables, as_of, known_by, rules=rules, upcoming=upcoming)
    assert got == expected, first_differences(expected, got)
    return got


class Cast:
    """Rows of the eight tables, added one sentence at a time."""

    def __init__(self) -> None:
        self.tables: Tables = {name: [] for name in TABLE_NAMES}

    def _add(self, table: str, row: Row) -> None:
        self.tables[table].append(row)

    def _id(self, table: str, letter: str) -> str:
        return f"{letter}{len(self.tables[table]) + 1:02d}"

    def unit(self, name: str, staff: int | None = None, workers: int | None = None) -> None:
        row = {"id": name, "name": name, "category": None, "staff_count": staff, "party_workers": workers}
        self._add("units", row)

    def organization(
        self,
        name: str,
        kind: str = "branch",
        since: str | None = LONG_AGO,
        until: str | None = None,
        *,
        above: str | None = None,
        units: Iterable[str] = (),
        approved: str | None = None,
        records_from: str | None = None,
    ) -> None:
        self._add("organizations", {
            "id": name, "name": name, "kind": kind, "parent_id": above, "unit_ids": list(units), "party_day": None,
            "established_on": day(since), "dissolved_on": day(until), "approved_on": day(approved),
            "records_from": day(records_from),
        })  # fmt: skip

    def member(
        self,
        name: str,
        branch: str,
        since: str = LONG_AGO,
        until: str | None = None,
        *,
        kind: str = "full",
        leading: bool = False,
        unit: str | None = None,
    ) -> None:
        self._add("members", {
            "id": name, "name": name, "kind": kind, "organization_id": branch, "group_id": None, "from": day(since),
            "to": day(until), "leading": leading, "unit_id": unit,
        })  # fmt: skip

    def post(
        self,
        member: str,
        organization: str,
        post: str = "secretary",
        since: str = LONG_AGO,
        until: str | None = None,
        *,
        route: str | None = None,
        approved: str | None = None,
        filed: str | None = None,
    ) -> str:
        key = self._id("posts", "P")
        self._add("posts", {
            "id": key, "member_id": member, "organization_id": organization, "post": post, "from": day(since),
            "to": day(until), "route": route, "approved_on": day(approved), "filed_on": day(filed),
        })  # fmt: skip
        return key

    def act(
        self,
        kinds: str,
        by: str,
        on: str,
        *,
        actor: str | None = None,
        toward: Iterable[str] = (),
        recorded: str | None = None,
        answers: Iterable[str] = (),
        elements: Iterable[str] = tuple(sorted(ELEMENTS)),
        until: str | None = None,
    ) -> str:
        """`kinds` in one string, separated by spaces."""
        key = self._id("acts", "A")
        self._add("acts", {
            "id": key, "kinds": kinds.split(), "organization_id": by, "actor_id": actor,
            "counterpart_ids": list(toward), "on": day(on), "recorded_at": local(recorded or on),
            "answers": list(answers), "elements": list(elements), "until": day(until),
        })  # fmt: skip
        return key

    def roll(
        self,
        act: str,
        present: Iterable[str] = (),
        absent: Iterable[str] = (),
        observers: Iterable[str] = (),
        leave: Mapping[str, str | None] | None = None,
    ) -> None:
        """`leave`: who was excused, with the day it was made up."""
        statuses: list[tuple[str, str, str | None]] = [(m, "present", None) for m in present]
        statuses += [(m, "absent", None) for m in absent]
        statuses += [(m, "observer", None) for m in observers]
        statuses += [(m, "leave", made_up) for m, made_up in (leave or {}).items()]
        for member, status, made_up in statuses:
            row = {"act_id": act, "member_id": member, "status": status, "made_up_on": day(made_up)}
            self._add("attendance", row)

    def due(
        self,
        member: str,
        month: str,
        paid_on: str | None,
        *,
        payable: int = 1000,
        paid: int | None = None,
        excuse: str | None = None,
    ) -> None:
        paid = paid if paid is not None else (payable if paid_on else 0)
        self._add("dues", {
            "member_id": member, "month": day(f"{month}-01"), "payable": payable, "paid": paid,
            "paid_on": day(paid_on), "recorded_at": local(paid_on or f"{month}-01"), "excuse": excuse,
        })  # fmt: skip

    def trigger(self, kind: str, on: str, *, member: str | None = None, organization: str | None = None) -> str:
        key = self._id("triggers", "T")
        row = {"id": key, "kind": kind, "member_id": member, "organization_id": organization, "on": day(on)}
        self._add("triggers", row)
        return key

    # --- 问 ---

    def rows(self, rule: str, as_of: str, *, known_by: str | None = None, upcoming: bool = False) -> list[Row]:
        moment = local(known_by) if known_by else None
        return judged_twice(self.tables, date.fromisoformat(as_of), moment, rule=rule, upcoming=upcoming)

    def row(self, rule: str, bearer: str, period: str, as_of: str, *, known_by: str | None = None) -> Row:
        """The one row; {} where there is none."""
        rows = self.rows(rule, as_of, known_by=known_by)
        found = [row for row in rows if row["bearer_id"] == bearer and row["period"] == period]
        assert len(found) <= 1
        return found[0] if found else {}

    def status(self, rule: str, bearer: str, period: str, as_of: str, *, known_by: str | None = None) -> str | None:
        return self.row(rule, bearer, period, as_of, known_by=known_by).get("status")

    def periods(self, rule: str, bearer: str, as_of: str) -> dict[str, str]:
        """Period → status of one bearer, in order."""
        return {row["period"]: row["status"] for row in self.rows(rule, as_of) if row["bearer_id"] == bearer}


def branch_of_nine() -> Cast:
    """一个党组、一个机关党委、一个九人支部：书记张一，副书记李二，纪检委员王三。"""
    cast = Cast()
    cast.unit("甲单位", staff=60, workers=2)
    cast.organization("党组", "party_group")
    cast.organization("机关党委", "organ_committee", above="党组", units=["甲单位"])
    cast.organization("一支部", above="机关党委", units=["甲单位"])
    for name in ("张一", "李二", "王三", "赵四", "钱五", "孙六", "周七", "吴八", "郑九"):
        cast.member(name, "一支部")
    cast.post("张一", "一支部", "secretary")
    cast.post("李二", "一支部", "deputy_secretary")
    cast.post("王三", "一支部", "discipline_commissioner")
    return cast
