"""Ids in addresses. An id of a fact set may hold any character, also a slash or dots; a path segment may not."""

from typing import Final

# "~" 之后两位十六进制：斜线会断开地址，单独的点会被浏览器当成目录
_UNSAFE: Final = ("~", "/", "\\", "?", "#", ".")


class IdConverter:
    """A path segment that carries any id: `甲/1` travels as `甲~2F1`."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The id. Raises `ValueError` (no such page) where the escape is broken."""
        parts = value.split("~")
        return parts[0] + "".join(chr(int(part[:2], 16)) + part[2:] for part in parts[1:])

    def to_url(self, value: str) -> str:
        """The segment."""
        return "".join(f"~{ord(sign):02X}" if sign in _UNSAFE else sign for sign in str(value))
