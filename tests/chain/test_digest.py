"""A field's digest: keyed by its own salt, bound to its name."""

import hashlib
import hmac

import pytest

from dengxiaming.chain.canonical import NotCanonical
from dengxiaming.chain.digest import field_digest

SALT = bytes(range(32))
HELD_ON = "f09cfc1094c2495d21e978753e5428600fa3652187e548f9a6f685a3ba4ca71f"


def test_it_is_the_hmac_of_name_and_value() -> None:
    wanted = hmac.new(SALT, '["topic","主题党日"]'.encode(), hashlib.sha256).hexdigest()
    assert field_digest(SALT, "topic", "主题党日") == wanted
    # 用 openssl dgst -sha256 -mac HMAC 另算的一个
    assert field_digest(SALT, "held_on", "2026-11-24") == HELD_ON


def test_salt_name_and_value_all_count() -> None:
    digests = {
        field_digest(SALT, "present", 9),
        field_digest(SALT[::-1], "present", 9),
        field_digest(SALT, "absent", 9),
        field_digest(SALT, "present", 10),
        field_digest(SALT, "present", "9"),
        field_digest(SALT, "present", None),
    }
    assert len(digests) == 6


@pytest.mark.parametrize("salt", [b"", bytes(16), bytes(31), bytes(33)], ids=len)
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(ValueError, match="32个随机字节"):
        field_digest(salt, "topic", "")


def test_a_value_that_has_two_spellings_has_no_digest() -> None:
    with pytest.raises(NotCanonical):
        field_digest(SALT, "topic", "e\u0301")
