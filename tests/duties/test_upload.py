"""An upload replaces everything or changes nothing; it says the same as the command line."""

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from areas.held_facts import EXAMPLES, worked
from dengxiaming.duties import actions, facts, queries
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.queries import View
from dengxiaming.exchange import read_facts
from dengxiaming.ground import clock
from dengxiaming.ground.queries import facts_version
from dengxiaming.reckoning import Facts
from duties.conftest import Site

TODAY = date(2025, 11, 20)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The second worked set with an act of an unknown kind and a payment in thousandths."""
    folder = tmp_path / "facts"
    copytree(EXAMPLES / "second" / "facts", folder)
    for name, old, new in (("acts.csv", "members_meeting", "开大会"), ("dues.csv", ",12.5,", ",12.555,")):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).chmod(0o644)
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.django_db
def test_a_good_upload_is_what_was_read() -> None:
    with clock.stopped_at(TODAY):
        loaded = actions.load_fact_set(read_facts(EXAMPLES / "first" / "facts"))
    assert loaded.rows == {name: len(table) for name, table in worked("first").tables().items()}
    assert loaded.judged == Verdict.objects.count() > 1000
    assert facts.whole().acts.equals(worked("first").acts)


@pytest.mark.django_db
def test_a_text_longer_than_its_place_is_a_defect_on_both_databases(site: Site) -> None:
    site(worked("first"), TODAY)
    before = facts_version()
    held = worked("first")
    longer = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("长" * 201)).otherwise(pl.col("name")).alias("name")
    with pytest.raises(actions.Refused) as refused:
        actions.load_facts(Facts.of(**{**held.tables(), "units": held.units.with_columns(longer)}))
    (finding,) = refused.value.findings
    assert (finding.table, finding.column) == ("units", "name")
    assert "单位名称有201个字，最多200个" in str(finding)
    assert facts_version() == before


def test_a_refused_upload_says_why_and_changes_nothing(site: Site, broken: Path) -> None:
    view = site(worked("first"), TODAY)
    before = (facts_version(), queries.numbers(), queries.law_standing(view), list(Verdict.objects.values_list("pk")))
    reading = read_facts(broken)
    with pytest.raises(actions.Refused) as refused:
        actions.load_fact_set(reading)
    assert refused.value.findings == reading.defects
    assert len(reading.defects) >= 2
    after = (facts_version(), queries.numbers(), queries.law_standing(view), list(Verdict.objects.values_list("pk")))
    assert after == before


def test_the_good_rows_can_be_loaded_on_request(site: Site, broken: Path) -> None:
    site(worked("first"), TODAY)
    reading = read_facts(broken)
    loaded = actions.load_fact_set(reading, only_good=True)
    assert loaded.rows["acts"] == len(reading.facts.acts) < len(worked("second").acts)


@pytest.mark.django_db
def test_one_recorded_at_stands_in_where_the_file_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    copytree(EXAMPLES / "first" / "facts", folder)
    acts = pl.read_csv(folder / "acts.csv", infer_schema=False).drop("recorded_at")
    (folder / "acts.csv").chmod(0o644)
    acts.write_csv(folder / "acts.csv")
    with pytest.raises(actions.Refused), clock.stopped_at(TODAY):
        actions.load_fact_set(read_facts(folder))
    told = datetime(2025, 11, 19, 8, tzinfo=UTC)
    with clock.stopped_at(TODAY):
        actions.load_fact_set(read_facts(folder, recorded_at=told))
    assert facts.whole().acts["recorded_at"].unique().to_list() == [told]


@pytest.mark.django_db
def test_the_small_sample_loads_and_every_page_has_something_to_say() -> None:
    with clock.stopped_at(date(2026, 5, 20)):
        actions.load_sample(1, "small")
        view = View.today()
        assert queries.judged_as_of() == view.as_of
        assert queries.heatmap(view, queries.closed_quarters(view)[0]).columns
        assert any(queries.organization(view, place.code).grid for place in queries.places(view))
