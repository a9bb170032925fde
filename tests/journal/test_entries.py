"""What one entry holds and refuses to hold, and what is said where there is nothing to show or to prove."""

import json
from pathlib import Path

import pytest
import small_city
from asking import asked

from dengxiaming.areas.members.models import Trigger
from dengxiaming.cli.refusal import Exit
from dengxiaming.journal import actions as journal
from dengxiaming.journal.actions import TooLarge, verb
from dengxiaming.journal.models import Entry, Seal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_key")]


@pytest.mark.parametrize("head", ["12", "x 6f1c90ab47de5f22", "0 6f1c90ab47de5f22", "12 6f1c", "12 根"])
def test_a_head_that_proves_nothing_is_refused(head: str) -> None:
    assert asked("verify", "--head", head).exit_code == Exit.USAGE


def test_a_site_without_a_key_says_so() -> None:
    said = asked("verify")
    assert said.exit_code == Exit.UNREADABLE
    assert "--key" in said.output


@pytest.mark.parametrize("command", ["head", "export"])
def test_an_empty_journal_has_nothing_to_show(command: str, tmp_path: Path) -> None:
    assert asked(command, *([tmp_path / "e"] if command == "export" else [])).exit_code == Exit.NO_SUCH_DUTY


def raised(many: int) -> None:
    with verb("triggers.raise", small_city.SECRETARY, small_city.AT) as work:
        for number in range(many):
            Trigger.objects.create(code=f"T{number}", kind="job_change", on=small_city.DAY)
            work.seal("trigger", f"T{number}")


def test_what_one_entry_cannot_hold_goes_on_in_the_next() -> None:
    raised(150)
    bodies = [json.loads(bytes(one.body)) for one in Entry.objects.order_by("index")]
    assert [body.get("continues") for body in bodies] == [None, 0, 0]
    assert sum(len(body["records"]) for body in bodies) == Seal.objects.count() == 150
    assert not small_city.findings()
    Trigger.objects.filter(code="T149").update(note="改过")
    assert [one.where for one in small_city.findings()] == ["trigger T149"]


def test_a_record_too_large_to_hand_out_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGEST_ENTRY", 600)
    with pytest.raises(TooLarge, match="最多600字节"):
        raised(3)
    assert not Trigger.objects.exists()
    assert not Entry.objects.exists()


def test_a_reason_typed_in_pieces_is_kept_in_one_spelling() -> None:
    Trigger.objects.create(code="T1", kind="job_change", on=small_city.DAY)
    with verb("trigger.correct", small_city.SECRETARY, small_city.AT) as work:
        work.seal("trigger", "T1", "e\u0301")
    assert Seal.objects.get().reason == "\u00e9"
    assert not small_city.findings()


def test_text_that_is_gone_is_named() -> None:
    """Nobody may take the old text out of the journal quietly: neither text nor salt is a finding too."""
    Trigger.objects.create(code="T1", kind="job_change", on=small_city.DAY, note="水务局")
    with verb("trigger.correct", small_city.SECRETARY, small_city.AT) as work:
        work.seal("trigger", "T1")
    seal = Seal.objects.get()
    document, salts = json.loads(seal.document), json.loads(seal.salts)
    del document["note"], salts["note"]
    Seal.objects.update(document=json.dumps(document), salts=json.dumps(salts))
    assert any("第1版存下的原文被改过：note" in one.sentence for one in small_city.findings())
