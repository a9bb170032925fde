"""A notice, read from the draft of its gathering: nothing is typed twice."""

from dataclasses import dataclass
from datetime import date, time

from dengxiaming.areas.gatherings import core
from dengxiaming.areas.gatherings.core import Content, Problems
from dengxiaming.areas.gatherings.fields import Form, clean, entries, mapping
from dengxiaming.areas.gatherings.kinds import Kinds
from dengxiaming.areas.gatherings.roll import People


@dataclass(frozen=True)
class Announcement:
    """What goes out: kinds, when, where, about what, and what to read before."""

    kinds: tuple[str, ...]
    theme: str
    on: date
    starts: time | None
    ends: time | None
    place: str
    agenda: str
    documents: str


def read(content: Content, people: People, kinds: Kinds) -> Announcement | Problems:
    """The announcement a draft makes, or everything that is missing for one."""
    form, typed = Form(), mapping(content)
    chosen = core.read_kinds(form, typed, people, kinds)
    on = form.day(typed.get("on"), "on", "日期")
    if on is None and not form.problems:
        form.wrong("on", "日期", "还没有填。请写开会那一天，再发通知。")
    if on is not None and on < people.today:
        form.wrong("on", "日期", f"{on.month}月{on.day}日已经过了。通知只能发给还没开的会。")
    starts, ends = core.read_times(form, typed)
    place = form.text(typed.get("place"), "place", "地点", 200)
    theme = form.text(typed.get("theme"), "theme", "主题", 200)
    if not theme:
        form.wrong("theme", "主题", "还没有写。请写上主题，再发通知。")
    titles = [clean(item.get("title")) for _, item in entries(typed.get("items"))]
    documents = [clean(entry.get("title")) for _, entry in entries(typed.get("studied"))]
    if form.problems or on is None:
        return Problems(tuple(form.problems))
    return Announcement(chosen, theme, on, starts, ends, place, _lines(titles), _lines(documents))


def _lines(texts: list[str]) -> str:
    return "\n".join(text for text in texts if text)
