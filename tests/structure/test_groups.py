"""A branch divided into party groups (S1-11, advisory): proposed, edited, adopted."""

import random
from itertools import combinations, pairwise

import pytest
from structure_town import TODAY, browser, by, people
from two_branches import Page

from dengxiaming.areas.members.models import Post, Stay
from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.areas.structure.groups import actions, queries
from dengxiaming.areas.structure.groups.core import Part, Person, checked, divided
from dengxiaming.ground.queries import grants
from dengxiaming.journal.models import Seal

ADDRESS = "/structure/ZB1/groups/"


def branch(rng: random.Random) -> list[Person]:
    units = rng.choice(("A", "AB", "ABC", "ABCDE"))
    return [Person(f"P{number:02}", "", rng.choice(units)) for number in range(rng.randint(1, 13))]


def test_S1_11_the_division_is_the_best_of_all() -> None:
    """Against every way to cut the row: fewest parts, then fewest units torn, then the most even."""
    divisions = 0
    for seed in range(300):
        rng = random.Random(seed)
        row, least, most = branch(rng), rng.randint(1, 3), rng.randint(4, 6)
        found = divided(row, least, most)
        ordered = sorted(row, key=lambda one: (one.unit, one.code))
        parts = -(-len(ordered) // most)
        ways = []
        for cuts in combinations(range(1, len(ordered)), parts - 1):
            sizes = [stop - start for start, stop in pairwise((0, *cuts, len(ordered)))]
            if parts > 1 and all(least <= size <= most for size in sizes):
                torn = sum(ordered[cut].unit == ordered[cut - 1].unit for cut in cuts)
                ways.append((torn, sum((size - len(ordered) / parts) ** 2 for size in sizes)))
        assert bool(found) is bool(ways), seed
        if found:
            divisions += 1
            flat = [one for part in found for one in part]
            assert flat == ordered
            ends = [sum(len(part) for part in found[: at + 1]) for at in range(len(found) - 1)]
            torn = sum(ordered[cut].unit == ordered[cut - 1].unit for cut in ends)
            uneven = sum((len(part) - len(ordered) / parts) ** 2 for part in found)
            assert (torn, uneven) == pytest.approx(min(ways)), seed
        assert divided(rng.sample(row, len(row)), least, most) == found
    assert divisions > 100


@pytest.mark.parametrize(("count", "sizes"), [(12, []), (13, [6, 7]), (24, [12, 12]), (25, [8, 8, 9]), (2, [])])
def test_S1_11_sizes_at_the_local_numbers(count: int, sizes: list[int]) -> None:
    row = [Person(f"P{number:02}", "") for number in range(count)]
    assert sorted(len(part) for part in divided(row, 3, 12)) == sizes


def test_what_forbids_and_what_is_only_said() -> None:
    named = {code: code for code in "abcdef"}
    problems, said = checked([Part("一组", tuple("abcd"), "f"), Part("一组", ("e",))], named, 3, 12)
    text = "".join(one.sentence for one in problems)
    assert "都叫“一组”" in text
    assert "组长不在这个组里" in text
    assert "f还没有分到组里" in text
    assert said == ["一组1名，建议3至12名（本地取的数）。"]


def adopted(*parts: Part) -> None:
    actions.adopt("ZB1", parts, by("M0").by, by("M0").at)


def sent(page: Page) -> dict[str, str]:
    return dict(next(fields for action, fields in page.forms if action == ADDRESS))


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_S1_11_R1_7_from_the_proposal_to_the_groups_through_the_page() -> None:
    client = browser("secretary")
    page = Page(client.get(ADDRESS).content.decode())
    assert "党员14名" in page.words
    fields = sent(page)
    assert (fields["name-0"], fields["name-1"]) == ("第一党小组", "第二党小组")
    before = Organization.objects.count()
    checked_page = Page(client.post(ADDRESS, {**fields, "do": "check"}).content.decode())
    assert "可以采用" in checked_page.words
    assert Organization.objects.count() == before
    leader = next(
        name.removeprefix("group-") for name, value in fields.items() if name[:6] == "group-" and value == "1"
    )
    chosen = {**fields, "name-0": "机关组", "leader-1": leader, "do": "adopt"}
    assert client.post(ADDRESS, chosen).status_code == 302
    assert client.post(ADDRESS, chosen).status_code == 302
    held = {part.name: len(part.people) for part in queries.parts("ZB1", TODAY)}
    assert held == {"机关组": 7, "第二党小组": 7}
    second = Organization.objects.get(name="第二党小组")
    assert (second.kind, second.parent and second.parent.code, second.established_on) == ("group", "ZB1", TODAY)
    assert Post.objects.get(organization=second).member.code == leader
    assert ("group_leader", second.code) in grants(leader, TODAY)
    assert Seal.objects.filter(kind="member").values("code").distinct().count() == 14


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_adopting_again_keeps_the_same_group_and_ends_the_others() -> None:
    old = Organization.objects.create(
        code="XZ1", kind="group", name="老组", parent=Organization.objects.get(code="ZB1"), established_on="2020-01-01"
    )
    kept = Organization.objects.create(
        code="XZ2", kind="group", name="二组", parent=Organization.objects.get(code="ZB1"), established_on="2020-01-01"
    )
    Stay.objects.filter(organization__code="ZB1").update(group=old)
    codes = [f"M{number}" for number in range(14)]
    adopted(Part("一组", tuple(codes[:7])), Part("二组", tuple(codes[7:])))
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.dissolved_on, kept.dissolved_on) == (TODAY, None)
    assert Stay.objects.filter(group=kept).count() == 7
    assert not Stay.objects.filter(group=old).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_whoever_left_in_between_is_not_assigned() -> None:
    Stay.objects.filter(member__code="M3").update(until=TODAY)
    codes = [f"M{number}" for number in range(14)]
    with pytest.raises(NotNow, match="刚转走"):
        adopted(Part("一组", tuple(codes[:7])), Part("二组", tuple(codes[7:])))
    assert not Organization.objects.filter(kind="group").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_only_the_branch_s_secretary_divides_it_and_only_a_branch_is_divided() -> None:
    assert browser("secretary").get(ADDRESS).status_code == 200
    for who in ("plain", "committee", "officer"):
        assert browser(who).get(ADDRESS).status_code == 404
    assert browser("officer").get("/structure/GW1/groups/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_people_of_one_unit_stay_together() -> None:
    home = Organization.objects.get(code="ZB1")
    Stay.objects.filter(organization=home).delete()
    for unit, count in (("U1", 6), ("U3", 8)):
        people(home, [f"{unit}X{number}" for number in range(count)], Unit.objects.get(code=unit))
    page = Page(browser("secretary").get(f"{ADDRESS}?propose=1").content.decode())
    fields = sent(page)
    assert {fields[name] for name in fields if name.startswith("group-U1X")} == {"0"}
    assert {fields[name] for name in fields if name.startswith("group-U3X")} == {"1"}
    assert fields["name-0"] == "第一党小组（林业站）"
