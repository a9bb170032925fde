"""Every member, every month, in full (S7-2)."""

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import Ints
from dengxiaming.reckoning.forms.recurring import Owed, owing
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import FOREVER
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.periods import month_index
from dengxiaming.reckoning.rows import LATE, MET, MISSED, NEVER, OPEN, UPCOMING, Rows

_UNPAID, _SETTLED = FOREVER, FOREVER - 1


def judge(judging: Judging, duty: Duty) -> Rows:
    """Met when excused, when nothing is payable, or when enough was paid by as_of; late after the month's last day."""
    owed = owing(judging, [duty])
    bearers, held = owed.bearers[0], owed.held[0]
    paid = payments(judging, owed)
    settled, due, as_of = paid == _SETTLED, owed.due, judging.world.as_of
    undone = np.where(as_of < owed.opens, UPCOMING, np.where(as_of <= due, OPEN, MISSED))
    status = np.where(paid == _UNPAID, undone, np.where(settled | (paid <= due), MET, LATE))
    anchor = owed.anchor
    rows = Rows(
        rule=duty.id,
        bearer_kind=bearers.kind,
        names=bearers.names,
        bearer=owed.owner,
        labels=held.names,
        period=owed.period,
        opens=owed.opens,
        due=due,
        required=value_at(duty.numbers["required"], anchor),
        counted=(paid != _UNPAID).astype(np.int64),
        satisfied=np.where(settled | (paid == _UNPAID), NEVER, paid),
        status=status,
        binding=binding_at(duty, anchor),
        flags=np.zeros(len(due), np.int64),
    )
    if judging.rulebook.exemptions:
        nobody = np.full(len(anchor), -1, np.int64)
        rows = judging.waived(duty, rows, judging.home(nobody, owed.owner, anchor), anchor)
    return rows


def payments(judging: Judging, owed: Owed) -> Ints:
    """For each month owed the day enough was paid; `_SETTLED` where nothing need be paid, else `_UNPAID`."""
    world, dues = judging.world, judging.world.dues
    if not len(owed.period):
        return owed.period
    base, size = int(owed.period.min()), int(owed.period.max() - owed.period.min()) + 1
    day = np.full(len(world.member_ids) * size, _UNPAID, np.int32)
    month = month_index(dues.month) - int(month_index(owed.held[0].first[base : base + 1])[0])
    known = (month >= 0) & (month < size) & (dues.member >= 0)
    day[dues.member[known] * size + month[known]] = np.where(dues.settled, _SETTLED, dues.paid_on)[known]
    return day[owed.owner * size + owed.period - base].astype(np.int64)
