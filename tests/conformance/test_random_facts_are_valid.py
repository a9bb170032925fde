"""Random sets are messy but lawful: written out and read back they have no defect, and nothing is lost on the way."""

from pathlib import Path

import pytest

from dengxiaming.exchange import read_facts, write_facts
from oracle.random_facts import random_tables
from oracle.reading import frames


@pytest.mark.parametrize("seed", range(8))
def test_a_random_set_is_read_back_as_it_was_written(seed: int, tmp_path: Path) -> None:
    facts = frames(random_tables(seed))
    write_facts(facts, tmp_path / "facts", fmt="csv")
    reading = read_facts(tmp_path / "facts")
    assert [finding.message for finding in reading.defects] == []
    for name, frame in facts.tables().items():
        assert reading.facts.tables()[name].equals(frame), name
