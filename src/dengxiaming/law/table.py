"""One TOML table being read: each key is asked for by its type; what is wrong or left over becomes findings."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from dengxiaming.law.document import Document
from dengxiaming.law.places import Path
from dengxiaming.law.words import Words, key_label, key_name, suggest

Vocabulary = Mapping[str, str] | Words


class Table:
    """A table at a path of a document. Ask for every key it may have, then `close()` it."""

    def __init__(self, document: Document, data: Mapping[str, object], path: Path = ()) -> None:
        self.document = document
        self.data = data
        self.path = path
        self.asked: dict[str, str] = {}

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self.data

    def wrong(self, key: str, message: str, remedy: str) -> None:
        """Report a defect at a key."""
        self.document.report((*self.path, key), message, remedy)

    def missing(self, key: str, remedy: str = "") -> None:
        """Report that a key is not written."""
        space = " " if key_name(key) == key else ""
        self.document.report(self.path, f"没有写{space}{key_name(key)}。", remedy or f"补上一行 {key} = …")

    def text(self, key: str, *, needed: bool = False) -> str:
        """A sentence or name; "" where it is not written (a finding where it is `needed`)."""
        value = self._get(key, str, '文字，用半角引号括起来，如 {key} = "…"', needed=needed)
        if isinstance(value, str):
            if needed and not value.strip():
                self.wrong(key, f"{key_name(key)} 是空的。", "写上内容。")
            return value.strip()
        return ""

    def word(self, key: str, among: Vocabulary, *, needed: bool = False) -> str:
        """A word of a closed list; "" where it is missing or wrong."""
        value = self.text(key, needed=needed)
        return value if not value or self.known(key, value, among) else ""

    def words(self, key: str, among: Vocabulary, *, needed: bool = False) -> tuple[str, ...]:
        """One word of a closed list or a list of them; the wrong ones are left out."""
        return tuple(value for value in self.texts(key, needed=needed) if self.known(key, value, among))

    def known(self, key: str, value: str, among: Vocabulary) -> bool:
        """Whether a word stands in its list; reported with the nearest one where it does not."""
        if value in among:
            return True
        flat = {word: str(getattr(entry, "label", entry)) for word, entry in among.items()}
        self.wrong(key, f'{key_label(key)} "{value}" 不在词表里。', suggest(value, flat))
        return False

    def texts(self, key: str, *, needed: bool = False, distinct: bool = True) -> tuple[str, ...]:
        """A text or a list of texts; none twice where they are to be `distinct`."""
        self.asked[key] = key_label(key)
        if key not in self.data:
            if needed:
                self.missing(key)
            return ()
        value = self.data[key]
        several: list[object] = value if isinstance(value, list) else [value]
        if not several and needed:
            self.wrong(key, f"{key_name(key)} 是空的列表。", "至少写一个。")
        texts = [one for one in several if isinstance(one, str)]
        if len(texts) < len(several):
            self.wrong(key, f"{key_name(key)} 要写文字或文字的列表。", f'如 {key} = ["…", "…"]')
            return ()
        if distinct and len(set(texts)) < len(texts):
            self.wrong(key, f"{key_name(key)} 里有写了两遍的。", "每个只写一遍。")
        return tuple(dict.fromkeys(texts)) if distinct else tuple(texts)

    def day(self, key: str, *, needed: bool = False) -> date | None:
        """A date without time; `None` where it is missing or wrong."""
        value = self._get(key, date, "日期，不加引号，如 {key} = 2020-06-17", needed=needed)
        if isinstance(value, datetime):
            self.wrong(key, f"{key_name(key)} 带了钟点。", f"只写日期，如 {key} = {value.date()}")
            return value.date()
        return value if isinstance(value, date) else None

    def whole(self, key: str, *, needed: bool = False) -> int | None:
        """A whole number; `None` where it is missing or wrong."""
        value = self._get(key, int, "整数，不加引号，如 {key} = 1", needed=needed)
        return value if isinstance(value, int) else None

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        self.asked[key] = key_label(key)
        value = self.data.get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong(key, f"{key_name(key)} 要写 true 或 false。", f"如 {key} = false")
        return default

    def table(self, key: str) -> "Table | None":
        """A table inside this one."""
        value = self._get(key, dict, "一张表，如 {key} = {{ … }}", needed=False)
        return Table(self.document, value, (*self.path, key)) if isinstance(value, dict) else None

    def tables(self, key: str, *, single: bool = False) -> list["Table"]:
        """An array of tables, `[[key]]`; with `single` one plain table counts as an array of one."""
        self.asked[key] = key_label(key)
        value = self.data.get(key, [])
        if single and isinstance(value, dict):
            return [Table(self.document, value, (*self.path, key))]
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            header = ".".join(str(part) for part in (*self.path, key) if isinstance(part, str))
            self.wrong(key, f"{key_name(key)} 的写法不对。", f"写成两层方括号的表头 [[{header}]]，下面一行一个键。")
            return []
        return [Table(self.document, entry, (*self.path, key, index)) for index, entry in enumerate(value)]

    def close(self, extra: Callable[[str], bool] | None = None) -> None:
        """Report every key nobody asked for; `extra` may claim one."""
        for key in self.data:
            if key not in self.asked and not (extra is not None and extra(key)):
                self.wrong(key, f"这里没有 {key} 这个键。", suggest(key, self.asked))

    def _get(self, key: str, kind: type, shape: str, *, needed: bool) -> object:
        self.asked[key] = key_label(key)
        if key not in self.data:
            if needed:
                self.missing(key)
            return None
        value = self.data[key]
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self.wrong(key, f"{key_name(key)} 的写法不对。", f"要写{shape.format(key=key)}。")
        return None
