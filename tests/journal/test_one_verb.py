"""One verb: one transaction, one entry, and a database that `verify` finds whole, or names what was changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest
import small_city

from dengxiaming.areas.members.models import Trigger
from dengxiaming.areas.organs import facts
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.chain.note import PublicKey
from dengxiaming.journal import keys
from dengxiaming.journal.actions import Clash, Repeated, verb
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.models import Entry, Seal
from dengxiaming.journal.printed import PrintedHead
from dengxiaming.journal.verifying import verify

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
WHO = Actor("a" * 32, "M1")


def found(*printed: PrintedHead) -> list[str]:
    return [f"{one.where}：{one.sentence}" for one in verify(PublicKey.read(keys.key().vkey), printed)]


def raised(code: str, note: str = "调到水务局", form: str = "", content: bytes = b"") -> int:
    with verb("trigger.raise", WHO, NOON, form, content) as work:
        Trigger.objects.create(code=code, kind="job_change", on=date(2026, 11, 20), note=note)
        work.seal("trigger", code)
        work.answer = code
    assert work.receipt is not None
    return work.receipt.index


def test_an_entry_holds_no_word_of_the_record() -> None:
    raised("T1")
    body = bytes(Entry.objects.get().body).decode()
    assert "水务" not in body
    assert "T1" in body
    assert not found()


def test_a_correction_keeps_the_old_text() -> None:
    raised("T1")
    with verb("trigger.correct", WHO, NOON) as work:
        Trigger.objects.filter(code="T1").update(note="调到文旅局")
        work.seal("trigger", "T1", reason="写错了")
    old, new = Seal.objects.order_by("version")
    assert "水务局" in old.document
    assert "文旅局" in new.document
    assert not found()


def test_what_fails_leaves_nothing() -> None:
    def fails() -> None:
        with verb("x", WHO, NOON) as work:
            Trigger.objects.create(code="T1", kind="job_change", on=date(2026, 11, 20))
            work.seal("trigger", "T1")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not Entry.objects.exists()
    assert not Trigger.objects.exists()


def test_the_same_form_twice_is_one_record() -> None:
    raised("T1", form="f1", content=b"a")
    with pytest.raises(Repeated) as again:
        raised("T2", form="f1", content=b"a")
    assert again.value.answer == "T1"
    with pytest.raises(Clash):
        raised("T3", form="f1", content=b"b")
    assert Entry.objects.count() == 1


def test_a_changed_row_is_named() -> None:
    raised("T1")
    raised("T2")
    Trigger.objects.filter(code="T2").update(on=date(2026, 11, 1))
    assert found() == ["trigger T2：与最后一版存证不一样：on。"]


def test_a_row_from_nowhere_and_a_row_that_is_gone_are_named() -> None:
    raised("T1")
    raised("T2")
    Trigger.objects.filter(code="T1").delete()
    Organization.objects.create(code="B9", kind="branch")
    assert {
        "trigger T1：这条记录被删掉了：撤回的记录也留在表里。",
        "organization B9：这条记录没有存证：不是从系统里录的。",
    } == set(found())


def test_the_paper_head_shows_a_journal_cut_short() -> None:
    raised("T1")
    raised("T2")
    assert found(PrintedHead(3, "ab"))
    assert any("与纸上印的不一样" in one for one in found(PrintedHead(1, "00")))


def test_a_verb_judges_organisations_as_it_wrote_them_not_as_they_were_kept() -> None:
    small_city.imported()
    assert organization("ZB1")["party_day"] != 9
    with verb("organization.correct", WHO, NOON) as work:
        work.seal("organization", "ZB1", "改主题党日")
        Organization.objects.filter(code="ZB1").update(party_day=9)
        assert (organization("ZB1")["party_day"], organs.Tree().nodes["ZB1"].party_day) == (9, 9)
    assert (organization("ZB1")["party_day"], organs.Tree().nodes["ZB1"].party_day) == (9, 9)


def test_a_unit_that_is_covered_since_is_in_the_tree() -> None:
    small_city.imported()
    assert organs.Tree().covering("DW9") == ()
    Coverage.objects.create(
        organization=Organization.objects.get(code="ZB1"), unit=Unit.objects.create(code="DW9", staff_count=5)
    )
    assert organs.Tree().covering("DW9") == ("ZB1", "XZ1"), "支部和它的小组"


def organization(code: str) -> dict[str, object]:
    return facts.organizations().row(by_predicate=pl.col("id") == code, named=True)
