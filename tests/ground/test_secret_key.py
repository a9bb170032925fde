"""The key is made once and only its owner may read it."""

from pathlib import Path

from dengxiaming.ground.secret import secret_key


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    place = tmp_path / "secret.key"
    first = secret_key(place)
    assert len(first) >= 50
    assert secret_key(place) == first
    assert place.stat().st_mode & 0o077 == 0


def test_two_houses_have_two_keys(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "one") != secret_key(tmp_path / "two")
