"""One evaluation under way: the world, its cast, the rulebook, and the rows already judged."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dengxiaming.law.model import Duty, Rulebook
from dengxiaming.reckoning.arrays import Ints
from dengxiaming.reckoning.bearers import Cast
from dengxiaming.reckoning.periods import day_number
from dengxiaming.reckoning.rows import WAIVED, Rows
from dengxiaming.reckoning.world import World

Form = Callable[["Judging", Sequence[Duty]], list[Rows]]


def each(judge: Callable[["Judging", Duty], Rows]) -> Form:
    """A form that judges its duties one by one."""
    return lambda judging, duties: [judge(judging, duty) for duty in duties]


def _watches(form: str) -> bool:
    """Streaks and patterns come last: the duties they watch are judged together with their own kind before."""
    return form in ("streak", "pattern")


@dataclass(frozen=True)
class Judging:
    """What a form is given besides its duties. `shared` keeps what several duties need.

    `folding`: only the number of duties met is asked, so that a form that has very many may leave their rows folded.
    """

    world: World
    cast: Cast
    rulebook: Rulebook
    forms: Mapping[str, Form]
    upcoming: bool = False
    folding: bool = False
    shared: dict[Hashable, Any] = field(default_factory=dict)
    _rows: dict[tuple[str, str], Rows] = field(default_factory=dict)

    def judge(self, duties: Iterable[Duty]) -> list[Rows]:
        """The rows of several duties, each judged once; duties of one form are judged together."""
        wanted = list(duties)
        by_form: dict[str, list[Duty]] = {}
        for duty in wanted:
            if (duty.id, duty.bearer) not in self._rows:
                by_form.setdefault(duty.form, []).append(duty)
        for form in sorted(by_form, key=_watches):
            for duty, rows in zip(by_form[form], self.forms[form](self, by_form[form]), strict=True):
                self._rows[duty.id, duty.bearer] = rows
        return [self._rows[duty.id, duty.bearer] for duty in wanted]

    def rows(self, duty: Duty) -> Rows:
        """The rows of one duty."""
        return self.judge([duty])[0]

    def watched(self, duty: Duty) -> list[tuple[Duty, Rows]]:
        """The duties a streak or pattern looks at, with their rows."""
        return [(seen, self.rows(seen)) for name in duty.watches for seen in self.rulebook.duties if seen.id == name]

    def listed(self, opens: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which duties are shown: those that have opened, and the others on request (contract 3.1)."""
        return np.ones(len(opens), np.bool_) if self.upcoming else opens <= self.world.as_of

    def folds(self, duty: Duty) -> bool:
        """Whether the rows that are met may stay folded: never where an exemption could make them something else."""
        names = {duty.id, self.rulebook.rule_of[duty.id].id}
        return self.folding and not any(exemption.duty in names for exemption in self.rulebook.exemptions)

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
