"""What a list of duties is about, in words, and the lists beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from dengxiaming.duties.queries import DutyLine, Filter
from dengxiaming.law.model import Rule, Rulebook
from dengxiaming.law.vocabulary import STATUSES


@dataclass(frozen=True)
class About:
    """Title, place and neighbours of a list."""

    book: Rulebook
    wanted: Filter
    units: Mapping[str, str]
    lines: Sequence[DutyLine]

    @property
    def rule(self) -> Rule | None:
        """The clause, where the list is about one."""
        return self.book.rules.get(self.wanted.rule) or self.book.rule_of.get(self.wanted.rule)

    @property
    def nav(self) -> str:
        """Where in the navigation the list stands: where one came from."""
        if self.wanted.organization:
            return "organizations"
        return "city" if self.wanted.unit or self.wanted.no_unit else "law"

    @property
    def title(self) -> str:
        """S6-1 主题党日."""
        return f"{self.wanted.rule}　{self.rule.title}" if self.rule else "任务清单"

    @property
    def unit_name(self) -> str:
        """The unit of the list, by name."""
        return "不属于单位的组织" if self.wanted.no_unit else self.units.get(self.wanted.unit, self.wanted.unit)

    @property
    def organization_name(self) -> str:
        """The organisation of the list: its name is on its lines; an empty list has only the code."""
        if not self.wanted.organization or not self.lines:
            return self.wanted.organization
        return next(
            (line.organization_name for line in self.lines if line.organization == self.wanted.organization),
            self.wanted.organization,
        )

    @property
    def when(self) -> str:
        """The time of the list."""
        wanted = self.wanted
        if wanted.quarter:
            return wanted.quarter.label
        if wanted.month:
            year, _, month = wanted.month.partition("-")
            return f"{year}年{int(month)}月到期"
        if wanted.period and self.lines:
            return self.lines[0].period_label
        return f"{wanted.year}年" if wanted.year else "记录以来"

    def links(self, request: HttpRequest) -> list[tuple[str, str, bool]]:
        """The same list by status: query, word, whether it is the one shown."""
        shown = self.wanted.statuses[0] if self.wanted.statuses else ""
        found = []
        for status in ("", "missed", "late", "raised", "met", "waived"):
            fields = request.GET.copy()
            fields.pop("page", None)
            fields["status"] = status
            if not status:
                del fields["status"]
            found.append((fields.urlencode(), STATUSES[status] if status else "全部", status == shown))
        return found
