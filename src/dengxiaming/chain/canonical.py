"""One value, one sequence of bytes: canonical JSON (RFC 8785, JCS), cut down to what a journal entry needs.

Keys are ASCII and numbers are whole, so the two hard parts of RFC 8785, sorting by UTF-16 units (3.2.3) and printing
doubles (3.2.2.3), never arise, and the standard library writes the same bytes. Unicode is not normalised by RFC 8785
(3.1); here a text that is not NFC is refused, so that two texts that look the same are the same.
"""

import json
import unicodedata
from typing import Final

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_LARGEST: Final = 2**53 - 1
"""The largest whole number every reader of JSON holds exactly (RFC 7493, 2.2)."""
_DEEPEST: Final = 64


class NotCanonical(ValueError):  # noqa: N818  the name says what is the matter with the value
    """A value that has no canonical form here, or bytes that are not in it. The message names the place."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place or '最外层'}：{what}")
        self.place = place
        self.what = what


def canonical(value: Json) -> bytes:
    """The canonical bytes of `value`. Raises `NotCanonical`."""
    _check(value, "", 0)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def read(data: bytes) -> Json:
    """The value whose canonical form is `data`. Raises `NotCanonical` for anything written in another way."""
    try:
        value: Json = json.loads(data.decode())
    except UnicodeDecodeError as error:
        raise NotCanonical(f"第{error.start}字节", "不是 UTF-8。") from error
    except json.JSONDecodeError as error:
        raise NotCanonical(f"第{error.pos}个字符", "不是 JSON。") from error
    except (ValueError, RecursionError) as error:
        raise NotCanonical("", "数太长，或者套得太深。") from error
    if canonical(value) != data:
        raise NotCanonical("", "不是规范写法：键的次序、空白、转义或数的写法不同，或者一个键写了两遍。")
    return value


def _check(value: object, place: str, depth: int) -> None:
    """Raises `NotCanonical` for the first part of `value` that cannot be written; `object`: callers may be wrong."""
    if depth > _DEEPEST:
        raise NotCanonical(place, f"套得太深，最多{_DEEPEST}层。")
    match value:
        case None | bool():
            pass
        case str():
            _check_text(value, place)
        case int():
            if abs(value) > _LARGEST:
                raise NotCanonical(place, "整数太大，绝对值要小于2的53次方；写成字符串。")
        case list():
            for index, item in enumerate(value):
                _check(item, f"{place}[{index}]", depth + 1)
        case dict():
            for key, item in value.items():
                _check_key(key, place)
                _check(item, f"{place}.{key}" if place else key, depth + 1)
        case _:
            raise NotCanonical(place, f"不收{type(value).__name__}，只收字符串、整数、真假、空、列表和字典。")


def _check_key(key: object, place: str) -> None:
    if not (isinstance(key, str) and key.isascii()):
        raise NotCanonical(place, f"键{key!r}不是 ASCII 字符串。")


def _check_text(text: str, place: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(place, f"第{error.start + 1}个字符是落单的代理码，不是文字。") from error
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical(place, "文字不是 NFC 写法；存之前先规范化。")
