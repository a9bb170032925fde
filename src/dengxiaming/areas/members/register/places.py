"""Which branch and group a roster means by a name. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from dengxiaming.exchange.cells import shown
from dengxiaming.exchange.columns import plain


@dataclass(frozen=True)
class Found:
    """The code, or why there is none and what to do."""

    code: str = ""
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Places:
    """The branches a roster may speak of, by code; their groups; the branch meant where none is written ("" for none).

    What lies outside the reach of whoever imports is not named.
    """

    branches: Mapping[str, str]
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    default: str = ""

    def branch(self, written: str, sheet: str = "") -> Found:
        """By code, by name, by a name that ends with it or it with; by the sheet's name where nothing is written."""
        if not written:
            by_sheet = _meant(sheet, self.branches)
            if self.default or len(by_sheet) == 1:
                return Found(self.default or by_sheet[0])
            return Found("", "没有写所在党支部。", "补上支部名称，或者在支部自己的名册里导入。")
        meant = _meant(written, self.branches)
        if len(meant) == 1:
            return Found(meant[0])
        if meant:
            return Found("", f"叫 {shown(written)} 的支部不止一个。", f"改写支部编号：{'、'.join(meant[:5])}。")
        return Found("", f"您管的支部里没有 {shown(written)}。", _nearest(written, self.branches.values()))

    def group(self, branch: str, written: str) -> Found:
        """A group of a branch; nothing written is no group, and nothing wrong."""
        if not written or not branch:
            return Found()
        held = self.groups.get(branch, {})
        meant = _meant(written, held)
        if len(meant) == 1:
            return Found(meant[0])
        remedy = _nearest(written, held.values()) if held else "这个支部还没有设党小组，先空着。"
        return Found("", f"这个支部没有党小组 {shown(written)}。", remedy)


def _meant(written: str, held: Mapping[str, str]) -> Sequence[str]:
    wanted = plain(written)
    if not wanted:
        return ()
    exact = [code for code, name in held.items() if wanted in {plain(code), plain(name)}]
    if exact:
        return exact
    return [code for code, name in held.items() if wanted.endswith(plain(name)) or plain(name).endswith(wanted)]


def _nearest(written: str, names: Iterable[str]) -> str:
    near = get_close_matches(written, list(names), n=1, cutoff=0.5)
    return f"是不是“{near[0]}”？" if near else "照系统里的支部名称写，或者写支部编号。"
