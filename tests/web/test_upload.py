"""An upload is loaded whole or refused whole; what is wrong is said with its place and remedy."""

import io
import os
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from dengxiaming.areas.members.actions import Happened, raise_trigger
from dengxiaming.areas.members.models import Member
from dengxiaming.duties import queries
from dengxiaming.exchange import Finding, read_facts, write_facts
from dengxiaming.exchange.sample import build_sample
from dengxiaming.ground import clock
from dengxiaming.journal.actor import SYSTEM
from dengxiaming.web.facts import kept
from dengxiaming.web.facts.together import rows_words, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "today")]


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "uploads"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Another small city as csv texts by file name."""
    folder = tmp_path_factory.mktemp("tables")
    write_facts(build_sample(2, "small").facts, folder, fmt="csv")
    return {path.name: path.read_text(encoding="utf-8-sig") for path in folder.iterdir()}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Another small city as a workbook."""
    path = tmp_path_factory.mktemp("workbook") / "facts.xlsx"
    write_facts(build_sample(2, "small").facts, path, fmt="xlsx", headers="chinese")
    return path.read_bytes()


def zipped(tables: dict[str, str], under: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{under}{name}", text)
    return held.getvalue()


def send(client: Client, name: str, content: bytes, **fields: str) -> tuple[int, str, str]:
    """Status, page and address in the end."""
    answer = client.post("/facts/", {"file": SimpleUploadedFile(name, content), **fields}, follow=True)
    address = answer.redirect_chain[-1][0] if answer.redirect_chain else "/facts/"
    return answer.status_code, answer.content.decode(), address


def broken(tables: dict[str, str]) -> dict[str, str]:
    """A kind that does not exist and a day that does not exist, each in a known row."""
    lines = tables["organizations.csv"].splitlines()
    lines[2] = lines[2].replace("party_group", "party_crowd")
    dues = tables["triggers.csv"].splitlines()
    dues[1] = re.sub(r"\d{4}-\d\d-\d\d", "2026-02-30", dues[1])
    return tables | {"organizations.csv": "\n".join(lines), "triggers.csv": "\n".join(dues)}


def words(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def test_a_good_archive_replaces_everything(client: Client, tables: dict[str, str], uploads: Path) -> None:
    before = queries.numbers()
    status, page, address = send(client, "新的一年.zip", zipped(tables, under="新的一年/"))
    assert status == 200
    assert address.startswith("/facts/loaded/")
    assert "<h1>已经载入</h1>" in page
    assert "新的一年.zip" in page
    after = queries.numbers()
    assert after.acts == len(tables["acts.csv"].splitlines()) - 1 != before.acts
    left = [path.name for held in uploads.iterdir() for path in held.iterdir()]
    assert left == ["note.json"], "载入以后，送来的文件不留"


def test_only_what_is_new_is_added(client: Client, tables: dict[str, str]) -> None:
    send(client, "another.zip", zipped(tables))
    before = queries.numbers()
    lines = tables["units.csv"].splitlines()
    width = lines[0].count(",")
    more = {"units.csv": "\n".join([*lines, f"XIN01,新来的局{',' * (width - 1)}"])}
    status, said, address = send(client, "more.zip", zipped(tables | more), how="add")
    assert (status, "/loaded/" in address) == (200, True), said
    assert re.search(r"已经有的\d+行，没有动", said)
    assert queries.numbers().units == before.units + 1
    assert queries.numbers().acts == before.acts


def test_where_something_is_signed_adding_is_what_is_offered(client: Client, tables: dict[str, str]) -> None:
    offered = 'value="{}" checked'
    assert offered.format("replace") in client.get("/facts/").content.decode()
    member = next(iter(Member.objects.values_list("code", flat=True)))
    raise_trigger(Happened("honoured", date(2026, 11, 20), member=member), SYSTEM, clock.now())
    assert offered.format("add") in client.get("/facts/").content.decode()
    _, said, address = send(client, "another.zip", zipped(tables), how="replace")
    assert "/refused/" in address
    assert "只添加新的" in said


def test_a_good_workbook_is_loaded(client: Client, workbook: bytes, tables: dict[str, str]) -> None:
    status, _, address = send(client, "facts.xlsx", workbook)
    assert (status, address.split("/")[2]) == (200, "loaded")
    assert queries.numbers().acts == len(tables["acts.csv"].splitlines()) - 1


def test_a_refused_archive_changes_nothing_and_names_every_place(
    client: Client, tables: dict[str, str], tmp_path: Path
) -> None:
    before, row = queries.numbers(), queries.duties(queries.View.today(), queries.Filter(rule="S2-1"))
    status, page, address = send(
        client, "坏的.zip", zipped(broken(tables)), recorded_at="2026-11-01T08:00", records_from="2024-01-01"
    )
    assert status == 200
    assert address.startswith("/facts/refused/")
    folder = tmp_path / "same"
    folder.mkdir()
    for name, text in broken(tables).items():
        (folder / name).write_text(text, encoding="utf-8")
    findings = read_facts(folder).findings
    assert findings
    said = words(page)
    for finding in findings:
        assert re.sub(r"\s+", "", finding.message) in said
        assert re.sub(r"\s+", "", finding.remedy) in said
    assert f"没有载入，有{sum(found.severity == 'defect' for found in findings)}处要改" in said
    assert 'value="2026-11-01T08:00"' in page
    assert 'value="2024-01-01"' in page
    assert queries.numbers() == before
    assert queries.duties(queries.View.today(), queries.Filter(rule="S2-1")) == row


def test_a_refused_workbook_comes_back_marked(client: Client, workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book["组织"]
    column = next(cell.column for cell in sheet[1] if cell.value == "组织类别")
    sheet.cell(3, column).value = "党组会"
    held = io.BytesIO()
    book.save(held)
    _, page, address = send(client, "我的.xlsx", held.getvalue())
    assert f"{address}marked.xlsx" in page
    answer = client.get(f"{address}marked.xlsx")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  FileResponse 的内容是一段一段的
    answer.close()
    marked = openpyxl.load_workbook(io.BytesIO(content))["组织"].cell(3, column)
    assert marked.comment is not None
    assert "%E6%88%91%E7%9A%84-%E6%A0%87%E6%B3%A8.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("facts.pdf", b"%PDF", "不是 .xlsx 工作簿，也不是 .zip"),
        ("empty.xlsx", b"", "是空的"),
        ("broken.zip", b"PK\x03\x04rest", "打不开"),
        ("nothing.zip", zipped({"readme.txt": "你好"}), "里没有 csv 或 parquet 文件"),
    ],
    ids=["pdf", "empty", "broken", "nothing"],
)
def test_what_is_no_fact_set_is_refused_beside_the_field(client: Client, name: str, content: bytes, said: str) -> None:
    before = queries.numbers()
    status, page, _ = send(client, name, content, records_from="2024-01-01")
    assert status == 422
    assert said in page
    assert 'role="alert"' in page
    assert 'value="2024-01-01"' in page
    assert queries.numbers() == before


def test_a_broken_workbook_is_refused_in_words(client: Client) -> None:
    status, page, _ = send(client, "broken.xlsx", b"PK\x03\x04 not a workbook")
    assert status in {200, 422}
    assert "Traceback" not in page
    assert "broken.xlsx" in page


def test_an_archive_cannot_write_elsewhere(client: Client, uploads: Path, tables: dict[str, str]) -> None:
    send(client, "evil.zip", zipped({"../../../outside.csv": "id\n"} | broken(tables)))
    assert not (uploads.parent / "outside.csv").exists()
    assert not (uploads.parent.parent / "outside.csv").exists()


def test_no_file_and_bad_dates_are_named_together(client: Client) -> None:
    answer = client.post("/facts/", {"recorded_at": "昨晚", "records_from": "2024-13-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还不能载入，有3处要改" in page
    for name in ("file", "recorded_at", "records_from"):
        assert f'href="#{name}"' in page
        assert f'id="{name}_error"' in page
    assert 'value="昨晚"' in page


def test_the_template_is_a_workbook(client: Client) -> None:
    answer = client.get("/facts/template.xlsx")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  同上
    answer.close()
    assert "组织" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames


def test_an_upload_needs_the_forms_own_token() -> None:
    answer = Client(enforce_csrf_checks=True).post("/facts/", {})
    assert answer.status_code == 403
    assert "这张表单过期了" in answer.content.decode()


def test_a_refusal_is_forgotten_after_an_hour(client: Client, tables: dict[str, str], uploads: Path) -> None:
    _, _, address = send(client, "坏的.zip", zipped(broken(tables)))
    old = next(uploads.iterdir())
    os.utime(old, (0, 0))
    kept.forget(kept.new_folder())
    assert not old.exists()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ""),
        ([3], "第3行"),
        ([2, 3, 4, 7], "第2—4、7行"),
        ([1, 3, 5, 7, 9, 11, 13, 14], "第1、3、5、7、9、11行等8行"),
    ],
)
def test_rows_are_named_together(rows: list[int], said: str) -> None:
    assert rows_words(rows) == said


def test_the_same_message_about_many_rows_is_one_line() -> None:
    def finding(row: int, message: str) -> Finding:
        return Finding("defect", "members", "党员", row, "所在支部编号", message, "改成已有的编号。")

    lines = together([finding(2, "没有 A。"), finding(3, "没有 B。"), finding(4, "没有 A。")])
    assert [(line.rows, line.message) for line in lines] == [("第2、4行", "没有 A。"), ("第3行", "没有 B。")]
