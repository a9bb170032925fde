"""Every member, every month, in full (S7-2).

There are more of these duties than of all others together: twelve a member and year. They are judged as a table of
months by members, and what is met is written out as rows only where somebody wants to see it.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Bools2, Ints
from dengxiaming.reckoning.bearers import Bearers, existing
from dengxiaming.reckoning.forms.recurring import calendar
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import FOREVER
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.rows import LATE, MET, MISSED, NEVER, OPEN, UPCOMING, Folded, Rows
from dengxiaming.reckoning.tables import SETTLED, UNPAID
from dengxiaming.reckoning.world import World


@dataclass(frozen=True)
class Months:
    """The months that matter: `first` is the index of the first of them among the duty's periods."""

    first: int
    begins: Ints
    opens: Ints
    due: Ints


def judge(judging: Judging, duty: Duty) -> Rows:
    """Met when excused, when nothing is payable, or when enough was paid by as_of; late after the month's last day."""
    world, bearers = judging.world, judging.cast.bearers(duty.bearer)
    held, period, opens, due = calendar(judging, duty)
    begins, ends = held.first[period], held.last[period]
    since = int(bearers.spans.first.min()) if len(bearers.spans.starts) else FOREVER
    used = slice(int(ends.searchsorted(since)), None)
    months = Months(int(used.start), begins[used], opens[used], due[used])
    exists = existing_months(bearers, months.begins, ends[used], world.as_of)
    paid = payments(world, months)
    met = exists & (paid <= months.due[:, None])
    folds = judging.folds(duty)
    month, owner = _by_owner(exists & ~met if folds else exists)
    day = paid[month, owner].astype(np.int64)
    opens, due = months.opens[month], months.due[month]
    undone = np.where(world.as_of < opens, UPCOMING, np.where(world.as_of <= due, OPEN, MISSED))
    anchor = months.begins[month]
    rows = Rows(
        rule=duty.id,
        bearer_kind=bearers.kind,
        names=bearers.names,
        bearer=owner,
        labels=held.names,
        period=month + months.first,
        opens=opens,
        due=due,
        required=value_at(duty.numbers["required"], anchor),
        counted=(day != UNPAID).astype(np.int64),
        satisfied=np.where((day == SETTLED) | (day == UNPAID), NEVER, day),
        status=np.where(day == UNPAID, undone, np.where(day <= due, MET, LATE)),
        binding=binding_at(duty, anchor),
        flags=np.zeros(len(due), np.int64),
    )
    if judging.rulebook.exemptions:
        nobody = np.full(len(anchor), -1, np.int64)
        rows = judging.waived(duty, rows, judging.home(nobody, owner, anchor), anchor)
    return replace(rows, folded=Folded(months.first, met)) if folds else rows


def existing_months(bearers: Bearers, first: Ints, last: Ints, as_of: int) -> Bools2:
    """`existing` as a table of months by members.

    Nearly everybody has one span that has not ended: for them the months exist from one of them on, the first that the
    span covers by half or more. The others are looked at month by month.
    """
    spans, size = bearers.spans, len(bearers.names)
    owners, begun = spans.owners, spans.first
    alone = np.ones(len(owners), np.bool_)
    again = np.flatnonzero(owners[1:] == owners[:-1])
    alone[again] = alone[again + 1] = False
    exists = np.zeros((len(first), size), np.bool_)
    if not len(first):
        return exists
    alone &= spans.stop > last[-1]
    month = last.searchsorted(begun[alone])  # the first month that is not over when the span begins
    inside = np.minimum(month, len(last) - 1)
    covered = last[inside] - np.maximum(begun[alone], first[inside]) + 1
    month += 2 * covered < last[inside] - first[inside] + 1
    since = np.full(size, len(first), np.int16)
    since[owners[alone]] = month
    np.greater_equal(np.arange(len(first), dtype=np.int16)[:, None], since, out=exists)
    rest = replace(bearers, spans=spans.where(~alone))
    owner, at = existing([rest], size + 1, (np.zeros(len(first), np.int64), first, last), as_of)
    exists[at, owner] = True
    return exists


def payments(world: World, months: Months) -> npt.NDArray[np.int32]:
    """For each month and member the day enough was paid; `SETTLED` where nothing need be paid, else `UNPAID`."""
    dues, size = world.dues, len(world.member_ids)
    day = np.full((len(months.begins), size), UNPAID, np.int32)
    if not day.size or not len(dues.month):
        return day
    first, last = int(months.begins[0]), int(months.begins[-1])
    row_of = np.full(last - first + 1, NONE, np.int64)  # where the row of a month begins; `NONE` on other days
    row_of[months.begins - first] = np.arange(len(months.begins)) * size
    member, month, paid = dues.member, dues.month - np.int32(first), dues.paid
    if month.min() < 0 or month.max() > last - first or member.min() < 0:
        known = (month >= 0) & (month <= last - first) & (member >= 0)
        member, month, paid = member[known], month[known], paid[known]
    row = row_of[month]
    if row.min(initial=0) < 0:
        member, paid, row = member[row >= 0], paid[row >= 0], row[row >= 0]
    day.reshape(-1)[row + member] = paid
    return day


def _by_owner(wanted: Bools2) -> tuple[Ints, Ints]:
    """The places that are true, member by member, then month by month."""
    place = np.flatnonzero(wanted)
    month, owner = place // max(wanted.shape[1], 1), place % max(wanted.shape[1], 1)
    order = np.lexsort((month, owner))
    return month[order], owner[order]
