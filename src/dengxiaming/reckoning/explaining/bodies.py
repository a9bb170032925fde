"""What was looked at where a duty is about structure: the organisations that cover a unit, the posts that are held."""

from collections.abc import Callable
from typing import Final

import numpy as np

from dengxiaming.law import vocabulary
from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import Ints
from dengxiaming.reckoning.explaining.model import Considered
from dengxiaming.reckoning.explaining.wording import Names, day
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import FOREVER
from dengxiaming.reckoning.periods import day_of
from dengxiaming.reckoning.rows import Rows
from dengxiaming.reckoning.tables import COMMITTEE_POSTS, ORGANIZATION_KINDS, POSTS


def posts_and_bodies(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """By the duty's measure."""
    return _LOOKS[duty.measure](judging, duty, rows, index, names)


def _covering(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """Every organisation in force that covers the unit, of the right kind or not."""
    world, o = judging.world, judging.world.organizations
    covering = o.covers_organization[o.covers_unit == rows.bearer[index]]
    wanted = "或".join(vocabulary.ORGANIZATION_KINDS[kind] for kind in duty.covered_by)
    found = []
    for code in covering[world.in_force.holds(covering, world.as_of)]:
        kind = ORGANIZATION_KINDS[int(o.kind[code])]
        right = kind in duty.covered_by
        word = vocabulary.ORGANIZATION_KINDS[kind]
        reason = f"类别是{word}。" if right else f"类别是{word}，不是{wanted}。"
        id_ = world.organization_ids.names[int(code)]
        found.append(Considered(id_, "organization", names.of(id_), None, right, reason))
    return tuple(found)


def _units(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    del duty
    world, o = judging.world, judging.world.organizations
    units = o.covers_unit[o.covers_organization == rows.bearer[index]]
    ids = [world.unit_ids.names[int(unit)] for unit in units]
    return tuple(Considered(id_, "unit", names.of(id_), None, counted=True, reason="覆盖的单位。") for id_ in ids)


def _approval(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    del duty
    world = judging.world
    code = int(rows.bearer[index])
    on = int(world.organizations.approved[code])
    id_ = world.organization_ids.names[code]
    if on == FOREVER:
        return (Considered(id_, "organization", names.of(id_), None, counted=False, reason="没有批复日期。"),)
    done = on <= world.as_of
    reason = f"{day(day_of(on))}批复。"
    return (Considered(id_, "organization", names.of(id_), day_of(on), done, reason),)


def _holders(*posts: str) -> Callable[[Judging, Duty, Rows, int, Names], tuple[Considered, ...]]:
    """The posts of some kinds in force in the organisation."""

    def look(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
        world, p = judging.world, judging.world.posts
        small = duty.measure != "discipline_holder" or not _has_committee(judging, rows.bearer[index : index + 1])
        held = p.of(*posts) & (p.organization == rows.bearer[index]) & (p.first <= world.as_of) & (world.as_of < p.stop)
        found = []
        for row in np.flatnonzero(held):
            post = POSTS[int(p.post[row])]
            counted = _counts(duty.measure, post, small=small)
            member = names.of(world.member_ids.names[int(p.member[row])])
            since = day(day_of(int(p.first[row])))
            reason = (
                f"{since}起任{vocabulary.POSTS[post]}。" if counted else f"职务是{vocabulary.POSTS[post]}，这里不数。"
            )
            id_ = world.post_ids.names[int(p.id[row])]
            found.append(
                Considered(
                    id_, "post", f"{member}·{vocabulary.POSTS[post]}", day_of(int(p.first[row])), counted, reason
                )
            )
        return tuple(found)

    return look


def _has_committee(judging: Judging, organization: Ints) -> bool:
    return bool(judging.world.is_committee_branch(organization, judging.world.as_of)[0])


def _counts(measure: str, post: str, *, small: bool) -> bool:
    if measure == "single_secretary":
        return post == "secretary"
    return measure == "committee_holders" or post == "discipline_commissioner" or small


_LOOKS: Final[dict[str, Callable[[Judging, Duty, Rows, int, Names], tuple[Considered, ...]]]] = {
    "covering_organizations": _covering,
    "covered_units": _units,
    "approved": _approval,
    "committee_holders": _holders(*COMMITTEE_POSTS),
    "single_secretary": _holders(*COMMITTEE_POSTS),
    "discipline_holder": _holders("discipline_commissioner", "discipline_designee"),
}
