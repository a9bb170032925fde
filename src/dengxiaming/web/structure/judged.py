"""What the stored verdicts say of units and organisations, in words: why, what is allowed, what mends it.

Nothing is judged here: status and figures are the verdict's, the bounds the rule's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from dengxiaming.areas.structure.queries import Scene
from dengxiaming.duties import queries
from dengxiaming.duties.queries import DutyLine
from dengxiaming.law import locator
from dengxiaming.law.model import Duty
from dengxiaming.law.vocabulary import ORGANIZATION_KINDS
from dengxiaming.web.structure import numbers


@dataclass(frozen=True)
class Judged:
    """One verdict with its words. `full` are the full members of a unit, None for an organisation."""

    line: DutyLine
    why: str
    allowed: str
    mend: str
    note: str
    seals: tuple[str, ...]
    full: int | None = None


def in_order(rows: pl.DataFrame, scene: Scene) -> pl.DataFrame:
    """Units in their order, then organisations in the tree's."""
    order = {code: at for at, code in enumerate((*scene.sites, *scene.tree.nodes))}
    place = pl.DataFrame({"bearer_id": list(order), "place": list(order.values())})
    placed = rows.join(place, on="bearer_id", how="left")
    return placed.sort(pl.col("bearer_kind") != "unit", pl.col("place").fill_null(0), "rule").drop("place")


def judged(lines: Iterable[DutyLine], scene: Scene) -> tuple[Judged, ...]:
    """The words of some verdicts."""
    return tuple(_one(line, scene) for line in lines)


def _one(line: DutyLine, scene: Scene) -> Judged:
    held = numbers.duties(line.clause)
    duty = next((one for one in held if (one.bearer == "unit") == (line.bearer_kind == "unit")), held[0])
    rule = queries.rulebook().rule_of[line.rule]
    full = scene.sites[line.bearer_id].full if line.bearer_kind == "unit" and line.bearer_id in scene.sites else None
    origins = {number.at(line.as_of).origin: None for number in duty.numbers.values()}
    return Judged(
        line, _WHY[duty.measure](line, duty, scene), duty.says or rule.says, rule.do if line.status == "missed" else "",
        _note(full, duty, line), tuple(origins), full,
    )  # fmt: skip


def _note(full: int | None, duty: Duty, line: DutyLine) -> str:
    """On a bound the number's own note: the document and the national regulations word it apart (R2)."""
    if full is None:
        return ""
    for name in ("from_members", "to_members"):
        number = duty.numbers.get(name)
        if number is not None and number.at(line.as_of).value == full and number.note:
            return f"{number.note}（{locator.shown(number.at(line.as_of).cite)}）"
    return ""


def _number(duty: Duty, name: str, line: DutyLine) -> int:
    return int(duty.numbers[name].at(line.as_of).value)


def _range(duty: Duty, line: DutyLine) -> str:
    """100名以上, 50至99名."""
    least = _number(duty, "from_members", line)
    return f"{least}至{_number(duty, 'to_members', line)}名" if "to_members" in duty.numbers else f"{least}名以上"


def _unit(line: DutyLine, duty: Duty, scene: Scene) -> str:
    site = scene.sites.get(line.bearer_id)
    wanted = "或".join(ORGANIZATION_KINDS[kind] for kind in duty.covered_by)
    begun = f"正式党员{site.full}名，{_range(duty, line)}的应有{wanted}。" if site else ""
    if line.counted:
        return f"{begun}有：{_names(line.evidence, scene)}。"
    others = [*scene.covering(line.bearer_id, _BODIES)]
    return f"{begun}没有；现在是{_names(others, scene)}。" if others else f"{begun}没有，也没有别的支部覆盖它。"


def _covered(line: DutyLine, duty: Duty, scene: Scene) -> str:  # noqa: ARG001  每一种都这样被叫
    return f"覆盖{line.counted}个单位，一般不超过{line.required}个。"


def _approved(line: DutyLine, duty: Duty, scene: Scene) -> str:  # noqa: ARG001  同上
    return "有上级批复。" if line.counted else "没有批复日期。"


def _committee(line: DutyLine, duty: Duty, scene: Scene) -> str:  # noqa: ARG001  同上
    most = _number(duty, "at_most", line)
    return f"正式党员{_range(duty, line)}，设支委会，{line.required}至{most}人；现有{line.counted}人。"


def _secretary(line: DutyLine, duty: Duty, scene: Scene) -> str:  # noqa: ARG001  同上
    why = f"正式党员{_range(duty, line)}，不设支委会，书记1人，必要时副书记1人；现有书记{line.counted}人"
    return f"{why}。" if line.status != "missed" or line.counted != line.required else f"{why}，另有副书记过多或委员。"


def _discipline(line: DutyLine, duty: Duty, scene: Scene) -> str:  # noqa: ARG001  同上
    return f"应有纪检委员，不设委员会的指定专人；现有{line.counted}人。"


def _names(codes: list[str] | tuple[str, ...], scene: Scene) -> str:
    nodes = scene.tree.nodes
    held = [f"{nodes[code].name}（{ORGANIZATION_KINDS[nodes[code].kind]}）" for code in codes if code in nodes]
    return "、".join(held[:3]) + (f"等{len(held)}个" if len(held) > 3 else "")


_BODIES: Final = frozenset({"branch", "joint_branch", "general_branch", "organ_committee"})
_WHY: Final[Mapping[str, Callable[[DutyLine, Duty, Scene], str]]] = {
    "covering_organizations": _unit,
    "covered_units": _covered,
    "approved": _approved,
    "committee_holders": _committee,
    "single_secretary": _secretary,
    "discipline_holder": _discipline,
}
