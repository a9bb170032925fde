"""Of many that can be chosen a form lists some; nobody is out of reach, and nothing chosen is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.web.kit.choosing import MOST, listed

KNOWN = {f"M{number}": f"王{number}" for number in range(MOST + 5)}


def test_all_of_a_few() -> None:
    few = {"M1": "王一", "M2": "李二"}
    found = listed(few, [], "李")
    assert (found.options, found.is_part, found.found) == (few, False, 0)


def test_of_many_the_first() -> None:
    found = listed(KNOWN, [])
    assert (list(found.options), found.is_part, found.whole) == (list(KNOWN)[:MOST], True, MOST + 5)


def test_who_is_found_by_name_stands_after_who_is_chosen() -> None:
    found = listed(KNOWN, ["M3", "M104", "nobody"], " 王103 ")
    assert (list(found.options), found.found) == (["M3", "M104", "M103"], 1)


def test_more_found_than_are_listed() -> None:
    found = listed(KNOWN, ["M104"], "王")
    assert (found.found, found.is_cut, len(found.options), found.options["M104"]) == (MOST + 5, True, MOST + 1, "王104")


def test_a_name_nobody_has_leaves_the_first_to_choose_from() -> None:
    found = listed(KNOWN, [], "诸葛")
    assert (found.found, list(found.options)) == (0, list(KNOWN)[:MOST])


@given(st.sets(st.sampled_from(sorted(KNOWN))), st.sampled_from(["", "1", "王10", "诸葛"]))
def test_nothing_chosen_is_lost(chosen: set[str], text: str) -> None:
    assert chosen <= listed(KNOWN, sorted(chosen), text).options.keys()
