"""From one address to the setting for the database."""

from pathlib import Path

import pytest
from django.db import connection

from dengxiaming.conf.database import database

ADDRESS = "postgresql://dxm@127.0.0.1:5432/dengxiaming"


def test_a_city_is_planned_for_as_lying_in_memory() -> None:
    assert database(ADDRESS, Path())["OPTIONS"]["options"] == "-c random_page_cost=1.1"


def test_options_in_the_address_stand() -> None:
    told = database(f"{ADDRESS}?options=-c%20work_mem%3D64MB", Path())["OPTIONS"]
    assert told["options"] == "-c work_mem=64MB"


@pytest.mark.django_db
def test_postgresql_hears_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("只有 PostgreSQL 有这一项")
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)
