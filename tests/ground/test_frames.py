"""Frames go into tables and come back as they were."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames
from dengxiaming.ground.models import State

DAY = {"code": ("code", pl.String()), "on": ("established_on", pl.Date()), "name": ("name", pl.String())}


@pytest.mark.django_db
def test_days_and_empty_texts_come_back() -> None:
    rows = pl.DataFrame(
        {"id": [1, 2], "code": ["甲", "乙"], "name": ["", "名"], "kind": ["branch", "group"],
         "established_on": [date(2024, 2, 29), date(1, 1, 1)]}
    )  # fmt: skip
    frames.insert(Organization, rows)
    found = frames.read(Organization.objects.all(), DAY)
    assert found.rows() == [("甲", date(2024, 2, 29), None), ("乙", date(1, 1, 1), "名")]


@pytest.mark.django_db
@pytest.mark.parametrize("microsecond", [0, 1, 999999])
def test_instants_come_back_to_the_microsecond_and_compare_in_the_database(microsecond: int) -> None:
    instant = datetime(2025, 1, 18, 2, 39, 0, microsecond, tzinfo=UTC)
    frame = pl.DataFrame({"id": [1], "facts_version": ["一"], "changed_at": [instant]}, schema_overrides={
        "changed_at": pl.Datetime("us", "UTC")
    })  # fmt: skip
    frames.insert(State, frame)
    found = frames.read(State.objects.all(), {"at": ("changed_at", pl.Datetime("us", "UTC"))})
    assert found["at"].to_list() == [instant]
    assert State.objects.get().changed_at == instant
    assert State.objects.filter(changed_at__lte=instant).exists()
    assert not State.objects.filter(changed_at__lt=instant).exists()


@pytest.mark.django_db
def test_rows_go_by_their_values_and_are_counted() -> None:
    codes = ["甲", "乙", "丙"]
    frames.insert(Organization, pl.DataFrame({"code": codes, "name": ["同", "同", "同"], "kind": "branch"}))
    going = pl.DataFrame({"code": ["甲", "丙", "没有"], "name": ["同", "同", "同"]})
    assert frames.delete(Organization, going) == 2
    assert frames.delete(Organization, going.clear()) == 0
    assert list(Organization.objects.values_list("code", flat=True)) == ["乙"]


@pytest.mark.django_db
def test_reading_is_one_query_for_one_row_and_for_three() -> None:
    for size in (1, 3):
        frames.empty(Organization)
        codes = [f"B{i}" for i in range(size)]
        frames.insert(
            Organization,
            pl.DataFrame({"code": codes, "name": codes, "kind": "branch", "established_on": date(2020, 1, 1)}),
        )
        with CaptureQueriesContext(connection) as seen:
            assert len(frames.read(Organization.objects.all(), DAY)) == size
        assert len(seen) == 1
