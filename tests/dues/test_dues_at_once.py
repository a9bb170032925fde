"""Many at once: no payment is lost, one form is one payment, and a month that is closed meanwhile gets nothing more."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import branch
import pytest
from django.db import connection

from dengxiaming.areas.dues import actions, ledger, queries
from dengxiaming.areas.dues.actions import Taken
from dengxiaming.areas.dues.books.actions import Refused, Setting
from dengxiaming.areas.dues.models import Due, Payment, Sheet
from dengxiaming.areas.members.models import Member
from dengxiaming.ground import clock
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.actor import Actor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="内存里的 SQLite 一张表一次只让一个线程碰；一先一后的情形另有测试"
    ),
]
BY = Actor("b" * 32, "M1")
AT = datetime(2026, 11, 25, 10, tzinfo=branch.ZONE)
DAY, NOV = date(2026, 11, 20), date(2026, 11, 1)


def at_once(how_many: int, work: object) -> Counter[str]:
    def one(number: int) -> str:
        try:
            with clock.stopped_at(date(2026, 11, 25)):
                return str(work(number))  # type: ignore[operator]  a function of a number
        except (Refused, Repeated) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(how_many) as pool:
        return Counter(pool.map(one, range(how_many)))


def built() -> None:
    branch.build()
    with clock.stopped_at(date(2026, 11, 25)):
        settings = [Setting(one, "in_service", 500000) for one in queries.roster("ZB1", NOV)]
        actions.assess("ZB1", NOV, settings, BY, AT)


def pays(number: int, token: str = "") -> str:
    actions.pay("ZB1", [Taken("M3", DAY, {NOV: 100 + number})], BY, AT, token)
    return "paid"


def test_ten_payments_of_one_member_all_count() -> None:
    built()
    assert at_once(10, pays) == {"paid": 10}
    assert Due.objects.get(member__code="M3").paid == sum(100 + number for number in range(10))


def test_the_first_payments_of_an_imported_month_open_it_once() -> None:
    built()
    october = date(2026, 10, 1)
    Due.objects.create(
        member=Member.objects.get(code="M3"), month=october, payable=3000, paid=2000, paid_on=october, recorded_at=AT
    )

    def one(_: int) -> str:
        actions.pay("ZB1", [Taken("M3", DAY, {october: 100})], BY, AT)
        return "paid"

    assert at_once(6, one) == {"paid": 6}
    held = Due.objects.get(member__code="M3", month=october)
    assert (held.payable, held.paid) == (3000, 2600)
    assert Payment.objects.filter(kind="opening").count() == 1


def test_the_same_form_sent_ten_times_is_one_payment() -> None:
    built()
    assert at_once(10, lambda _: pays(0, "K1")) == {"paid": 1, "Repeated": 9}
    assert Payment.objects.count() == 1


def test_a_month_closed_while_others_pay_stays_as_it_was_closed() -> None:
    built()

    def one(number: int) -> str:
        if number == 4:
            actions.close("ZB1", NOV, BY, AT)
            return "closed"
        return pays(number)

    assert at_once(9, one) == {"paid": 8, "closed": 1}
    sheet = Sheet.objects.get()
    assert ledger.total(ledger.sums(["ZB1"], NOV, NOV)) == ledger.Sums(sheet.payable or 0, sheet.received or 0)
