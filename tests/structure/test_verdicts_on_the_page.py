"""How a unit is set up, on the page: at 3, 7, 50 and 100 and one beside, the rule, the reason, the remedy (S1-1 … S1-7,
R2-1 … R2-3, R1-14). The verdict is the kernel's; the page only has words for it.
"""

import re
from datetime import date

import polars as pl
import pytest
from structure_town import TODAY, browser, cover, judge, organization, people
from two_branches import Page

from dengxiaming.areas.organs import facts as organs
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.areas.structure import queries
from dengxiaming.duties import edition
from dengxiaming.duties import facts as everything
from dengxiaming.duties.queries import View, structure, worded
from dengxiaming.reckoning import evaluate
from dengxiaming.reckoning.forms.structure import Scene
from dengxiaming.reckoning.world import World
from dengxiaming.web.structure import views
from dengxiaming.web.structure.judged import judged

pytestmark = [
    pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("judged_town"), pytest.mark.judged,
]  # fmt: skip


def a_unit(full: int, *kinds: str) -> None:
    """The unit D9 with so many full members, all in the branch ZB8, covered by organisations of these kinds."""
    unit, city = Unit.objects.create(code="D9", name="试验局"), Organization.objects.get(code="GW1")
    home = organization("ZB8", "branch", city, "试验支部")
    people(home, [f"T{number:03}" for number in range(full)], unit)
    for number, kind in enumerate(kinds):
        cover(home if kind == "branch" else organization(f"T{number}", kind, city), unit)
    judge()


@pytest.mark.parametrize(
    ("full", "rule", "said"),
    [
        (1, "S1-4", "1至2名的应有联合支部"), (2, "S1-4", "1至2名的应有联合支部"),
        (3, "S1-3", "3至49名的应有支部"), (4, "S1-3", "3至49名的应有支部"),
        (49, "S1-3", "3至49名的应有支部"), (50, "S1-2", "50至99名的应有总支或机关党委"),
        (51, "S1-2", "50至99名的应有总支或机关党委"), (99, "S1-2", "50至99名的应有总支或机关党委"),
        (100, "S1-1", "100名以上的应有机关党委"), (101, "S1-1", "100名以上的应有机关党委"),
    ],
)  # fmt: skip
def test_S1_1_to_S1_4_a_unit_without_its_form(full: int, rule: str, said: str) -> None:
    a_unit(full)
    words = Page(browser("officer").get("/structure/GW1/").content.decode()).words
    assert f"{rule}" in words
    assert f"正式党员{full}名，{said}。没有" in words, words[words.find("试验局") :][:300]
    assert "试验局未做" in words


@pytest.mark.parametrize(
    ("full", "kind"),
    [(2, "joint_branch"), (3, "branch"), (49, "branch"), (50, "general_branch"), (99, "organ_committee"),
     (100, "organ_committee")],
)  # fmt: skip
def test_S1_1_to_S1_4_a_unit_with_its_form_is_met(full: int, kind: str) -> None:
    a_unit(full, kind)
    words = Page(browser("officer").get("/structure/GW1/").content.decode()).words
    assert "试验局已完成" in words
    assert "试验局未做" not in words


@pytest.mark.parametrize(("full", "noted"), [(2, True), (3, True), (4, False), (50, True), (100, True), (101, False)])
def test_on_a_bound_the_page_says_whose_number_it_is(full: int, noted: bool) -> None:
    a_unit(full)
    (held,) = worded(structure(View(TODAY), "GW1"))
    line = next(one for one in judged(held, queries.scene(TODAY)) if one.line.bearer_id == "D9")
    assert bool(line.note) is noted
    if full in {3, 50, 100}:
        assert "R2-" in line.note


@pytest.mark.parametrize(
    ("full", "said"),
    [(6, "S1-7"), (7, "正式党员7名以上，设支委会，3至7人；现有0人"), (8, "正式党员7名以上，设支委会，3至7人；现有0人")],
)  # fmt: skip
def test_S1_6_S1_7_seven_full_members_make_a_committee(full: int, said: str) -> None:
    a_unit(full, "branch")
    words = Page(browser("officer").get("/structure/GW1/").content.decode()).words
    assert said in words


def test_what_has_to_be_mended_says_how() -> None:
    words = Page(browser("officer").get("/structure/GW1/").content.decode()).words
    assert "先问邻近、同行的单位有没有联合支部，有就进，没有就一起设一个。" in words


def test_a_city_s_units_turn_pages_and_what_is_missed_stands_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "UNITS_A_PAGE", 2)
    a_unit(3)
    officer = browser("officer")
    first, second = (Page(officer.get(f"/structure/GW1/?page={number}").content.decode()).words for number in (1, 2))
    assert first.partition("每个单位的判定")[2].partition("第1页")[0] not in second
    assert "第2页" in second
    assert all("要改的" in words and "试验局未做" in words for words in (first, second))


def test_the_page_and_the_kernel_never_differ() -> None:
    """Every row of the kernel's S1-* stands on the page of the topmost organisation, with its status, and no other."""
    rows = evaluate(everything.whole(), edition.rulebook(), TODAY)
    wanted = {
        (r["rule"], r["bearer_id"], r["status"]) for r in rows.iter_rows(named=True) if r["rule"].startswith("S1-")
    }
    held = set(structure(View(TODAY), "GW1").select("rule", "bearer_id", "status").iter_rows())
    kept = {one for one in wanted if one[0] in {"S1-1", "S1-2", "S1-3", "S1-4", "S1-5", "S1-6", "S1-7", "S1-12"}}
    assert held == kept
    assert len(held) > 10


def test_the_members_of_units_are_counted_as_the_kernel_counts_them() -> None:
    world = World(everything.whole(), date(2020, 6, 17), TODAY, None)
    counted = dict(zip(world.unit_ids.names, Scene(world).unit_members, strict=True))
    ours = queries.scene(TODAY).sites
    assert {code: ours[code].full for code in organs.units()["id"]} == {str(k): int(v) for k, v in counted.items()}


def test_R2_3_a_probationary_member_is_no_full_one() -> None:
    a_unit(3)
    people(Organization.objects.get(code="ZB8"), ["T900"], Unit.objects.get(code="D9"), "probationary")
    held = queries.scene(TODAY).sites["D9"]
    assert (held.full, held.members) == (3, 4)


def test_of_many_organisations_the_verdicts_are_counted_by_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_SHOWN", 0)
    Organization.objects.filter(code="ZB1").update(approved_on=date(2020, 1, 1))
    judge()
    shown = browser("officer").get("/structure/GW1/").content.decode()
    table = shown.partition('id="clauses"')[2].partition("</table>")[0]
    rows = structure(View(TODAY), "GW1").filter(pl.col("bearer_kind") != "unit")
    assert set(rows["status"]) == {"met", "missed"}
    for (rule,), of_rule in rows.group_by("rule"):
        line = next(one for one in table.split("<tr") if f">{rule} " in one)
        cells = [Page(cell).words for cell in line.split("<td")[2:]]
        numbers = [int(re.findall(r"\d+", cell)[-1]) for cell in cells]
        missed = of_rule.filter(status="missed").height
        assert numbers == [of_rule.height - missed, missed], rule


def test_a_branch_sees_itself_and_a_committee_what_is_below() -> None:
    assert browser("secretary").get("/structure/ZB1/").status_code == 200
    assert browser("secretary").get("/structure/JG1/").status_code == 404
    assert browser("committee").get("/structure/ZB1/").status_code == 200
    assert browser("plain").get("/structure/ZB1/").status_code == 404
    assert browser("committee").get("/structure/ZB9/").status_code == 404
