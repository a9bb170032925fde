"""The law page, the heat map and the lists behind them say the same numbers; nobody's open duties are named."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.duties import actions, queries
from dengxiaming.duties.queries import Filter, Quarter, Tally, View
from dengxiaming.ground import clock
from dengxiaming.reckoning import Facts
from duties.conftest import Site

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


@pytest.fixture(scope="module", params=["first", "messy 1", "messy 2"])
def loaded(for_a_module: Callable[[], AbstractContextManager[None]], request: pytest.FixtureRequest) -> date:
    """The city of a day: the day."""
    name = str(request.param)
    with for_a_module(), clock.stopped_at(TODAY):
        actions.load_facts(worked(name) if name == "first" else messy(int(name[-1])))
    return TODAY


@pytest.fixture
def view(loaded: date) -> Iterator[View]:
    with clock.stopped_at(loaded):
        yield View.today()


def test_the_heat_map_and_the_law_page_count_alike(view: View) -> None:
    standing = queries.law_standing(view)
    spoken = {rule for rule, one in standing.items() if one.quarter}
    assert spoken
    for rule in spoken:
        quarter = standing[rule].quarter
        assert quarter is not None
        heat = queries.heatmap(view, quarter)
        assert heat.totals.get(rule, Tally()) == standing[rule].binding, rule


def test_behind_each_cell_lies_a_list_of_as_many(view: View) -> None:
    quarter = queries.closed_quarters(view)[0]
    heat = queries.heatmap(view, quarter)
    seen = 0
    for unit in heat.units:
        for rule, tally in unit.cells.items():
            wanted = Filter(rule=rule, unit=unit.code, no_unit=not unit.code, quarter=quarter, force="binding")
            assert queries.duties(view, wanted).tally == tally, (unit.code, rule)
            seen += 1
    assert seen > 5
    for rule, total in heat.totals.items():
        assert queries.duties(view, Filter(rule=rule, quarter=quarter, force="binding")).tally == total


def test_closed_quarters_have_nothing_open(view: View) -> None:
    for quarter in queries.closed_quarters(view):
        assert all(tally.open == tally.upcoming == 0 for tally in queries.heatmap(view, quarter).totals.values())


def test_the_heat_map_of_an_open_quarter_is_refused(view: View) -> None:
    with pytest.raises(ValueError, match="还没有结束"):
        queries.heatmap(view, Quarter(2025, 4))


def test_without_an_organisation_no_open_duty_is_listed(view: View) -> None:
    everything = queries.duties(view, Filter())
    assert everything.tally.open == everything.tally.upcoming == 0
    assert not queries.duties(view, Filter(statuses=("open",))).lines
    own = [queries.duties(view, Filter(organization=place.code)) for place in queries.places(view)]
    assert sum(one.tally.open for one in own) > 0
    assert sum(one.open_now for one in queries.law_standing(view).values()) > 0


def test_a_joint_branch_counts_in_each_unit_and_once_in_the_total(site: Site) -> None:
    tables = worked("first").tables()
    unit = {"name": None, "category": "党群", "staff_count": None, "party_workers": None}
    units = pl.DataFrame([{"id": "甲", **unit}, {"id": "乙", **unit}], schema=tables["units"].schema)
    branch = {
        "id": "LH1", "name": "联合支部", "kind": "joint_branch", "parent_id": None, "unit_ids": ["甲", "乙"],
        "party_day": None, "established_on": date(2020, 1, 1), "dissolved_on": None, "approved_on": None,
        "records_from": None,
    }  # fmt: skip
    organizations = pl.DataFrame([branch], schema=tables["organizations"].schema)
    view = site(Facts.of(organizations=organizations, units=units), TODAY)
    heat = queries.heatmap(view, Quarter(2025, 3))
    assert [unit.code for unit in heat.units] == ["甲", "乙"]
    assert [unit.cells["S2-1"] for unit in heat.units] == [Tally(missed=1), Tally(missed=1)]
    assert heat.totals["S2-1"] == Tally(missed=1)
    assert heat.units[0].category == "党群"


def test_what_covers_no_unit_stands_in_a_line_of_its_own(site: Site) -> None:
    held = worked("first").tables()
    homeless = held["organizations"].with_columns(pl.lit([], dtype=pl.List(pl.String)).alias("unit_ids"))
    view = site(Facts.of(**{**held, "organizations": homeless}), TODAY)
    last = queries.heatmap(view, Quarter(2025, 3)).units[-1]
    assert last.code == ""
    assert last.cells["S2-1"].total > 0


def test_a_yearly_duty_speaks_of_the_quarter_it_was_due_in(view: View) -> None:
    quarter = queries.law_standing(view)["D3-1"].quarter
    assert quarter in (None, Quarter(2025, 1))


def test_advisory_duties_are_counted_apart_and_not_in_the_heat_map(view: View) -> None:
    standing = queries.law_standing(view)
    quarter = standing["S10-1"].quarter
    assert quarter is not None
    assert standing["S10-1"].binding == Tally()
    assert standing["S10-1"].advisory.total > 0
    assert "S10-1" not in queries.heatmap(view, quarter).columns
