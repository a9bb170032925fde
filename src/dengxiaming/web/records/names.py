"""Names of fields: `c/items/0/title` in a form is `content["items"][0]["title"]`, and its id `items-0-title`."""

import re
from typing import Any, Final

from django.http import QueryDict

PREFIX: Final = "c/"
_LISTS: Final = frozenset({"items", "resolutions", "studied"})
_MANY: Final = frozenset({"kinds", "delegates", "answers"})
_PLACE: Final = re.compile(r"0|[1-9][0-9]{0,3}")
_DEEPEST: Final = 8
"""No field stands deeper; what a stranger sends deeper is no field."""

Content = dict[str, Any]


def name_of(*path: object) -> str:
    """The name of a field by its path."""
    return PREFIX + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)


def id_of(*path: object) -> str:
    """The id of a field by its path, as problems name it."""
    return "-".join(map(str, path))


def content_of(sent: QueryDict) -> Content:
    """What was typed, from what a browser sends. Nothing is judged and no field of a form left out here; whatever a
    stranger sends instead, the lists come out as lists and the parts as parts.
    """
    root: Content = {}
    for name in sent:
        if name.startswith(PREFIX):
            parts = [part.replace("~1", "/").replace("~0", "~") for part in name.removeprefix(PREFIX).split("/")]
            values = [str(value).replace("\r\n", "\n") for value in sent.getlist(name)]
            if len(parts) <= _DEEPEST:
                _put(root, parts, [one for one in values if one] if parts[-1] in _MANY else values[-1])
    return _shaped(_as_lists(root))


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


def _shaped(content: Content) -> Content:
    """The content with every list a list of entries and every part a part, as the form has them."""
    for name in {"kinds", "answers"} & content.keys():
        if not isinstance(content[name], list):
            content[name] = []
    for name in {"items", "studied"} & content.keys():
        content[name] = _entries(content[name])
    for item in content.get("items", []):
        if "resolutions" in item:
            item["resolutions"] = _entries(item["resolutions"])
    for name in {"holders", "stages"} & content.keys():
        content[name] = _parts(content[name])
    for part in content.get("holders", {}).values():
        if "roll" in part:
            part["roll"] = _parts(part["roll"])
    return content


def _entries(value: object) -> list[Content]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _parts(value: object) -> Content:
    return {code: one for code, one in value.items() if isinstance(one, dict)} if isinstance(value, dict) else {}
