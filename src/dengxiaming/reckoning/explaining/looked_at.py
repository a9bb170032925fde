"""What was looked at for one row, form by form."""

from collections.abc import Callable
from typing import Final

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import ints
from dengxiaming.reckoning.conditions import Subjects
from dengxiaming.reckoning.explaining.acts import Asked, considered, shown
from dengxiaming.reckoning.explaining.bodies import posts_and_bodies
from dengxiaming.reckoning.explaining.model import Considered
from dengxiaming.reckoning.explaining.people import branch_life, month_paid, roll_call, talks
from dengxiaming.reckoning.explaining.wording import Names, day
from dengxiaming.reckoning.forms.response import calling
from dengxiaming.reckoning.forms.streak import raised
from dengxiaming.reckoning.forms.term import extensions
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.periods import day_of
from dengxiaming.reckoning.rows import Rows
from dengxiaming.reckoning.tables import COMMITTEE_POSTS
from dengxiaming.reckoning.world import World


def looked_at(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """Everything an explanation lists for one row, in order of day."""
    if duty.measure in _BY_MEASURE:
        return _BY_MEASURE[duty.measure](judging, duty, rows, index, names)
    return _BY_FORM[duty.form](judging, duty, rows, index, names)


def _periodic(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    bearers = judging.cast.bearers(duty.bearer)
    code = rows.bearer[index : index + 1]
    subjects = Subjects.of(bearers.organization[code], bearers.member[code])
    return considered(
        Asked(judging, duty, subjects, int(rows.opens[index]), int(rows.due[index]), open_end=False, names=names)
    )


def _called(judging: Judging, duty: Duty, rows: Rows, index: int) -> Subjects:
    """The subject of one response row."""
    called = calling(judging.world, [duty])
    at = np.flatnonzero((called.bearer == rows.bearer[index]) & (called.cause == rows.period[index]))[:1]
    return called.take(ints(at)).subjects


def _response(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    subjects = _called(judging, duty, rows, index)
    opens, due = int(rows.opens[index]), int(rows.due[index])
    return considered(Asked(judging, duty, subjects, opens, due, open_end=True, names=names))


def _vacancy(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """A response that committee posts answer too (S1-10)."""
    found = list(_response(judging, duty, rows, index, names))
    world, p = judging.world, judging.world.posts
    subject = _called(judging, duty, rows, index)
    held = p.of(*COMMITTEE_POSTS) & (p.organization == subject.organization[0]) & (p.first <= world.as_of)
    for row in np.flatnonzero(held & (p.first >= rows.opens[index])):
        member = names.of(world.member_ids.names[int(p.member[row])])
        id_, on = world.post_ids.names[int(p.id[row])], day_of(int(p.first[row]))
        found.append(Considered(id_, "post", f"{member}任职", on, counted=True, reason="那天以后开始任职，算补上。"))
    return tuple(sorted(found, key=lambda one: (str(one.on), one.id)))


def _recorded(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    del names
    act = int(_called(judging, duty, rows, index).act[0])
    world = judging.world
    done = bool(world.acts.recorded[act] <= world.as_of)
    recorded = day(day_of(int(world.acts.recorded[act])))
    return (shown(world, act, counted=done, reason=f"{recorded}记下。" if done else "到这一天还没有记下。"),)


def _approved(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    del duty
    world, p = judging.world, judging.world.posts
    row = int(np.flatnonzero(p.id == rows.period[index])[0])
    chief = bool(p.of("secretary", "deputy_secretary")[row])
    on = int((p.approved if chief else p.filed)[row])
    word, done = ("批复" if chief else "备案"), on <= world.as_of
    reason = f"{day(day_of(on))}{word}。" if done else f"到这一天还没有{word}日期。"
    id_, member = world.post_ids.names[int(p.id[row])], names.of(world.member_ids.names[int(p.member[row])])
    return (Considered(id_, "post", f"{member}任职", day_of(int(p.first[row])), done, reason),)


def _own_act(rows: Rows, index: int, world: World) -> int:
    return int(np.flatnonzero(world.acts.id == rows.bearer[index])[0])


def _elements(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    del duty, names
    world = judging.world
    act = _own_act(rows, index, world)
    one = shown(world, act, counted=True, reason="")
    missing = f"还缺{'、'.join(one.missing_elements)}。" if one.missing_elements else "要素齐全。"
    recorded = day(day_of(int(world.acts.recorded[act])))
    late = "" if world.acts.recorded[act] <= world.as_of else "到这一天还没有记下。"
    return (
        shown(world, act, counted=not late and not one.missing_elements, reason=late or f"{recorded}记下，{missing}"),
    )


def _delegate(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    del duty
    world = judging.world
    act = _own_act(rows, index, world)
    roll = world.attendance
    found = []
    for row in np.flatnonzero((roll.act == act) & roll.is_("observer")):
        member = world.member_ids.names[int(roll.member[row])]
        seat = world.seat(ints([int(world.acts.organization[act])]), roll.member[row : row + 1])
        inside = bool(world.memberships.holds(seat, world.acts.on[act : act + 1])[0])
        reason = "是本组织的党员，不算上级派员。" if inside else "列席，当天不是本组织的党员。"
        found.append(Considered(member, "member", names.of(member), None, not inside, reason))
    return tuple(found)


def _term(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """The elections from the term's opening on, and the extensions given in it."""
    del duty, names
    world = judging.world
    acts, organization = world.acts, rows.bearer[index]
    begins = np.datetime64(rows.labels[int(rows.period[index])].removeprefix("term-")).astype(np.int64)
    ended = int(rows.satisfied[index]) if rows.counted[index] else world.as_of
    given, whose = extensions(world)
    mine = set(given[whose == organization].tolist())
    found = []
    for act in np.flatnonzero((acts.on >= begins) & (acts.on <= ended)):
        if int(act) in mine:
            until = day(day_of(int(acts.until[act])))
            held = acts.until[act] <= rows.due[index]
            text = (
                f"批准延期到{until}。"
                if held
                else f"批准到{until}，超出上限或给得太迟，按{day(day_of(int(rows.due[index])))}算。"
            )
            found.append(shown(world, int(act), counted=False, reason=text))
        elif acts.organization[act] == organization and act in acts.of("election"):
            opened = acts.on[act] == begins
            text = "这次选举开始了这一届。" if opened else "这次选举结束了这一届。"
            found.append(shown(world, int(act), counted=not opened, reason=text))
    return tuple(found)


def _run(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """The missed periods of the run."""
    del names
    for watched, base in judging.watched(duty):
        found = raised(judging, duty, base)
        named = base.take(found.row)
        prefix = "" if duty.form == "streak" else f"{watched.id}:"
        label = rows.labels[int(rows.period[index])]
        for row, start, length in zip(range(len(found.row)), found.start, found.length, strict=True):
            if named.bearer[row] == rows.bearer[index] and prefix + named.labels[int(named.period[row])] == label:
                run = base.take(slice(int(start), int(start + length)))
                return tuple(_missed(watched, run, i) for i in range(len(run)))
    return ()


def _missed(watched: Duty, run: Rows, i: int) -> Considered:
    label = run.labels[int(run.period[i])]
    return Considered(
        f"{watched.id} {label}", "period", label, day_of(int(run.due[i])), counted=True, reason="这一期没有做。"
    )


def _nothing(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    del judging, duty, rows, index, names
    return ()


Look = Callable[[Judging, Duty, Rows, int, Names], tuple[Considered, ...]]
_BY_FORM: Final[dict[str, Look]] = {
    "recurring": _periodic,
    "response": _response,
    "term": _term,
    "dues": month_paid,
    "streak": _run,
    "pattern": _run,
    "structure": posts_and_bodies,
    "ratio": _nothing,
}
_BY_MEASURE: Final[dict[str, Look]] = {
    "post_filled": _vacancy,
    "recorded": _recorded,
    "approved_or_filed": _approved,
    "elements": _elements,
    "delegate_present": _delegate,
    "present_at_branch_life": branch_life,
    "talk_between": talks,
    "talk_with_committee": talks,
    "everyone_present": roll_call,
}
