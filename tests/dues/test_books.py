"""The verbs of dues on two branches: what is set, paid, corrected, closed; and that the kernel's row follows."""

from datetime import date, datetime
from typing import Any

import branch
import pytest

from dengxiaming.areas.dues import actions, facts, ledger, money, queries
from dengxiaming.areas.dues.actions import Change, Refused, Setting, Taken
from dengxiaming.areas.dues.models import Assessment, Due, Entry, Payment, Sheet
from dengxiaming.areas.dues.reductions import actions as reductions
from dengxiaming.areas.dues.reductions.actions import Agreed
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.models import Entry as Leaf
from dengxiaming.journal.models import Seal

pytestmark = pytest.mark.usefixtures("branches")
BY = Actor("b" * 32, "M1")
AT = datetime(2026, 11, 25, 10, tzinfo=branch.ZONE)
OCT, NOV, DEC = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
PEOPLE = [f"M{number}" for number in range(1, 10)]


def set_all(month: date = NOV, base: str = "5000.01", organization: str = "ZB1") -> None:
    people = queries.roster(organization, month)
    actions.assess(organization, month, [Setting(one, "in_service", money.read(base)) for one in people], BY, AT)


def due(member: str, month: date = NOV) -> Due:
    return Due.objects.get(member__code=member, month=month)


def paid(member: str, amount: int, on: int = 12, month: date = NOV, **more: Any) -> None:  # noqa: ANN401  the rest of a Taken
    actions.pay("ZB1", [Taken(member, date(2026, 11, on), {month: amount}, **more)], BY, AT)


def imported(member: str, month: date, payable: int, amount: int, excuse: str = "") -> None:
    Due.objects.create(
        member=Member.objects.get(code=member), month=month, payable=payable, paid=amount, excuse=excuse,
        paid_on=month.replace(day=9) if amount else None, recorded_at=AT,
    )  # fmt: skip


def test_a_branch_is_set_in_one_verb_and_carried_over() -> None:
    set_all()
    held = queries.month("ZB1", NOV)
    assert [line.member for line in held.lines] == PEOPLE
    assert held.payable == 9 * 7500
    assert held.paid == 0
    assert (due("M3").payable, due("M3").paid, due("M3").paid_on) == (7500, 0, None)
    assert Leaf.objects.count() == 1
    assert queries.carried("ZB1", DEC)["M3"] == ("in_service", 500001)
    assert queries.carried("ZB2", DEC) == {}


def test_a_base_lies_enciphered_and_opens_only_where_it_belongs() -> None:
    set_all()
    line = Assessment.objects.get(member__code="M3")
    text = "".join(seal.document for seal in Seal.objects.all()) + bytes(Leaf.objects.get().body).decode()
    assert "500001" not in text
    assert b"500001" not in bytes(line.base)
    assert queries.reveal(line, NOV) == 500001
    with pytest.raises(cipher.NotReadable):
        queries.reveal(line, DEC)


def test_set_again_while_open_and_not_when_closed() -> None:
    set_all()
    set_all(base="5000")
    assert due("M3").payable == 5000
    assert Assessment.objects.count() == 9
    actions.close("ZB1", NOV, BY, AT)
    with pytest.raises(Refused, match="已经结账"):
        set_all(base="4000")
    with pytest.raises(Refused, match="已经结账"):
        actions.close("ZB1", NOV, BY, AT)
    assert due("M3").payable == 5000


def test_a_month_is_closed_only_when_all_are_set() -> None:
    actions.assess("ZB1", NOV, [Setting("M1", "no_income")], BY, AT)
    with pytest.raises(Refused, match=r"还有8人没有核定：某M2"):
        actions.close("ZB1", NOV, BY, AT)
    with pytest.raises(Refused, match="还没有到"):
        actions.close("ZB1", DEC, BY, AT)


def test_S7_2_paid_in_part_then_in_full_then_more_R5_8() -> None:
    set_all()
    paid("M3", 5000, on=3)
    assert (due("M3").paid, due("M3").paid_on) == (5000, date(2026, 11, 3))
    assert judged("M3") == "open"
    paid("M3", 2500, on=20)
    assert (due("M3").paid, due("M3").paid_on) == (7500, date(2026, 11, 20))
    assert judged("M3") == "met"
    paid("M3", 100_000, on=21)
    assert (due("M3").paid, due("M3").paid_on) == (107_500, date(2026, 11, 20))


def judged(member: str, month: str = "2026-11", rule: str = "S7-2", as_of: date = date(2026, 11, 25)) -> str:
    from dengxiaming.areas.members import facts as members  # noqa: PLC0415  Django 先要备好
    from dengxiaming.areas.organs import facts as organs  # noqa: PLC0415  同上
    from dengxiaming.law.loader import load_rulebook  # noqa: PLC0415  同上
    from dengxiaming.reckoning import Facts, evaluate  # noqa: PLC0415  同上

    held = Facts.of(organizations=organs.organizations(), members=members.members(), dues=facts.dues())
    rows = evaluate(held, load_rulebook(), as_of, rules=[rule])
    return next(
        (row["status"] for row in rows.iter_rows(named=True) if (row["bearer_id"], row["period"]) == (member, month)),
        "",
    )


def test_somebody_else_paid_and_it_is_shown() -> None:
    set_all()
    paid("M3", 7500, proxy="M2")
    paid("M4", 7500, proxy_name="妻子李某")
    how = {line.member: line.how for line in queries.month("ZB1", NOV).lines}
    assert (how["M3"], how["M4"], how["M5"]) == ("由某M2代交", "由妻子李某代交", "")


def test_a_closed_month_is_corrected_by_a_further_entry_in_the_next() -> None:
    set_all()
    paid("M3", 7500)
    actions.close("ZB1", NOV, BY, AT)
    frozen = Sheet.objects.get()
    assert (frozen.people, frozen.payable, frozen.received) == (9, 9 * 7500, 7500)
    actions.correct("ZB1", Change("M3", NOV, date(2026, 11, 12), "少记了10元", paid=1000), BY, AT)
    actions.correct("ZB1", Change("M3", NOV, date(2026, 11, 24), "基数报错了", payable=-2500), BY, AT)
    paid("M4", 7500, on=24)
    assert (due("M3").payable, due("M3").paid) == (5000, 8500)
    held = ledger.by_month(ledger.sums(["ZB1"], NOV, DEC))
    assert held == {NOV: ledger.Sums(9 * 7500, 7500), DEC: ledger.Sums(-2500, 8500)}
    assert [one.kind for one in queries.payments("ZB1", DEC)] == ["更正", "更正", "交纳"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"), ({"paid": 0}, "paid"), ({"paid": -7501}, "paid"),
        ({"paid": 0, "payable": -7501}, "payable"), ({"member": "N1"}, "member"),
    ],
)  # fmt: skip
def test_a_correction_that_makes_no_sense_is_refused(change: dict[str, Any], field: str) -> None:
    set_all()
    paid("M3", 7500)
    given = {"member": "M3", "month": NOV, "on": date(2026, 11, 20), "reason": "x", "paid": -1, **change}
    with pytest.raises(Refused) as refused:
        actions.correct("ZB1", Change(**given), BY, AT)
    assert refused.value.field == field
    assert Payment.objects.count() == 1


def test_a_payment_in_the_future_or_from_elsewhere_is_refused() -> None:
    set_all()
    for taken in (
        Taken("N1", date(2026, 11, 3), {NOV: 100}), Taken("M3", date(2026, 11, 26), {NOV: 100}),
        Taken("M3", date(2026, 11, 3), {}), Taken("M3", date(2026, 11, 3), {NOV: 0}),
        Taken("nobody", date(2026, 11, 3), {NOV: 1}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.pay("ZB1", [taken], BY, AT)
    assert not Entry.objects.exists()


def of_both() -> dict[date, ledger.Sums]:
    """The branch's sums of October and November."""
    return ledger.by_month(ledger.sums(["ZB1"], OCT, NOV))


def test_imported_money_stands_in_the_month_it_came_in() -> None:
    imported("M3", OCT, 3000, 2000)
    Due.objects.update(paid_on=date(2026, 11, 9))
    assert ledger.by_month(ledger.sums(["ZB1"], OCT, OCT)) == {OCT: ledger.Sums(3000, 0)}
    assert ledger.by_month(ledger.sums(["ZB1"], NOV, NOV)) == {NOV: ledger.Sums(0, 2000)}
    assert of_both() == {OCT: ledger.Sums(3000, 0), NOV: ledger.Sums(0, 2000)}


def test_what_was_imported_becomes_the_opening_entry() -> None:
    imported("M3", OCT, 3000, 2000)
    imported("M4", OCT, 3000, 0, "住院")
    assert of_both() == {OCT: ledger.Sums(6000, 2000)}
    with pytest.raises(Refused, match="导入的"):
        set_all(OCT)
    paid("M3", 1000, on=10, month=OCT)
    paid("M4", 500, on=10, month=OCT)
    assert (due("M3", OCT).payable, due("M3", OCT).paid, due("M3", OCT).paid_on) == (3000, 3000, date(2026, 11, 10))
    assert (due("M4", OCT).payable, due("M4", OCT).paid, due("M4", OCT).excuse) == (3000, 500, "住院")
    assert of_both() == {OCT: ledger.Sums(6000, 2000), NOV: ledger.Sums(0, 1500)}
    assert [one.kind for one in queries.payments("ZB1", OCT)] == ["导入", "导入"]


def test_known_then_it_keeps_its_moment_while_nothing_changes_of_when_it_was_met() -> None:
    set_all()
    first, later = AT, datetime(2026, 11, 26, 8, tzinfo=branch.ZONE)
    actions.pay("ZB1", [Taken("M3", date(2026, 11, 12), {NOV: 7500})], BY, first)
    actions.pay("ZB1", [Taken("M3", date(2026, 11, 25), {NOV: 100})], BY, later)
    assert due("M3").recorded_at == first
    actions.correct("ZB1", Change("M3", NOV, date(2026, 11, 12), "退回", paid=-200), BY, later)
    assert due("M3").recorded_at == later


def test_as_known_then_reads_what_was_sealed_then() -> None:
    """Imported in October; paid up on the 12th, entered on the 25th; taken back on the 26th."""
    imported("M3", OCT, 3000, 2000)
    imported("M4", OCT, 3000, 3000)
    early = datetime(2026, 11, 24, 8, tzinfo=branch.ZONE)
    Due.objects.update(recorded_at=early)
    later = datetime(2026, 11, 26, 8, tzinfo=branch.ZONE)
    actions.pay("ZB1", [Taken("M3", date(2026, 11, 12), {OCT: 1000})], BY, AT)
    actions.correct("ZB1", Change("M3", OCT, date(2026, 11, 25), "退回", paid=-500), BY, later)

    def known(by: datetime) -> dict[tuple[str, str], tuple[int, int]]:
        rows = facts.dues(known_by=by).iter_rows(named=True)
        return {(row["member_id"], f"{row['month']:%Y-%m}"): (row["payable"], row["paid"]) for row in rows}

    first, second = ("M3", "2026-10"), ("M4", "2026-10")
    assert known(early) == {first: (3000, 2000), second: (3000, 3000)}
    assert known(AT) == {first: (3000, 3000), second: (3000, 3000)}
    assert known(later) == {first: (3000, 2500), second: (3000, 3000)}
    assert facts.dues(["M4"], AT).height == 1
    assert facts.dues(known_by=later).schema == facts.dues().schema


# R5-6：本人申请、支委会同意，可少交或免交
def agreed(sort: str = "exempt", **more: Any) -> Agreed:  # noqa: ANN401  the rest of an Agreed
    given = {
        "member": "M3", "sort": sort, "since": NOV, "until": DEC, "reason": "家里有病人",
        "applied_on": date(2026, 11, 2), "decided_by": "committee", "decided_on": date(2026, 11, 5), **more,
    }  # fmt: skip
    return Agreed(**given)


@pytest.mark.parametrize(
    ("sort", "payable", "excuse", "status"),
    [
        ("exempt", 0, "本人申请，支部委员会2026-11-05同意免交", "met"), ("reduced", 1000, "", "open"),
        ("deferred", 7500, "本人申请，支部委员会2026-11-05同意缓交", "met"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", [True, False])
def test_R5_6_reductions(sort: str, payable: int, excuse: str, status: str, first: bool) -> None:
    if first:
        set_all()
    code, _ = reductions.reduce("ZB1", agreed(sort, payable=1000), BY, AT)
    if not first:
        set_all()
    assert (due("M3").payable, due("M3").excuse) == (payable, excuse)
    assert judged("M3") == status
    assert "病人" not in due("M3").excuse + "".join(seal.document for seal in Seal.objects.all())
    assert queries.reductions("ZB1")[0].reason == "家里有病人"
    reductions.withdraw(code, "记错了人", BY, AT)
    assert (due("M3").payable, due("M3").excuse) == (7500, "")


def test_a_reduction_asks_for_open_months_and_stands_once() -> None:
    set_all()
    actions.close("ZB1", NOV, BY, AT)
    with pytest.raises(Refused, match="已经结账"):
        reductions.reduce("ZB1", agreed(), BY, AT)
    reductions.reduce("ZB1", agreed(since=DEC), BY, AT)
    with pytest.raises(Refused, match="已经有一次减免"):
        reductions.reduce("ZB1", agreed(since=DEC), BY, AT)
    with pytest.raises(Refused, match="不是本支部"):
        reductions.reduce("ZB1", agreed(member="N1", since=DEC), BY, AT)


def test_a_transfer_in_the_month() -> None:
    """November is paid where M3 was on the first; December in the new branch; the sums of both agree with M3's own."""
    set_all(base="3000")
    Stay.objects.filter(member__code="M3").update(until=date(2026, 11, 20))
    Stay.objects.create(
        member=Member.objects.get(code="M3"), kind="full", organization=Organization.objects.get(code="ZB2"),
        since=date(2026, 11, 20),
    )  # fmt: skip
    assert "M3" in queries.roster("ZB1", NOV)
    assert next(line.note for line in queries.month("ZB1", NOV).lines if line.member == "M3").startswith("11月20日转出")
    assert "M3" not in queries.roster("ZB2", NOV)
    assert "M3" in queries.roster("ZB2", DEC)
    with pytest.raises(Refused, match="不归这个支部"):
        actions.assess("ZB2", NOV, [Setting("M3", "no_income")], BY, AT)


def test_R5_7_the_probationary_member_is_on_the_table_from_the_day_of_the_meeting() -> None:
    Stay.objects.filter(member__code="M9").update(since=date(2026, 11, 10))
    line = next(line for line in queries.month("ZB1", NOV).lines if line.member == "M9")
    assert line.note == "预备党员，支部大会11月10日通过，从这个月起"
    assert "M9" not in queries.roster("ZB1", OCT)


def test_R5_10_published_once_a_year_as_it_stood() -> None:
    set_all()
    paid("M3", 7500)
    actions.publish("ZB1", 2026, "全部上缴。", BY, AT)
    paid("M4", 7500)
    told = queries.publications("ZB1", 2026)[0]
    assert (told.people, told.payable, told.received, told.used) == (9, 9 * 7500, 7500, "全部上缴。")
    assert queries.publications("ZB1", 2025) == ()
