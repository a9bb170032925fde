"""Each kind is one entry of data with a case; another one needs nothing else."""

from pathlib import Path

import pytest
from typed import KINDS, content, of_case, people, problems, read

from dengxiaming.areas.gatherings import core, kinds
from dengxiaming.areas.gatherings.kinds import Case, Kind
from dengxiaming.duties.edition import rulebook
from dengxiaming.law.vocabulary import ACT_KINDS, ORGANIZATION_KINDS, TRIGGER_KINDS

SHIPPED = Path(kinds.__file__).with_name("kinds.toml")
CASES = [(kind, case) for kind in KINDS.values() for case in kind.cases]


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind.label}：{case.name}" for kind, case in CASES])
def test_every_case(kind: Kind, case: Case) -> None:
    typed, among = of_case(kind, case)
    signed = read(typed, among)
    found = {"elements": len(set(signed.elements) & set(KINDS.elements_of(signed.kinds))), "kinds": list(signed.kinds)}
    if case.in_favour is not None and (judged := core.outcomes(signed, among, KINDS)[0]):
        found |= {"quorum": judged.quorum, "passed": judged.passed}
    assert {name: found[name] for name in case.expect} == dict(case.expect)


def test_every_kind_is_an_act_kind_of_the_contract() -> None:
    assert set(KINDS) <= set(ACT_KINDS)
    assert {kind for covered in KINDS.holders.values() for kind in covered} <= set(ORGANIZATION_KINDS)
    assert {trigger for kind in KINDS.values() for trigger in kind.answers} <= set(TRIGGER_KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_kind_names_every_clause_it_counts_for(kind: Kind) -> None:
    """What the rulebook says in `counts` the kind says; S2-8 and S9-2 look at the recording itself (contract 4)."""
    named = {rule.id for rule in rulebook().rules.values() for duty in rule.duties
             for counts in duty.counts if kind.id in counts.kinds}  # fmt: skip
    assert set(kind.counts_for) - {"S2-8", "S9-2"} == named


def test_only_the_first_six_have_a_record() -> None:
    recorded = {"members_meeting", "committee_meeting", "group_meeting", "lesson", "theme_day", "organization_life"}
    assert {kind.id for kind in KINDS.values() if "S2-8" in kind.counts_for} == recorded
    assert all(len(KINDS[kind].elements) == 11 for kind in recorded)


def test_those_that_call_different_people_exclude_each_other() -> None:
    together = {"members_meeting", "lesson", "theme_day", "oath_theme", "organization_life", "appraisal", "training"}
    assert KINDS.roll_of(together, "branch") == "members"
    assert KINDS.roll_of(["members_meeting", "committee_meeting"], "branch") == ""
    assert KINDS.roll_of(["party_group_meeting", "deployment", "lesson_study"], "party_group") == "party_group"
    among = people(5)
    said = problems(content(among, "members_meeting", "committee_meeting"), among)
    assert said["kinds"] == "党员大会、支委会点名的人不一样，不能记成一条。请分开记。"


NEW = """
[[kind]]
id = "open_day"
label = "支部开放日"
title = "支部开放日记录"
convener = "支部书记"
held_by = { branch = "members" }
vote = "R1-5"
elements = ["time", "place", "theme", "present", "speeches"]
headings = ["agenda", "speeches"]
counts_for = []
icon = "door"

[[kind.case]]
name = "6个人都到了"
by = "branch"
full = 6
present = 6
expect = { elements = 5 }
"""


def test_a_kind_is_added_by_one_entry_of_data(tmp_path: Path) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text(SHIPPED.read_text(encoding="utf-8") + NEW, encoding="utf-8")
    more = kinds.load(file)
    among = people(6)
    typed = content(among, "open_day", "lesson")
    typed["items"].append({"kind": "lesson", "lecturer": "S2", "title": "防汛"})
    signed = core.read(typed, among, more)
    assert isinstance(signed, core.Submission)
    assert signed.kinds == ("lesson", "open_day")
    assert more.words(signed.kinds) == "党课、支部开放日"
    assert more["open_day"] in more.of("joint_branch")
    assert [kind.id for kind in more.values() if kind.id not in KINDS] == ["open_day"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('vote = "R1-5"', 'vote = "R9-9"', "members_meeting 的 vote 写了 R9-9"),
        ('implies = ["theme_day"]', 'implies = ["group_meeting"]', "oath_theme 带上 group_meeting"),
        ('passes = "more_than_half_of_expected"', 'passes = "two_thirds"', "表决 R1-5"),
        ('icon = "flag"\n', "", "icon"),
    ],
)
def test_a_file_that_does_not_hold_together_says_where(tmp_path: Path, before: str, after: str, says: str) -> None:
    file = tmp_path / "kinds.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(kinds.KindsError, match=says):
        kinds.load(file)


def test_nowhere_in_the_area_is_a_kind_asked_for_by_name() -> None:
    names = set(KINDS) - {"appraisal"}
    area = SHIPPED.parent
    for path in area.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        code = "\n".join(line for line in text.splitlines() if ">>>" not in line and not line.startswith("'"))
        asked = [name for name in names if f'"{name}"' in code]
        assert not asked, f"{path.name} 里写着 {asked}：种类只在 kinds.toml 里"
