"""One evaluation under way: the world, its cast, the rulebook, and the rows already judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from dengxiaming.law.model import Duty, Rulebook
from dengxiaming.reckoning.arrays import Ints
from dengxiaming.reckoning.bearers import Cast
from dengxiaming.reckoning.periods import day_number
from dengxiaming.reckoning.rows import WAIVED, Rows
from dengxiaming.reckoning.world import World

Form = Callable[["Judging", Duty], Rows]


@dataclass(frozen=True)
class Judging:
    """What a form is given besides its duty."""

    world: World
    cast: Cast
    rulebook: Rulebook
    forms: Mapping[str, Form]
    upcoming: bool = False
    _rows: dict[str, Rows] = field(default_factory=dict)

    def rows(self, duty: Duty) -> Rows:
        """The rows of a duty, judged once; streaks and patterns ask for those of the duties they watch."""
        key = f"{duty.id} {duty.bearer}"
        if key not in self._rows:
            self._rows[key] = self.forms[duty.form](self, duty)
        return self._rows[key]

    def watched(self, duty: Duty) -> list[tuple[Duty, Rows]]:
        """The duties a streak or pattern looks at, with their rows."""
        return [(seen, self.rows(seen)) for name in duty.watches for seen in self.rulebook.duties if seen.id == name]

    def listed(self, opens: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which duties are shown: those that have opened, and the others on request (contract 3.1)."""
        return np.ones(len(opens), np.bool_) if self.upcoming else opens <= self.world.as_of

    def waived(self, duty: Duty, rows: Rows, organization: Ints, anchor: Ints) -> Rows:
        """Put `waived` in place of any other status where an overlay exempts the organisation on the anchor."""
        status = rows.status
        names = {duty.id, self.rulebook.rule_of[duty.id].id}
        for exemption in self.rulebook.exemptions:
            if exemption.duty not in names:
                continue
            until = np.inf if exemption.until is None else day_number(exemption.until)
            during = (anchor >= day_number(exemption.since)) & (anchor < until)
            exempt = self.world.organization_ids.find(exemption.organization)
            status = np.where(during & (organization == exempt) & (organization >= 0), WAIVED, status)
        return replace(rows, status=status)

    def home(self, organization: Ints, member: Ints, anchor: Ints) -> Ints:
        """The organisation whose exemption covers a bearer: itself, or the branch of the member on the anchor."""
        return np.where(organization >= 0, organization, self.world.branch_of(member, anchor))
