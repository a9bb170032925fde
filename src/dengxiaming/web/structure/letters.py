"""The 请示 and the 批复 as official letters (R1-3, R2-10; R11)."""

from collections.abc import Callable, Mapping
from typing import Final

from dengxiaming.areas.structure.requests.queries import Asked
from dengxiaming.papers.letter.form import Letter
from dengxiaming.papers.words import day, names


def asking(held: Asked, full: Mapping[str, int]) -> Letter:
    """The 请示: why, what, of which units, with how many members."""
    wanted = {"found": _founded, "change": _changed, "dissolve": _dissolved}[held.act]
    return Letter(
        held.organization_name, f"关于{held.words}的请示", (*held.reason.splitlines(), *wanted(held, full)),
        held.asked_on, held.approver_name, held.number, "妥否，请批示。",
    )  # fmt: skip


def reply(held: Asked, full: Mapping[str, int]) -> Letter:  # noqa: ARG001  两种纸同样地填
    """The 批复: approved or not, and what to do next."""
    asked = f"你们{day(held.asked_on)}的请示{f'（{held.number}）' if held.number else ''}收悉。"
    if held.decision == "refused":
        said: tuple[str, ...] = (f"经研究，不同意{held.words}。", *held.decision_note.splitlines())
    else:
        said = (f"经研究，同意{held.words}。", *held.decision_note.splitlines(), *_next(held))
    issued_on = held.decided_on or held.asked_on
    return Letter(
        held.approver_name, f"关于{held.words}的批复", (asked, *said), issued_on, held.organization_name,
        held.decision_number, "此复。",
    )  # fmt: skip


PAPERS: Final[dict[str, tuple[str, Callable[[Asked, Mapping[str, int]], Letter]]]] = {
    "request": ("请示", asking), "reply": ("批复", reply),
}  # fmt: skip


def _founded(held: Asked, full: Mapping[str, int]) -> tuple[str, ...]:
    said = [f"拟成立{held.name}（{held.kind_label}），隶属{held.parent_name}。"]
    if held.units:
        said.append(f"覆盖单位{len(held.units)}个：{_units(held, full)}。")
    if held.starts_on and held.ends_on:
        said.append(f"自{day(held.starts_on)}起，至{day(held.ends_on)}止；党员组织关系不转接。")
    if held.moves:
        said.append("上述单位的党员组织关系，自生效之日起转入。")
    return tuple(said)


def _changed(held: Asked, full: Mapping[str, int]) -> tuple[str, ...]:
    said = [f"拟将{held.subject_name}变更为{held.name}（{held.kind_label}），隶属{held.parent_name}。"]
    if held.units:
        said.append(f"变更后覆盖单位{len(held.units)}个：{_units(held, full)}。")
    if held.moves:
        said.append("新覆盖单位的党员组织关系，自生效之日起转入。")
    return tuple(said)


def _dissolved(held: Asked, full: Mapping[str, int]) -> tuple[str, ...]:  # noqa: ARG001  同上
    said = [f"拟撤销{held.subject_name}。"]
    if held.receiver_name:
        said.append(f"现有党员的组织关系，自生效之日起转入{held.receiver_name}。")
    return tuple(said)


def _units(held: Asked, full: Mapping[str, int]) -> str:
    return names(f"{name}（正式党员{full[code]}名）" if code in full else name for code, name in held.units)


def _next(held: Asked) -> tuple[str, ...]:
    if held.act != "found" or held.kind not in {"branch", "joint_branch"}:
        return ()
    return ("请按规定选举产生支部委员会或者书记，并将结果报批、备案。",)
