"""In which line of a TOML text each key and value stands; the standard reader keeps no such thing.

The scanner walks a text that `tomllib` has already accepted, so it only has to recognise where things begin and end.
A path is a tuple of keys and of positions in arrays: ("duty", 0, "required", 1, "value").
"""

import re
import tomllib
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR: Final = re.compile(r"[^,\]}#\r\n]+")
_BASIC: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL: Final = re.compile(r"'[^'\n]*'")
_LONG_BASIC: Final = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}(?!")', re.DOTALL)
_LONG_LITERAL: Final = re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL)


def places(text: str) -> dict[Path, int]:
    """Line (from 1) of every key, array entry and table header of a valid TOML text."""
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it that has one; 1 where nothing has."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


@dataclass
class _Scanner:
    text: str
    at: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    lengths: dict[Path, int] = field(default_factory=dict)
    _counted: tuple[int, int] = (0, 1)

    def document(self) -> None:
        """The whole text: headers and the keys under each."""
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`; returns the path under which the following keys stand."""
        line = self.line()
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        keys = self.key()
        self.skip(_SPACE)
        self.at += brackets
        path: Path = ()
        for part in keys[:-1]:
            path = (*path, part)
            self.lines.setdefault(path, line)
            path = self.inside(path)
        path = (*path, keys[-1])
        if brackets == 1:
            path = self.inside(path)
            self.lines.setdefault(path, line)
            return path
        self.lines.setdefault(path, line)
        entry = (*path, self.lengths.get(path, 0))
        self.lengths[path] = self.lengths.get(path, 0) + 1
        self.lines[entry] = line
        return entry

    def inside(self, path: Path) -> Path:
        """Where a path through an array of tables leads: into its last entry."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def pair(self, table: Path) -> None:
        """`key = value`; a dotted key marks each of its parts."""
        line = self.line()
        path = table
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.skip(_SPACE)
        self.at += 1
        self.skip(_SPACE)
        self.value(path)

    def key(self) -> list[str]:
        """A bare, quoted or dotted key."""
        parts = []
        while True:
            self.skip(_SPACE)
            if self.text[self.at] in "\"'":
                start = self.at
                self.string()
                parts.append(str(tomllib.loads(f"k = {self.text[start : self.at]}")["k"]))
            else:
                parts.append(self.take(_BARE))
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def value(self, path: Path) -> None:
        """Any value; entries of arrays and keys of inline tables are marked too."""
        first = self.text[self.at]
        if first in "\"'":
            self.string()
        elif first == "[":
            self.array(path)
        elif first == "{":
            self.inline(path)
        else:
            self.take(_SCALAR)

    def array(self, path: Path) -> None:
        """`[ … ]`, over any number of lines."""
        self.at += 1
        index = 0
        self.skip(_BLANK)
        while self.text[self.at] != "]":
            self.lines[(*path, index)] = self.line()
            self.value((*path, index))
            index += 1
            self.skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_BLANK)
        self.at += 1

    def inline(self, path: Path) -> None:
        """`{ … }`."""
        self.at += 1
        self.skip(_BLANK)
        while self.text[self.at] != "}":
            self.pair(path)
            self.skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_BLANK)
        self.at += 1

    def string(self) -> None:
        """Any of the four kinds of string."""
        for opening, pattern in (('"""', _LONG_BASIC), ("'''", _LONG_LITERAL), ('"', _BASIC), ("'", _LITERAL)):
            if self.text.startswith(opening, self.at):
                self.take(pattern)
                return

    def take(self, pattern: re.Pattern[str]) -> str:
        """What matches here; the text was accepted by `tomllib`, so something does."""
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"第 {self.line()} 行的写法认不出来")
        self.at = match.end()
        return match.group()

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Move past what matches, which may be nothing."""
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()

    def line(self) -> int:
        """The line of where we are; counted on from the last place asked for."""
        seen, number = self._counted
        number += self.text.count("\n", seen, self.at)
        self._counted = (self.at, number)
        return number
