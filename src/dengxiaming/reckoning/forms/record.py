"""What the record of one act must show (S2-8), and who must have been there (S3-3)."""

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import Bools, Ints, count_by
from dengxiaming.reckoning.conditions import listing
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.rows import NEVER, Evidence, Rows, status_of
from dengxiaming.reckoning.world import World


def judge(judging: Judging, duty: Duty) -> Rows:
    """One row an act; the act is the evidence, its flags are its own, whenever it was recorded."""
    world = judging.world
    acts = world.acts
    act = subject_acts(world, duty)
    on = acts.on[act]
    required = value_at(duty.numbers["required"], on)
    if duty.measure == "elements":
        recorded = acts.recorded[act]
        counted = np.where(recorded <= world.as_of, np.bitwise_count(acts.elements[act]).astype(np.int64), 0)
        due, day = on + value_at(duty.numbers["days"], on), recorded
    else:
        counted, due, day = delegates(world)[act], on, on
    return act_rows(judging, duty, act, due, required, counted, np.where(counted >= required, day, NEVER))


def subject_acts(world: World, duty: Duty) -> Ints:
    """The acts a record duty is about, from S of their organisation on."""
    acts = world.acts
    act = np.flatnonzero(acts.have_record) if duty.measure == "elements" else listing(world, duty)
    return act[acts.on[act] >= world.judged_from(acts.organization[act])]


def delegates(world: World) -> Ints:
    """For each act, the observers who had no stay in its organisation on that day: somebody from above (S3-3)."""
    roll = world.attendance
    observers = np.flatnonzero(roll.is_("observer"))
    return count_by(roll.act[observers[~at_home(world, observers)]], len(world.acts))


def at_home(world: World, rows: Ints) -> Bools:
    """For some rows of the rolls, whether the member had a stay in the act's organisation on its day."""
    roll, acts = world.attendance, world.acts
    act = roll.act[rows]
    return world.memberships.holds(world.seat(acts.organization[act], roll.member[rows]), acts.on[act])


def act_rows(
    judging: Judging, duty: Duty, act: Ints, due: Ints, required: Ints, counted: Ints, satisfied: Ints
) -> Rows:
    """Rows whose bearer, period and evidence are the act itself."""
    world = judging.world
    acts = world.acts
    on = acts.on[act]
    rows = Rows(
        rule=duty.id,
        bearer_kind="act",
        names=world.act_ids.names,
        bearer=acts.id[act],
        labels=world.act_ids.names,
        period=acts.id[act],
        opens=on,
        due=due,
        required=required,
        counted=counted,
        satisfied=satisfied,
        status=status_of(world.as_of, on, due, satisfied),
        binding=binding_at(duty, on),
        flags=acts.flags[act],
        evidence=Evidence.laid(world.act_ids.names, np.ones(len(act), np.int64), acts.id[act]),
    )
    if judging.rulebook.exemptions:
        rows = judging.waived(duty, rows, acts.organization[act], on)
    return rows
