"""The journal of a real site from outside: the command line, the folder Go's verifier reads, one record's proof."""

import json
import subprocess
from pathlib import Path

import pytest
import small_city
from asking import asked
from pytest_django import Settings
from test_other_readers import outside  # noqa: F401  a fixture: Go's verifier, built

from dengxiaming.areas.members.models import Trigger
from dengxiaming.areas.talks.models import Talk
from dengxiaming.chain.digest import field_digest
from dengxiaming.chain.note import PublicKey
from dengxiaming.chain.proof_file import ProofFile
from dengxiaming.cli.refusal import Exit
from dengxiaming.journal import keys, queries, second

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_go_checks_the_journal_of_a_site(outside: Path, city: Path, tmp_path: Path) -> None:  # noqa: F811  the fixture
    first = queries.head()
    assert first is not None
    (tmp_path / "printed").write_text(first.checkpoint, encoding="utf-8")
    small_city.members.raise_trigger(
        small_city.members.Happened("retirement", small_city.DAY, "M5"), small_city.SECRETARY, small_city.AT
    )
    folder = tmp_path / "export"
    assert asked("export", folder).exit_code == 0
    checked = [str(outside), str(folder), str(city / keys.PUBLIC), str(tmp_path / "printed")]
    done = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{first.size + 1}条，全部核对无误\n")
    bundle = next((folder / "tile" / "entries").rglob("[0-9]*[0-9]"))
    bundle = bundle if bundle.is_file() else next(bundle.iterdir())
    held = bytearray(bundle.read_bytes())
    held[40] ^= 1
    bundle.write_bytes(held)
    assert subprocess.run(checked, capture_output=True, check=False).returncode == 1


def test_one_record_is_proved_and_read_without_the_site(tmp_path: Path) -> None:
    code = Trigger.objects.get(member__code="M7").code
    folder = tmp_path / "export"
    assert asked("export", folder, "--record", code).exit_code == 0
    for version in (1, 2):
        base = folder / "records" / f"trigger-{code}-v{version}"
        entry = Path(f"{base}.entry.json").read_bytes()
        proof = ProofFile.read(Path(f"{base}.tlog-proof").read_text(encoding="utf-8"))
        key = PublicKey.read((folder / "vkey").read_text(encoding="utf-8"))
        assert proof.proves(entry, key, keys.checks)
        assert not proof.proves(entry + b" ", key, keys.checks)
        opened = json.loads(Path(f"{base}.fields.json").read_bytes())
        (record,) = json.loads(entry)["records"]
        assert record["version"] == opened["version"] == version
        salts = {name: bytes.fromhex(salt) for name, salt in opened["salts"].items()}
        assert record["fields"] == {
            name: field_digest(salts[name], name, value) for name, value in opened["values"].items()
        }
    assert asked("export", tmp_path / "again", "--record", "没有").exit_code == Exit.NO_SUCH_DUTY
    assert asked("export", folder).exit_code == Exit.UNWRITABLE


def test_an_import_is_proved_by_its_entry(tmp_path: Path) -> None:
    assert asked("export", tmp_path / "e", "--record", "A1").exit_code == 0
    entry = (tmp_path / "e" / "records" / "act-A1-import.entry.json").read_bytes()
    assert json.loads(entry)["import"]["replaces"]


def test_the_head_on_paper_is_held_against_the_journal(city: Path) -> None:
    printed = asked("head").output
    size = printed.splitlines()[0].removeprefix("条数：")
    root = printed.splitlines()[1].removeprefix("根：")
    good = asked("verify", "--head", f"{size} {root}", "--key", city / keys.PUBLIC)
    assert (good.exit_code, f"存证{size}条" in good.output) == (0, True)
    assert "没有拿纸上的根来对" in asked("verify").output
    other = "0" if root[0] != "0" else "1"
    bad = asked("verify", "--head", f"{size} {other}{root[1:]}")
    assert bad.exit_code == Exit.DEFECTS_FOUND
    assert "与纸上印的不一样" in bad.output
    cut = asked("verify", "--head", f"{int(size) + 1} {root}")
    assert (cut.exit_code, "最后的存证被拿掉了" in cut.output) == (Exit.DEFECTS_FOUND, True)


def test_a_changed_record_is_in_the_table() -> None:
    code = Talk.objects.get().code
    Talk.objects.update(reason="别的")
    said = asked("verify")
    assert said.exit_code == Exit.DEFECTS_FOUND
    assert f"talk {code}" in said.output
    assert "与最后一版存证不一样：reason" in said.output


def test_the_second_root_stands_beside_the_first(settings: Settings) -> None:
    assert "SM3" not in asked("head").output
    settings.SECOND_ROOT = "sm3"
    now = queries.head()
    assert now is not None
    root = second.root(now.size)
    assert "SM3 的根：" + " ".join(root[at : at + 4] for at in range(0, 64, 4)) in asked("head").output
    assert asked("verify", "--head", f"{now.size} sm3:{root}").exit_code == 0
    assert asked("verify", "--head", f"{now.size - 1} sm3:{root}").exit_code == Exit.DEFECTS_FOUND
