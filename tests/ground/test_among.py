"""Rows by many keys, on both databases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dengxiaming.areas.organs.models import Unit
from dengxiaming.ground.among import among

pytestmark = pytest.mark.django_db


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(-3, 12) | st.just(1 << 40)))
def test_the_rows_are_those_an_in_finds(keys: set[int]) -> None:
    if not Unit.objects.exists():
        Unit.objects.bulk_create(Unit(code=f"D{number}", name="局") for number in range(8))
    first = Unit.objects.earliest("pk").pk
    wanted = {first + key for key in keys}
    assert set(among(Unit.objects.all(), "pk", wanted)) == set(Unit.objects.filter(pk__in=wanted))


def test_none_told_is_all_and_none_wanted_is_none() -> None:
    Unit.objects.create(code="D1", name="局")
    assert among(Unit.objects.all(), "pk", None).count() == 1
    assert not among(Unit.objects.all(), "pk", []).exists()
