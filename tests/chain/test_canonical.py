"""Canonical bytes are those of the rfc8785 package, and nothing that has two spellings gets through."""

import json
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from dengxiaming.chain.canonical import NotCanonical, canonical, read

texts = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: unicodedata.normalize("NFC", text))
keys = st.text(st.characters(max_codepoint=127))
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
scalars = st.none() | st.booleans() | numbers | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5), max_leaves=25
)


@given(values)
def test_the_bytes_are_those_of_the_reference(value: Any) -> None:  # noqa: ANN401  any JSON
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_what_was_written_is_read_back(value: Any) -> None:  # noqa: ANN401  any JSON
    assert read(canonical(value)) == value


@given(values, st.sampled_from([{"indent": 1}, {"ensure_ascii": True}, {"separators": (", ", ":")}]))
def test_another_way_of_writing_is_refused(value: Any, style: dict[str, Any]) -> None:  # noqa: ANN401  any JSON
    plain: dict[str, Any] = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    other = json.dumps(value, **(plain | style)).encode()
    assume(other != canonical(value))
    with pytest.raises(NotCanonical):
        read(other)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u4f1a"', b'"\\/"', b"1.0", b"1e3", b"-0", b"[1 ]", b" 1", b"1\n",
        b"NaN", b"Infinity", b'"\\ud800"', b"\xff", b"\xef\xbb\xbf1", b"", b"{", b"[" * 100_000, b"9" * 5000,
        b'"\\u000A"', b"9007199254740992", '"e\u0301"'.encode(), "1".encode("utf-16"),
    ],
    ids=lambda data: ascii(data[:20]),
)  # fmt: skip
def test_bytes_that_are_not_canonical_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read(data)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.0, "最外层：不收float"),
        ({"a": [0, {"b": float("nan")}]}, r"a\[1\]\.b：不收float"),
        ({"votes": [1, 2**53]}, r"votes\[1\]：整数太大"),
        ([-(2**53)], r"\[0\]：整数太大"),
        ({"name": "会\ud800"}, "name：第2个字符是落单的代理码"),
        ({"name": "e\u0301"}, "name：文字不是 NFC 写法"),
        ({"x": {"会": 1}}, "x：键'会'不是 ASCII"),
        ({"x": {1: 1}}, "x：键1不是 ASCII"),
        ({"x": (1,)}, "x：不收tuple"),
        ({"x": b""}, "x：不收bytes"),
    ],
    ids=ascii,
)
def test_a_value_without_canonical_form_is_refused_and_its_place_named(value: Any, message: str) -> None:  # noqa: ANN401  any
    with pytest.raises(NotCanonical, match=message):
        canonical(value)


def test_a_value_too_deep_is_refused() -> None:
    value: Any = 1
    for _ in range(64):
        value = [value]
    canonical(value)
    with pytest.raises(NotCanonical, match="套得太深"):
        canonical([value])


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), "\ud800"], ids=ascii)
def test_the_reference_refuses_these_too(value: Any) -> None:  # noqa: ANN401  any JSON
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
        rfc8785.dumps(value)
