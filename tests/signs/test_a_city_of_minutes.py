"""A made-up city's records: copies planted in new records are found, independently written sentences left alone."""

import random

import pytest
from made_up_minutes import Table, a_city, copied, minutes

from dengxiaming.areas.gatherings.likeness import CLOSEST, NEAR, Passage, Written, counted, likenesses, near

Planted = dict[str, str]  # the copy and the sentence it was taken from


@pytest.fixture(scope="module")
def table() -> Table:
    held = Table()
    for organization, record in a_city(1, 100, 12):
        held.add(record, organization)
    return held


@pytest.fixture(scope="module")
def new_records(table: Table) -> list[tuple[Written, Planted]]:
    """Two hundred new records, each with three sentences of its own and one taken over."""
    rng = random.Random(2)
    made = []
    for number in range(200):
        own = minutes(rng, f"N{number}", 3)
        source = rng.choice(table.sentences).text
        copy = copied(rng, source)
        made.append((Written(own.code, (*own.passages, Passage(copy, spoken=False))), {copy: source}))
    return made


def test_copies_are_found_and_ones_own_sentences_are_not(
    table: Table, new_records: list[tuple[Written, Planted]]
) -> None:
    reported = right = planted = own = 0
    for record, taken in new_records:
        found = {one.sentence for one in likenesses(record, table.candidates(record))}
        copies = {copy.strip() for copy in taken}
        reported += len(found)
        right += len(found & copies)
        planted += len(copies)
        own += len(counted(record.passages)) - len(copies)
    print(f"照抄 {planted} 句，找到 {right} 句；自己写的 {own} 句，报了 {reported - right} 句")
    assert right / planted >= 0.97
    assert right / reported >= 0.97


def test_the_table_brings_up_every_sentence_that_is_near_enough(
    table: Table, new_records: list[tuple[Written, Planted]]
) -> None:
    """With fingerprints as with a comparison of everything with everything: the same sentences are reported."""
    some = [record for record, _ in new_records[:60]]
    looked_up = {one.sentence for record in some for one in likenesses(record, table.candidates(record))}
    all_at_once = Written("N", tuple(passage for record in some for passage in record.passages))
    assert looked_up == {one.sentence for one in likenesses(all_at_once, table.sentences)}
    assert len(looked_up) > 50


def test_few_sentences_are_compared_letter_by_letter(table: Table, new_records: list[tuple[Written, Planted]]) -> None:
    for record, taken in new_records:
        candidates = table.candidates(record)
        assert len(candidates) <= CLOSEST * len(counted(record.passages))
        ((copy, source),) = taken.items()
        assert near(copy, source) < NEAR or any(near(copy, one.text) >= NEAR for one in candidates)
