"""Names of fields: `c/items/0/title` in a form is `content["items"][0]["title"]`, and its id `items-0-title`."""

import re
from typing import Any, Final

from django.http import QueryDict

PREFIX: Final = "c/"
_LISTS: Final = frozenset({"items", "resolutions", "studied"})
_MANY: Final = frozenset({"kinds", "delegates", "answers"})
_PLACE: Final = re.compile(r"0|[1-9][0-9]{0,3}")

Content = dict[str, Any]


def name_of(*path: object) -> str:
    """The name of a field by its path."""
    return PREFIX + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)


def id_of(*path: object) -> str:
    """The id of a field by its path, as problems name it."""
    return "-".join(map(str, path))


def content_of(sent: QueryDict) -> Content:
    """What was typed, from what a browser sends. Nothing is judged and nothing left out here."""
    root: Content = {}
    for name in sent:
        if name.startswith(PREFIX):
            parts = [part.replace("~1", "/").replace("~0", "~") for part in name.removeprefix(PREFIX).split("/")]
            values = [str(value).replace("\r\n", "\n") for value in sent.getlist(name)]
            _put(root, parts, [one for one in values if one] if parts[-1] in _MANY else values[-1])
    return _as_lists(root)


def _put(root: Content, parts: list[str], value: object) -> None:
    at = root
    for part in parts[:-1]:
        inner = at.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        at = inner
    at[parts[-1]] = value


def _as_lists(held: Content) -> Content:
    """Entries counted from 0 become lists, in their order; gaps where one was removed close."""
    found: Content = {}
    for name, value in held.items():
        inner = _as_lists(value) if isinstance(value, dict) else value
        if name in _LISTS and isinstance(inner, dict):
            places = sorted((key for key in inner if _PLACE.fullmatch(key)), key=int)
            inner = [inner[key] for key in places]
        found[name] = inner
    return found
