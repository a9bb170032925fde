"""Verdict rows in the words of the pages: whose, which period, and why it stands as it does."""

from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from dengxiaming.areas.affairs import queries as affairs
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.terms import POSTS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties.reasons import calendar_label, day_label, reason
from dengxiaming.duties.shapes import DutyLine
from dengxiaming.law import vocabulary
from dengxiaming.law.model import Rulebook


@dataclass(frozen=True)
class Names:
    """The names a list of rows needs, found in one query a kind of bearer."""

    tree: organs.Tree
    book: Rulebook
    units: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    acts: dict[str, tuple[str, date]] = field(default_factory=dict)
    posts: dict[str, tuple[str, str]] = field(default_factory=dict)
    triggers: dict[str, tuple[str, date]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: pl.DataFrame, tree: organs.Tree, book: Rulebook) -> "Names":
        """Look up whatever the rows mention."""
        bearers = dict(rows.group_by("bearer_kind").agg(pl.col("bearer_id").unique()).iter_rows())
        ends = [end for pair in bearers.get("pair", ()) for end in pair.split("->", 1)]
        others = [period for period in rows["period"].unique() if calendar_label(period) is None]
        return cls(
            tree,
            book,
            {code: name for code, name, _ in organs.units()} if "unit" in bearers else {},
            members.names([*bearers.get("member", ()), *ends]),
            affairs.act_words(others),
            members.post_words([*bearers.get("post", ()), *others]),
            members.trigger_words(others),
        )

    def organization(self, code: str | None) -> str:
        """An organisation's name; "" without one."""
        return self.tree.nodes[code].name if code in self.tree.nodes else ""

    def bearer(self, kind: str, code: str) -> str:
        """Whose duty it is."""
        match kind:
            case "organization":
                return self.organization(code) or code
            case "member":
                return self.members.get(code, code)
            case "unit":
                return self.units.get(code, code)
            case "pair":
                first, second = code.split("->", 1)
                return f"{self._end(first)}与{self._end(second)}"
            case "act":
                return self._act(code)
            case _:
                return self._post(code)

    def period(self, code: str) -> str:
        """The period in words."""
        calendar = calendar_label(code)
        if calendar is not None:
            return calendar
        if code.startswith("term-") and (begins := calendar_label(code.removeprefix("term-"))):
            return f"{begins}起的一届"
        if ":" in code:
            rule, _, period = code.partition(":")
            title = self.book.rule_of[rule].title if rule in self.book.rule_of else rule
            return f"{title}，到{calendar_label(period) or period}"
        if code in self.triggers:
            kind, day = self.triggers[code]
            return f"{kind}（{day_label(day)}）"
        if code in self.acts:
            return self._act(code)
        return self._post(code) if code in self.posts else code

    def _end(self, code: str) -> str:
        return self.organization(code) or self.members.get(code, code)

    def _act(self, code: str) -> str:
        if code not in self.acts:
            return code
        kinds, day = self.acts[code]
        return f"{kinds}（{day_label(day)}）"

    def _post(self, code: str) -> str:
        if code not in self.posts:
            return code
        post, name = self.posts[code]
        return f"{POSTS.get(post, post)}{name}"


def lines(rows: pl.DataFrame, names: Names) -> tuple[DutyLine, ...]:
    """Rows with the columns of `source.COLUMNS` as lines of a list, in the same order."""
    return tuple(_line(row, names) for row in rows.iter_rows(named=True))


def _line(row: dict[str, object], names: Names) -> DutyLine:
    rule = names.book.rule_of[str(row["rule"])]
    duty = next(d for d in rule.duties if d.id == row["rule"])
    status, flags = str(row["status"]), _texts(row["flags"])
    organization = row["organization"]
    line = DutyLine(
        rule=duty.id,
        clause=rule.id,
        title=rule.title,
        bearer_kind=str(row["bearer_kind"]),
        bearer_id=str(row["bearer_id"]),
        bearer_name=names.bearer(str(row["bearer_kind"]), str(row["bearer_id"])),
        organization=str(organization or ""),
        organization_name=names.organization(str(organization or "")),
        period=str(row["period"]),
        period_label=names.period(str(row["period"])),
        opens_on=_day(row["opens_on"]),
        due_on=_day(row["due_on"]),
        required=_number(row["required"]),
        counted=_number(row["counted"]),
        satisfied_on=row["satisfied_on"] if isinstance(row["satisfied_on"], date) else None,
        status=status,
        status_label=vocabulary.STATUSES[status],
        advisory=row["force"] == "advisory",
        flags=flags,
        flag_labels=tuple(vocabulary.FLAGS[flag] for flag in flags),
        evidence=_texts(row["evidence"]),
        reason="",
        as_of=_day(row["as_of"]),
    )
    return replace(line, reason=reason(line, duty, names.book))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"判定行里该是日期的地方是 {value!r}")
    return value
