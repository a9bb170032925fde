"""How an explanation speaks: names, dates and the reasons of each condition in plain Chinese."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from dengxiaming.law import vocabulary
from dengxiaming.law.model import Counts, Number, Value
from dengxiaming.law.words import NUMBERS, WINDOWS
from dengxiaming.reckoning.explaining.model import NumberShown
from dengxiaming.reckoning.facts import Facts

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day(value: date) -> str:
    """2026年3月31日."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """2026年3月31日18:05, Shanghai time."""
    local = value.astimezone(SHANGHAI)
    return f"{day(local.date())}{local:%H:%M}"


def kinds(words: Sequence[str]) -> str:
    """党课或主题党日."""
    return "或".join(vocabulary.ACT_KINDS.get(word, word) for word in words)


def listed(words: Sequence[str]) -> str:
    """党课、主题党日."""
    return "、".join(vocabulary.ACT_KINDS.get(word, word) for word in words)


_ASKED = {
    ("actor", "bearer"): "本人办的",
    ("actor", "secretary"): "由书记办的",
    ("actor", "branch_secretary_or_above"): "由支部书记办，书记本人的事由上级书记办",
    ("toward", "bearer"): "写明对象",
    ("toward", "member"): "对象里写上本人",
    ("lists", "trigger"): "写明回应这件事",
    ("lists", "act"): "写明回应这次活动",
}


def conditions(counts: Counts) -> str:
    """What besides the kind is asked of an act: 「由书记办的，写明对象」; empty when nothing is."""
    words = (("actor", counts.actor), ("toward", counts.toward), ("lists", counts.lists))
    return "，".join(_ASKED[pair] for pair in words if pair in _ASKED)


def number_shown(number: Number, value: Value) -> NumberShown:
    """A number with the value in force."""
    word = NUMBERS.get(number.name)
    label = word.label if word else number.name
    return NumberShown(
        label, value_text(number, value), value.origin, value.cite, value.decision, number.decides, number.note
    )


def value_text(number: Number, value: Value) -> str:
    """A value with its unit, or a window in words."""
    if number.name == "window":
        return window_text(str(value.value))
    word = NUMBERS.get(number.name)
    return f"{value.value}{word.unit if word else ''}"


def window_text(word: str) -> str:
    """01-01..03-31 → 1月1日至3月31日; a window word → its 中文."""
    if word in WINDOWS:
        return WINDOWS[word].label
    first, last = (f"{int(part[:2])}月{int(part[3:])}日" for part in word.split(".."))
    return f"{first}至{last}"


class Names:
    """The names behind the ids of a fact set."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def organizations(self) -> dict[str, str]:
        """Organisation id → name."""
        table = self._facts.organizations
        return dict(zip(table["id"], table["name"].fill_null(table["id"]), strict=True))

    @cached_property
    def members(self) -> dict[str, str]:
        """Member id → name."""
        table = self._facts.members
        return dict(zip(table["id"], table["name"].fill_null(table["id"]), strict=True))

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit id → name."""
        table = self._facts.units
        return dict(zip(table["id"], table["name"].fill_null(table["id"]), strict=True))

    def of(self, id_: str) -> str:
        """The name of a member or an organisation, else the id itself."""
        return self.members.get(id_) or self.organizations.get(id_) or self.units.get(id_) or id_

    def bearer(self, kind: str, id_: str) -> str:
        """The name of a bearer."""
        if kind == "pair":
            first, _, second = id_.partition("->")
            return f"{self.of(first)}与{self.of(second)}"
        if kind == "act":
            return self._act(id_)
        return self._post(id_) if kind == "post" else self.of(id_)

    def _act(self, id_: str) -> str:
        """2026年3月5日支部党员大会、党课."""
        found = self._facts.acts.filter(self._facts.acts["id"] == id_)
        return f"{day(found['on'][0])}{listed(found['kinds'][0])}" if len(found) else id_

    def _post(self, id_: str) -> str:
        """张一·副书记."""
        found = self._facts.posts.filter(self._facts.posts["id"] == id_)
        if not len(found):
            return id_
        return f"{self.of(found['member_id'][0])}·{vocabulary.POSTS.get(found['post'][0], '')}"
