"""A form as it is filled in: a branch of a few members holds something and calls the roll."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from dengxiaming.areas.gatherings import core, kinds
from dengxiaming.areas.gatherings.kinds import Case, Kind
from dengxiaming.areas.gatherings.roll import People, Person

KINDS = kinds.load()
DAY = date(2026, 11, 25)


def people(full: int, probationary: int = 0, organization: str = "ZB1", kind: str = "branch", **more: object) -> People:
    """A branch of M1 … (full members first), and two from elsewhere: S1 sent from above, S2 a lecturer."""
    expected = tuple(Person(f"M{n}", f"党员{n}", can_vote=n <= full) for n in range(1, full + probationary + 1))
    known = {one.code: one.name for one in expected} | {"S1": "上级一", "S2": "上级二"}
    given: dict[str, Any] = {
        "today": DAY, "organization": organization, "organization_kinds": {organization: kind}, "expected": expected,
        "known": known, "signer": "M1",
    }  # fmt: skip
    return People(**(given | more))


def content(among: People, *of_kinds: str, present: int | None = None, **more: object) -> dict[str, Any]:
    """A complete form: everybody called, the first `present` there, the others on leave."""
    there = len(among.expected) if present is None else present
    roll = {
        person.code: {"status": "present"} if n < there else {"status": "leave", "reason": "书记批准，值班"}
        for n, person in enumerate(among.expected)
    }
    filled: dict[str, Any] = {
        "kinds": list(of_kinds), "on": "2026-11-25", "starts": "14:30", "ends": "16:40", "place": "三楼活动室",
        "theme": "讨论冬季巡河安排", "chair": "M1", "recorder": "M1",
        "holders": {among.organization: {"roll": roll, "observers": "无"}},
        "items": [{
            "title": "冬季巡河", "speeches": "山杏：建议两人一组。",
            "resolutions": [{"text": "每周巡河一次。", "owner": "M2", "due_on": "2027-03-31"}],
        }],
    }  # fmt: skip
    return copy.deepcopy(filled) | more


def read(typed: Mapping[str, Any], among: People) -> core.Submission:
    found = core.read(typed, among, KINDS)
    assert isinstance(found, core.Submission), found
    return found


def problems(typed: Mapping[str, Any], among: People) -> dict[str, str]:
    """Field → what is said of it."""
    found = core.read(typed, among, KINDS)
    assert isinstance(found, core.Problems)
    return {problem.field: problem.text for problem in found.found}


def of_case(kind: Kind, case: Case) -> tuple[dict[str, Any], People]:
    """A worked case of `kinds.toml` as a filled form."""
    organization_kind = KINDS.holders[case.by][0]
    among = people(case.full, case.probationary, kind=organization_kind)
    invited = KINDS.roll_of([kind.id], organization_kind) == "invited"
    typed = content(among, kind.id, present=case.present)
    if invited:
        among = people(case.full, case.probationary, kind=organization_kind, expected=())
    if case.delegates:
        typed["holders"]["ZB1"]["delegates"] = ["S1", "S2"][: case.delegates]
    item = typed["items"][0]
    if case.in_favour is not None:
        item |= {"in_favour": str(case.in_favour), "against": str(case.against), "abstained": "0"}
    if kind.lecturer:
        item |= {"kind": kind.id, "lecturer": "M1"}
    return typed, among
