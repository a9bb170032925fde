"""Names of fields: whatever a browser sends is read, and what the form sends comes back as it was."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.web.records import drafting
from dengxiaming.web.records.boxes import Typed
from dengxiaming.web.records.names import content_of, name_of

ANY = st.text(max_size=12)
WORD = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=12)
PART = st.sampled_from(
    ["items", "0", "1", "9999", "resolutions", "kinds", "holders", "ZB1", "roll", "M1", "status", "stages", "", "~1"]
)
NAMES = st.one_of(ANY, st.lists(PART, max_size=12).map(lambda parts: "c/" + "/".join(parts)))
CODE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)


def sent(fields: list[tuple[str, str]]) -> QueryDict:
    return QueryDict(urlencode(fields, errors="replace"), encoding="utf-8")


@given(st.lists(st.tuples(NAMES, ANY), max_size=12))
def test_whatever_is_sent_is_read_and_kept(fields: list[tuple[str, str]]) -> None:
    content = content_of(sent(fields))
    kept = drafting.within(drafting.kept(content, "ZB1", json.loads(json.dumps(content))), "ZB1", {"ZB2"})
    assert {"ZB1"} <= set(kept["holders"]) <= {"ZB1", "ZB2"}
    for step, _ in drafting.STEPS.values():
        for place in ("", "0", "7", "x", "ZB2", "9" * 5000, "²"):
            step(kept, place, drafting_people())
    json.dumps(kept)


def drafting_people() -> Any:  # noqa: ANN401  the People of a branch of one
    from dengxiaming.areas.gatherings.roll import People, Person  # noqa: PLC0415  only here

    return People(today=None, organization="ZB1", expected=(Person("M1", "某M1"),))  # type: ignore[arg-type]  the steps ask no day


FORM = st.fixed_dictionaries(
    {
        "kinds": st.lists(st.sampled_from(["theme_day", "lesson"]), unique=True),
        "on": WORD,
        "theme": WORD,
        "holders": st.dictionaries(
            CODE,
            st.fixed_dictionaries(
                {"observers": WORD, "roll": st.dictionaries(CODE, st.fixed_dictionaries({"status": WORD}), max_size=3)}
            ),
            max_size=2,
        ),
        "items": st.lists(
            st.fixed_dictionaries(
                {"title": WORD, "resolutions": st.lists(st.fixed_dictionaries({"text": WORD}), max_size=2)}
            ),
            max_size=11,
        ),
    }
)


def fields_of(held: object, *path: object) -> Iterator[tuple[str, str]]:
    """A form's content as the fields a browser sends."""
    if isinstance(held, dict):
        for name, value in held.items():
            yield from fields_of(value, *path, name)
    elif isinstance(held, list) and path != ("kinds",):
        for place, value in enumerate(held):
            yield from fields_of(value, *path, place)
    elif isinstance(held, list):
        yield from ((name_of(*path), value) for value in held)
    else:
        yield name_of(*path), str(held).replace("\n", "\r\n")


@given(FORM)
def test_what_the_form_sends_comes_back(content: dict[str, Any]) -> None:
    fields = list(fields_of(content))
    again = content_of(sent(fields))
    for name, _ in fields:
        path = [part.replace("~1", "/").replace("~0", "~") for part in name.removeprefix("c/").split("/")]
        places = [int(part) if path[0] == "items" and part.isdecimal() else part for part in path]
        assert Typed(again).at(*places) == Typed(content).at(*places)
    assert len(again.get("items", [])) == len(content["items"])
