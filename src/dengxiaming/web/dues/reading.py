"""Reading the forms of dues: what was typed becomes what a verb takes, or every problem at once; none of it is lost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from dengxiaming.areas.dues import core, money, scales
from dengxiaming.areas.dues.actions import Change, Taken
from dengxiaming.areas.dues.books.actions import Setting
from dengxiaming.areas.dues.reductions.actions import Agreed
from dengxiaming.areas.dues.terms import DECIDERS, REDUCED
from dengxiaming.ground.problem import Problem
from dengxiaming.web.kit.here import tidy_day

_LONGEST = 200


@dataclass
class Reading:
    """A form being read: each question is answered, or becomes a problem of its field."""

    given: Mapping[str, str]
    today: date
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, given: QueryDict, today: date) -> "Reading":
        """Of what was posted."""
        return cls({name: given.get(name, "") for name in given}, today)

    def text(self, name: str, missing: str = "", longest: int = _LONGEST) -> str:
        """Words; `missing` is said where they are needed and not there."""
        found = self.given.get(name, "").strip()
        if missing and not found:
            self.problems.append(Problem(name, missing))
        if len(found) > longest:
            self.problems.append(Problem(name, f"最多{longest}字，现在{len(found)}字。"))
        return found

    def day(self, name: str) -> date:
        """A day that has come."""
        typed = self.given.get(name, "")
        try:
            found = date.fromisoformat(tidy_day(typed))
        except ValueError:
            self.problems.append(Problem(name, f"日期“{typed}”读不懂。写成 {self.today.isoformat()} 这样。"))
            return self.today
        if found > self.today:
            self.problems.append(Problem(name, f"{found.isoformat()}还没有到。发生了以后再记。"))
        return found

    def month(self, name: str) -> date:
        """A month as 2026-11."""
        typed = self.given.get(name, "")
        try:
            return core.first_of(date.fromisoformat(tidy_day(f"{typed.strip()}-01")))
        except ValueError:
            self.problems.append(Problem(name, f"月份“{typed}”读不懂。写成 {self.today:%Y-%m} 这样。"))
            return core.first_of(self.today)

    def amount(self, name: str, *, empty: int | None = None) -> int:
        """Money; `empty` is what an empty field means, None: it is needed."""
        typed = self.given.get(name, "").strip()
        if not typed and empty is not None:
            return empty
        try:
            return money.read(typed)
        except ValueError as error:
            self.problems.append(Problem(name, str(error)))
            return 0

    def one_of(self, name: str, known: Collection[str], missing: str) -> str:
        """One of a list."""
        found = self.given.get(name, "")
        if found not in known:
            self.problems.append(Problem(name, missing))
        return found


def settings(read: Reading, people: Collection[str], month: date) -> list[Setting]:
    """What is set for a month: a line for everybody whose kind was chosen; bases only where the scale asks for one."""
    known, found = scales.load(), []
    for one in people:
        kind = read.given.get(f"kind-{one}", "")
        if not kind:
            continue
        if kind not in known.kinds:
            read.problems.append(Problem(f"kind-{one}", "没有这一类。重新选。"))
            continue
        base = 0 if known.scale(kind, month).is_fixed else read.amount(f"base-{one}")
        try:
            core.work_out(known, kind, base, month)
        except ValueError as error:
            read.problems.append(Problem(f"base-{one}", str(error)))
        found.append(Setting(one, kind, base))
    if not found and not read.problems:
        read.problems.append(Problem("settings", "还没有给谁选类别。选了类别、写了基数再存。"))
    return found


def collected(read: Reading, people: Mapping[str, int], month: date) -> list[Taken]:
    """Who of those who owe paid, all in one go: ticked, with the amount beside the tick."""
    on = read.day("on")
    ticked = [one for one in people if read.given.get(f"paid-{one}")]
    if not ticked:
        read.problems.append(Problem("collected", "还没有勾谁交了。勾上交了的人再记。"))
    found = []
    for one in ticked:
        before = len(read.problems)
        amount = read.amount(f"amount-{one}")
        if amount <= 0 and len(read.problems) == before:
            read.problems.append(Problem(f"amount-{one}", "交的钱要大于0。"))
        found.append(Taken(one, on, {month: amount}))
    return found


def payment(read: Reading, people: Mapping[str, str], owed: Mapping[date, int], usual: int) -> Taken:
    """One payment, for one month or several; split by `core.split`. Months not set yet count with the usual amount."""
    who = read.one_of("member", people, "还没有选是谁的党费。")
    on, amount = read.day("on"), read.amount("amount")
    first, last = read.month("since"), read.month("until")
    if amount <= 0 and not read.problems:
        read.problems.append(Problem("amount", "交的钱要大于0。"))
    if last < first or last > core.after(first, 24):
        read.problems.append(Problem("until", "到哪个月要在从哪个月之后，两年以内。"))
    proxy = read.given.get("proxy", "")
    if proxy and (proxy not in people or proxy == who):
        read.problems.append(Problem("proxy", "代交人选得不对：本人交的不用选。"))
    name, note = read.text("proxy_name", longest=100), read.text("note")
    if read.problems:
        return Taken(who, on, {})
    parts = core.split(amount, [(month, owed.get(month, usual)) for month in core.months(first, last)])
    return Taken(who, on, parts, proxy, name, note)


def change(read: Reading, people: Mapping[str, str]) -> Change:
    """A correction."""
    who = read.one_of("member", people, "还没有选是谁的党费。")
    paid, payable = read.amount("paid", empty=0), read.amount("payable", empty=0)
    if not paid and not payable and not read.problems:
        read.problems.append(Problem("paid", "还没有写改多少。少了写正数，多了写负数。"))
    reason = read.text("reason", "更正要写原因。写一句为什么。")
    return Change(who, read.month("month"), read.day("on"), reason, payable, paid)


def agreed(read: Reading, people: Mapping[str, str]) -> Agreed:
    """A reduction, as it was decided."""
    who = read.one_of("member", people, "还没有选是谁。")
    sort = read.one_of("sort", scales.load().reductions, "还没有选免交、少交还是缓交。")
    since, until = read.month("since"), read.month("until")
    if until < since:
        read.problems.append(Problem("until", "到哪个月要在从哪个月之后。"))
    payable = read.amount("payable") if sort == REDUCED else None
    reason = read.text("reason", "还没有写本人申请的理由。", longest=1000)
    applied, by = read.day("applied_on"), read.one_of("decided_by", DECIDERS, "还没有选谁同意的。")
    decided = read.day("decided_on")
    if decided < applied:
        read.problems.append(Problem("decided_on", "同意的日期要在申请之后：先由本人申请（R5-6）。"))
    return Agreed(who, sort, since, until, reason, applied, by, decided, payable)
