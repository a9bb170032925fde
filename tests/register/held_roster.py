"""From rows to what is shown and confirmed, without a browser."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import rosters
from branch import SECRETARY, ZONE
from two_branches import TODAY

from dengxiaming.areas.members.register import actions, columns, difference, queries, reading
from dengxiaming.areas.members.register.difference import Difference
from dengxiaming.areas.members.register.reading import Entry, Reading
from dengxiaming.exchange.grid import read_grids

AT = datetime.combine(TODAY, time(9), ZONE)
SENT = actions.Sent(SECRETARY, AT)


def read(rows: Sequence[Mapping[str, object]], organization: str = "JG1") -> Reading:
    """A roster of an organisation, read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        path.write_bytes(rosters.workbook(rows))
        grids, _ = read_grids(path, path.name)
    held, _ = reading.tables(grids)
    layouts = {one.sheet: columns.guess(one.header) for one in held}
    return reading.read(held, layouts, queries.places(organization, TODAY), TODAY)


def entries(rows: Sequence[Mapping[str, object]], organization: str = "JG1") -> tuple[Entry, ...]:
    """The people of a roster without a defect."""
    found = read(rows, organization)
    assert not found.defects, found.defects
    return found.entries


def differ(people: Sequence[Entry], organization: str = "JG1") -> Difference:
    """What they are against the register."""
    return difference.differ(people, queries.register(organization, people, TODAY))


def confirm(
    rows: Sequence[Mapping[str, object]], organization: str = "JG1", branches: Collection[str] = ("ZB1", "ZB2")
) -> Difference:
    """Read, compare, confirm; gives what was confirmed."""
    people = entries(rows, organization)
    shown = differ(people, organization)
    assert not difference.findings(shown, TODAY), difference.findings(shown, TODAY)
    actions.confirm(organization, people, branches, actions.mark(shown), SENT)
    return shown
