"""Random and mutated bad rows by the thousand: each refused with a place and a remedy, nothing of them loaded.

`DXM_FUZZ=100000` plants that many; the histogram of what was planted is printed (`-s`).
"""

import csv
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from fact_rows import HEADERS, lines, small_set, write_text_parquet, write_xlsx
from mutations import Planted, Planter

from dengxiaming.exchange import Reading, read_facts

MANY = int(os.environ.get("DXM_FUZZ", "4000"))
IN_ONE_SET = 10_000


def plantings(seed: int, many: int, *, csv_only: bool) -> list[Planted]:
    planter = Planter(seed)
    rows: list[Planted] = []
    while sum(bool(row.column) for row in rows) < many:
        rows += planter.plant(csv_only=csv_only)
    return rows


def written_csv(folder: Path, planted: Sequence[Planted]) -> Path:
    """The small set with the planted rows after its own."""
    folder.mkdir()
    for name, rows in small_set().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([HEADERS[name], *lines(name, rows)])
            for one in planted:
                if one.table == name:
                    writer.writerow(one.cells or [one.row.get(column, "") for column in HEADERS[name]])
    return folder


def check(reading: Reading, planted: Sequence[Planted], tmp_path: Path) -> None:
    """Every bad row has a defect in its column, with a remedy; what comes out is the good rows and nothing else."""
    held = small_set()
    at: dict[tuple[str, int], set[str]] = {}
    for finding in reading.defects:
        assert finding.row is not None, finding
        assert finding.message.endswith("。"), finding
        assert finding.remedy.endswith(("。", "？")), finding
        assert "Error" not in finding.message
        at.setdefault((finding.table, finding.row), set()).add(finding.column)
    next_row = {name: len(rows) + 2 for name, rows in held.items()}
    good = {name: list(rows) for name, rows in held.items()}
    wrong: set[tuple[str, int]] = set()
    for one in planted:
        place = (one.table, next_row[one.table])
        next_row[one.table] += 1
        if not one.column:
            good[one.table].append(one.row)
            assert place not in at, (one, at[place])
            continue
        wrong.add(place)
        assert place in at, one
        assert one.column == "*" or one.column in at[place], (one, at[place])
    assert set(at) == wrong
    expected = read_facts(write_text_parquet(tmp_path / "good", good))
    assert not expected.defects
    for name, frame in reading.facts.tables().items():
        assert frame.equals(expected.facts.tables()[name]), name
    assert reading.left_out == dict(Counter(one.table for one in planted if one.column))


def test_every_planted_row_is_refused_with_place_and_remedy_and_none_is_loaded(tmp_path: Path) -> None:
    histogram: Counter[str] = Counter()
    for seed, start in enumerate(range(0, MANY, IN_ONE_SET)):
        planted = plantings(seed, min(IN_ONE_SET, MANY - start), csv_only=True)
        here = tmp_path / str(seed)
        here.mkdir()
        check(read_facts(written_csv(here / "set", planted)), planted, here)
        histogram.update(one.kind for one in planted if one.column)
    print(f"\n{sum(histogram.values())} 行坏数据：")
    for kind, count in sorted(histogram.items(), key=lambda item: -item[1]):
        print(f"{count:7}  {kind}")
    assert len(histogram) >= 40


def test_the_same_in_a_workbook(tmp_path: Path) -> None:
    planted = [one for one in plantings(77, 800, csv_only=False) if "\x01" not in str(one.row.get("id"))]
    held = small_set()
    for one in planted:
        held[one.table].append(one.row)
    check(read_facts(write_xlsx(tmp_path / "set.xlsx", held)), planted, tmp_path)


def test_the_same_in_text_columns_of_parquet(tmp_path: Path) -> None:
    planted = plantings(78, 800, csv_only=False)
    held = small_set()
    for one in planted:
        held[one.table].append(one.row)
    check(read_facts(write_text_parquet(tmp_path / "set", held)), planted, tmp_path)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_of_noise_is_refused_in_words(tmp_path: Path, seed: int) -> None:
    """Bytes flipped, cut and inserted anywhere in a csv: findings, never a traceback."""
    planter = Planter(seed)
    folder = written_csv(tmp_path / "set", [])
    for _ in range(30):
        file = planter.chance.choice(sorted(folder.iterdir()))
        content = bytearray(file.read_bytes())
        for _ in range(planter.chance.randint(1, 6)):
            at = planter.chance.randrange(len(content) + 1)
            content[at : at + planter.chance.randint(0, 3)] = planter.chance.randbytes(planter.chance.randint(0, 3))
        file.write_bytes(bytes(content))
        for finding in read_facts(folder).findings:
            assert finding.message.endswith("。")
