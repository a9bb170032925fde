"""The agenda as it is typed: items with lecturer, speeches, votes, resolutions; documents studied (S2-8, S6-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dengxiaming.areas.gatherings.fields import Form, clean, entries, is_something
from dengxiaming.areas.gatherings.kinds import Kinds

_VOTES = {"in_favour": "赞成", "against": "反对", "abstained": "弃权"}


@dataclass(frozen=True)
class Resolved:
    """What was resolved, who sees to it, until when; `code` where it was signed before and is now corrected."""

    text: str
    owner: str
    due_on: date | None
    rectification: bool
    code: str = ""


@dataclass(frozen=True)
class Item:
    """One item of the agenda, in its place."""

    kind: str
    title: str
    lecturer: str
    guest: str
    speeches: str
    in_favour: int | None
    against: int | None
    abstained: int | None
    votes_none: bool
    resolutions: tuple[Resolved, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        numbers = (self.in_favour, self.against, self.abstained)
        words = (self.kind, self.title, self.lecturer, self.guest, self.speeches)
        return not (any(words) or self.votes_none or self.resolutions or any(n is not None for n in numbers))


@dataclass(frozen=True)
class Room:
    """What an item's reading must know: who can be named, the kinds, the day, how many voters are there (None: nobody
    counts).
    """

    known: Mapping[str, str]
    kinds: Kinds
    chosen: tuple[str, ...]
    on: date | None
    voters: int | None


def items(form: Form, value: object, room: Room) -> tuple[Item, ...]:
    """The items that hold anything, in order."""
    found = [(place, _item(form, entry, place, room)) for place, entry in entries(value)]
    kept = [(place, item) for place, item in found if not item.is_empty]
    if room.kinds.any_of(room.chosen, "lecturer") and not any(item.lecturer or item.guest for _, item in kept):
        lessons = [place for place, item in found if item.kind and room.kinds.any_of([item.kind], "lecturer")]
        at = f"items-{lessons[0] if lessons else 0}-lecturer"
        form.wrong(at, "党课", "没有写谁讲的。请在讲课的那一项选主讲人。")
    return tuple(item for _, item in kept)


def studied(form: Form, value: object) -> tuple[tuple[str, date | None], ...]:
    """The documents studied, each with its day of issue."""
    found = []
    for place, entry in entries(value):
        title = form.text(entry.get("title"), f"studied-{place}-title", "学习文件", 200)
        issued = form.day(entry.get("issued_on"), f"studied-{place}-issued_on", "学习文件")
        if issued and not title:
            form.wrong(f"studied-{place}-title", "学习文件", f"写了印发日期{issued}，没有写是哪一份。请补上题目。")
        elif title:
            found.append((title, issued))
    return tuple(found)


def _item(form: Form, entry: Mapping[str, object], place: int, room: Room) -> Item:
    about, at = f"议题{place + 1}", f"items-{place}"
    kind = form.text(entry.get("kind"), f"{at}-kind", about)
    if kind and kind not in room.kinds:
        form.wrong(f"{at}-kind", about, f"没有“{kind}”这一种。请从列出的里面选。")
    lecturer = form.text(entry.get("lecturer"), f"{at}-lecturer", about)
    if lecturer and lecturer not in room.known:
        form.wrong(f"{at}-lecturer", about, f"主讲人“{lecturer}”不在党员名册上。请从名单里选，外请的写姓名。")
    guest = form.text(entry.get("guest"), f"{at}-guest", about, 100)
    if guest and lecturer:
        form.wrong(f"{at}-guest", about, "主讲人选了党员，又写了外请的人。请只留一个，另一位另加一项。")
    none = form.yes(entry.get("votes_none"))
    votes = _votes(form, entry, at, about, room)
    if none and any(number is not None for number in votes):
        form.wrong(f"{at}-votes_none", about, "写了没有表决，又填了票数。请只留一样。")
    title = form.text(entry.get("title"), f"{at}-title", about, 200)
    speeches = form.text(entry.get("speeches"), f"{at}-speeches", about)
    resolutions = _resolutions(form, entry.get("resolutions"), at, about, room)
    return Item(kind, title, lecturer, guest, speeches, *votes, none, resolutions)


def _votes(
    form: Form, entry: Mapping[str, object], at: str, about: str, room: Room
) -> tuple[int | None, int | None, int | None]:
    numbers = {name: form.count(entry.get(name), f"{at}-{name}", about) for name in _VOTES}
    typed = [name for name in _VOTES if clean(entry.get(name))]
    for name, word in _VOTES.items():
        if typed and name not in typed:
            form.wrong(f"{at}-{name}", about, f"{word}没有填。没有人{word}就写0。")
    total = sum(number or 0 for number in numbers.values())
    if room.voters is not None and len(typed) == len(_VOTES) and total > room.voters:
        says = f"票数合计{total}，多于有表决权的到会人数{room.voters}。请核对票数，或先补上点名。"
        form.wrong(f"{at}-in_favour", about, says)
    return numbers["in_favour"], numbers["against"], numbers["abstained"]


def _resolutions(form: Form, value: object, at: str, about: str, room: Room) -> tuple[Resolved, ...]:
    found = []
    for place, entry in entries(value):
        spot = f"{at}-resolutions-{place}"
        text = form.text(entry.get("text"), f"{spot}-text", about)
        owner = form.text(entry.get("owner"), f"{spot}-owner", about)
        due_on = form.day(entry.get("due_on"), f"{spot}-due_on", about)
        if owner and owner not in room.known:
            form.wrong(f"{spot}-owner", about, f"责任人“{owner}”不在党员名册上。请从名单里选。")
        if due_on and room.on and due_on < room.on:
            form.wrong(f"{spot}-due_on", about, f"办结期限{due_on}早于开会那天。请核对。")
        if not is_something(text) and (owner or due_on):
            form.wrong(f"{spot}-text", about, "写了责任人或期限，没有写决议。请补上决议的内容。")
        elif is_something(text):
            found.append(Resolved(text, owner, due_on, form.yes(entry.get("rectification")), clean(entry.get("code"))))
            if not (owner and due_on):
                form.ask(f"{spot}-owner", about, "决议没有写全谁办、哪天办完。补上以后才会列进待办。")
    return tuple(found)
