"""The closed word lists of the rule language: identifier, 中文 and one sentence of meaning, read from `words.toml`.

>>> BEARERS["top"].label
'机关最上层党组织'
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Word:
    """One word. The tuples are empty where the list it stands in has no use for them.

    `unit` measures a number; `needs` and `may` name the keys a duty with this word must and may have, `numbers` and
    `options` the numbers; `forms` are the forms the word may stand in.
    """

    id: str
    label: str
    meaning: str
    unit: str = ""
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


Words = Mapping[str, Word]


def _word(name: str, entry: dict[str, Any]) -> Word:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Word(name, **fields)


_LISTS: Final[dict[str, dict[str, Any]]] = tomllib.loads(
    files("dengxiaming.law").joinpath("words.toml").read_text(encoding="utf-8")
)


def _words(name: str) -> Words:
    return MappingProxyType({word: _word(word, entry) for word, entry in _LISTS[name].items()})


FORMS: Final = _words("form")
CLAUSE_FORMS: Final = _words("clause_form")
BEARERS: Final = _words("bearer")
EVERY: Final = _words("every")
WINDOWS: Final = _words("window")
HELD_BY: Final = _words("held_by")
ACTORS: Final = _words("actor")
TOWARD: Final = _words("toward")
LISTS: Final = _words("lists")
MEASURES: Final = _words("measure")
NUMBERS: Final = _words("number")
ORIGINS: Final = _words("origin")
ROWS: Final = _words("rows")
BOUNDS: Final = _words("bound")
KEYS: Final = _words("key")

ALL: Final[Mapping[str, Words]] = MappingProxyType({
    "承担者 bearer": BEARERS,
    "形式 form": FORMS,
    "条款形式 form": CLAUSE_FORMS,
    "周期 every": EVERY,
    "窗口 window": WINDOWS,
    "谁办的 held_by": HELD_BY,
    "谁做的 actor": ACTORS,
    "对谁做的 toward": TOWARD,
    "回应 lists": LISTS,
    "看什么 measure": MEASURES,
    "数 number": NUMBERS,
    "来源 origin": ORIGINS,
    "判定行 rows": ROWS,
    "文件的界限 document": BOUNDS,
})  # fmt: skip


def key_label(key: str) -> str:
    """How a key is called in a message: 承担者 for `bearer`; the key itself where it has no name."""
    if key in NUMBERS:
        return "数"
    return KEYS[key].label if key in KEYS else key


def key_name(key: str) -> str:
    """A key with its Chinese name before it, where it has one: 承担者 bearer."""
    return key if key_label(key) == key else f"{key_label(key)} {key}"


def suggest(word: str, among: Mapping[str, str]) -> str:
    """The sentence after an unknown word: the nearest known one, or all of a short list.

    `among` maps identifier to 中文; a Chinese word is answered with its identifier.
    """
    for known, label in among.items():
        if word == label:
            return f'这里写标识符 "{known}"（{label}）。'
    near = get_close_matches(word, among, n=1, cutoff=0.6)
    if near:
        label = among[near[0]]
        return f'是不是 "{near[0]}"' + (f"（{label}）？" if label and label != near[0] else "？")
    if len(among) <= 12:
        return (
            "可以写："
            + "、".join(f"{known}（{label}）" if label != known else known for known, label in among.items())
            + "。"
        )
    return "能写的词列在 docs/add-a-rule.md 的词表里。"


def labels(words: Words) -> dict[str, str]:
    """Identifier → 中文 of a list."""
    return {word.id: word.label for word in words.values()}
