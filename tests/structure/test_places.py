"""Where units are and what they do: typed, pasted, sealed; whatever is wrong is given back (S1-4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structure_town import browser
from two_branches import Page

from dengxiaming.areas.organs.models import Unit
from dengxiaming.areas.structure.plans import places
from dengxiaming.areas.structure.plans.places import Typed
from dengxiaming.journal.models import Entry, Seal

ADDRESS = "/structure/GW1/places/"
UNITS = {"U1": "林业站", "U2": "林场站"}


@pytest.mark.parametrize("text", ["50.7804,121.5201", "50.7804，121.5201", "50.7804 121.5201", " 50.7804, 121.5201 "])
def test_a_point_however_it_is_typed(text: str) -> None:
    found = places.read([Typed("U1", point=text)], UNITS)
    assert [(one.latitude, one.longitude) for one in found if hasattr(one, "latitude")] == [(50_780_400, 121_520_100)]


@pytest.mark.parametrize("text", ["河东", "50", "91,0", "0,181", "a,b", "NaN,1", "1e999,1", "Infinity,1"])
def test_what_is_no_point_says_how_to_write_one(text: str) -> None:
    (problem,) = places.read([Typed("U1", point=text)], UNITS)
    assert getattr(problem, "field", "") == "point-U1"


@given(
    st.text(), st.lists(st.builds(Typed, st.sampled_from(("U1", "NO")), st.text(), st.text(), st.text()), max_size=3)
)
def test_whatever_is_typed_or_pasted_is_answered(text: str, typed: list[Typed]) -> None:
    places.read(places.pasted(text, UNITS, {}), UNITS)
    places.read(typed, UNITS)


def test_pasted_cells_left_empty_change_nothing() -> None:
    held = {"U1": Typed("U1", "林", "河东", "1.000000,2.000000")}
    text = "单位编号\t行业\t片区\t纬度\t经度\nU1\t\t河西\n林场站\t农\t\t50.1\t121.2\n\n"
    assert places.pasted(text, UNITS, held) == (
        Typed("U1", "林", "河西", "1.000000,2.000000"), Typed("U2", "农", "", "50.1,121.2"),
    )  # fmt: skip


def test_shown_as_it_is_typed() -> None:
    assert places.shown(50_780_400, -121_520_100) == "50.780400,-121.520100"
    assert places.shown(None, None) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_typed_on_the_page_it_is_sealed_and_only_what_changed() -> None:
    client = browser("officer")
    page = Page(client.get(ADDRESS).content.decode())
    fields = dict(next(fields for action, fields in page.forms if ("do", "table") in fields and action == ADDRESS))
    assert fields["point-U1"] == "50.780000,121.520000"
    assert "area-D1" not in fields
    sent = {**fields, "area-U1": "河东", "category-U2": "教育"}
    assert client.post(ADDRESS, sent).status_code == 302
    assert Unit.objects.get(code="U1").area == "河东"
    assert Unit.objects.get(code="U2").category == "教育"
    assert sorted(Seal.objects.filter(kind="unit").values_list("code", flat=True)) == ["U1", "U2"]
    entries = Entry.objects.count()
    assert client.post(ADDRESS, sent).status_code == 302
    assert Entry.objects.count() == entries


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_pasted_on_the_page_for_any_unit_below_and_no_other() -> None:
    client = browser("officer")
    good = {"do": "paste", "text": "某局\t机关\t河东\t50.78\t121.52", "token": "K"}
    assert client.post(ADDRESS, good).status_code == 302
    assert Unit.objects.get(code="D1").latitude == 50_780_000
    wrong = {"do": "paste", "text": "没有的单位\t林\t河东", "token": "K2"}
    answer = client.post(ADDRESS, wrong)
    assert answer.status_code == 422
    assert "没有编号或名称是“没有的单位”的单位" in answer.content.decode()
    assert "没有的单位\t林\t河东" in answer.content.decode()
    # 机关党委只管自己下面的
    other = browser("committee").post(
        "/structure/JG1/places/", {"do": "paste", "text": "林业站\t林\t河东", "token": "K"}
    )
    assert other.status_code == 422
    assert Unit.objects.get(code="U1").area == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_a_wrong_point_is_given_back_with_all_that_was_typed() -> None:
    client = browser("officer")
    fields = {"do": "table", "area-U1": "河东", "category-U1": "林", "point-U1": "不知道", "token": "K"}
    answer = client.post(ADDRESS, fields)
    assert answer.status_code == 422
    page = Page(answer.content.decode())
    assert "坐标“不知道”读不懂" in page.words
    held = dict(next(fields for _, fields in page.forms if ("do", "table") in fields))
    assert (held["area-U1"], held["point-U1"]) == ("河东", "不知道")
    assert set(page.summary) <= page.ids
    assert Unit.objects.get(code="U1").area == ""
