"""The pages: a roster from the file to the register in a browser, who may see what, a correction, statistics."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from held_roster import confirm
from openpyxl import load_workbook
from pytest_django import Settings
from rosters import HEADER, number, person, table, telephone, workbook
from two_branches import Page, changed, page, send, signed_in

from dengxiaming.areas.members.register import queries
from dengxiaming.areas.members.register.models import Layout, Particulars
from dengxiaming.ground.models import SensitiveLook
from dengxiaming.journal import actions as journal
from dengxiaming.web.register import statistics

pytestmark = pytest.mark.usefixtures("branches")
IMPORT = "/register/ZB1/roster/"
ROWS = [person(f"某M{n}", n) for n in range(1, 9)]


def upload(client: Client, content: bytes, name: str = "名册.xlsx", address: str = IMPORT) -> Any:  # noqa: ANN401  Django's answer
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def brought(client: Client, content: bytes, name: str = "名册.xlsx", address: str = IMPORT) -> tuple[str, Page]:
    """Sent, and its columns taken as they were guessed: the address and the page that follows."""
    answer = upload(client, content, name, address)
    assert answer.status_code == 302, answer.content.decode()
    where = answer["Location"]
    shown = page(client, where)
    if "哪一列是什么" in shown.html.split("</title>")[0]:
        assert send(client, where, shown.form(where)).status_code == 302
        shown = page(client, where)
    return where, shown


def test_from_the_file_to_the_register() -> None:
    client = signed_in("M1")
    where, shown = brought(client, workbook([*ROWS, person("新来的", 50)]))
    assert "新登记1人·改8人·表里没有1人" in shown.words
    for secret in (number(1), telephone(1), number(50)):
        assert secret not in shown.html, "差别里只露末四位"
    assert not Particulars.objects.exists(), "确认以前什么都不改"
    form = shown.form(where)
    assert send(client, where, form)["Location"] == "/register/ZB1/"
    assert queries.held(["M1"])["M1"]["identity"] == number(1)
    listed = page(client, "/register/ZB1/")
    assert "名册10名" in listed.words
    assert "新来的正式—2004-07-0146—50岁" in listed.words
    assert number(1) not in listed.html
    assert "新登记1人，改8人" in listed.words
    assert client.get(where).status_code == 404, "确认过的不留"


def test_columns_are_said_once_and_remembered() -> None:
    client = signed_in("M1")
    header = [{"学历": "受过什么教育", "姓名": "姓名"}.get(title, title) for title in HEADER]
    rows = [{**row, "受过什么教育": "研究生"} for row in ROWS]
    where = upload(client, workbook(rows, header))["Location"]
    asked = page(client, where)
    form = asked.form(where)
    assert dict(form)["column-0-1"] == "name"
    assert dict(form)["column-0-6"] == ""
    twice = send(client, where, changed(form, {"column-0-6": "name"}))
    assert twice.status_code == 422
    assert "选了不止一列" in twice.content.decode()
    assert dict(Page(twice.content.decode()).form(where))["column-0-6"] == "name"
    none = send(client, where, changed(form, {"column-0-1": ""}))
    assert "哪一列是姓名" in none.content.decode()
    assert send(client, where, changed(form, {"column-0-6": "education"})).status_code == 302
    assert "研究生" in page(client, where).words
    assert Layout.objects.count() == 1
    again = page(client, upload(client, workbook(rows, header))["Location"])
    assert "改8人·表里没有1人" in again.words, "同样的表头不再问"


def test_a_bad_file_changes_nothing_and_comes_back_marked() -> None:
    client = signed_in("M1")
    rows: list[dict[str, object]] = [{**row} for row in ROWS]
    rows[0]["公民身份号码"] = 110105194912310028.0
    rows[1]["性别"] = "女"
    rows[2]["入党日期"] = "1970-01-01"
    rows[3]["所在党支部"] = "不存在的支部"
    where, shown = brought(client, workbook(rows))
    assert "没有导入，有4处要改" in shown.words
    for words in ("第3行公民身份号码号码被电子表格当成数字存了", "第4行性别", "第5行入党日期", "第6行所在党支部"):
        assert words in shown.words, words
    assert not Particulars.objects.exists()
    marked = client.get(f"{where}marked.xlsx")
    book = load_workbook(io.BytesIO(b"".join(marked.streaming_content)))
    assert book.sheetnames == ["问题清单", "党员名册"]
    sheet = book["党员名册"]
    assert sheet.cell(3, 3).comment is not None
    assert "已经丢了" in sheet.cell(3, 3).comment.text
    assert sheet.cell(4, 4).fill.fgColor.rgb.upper() == "00F9ECE8"
    assert sheet.cell(7, 2).value == "某M5", "原来的内容还在"
    assert [row[2].value for row in book["问题清单"].iter_rows(min_row=2)] == [3, 4, 5, 6]
    assert send(client, where, {"do": "confirm", "branches": "ZB1", "mark": "x"}).status_code == 200
    assert not Particulars.objects.exists()


def test_what_is_no_roster_is_said() -> None:
    client = signed_in("M1")
    for name, content, said in (
        ("名册.docx", b"x", "不是表格"), ("名册.xlsx", b"", "是空的"), ("名册.xlsx", b"no", "不是 .xlsx 工作簿"),
        ("名册.xls", b"no", "打不开"), ("名册.csv", b"a,b\n1,2\n", "没有一张名册"),
        ("名册.csv", b"\xff\xfea", "UTF-16"),
    ):  # fmt: skip
        answer = upload(client, content, name)
        if answer.status_code == 302:
            answer = client.get(answer["Location"])
        assert said in answer.content.decode(), name
        assert answer.status_code in {200, 422}, name
    assert "还没有选文件" in client.post(IMPORT, {}).content.decode()


def test_csv_as_spreadsheets_save_it_here() -> None:
    where, shown = brought(signed_in("M1"), table(ROWS, encoding="gb18030"), "名册.csv")
    assert "改8人·表里没有1人" in shown.words
    assert where


def test_what_waits_to_be_confirmed_is_enciphered(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    upload(signed_in("M1"), table(ROWS), "名册.csv")
    held = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b'"suffix": ".csv"' in content for content in held)
    for secret in (number(1), telephone(1), "某M1"):
        assert not any(secret.encode() in content for content in held), secret


def test_two_at_once_the_second_is_shown_again() -> None:
    client = signed_in("M1")
    where, shown = brought(client, workbook(ROWS))
    form = shown.form(where)
    confirm([ROWS[0] | {"学历": "研究生"}])
    answer = send(client, where, form)
    assert answer.status_code == 409
    assert "名册被别人改过" in answer.content.decode()
    assert "研究生→大学本科" in Page(answer.content.decode()).words
    assert Particulars.objects.count() == 1


def test_sent_twice_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("M4")
    rows = [*ROWS, person("某N1", 31, "第二支部")]
    where, shown = brought(client, workbook(rows), address="/register/JG1/roster/")
    form = [pair for pair in shown.form(where) if pair != ("branches", "ZB2")]
    assert send(client, where, [pair for pair in form if pair[0] != "branches"]).status_code == 422
    monkeypatch.setattr(journal, "LARGEST_ENTRY", 100)
    refused = send(client, where, form)
    assert refused.status_code == 409
    assert "少选几个支部" in refused.content.decode()
    monkeypatch.undo()
    assert send(client, where, form)["Location"] == where, "还有一个支部没有确认"
    assert Particulars.objects.count() == 8
    rest = page(client, where)
    assert "8人和名册一样" in rest.words
    assert send(client, where, form).status_code in {302, 409}
    assert Particulars.objects.count() == 8


def test_three_people() -> None:
    confirm(ROWS)
    where = upload(signed_in("M1"), workbook(ROWS))["Location"]
    for address, may in (
        ("/register/ZB1/", {"M1", "M2", "M4", "G1"}), (IMPORT, {"M1", "M4", "G1"}), (where, {"M1"}),
        ("/register/ZB1/statistics/", {"M1", "M2", "M4", "M5", "G1"}),
        ("/members/M8/particulars/", {"M1", "M2", "M4", "M8"}),
        ("/members/M8/particulars/correct/", {"M1"}),
    ):  # fmt: skip
        for who in ("M1", "M2", "M4", "M5", "M8", "M9", "N1", "G1", "X9", "admin"):
            assert (signed_in(who).get(address).status_code == 200) == (who in may), (address, who)


def test_the_whole_number_is_a_look_that_its_owner_sees() -> None:
    confirm(ROWS)
    for who in ("M1", "M2", "M8"):
        shown = page(signed_in(who), "/members/M8/particulars/")
        assert number(8) not in shown.html
        assert number(8)[-4:] in shown.html
    assert not SensitiveLook.objects.exists()
    answer = send(signed_in("M1"), "/members/M8/particulars/whole/", {})
    assert number(8) in answer.content.decode()
    assert telephone(8) in answer.content.decode()
    assert send(signed_in("M2"), "/members/M8/particulars/whole/", {}).status_code == 404
    assert number(8) in send(signed_in("M8"), "/members/M8/particulars/whole/", {}).content.decode()
    assert [one.account.member_code for one in SensitiveLook.objects.all()] == ["M1"]
    assert "某M1公民身份号码和电话" in page(signed_in("M8"), "/members/M8/").words


def test_a_correction_keeps_what_was_typed_and_asks_why() -> None:
    confirm(ROWS)
    client, address = signed_in("M1"), "/members/M8/particulars/correct/"
    form = page(client, address).form(address)
    assert dict(form)["identity"] == "", "号码不摆在表单里"
    wrong = send(client, address, changed(form, {"born": "1981-01-01", "work": "调研员"}))
    again = Page(wrong.content.decode())
    assert wrong.status_code == 422
    assert {"born", "reason"} <= set(again.summary)
    assert dict(again.form(address))["work"] == "调研员"
    taken = send(client, address, changed(form, {"identity": number(1), "reason": "抄错了"}))
    assert "另一名党员名下" in taken.content.decode()
    assert send(client, address, changed(form, {"phone": "无", "work": "调研员", "reason": "升了"})).status_code == 302
    held = queries.held(["M8"])["M8"]
    assert (held["phone"], held["work"], held["identity"]) == ("", "调研员", number(8))


def test_the_branches_of_the_statistics_turn_pages_and_sum_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "_BRANCHES_A_PAGE", 1)
    for turned, here, other in (("", "ZB1", "ZB2"), ("?page=2", "ZB2", "ZB1")):
        shown = page(signed_in("G1"), f"/register/GW1/statistics/{turned}")
        assert f"/register/{here}/statistics/" in shown.html
        assert f"/register/{other}/statistics/" not in shown.html
        assert "各支部2个" in shown.words
        assert "共2页" in shown.words
        assert "合计党员12名" in shown.words


def test_a_workbook_of_statistics_holds_no_formula() -> None:
    from dengxiaming.areas.organs.models import Organization  # noqa: PLC0415  models exist once Django is set up

    bare = load_workbook(io.BytesIO(signed_in("M1").get("/register/ZB1/statistics.xlsx").content))
    assert [cell.value for cell in bare["党员"][5]][4:7] == ["—", "—", 9], "没有登记的不写0"
    confirm(ROWS)
    Organization.objects.filter(code="ZB1").update(name="=1+1")
    answer = signed_in("M1").get("/register/ZB1/statistics.xlsx")
    sheets = zipfile.ZipFile(io.BytesIO(answer.content))
    assert not any(b"<f>" in sheets.read(name) for name in sheets.namelist())
    book = load_workbook(io.BytesIO(answer.content))
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in book["党员"].iter_rows(min_row=5)}
    assert rows["=1+1"] == rows["合计"]
    assert rows["合计"][0] == 9
