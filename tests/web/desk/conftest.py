"""The site over two branches, judged on a stopped day."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dengxiaming.duties import actions
from dengxiaming.ground import clock
from dengxiaming.ground.actions import change_facts

sys.path[:0] = [
    str(Path(__file__).parent),
    str(Path(__file__).parents[1] / "records"),
    str(Path(__file__).parents[2] / "gatherings"),
]


@pytest.fixture
def judged(db: None) -> Iterator[None]:  # noqa: ARG001  the tables
    """The branches of `two_branches.py`, keeping records since October, and what is due today."""
    from two_branches import TODAY, build_site  # noqa: PLC0415  models exist once Django is set up

    from dengxiaming.areas.organs.models import Organization  # noqa: PLC0415  same

    with clock.stopped_at(TODAY):
        build_site()
        Organization.objects.update(records_from="2026-10-01")
        Organization.objects.filter(code="ZB1").update(party_day=27)
        change_facts()
        actions.tick(TODAY)
        yield
