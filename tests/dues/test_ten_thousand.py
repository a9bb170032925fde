"""Random settings, payments, corrections, reductions, transfers and closings: sums agree to the 分 between member,
branch, general branch and city, and what is closed never changes. DXM_FUZZ=10000 for all; the normal run makes fewer.

The second book is kept by the test: one plain list of what was done.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from unittest.mock import patch

import branch
import pytest

from dengxiaming.areas.dues import actions, core, ledger, queries
from dengxiaming.areas.dues.actions import Change, Refused, Setting, Taken
from dengxiaming.areas.dues.models import Assessment, Due, Entry, Sheet
from dengxiaming.areas.dues.reductions import actions as reductions
from dengxiaming.areas.dues.reductions.actions import Agreed
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground import touch
from dengxiaming.journal.actor import Actor

HOW_MANY = int(os.environ.get("DXM_FUZZ", "200"))
BY = Actor("b" * 32, "M1")
BEGINS = date(2024, 1, 1)
EVER = (date(2020, 1, 1), date(2040, 12, 1))


@dataclass
class Book:
    """The test's own book: what is set by member and month, and every entry."""

    random: Random
    day: date = BEGINS
    branches: tuple[str, ...] = ("ZB1", "ZB2")
    entries: list[tuple[str, str, date, int, int]] = field(default_factory=list)
    closed: dict[tuple[str, date], tuple[int, int]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, time(10), branch.ZONE)

    @property
    def month(self) -> date:
        return core.after(core.first_of(self.day), -self.random.randint(0, 5))

    def somebody(self, place: str) -> str:
        held = Stay.objects.filter(organization__code=place).values_list("member__code", flat=True)
        return self.random.choice(sorted(set(held)))


def sets(book: Book) -> None:
    place, month = book.random.choice(book.branches), book.month
    kinds = ("in_service", "retired", "no_income", "annual")
    people = [one for one in queries.roster(place, month) if book.random.random() < 0.9]
    imported = set(Due.objects.filter(month=month).values_list("member__code", flat=True))
    imported -= set(Assessment.objects.filter(sheet__month=month).values_list("member__code", flat=True))
    settings = [
        Setting(one, book.random.choice(kinds), book.random.randint(0, 15_000_00))
        for one in people
        if one not in imported
    ]
    actions.assess(place, month, settings, BY, book.at)


def pays(book: Book) -> None:
    place = book.random.choice(book.branches)
    who, amount = book.somebody(place), book.random.choice([book.random.randint(1, 400_00), 1_000_00])
    owed = queries.owed(who)[: book.random.randint(0, 4)] or ((book.month, 0),)
    parts = core.split(amount, owed)
    assert sum(parts.values()) == amount
    on = book.day - timedelta(days=book.random.randint(0, 40))
    actions.pay(place, [Taken(who, on, parts)], BY, book.at)
    book.entries += [(place, who, month, 0, part) for month, part in parts.items()]


def corrects(book: Book) -> None:
    place, month = book.random.choice(book.branches), book.month
    who = book.somebody(place)
    payable, paid = (book.random.choice([0, book.random.randint(-50_00, 50_00)]) for _ in range(2))
    on = book.day - timedelta(days=book.random.randint(0, 90))
    actions.correct(place, Change(who, month, on, "改", payable, paid), BY, book.at)
    book.entries.append((place, who, month, payable, paid))


def reduces(book: Book) -> None:
    place, month = book.random.choice(book.branches), book.month
    sort = book.random.choice(["exempt", "reduced", "deferred"])
    until = core.after(month, book.random.randint(0, 3))
    given = Agreed(
        book.somebody(place), sort, month, until, "难", month, "committee", month, book.random.randint(0, 90_00)
    )
    code, _ = reductions.reduce(place, given, BY, book.at)
    if book.random.random() < 0.3:
        reductions.withdraw(code, "错了", BY, book.at)


def closes(book: Book) -> None:
    place, month = book.random.choice(book.branches), book.month
    actions.close(place, month, BY, book.at)
    sheet = Sheet.objects.get(organization__code=place, month=month)
    assert sheet.payable is not None
    assert sheet.received is not None
    book.closed[place, month] = (sheet.payable, sheet.received)


def moves(book: Book) -> None:
    place = book.random.choice(book.branches)
    held = list(Stay.objects.filter(organization__code=place, until=None, since__lt=book.day).order_by("pk"))
    if not held:
        return
    stay = book.random.choice(held)
    other = Organization.objects.get(code="ZB2" if place == "ZB1" else "ZB1")
    Stay.objects.filter(pk=stay.pk).update(until=book.day)
    Stay.objects.create(member=stay.member, kind=stay.kind, organization=other, since=book.day)


def imports(book: Book) -> None:
    """A row as an upload leaves it."""
    place, month = book.random.choice(book.branches), book.month
    who, payable = Member.objects.get(code=book.somebody(place)), book.random.randint(0, 80_00)
    if Due.objects.filter(member=who, month=month).exists() or (place, month) in book.closed:
        return
    home = core.home_of(queries.stays([who.code])[who.code], month).organization
    paid = book.random.choice([0, payable, payable // 2])
    on = month + timedelta(days=book.random.randint(0, 27)) if paid else None
    if any(code == home and first >= core.first_of(on or month) for code, first in book.closed):
        return
    Due.objects.create(member=who, month=month, payable=payable, paid=paid, paid_on=on, recorded_at=book.at)
    book.entries.append((home, who.code, month, payable, paid))


def waits(book: Book) -> None:
    book.day += timedelta(days=book.random.randint(1, 6))


DONE: tuple[tuple[Callable[[Book], None], int], ...] = (
    (pays, 60), (corrects, 15), (sets, 7), (closes, 3), (reduces, 3), (moves, 2), (imports, 5), (waits, 5)
)  # fmt: skip


def checked(book: Book) -> None:
    """Member, branch, general branch and city; the closed months; and each kernel's row."""
    whole = ledger.sums(book.branches, *EVER)
    for place in book.branches:
        entered = [(payable, paid) for code, _, _, payable, paid in book.entries if code == place]
        lines = sum(Assessment.objects.filter(sheet__organization__code=place).values_list("payable", flat=True))
        own = ledger.by_branch(whole).get(place, ledger.Sums())
        assert own == ledger.Sums(lines + sum(one for one, _ in entered), sum(one for _, one in entered))
        assert ledger.total(ledger.sums([place], *EVER)) == own
    of_members = ledger.Sums(*(sum(Due.objects.values_list(name, flat=True)) for name in ("payable", "paid")))
    below = [code for code in Tree().below("JG1") if code in book.branches]
    assert ledger.total(ledger.sums(below, *EVER)) == ledger.total(whole) == of_members
    with patch.object(ledger, "_MANY", 0):  # 像一个大的市那样读
        assert ledger.sums(book.branches, *EVER).equals(whole)
    for (place, month), frozen in book.closed.items():
        assert ledger.total(ledger.sums([place], month, month)) == ledger.Sums(*frozen)
    for due in Due.objects.select_related("member"):
        mine = [one for one in book.entries if one[1] == due.member.code and one[2] == due.month]
        assert due.paid == sum(paid for *_, paid in mine), due
    assert all(one.paid >= 0 for one in Due.objects.all())
    assert Entry.objects.exists()


@pytest.mark.usefixtures("branches")
def test_sums_agree_to_the_fen_and_what_is_closed_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touch, "_hooks", [])
    book = Book(Random(20261125))
    acts, weights = zip(*DONE, strict=True)
    for number in range(HOW_MANY):
        (act,) = book.random.choices(acts, weights)
        try:
            act(book)
            book.done[act.__name__] += 1
        except Refused:
            book.done[f"{act.__name__} refused"] += 1
        if number % max(HOW_MANY // 10, 1) == 0 and Entry.objects.exists():
            checked(book)
    checked(book)
    print(f"\n党费{HOW_MANY}件：{dict(book.done)}，{len(book.closed)}个月结账，{Entry.objects.count()}笔")
    assert all(book.done[act.__name__] for act, _ in DONE)
