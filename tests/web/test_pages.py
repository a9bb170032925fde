"""Every page with a small city behind it: what it says, where it leads, how much it asks of the database."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dengxiaming.duties import queries
from dengxiaming.duties.queries import Filter, View
from dengxiaming.web import navigation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "today")]
BRANCH = "ZB001"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200
    return len(held)


def words(page: str) -> str:
    """What a reader reads: no tags, no blanks."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def links(page: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"#]*)', page)]


def test_home_leads_to_the_workbench(client: Client) -> None:
    assert client.get("/")["Location"] == "/desk/"


def test_nobody_reads_anything_before_signing_in() -> None:
    answer = Client().get("/organizations/ZB001/?year=2025")
    assert answer["Location"] == "/account/sign-in/?next=%2Forganizations%2FZB001%2F%3Fyear%3D2025"


@pytest.mark.parametrize(
    ("address", "title", "nav"),
    [
        ("/city/", "2026年第三季度　全市条款完成情况", "全市"),
        ("/organizations/", "组织", "组织"),
        (f"/organizations/{BRANCH}/", "市水务局机关第一支部", "组织"),
        ("/law/", "制度", "制度"),
        ("/law/3-2-6/", "主题党日", "制度"),
        ("/law/problems/P6/", "主题党日不够政治、不够严肃、不够规范", "制度"),
        ("/duties/?rule=S6-1", "S6-1　主题党日", "制度"),
        (f"/explain/S6-1/{BRANCH}/2026-10/", "主题党日 2026年10月 判定说明", "组织"),
        ("/facts/", "载入事实", "载入"),
    ],
)
def test_a_page_has_its_title_and_its_place(client: Client, address: str, title: str, nav: str) -> None:
    page = text(client, address)
    assert f"<title>{title} — 灯下明</title>" in page
    assert re.search(rf'aria-current="page">{nav}</a>', page)
    assert page.count("<h1>") == 1
    assert '<a class="skip" href="#main">跳到正文</a>' in page
    assert [item.label for item in navigation.ITEMS] == re.findall(
        r'<li><a href="[^"]*"[^>]*>([^<]+)</a></li>', page.split("</nav>")[0]
    )


def test_the_foot_says_of_which_day_and_edition(client: Client) -> None:
    page = words(text(client, "/law/"))
    edition = queries.rulebook().edition.replace(" ", "")
    assert f"数据截至2026年11月24日·规则版本：{edition}" in page


def test_every_link_of_the_main_pages_leads_somewhere(client: Client) -> None:
    waiting = [
        "/city/",
        "/organizations/",
        f"/organizations/{BRANCH}/",
        "/law/",
        "/law/3-2-1/",
        "/law/3-2-5/",
        "/duties/?rule=S7-2",
    ]
    seen: set[str] = set()
    for start in waiting:
        for address in links(text(client, start)):
            shape = re.sub(r"[A-Z]{2}\d+|20\d\d[-Q\d]*", "*", address)
            if shape not in seen:
                seen.add(shape)
                answer = client.get(address, follow=True)
                answer.getvalue()  # 读完就关；close() 会连测试的数据库连接一起关掉
                assert answer.status_code == 200, address
    assert len(seen) > 100


def test_moved_dates_stay_in_every_link(client: Client) -> None:
    moved = "as_of=2026-07-10&known_by=2026-07-01"
    for start in (
        "/city/",
        "/organizations/",
        f"/organizations/{BRANCH}/",
        "/law/3-2-6/",
        f"/explain/S6-1/{BRANCH}/2026-06/",
    ):
        page = text(client, f"{start}?{moved}")
        assert "现在看的是截至2026年7月10日、只算2026年7月1日以前记下的" in words(page)
        for address in links(page):
            if not address.startswith(("/static/", "/facts/", "/account/", start)):
                assert moved in address or re.search(r"as_of=\d{4}-\d\d-\d\d&known_by=2026-07-01", address), address


def test_a_moved_date_judges_that_day(client: Client) -> None:
    page = text(client, f"/organizations/{BRANCH}/?as_of=2025-05-20")
    assert "<h2>2025年</h2>" in page
    assert '<th role="columnheader" scope="col" class=" now">5月</th>' in page


@pytest.mark.parametrize(
    "address", ["/city/?as_of=2026-02-30", f"/organizations/{BRANCH}/?year=2025&as_of=昨天", "/law/?known_by=nie"]
)
def test_a_bad_date_is_refused_in_words_and_nothing_typed_is_lost(client: Client, address: str) -> None:
    page = text(client, address, 400)
    typed = address.rsplit("=", 1)[1]
    assert f'value="{typed}"' in page
    assert "写成 2026-" in page
    if "year" in address:
        assert '<input type="hidden" name="year" value="2025">' in page


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nowhere/", 404, "没有这一页"),
        ("/organizations/nobody/", 404, "没有这一页，或者它不对您开放"),
        ("/law/9-9-9/", 404, "制度里没有“9-9-9”这一项"),
        ("/law/problems/P10/", 404, "没有编号是“P10”的问题"),
        ("/law/clause/Z1/", 404, "没有编号是“Z1”的条款"),
        ("/explain/S2-1/nobody/2026Q1/", 404, "没有S2-1nobody2026Q1这一项"),
        ("/duties/?rule=Z1", 400, "没有编号是“Z1”的条款"),
        ("/duties/?status=good", 400, "判定“good”不认识"),
        ("/duties/?quarter=2026Q5", 400, "“2026Q5”不是季度"),
        ("/duties/?month=may", 400, "月份“may”读不懂"),
        ("/duties/?month=2026-13", 400, "月份“2026-13”读不懂"),
        ("/law/?as_of=9999-12-31", 400, "9999-12-31太远"),
        ("/city/?as_of=0001-01-01", 400, "0001-01-01太远"),
        ("/duties/?page=x", 400, "页码“x”不是数"),
        ("/city/?quarter=2026Q4", 400, "2026年第四季度"),
        ("/organizations/ZB001/?year=99999", 400, "年份“99999”"),
        ("/facts/refused/short/", 404, "只保留一个小时"),
    ],
)
def test_a_wrong_address_is_answered_in_words(client: Client, address: str, status: int, said: str) -> None:
    page = text(client, address, status)
    assert said in words(page)
    assert "Traceback" not in page
    assert 'href="/"' in page


def test_the_law_shows_what_the_document_leaves_open(client: Client) -> None:
    page = words(text(client, "/law/"))
    for number in ("3名", "7名", "50名", "100名"):
        assert f"{number}本文件" in page
    assert "R2-1、R2-2" in page


def test_the_law_names_all_clauses_and_problems(client: Client) -> None:
    page = text(client, "/law/")
    book = queries.rulebook()
    assert all(f'#{name}"' in page for name in book.rules)
    assert all(f"/law/problems/{problem.id}/" in page for problem in book.problems)


def test_a_clause_shows_numbers_seals_and_how_the_city_stands(client: Client) -> None:
    page = text(client, "/law/3-2-6/")
    clause = page.split('id="S6-2"')[1].split("</article>")[0]
    assert '<span class="tag adv">提示</span>' in clause
    assert 'class="src wen"' in clause
    assert 'class="src ben"' in clause
    assert 'class="bar adv"' in clause
    assert "#a-met" in clause
    assert 'href="/duties/?rule=S6-2&amp;quarter=2026Q3&amp;status=met&amp;force=advisory"' in clause
    binding = page.split('id="S6-1"')[1].split("</article>")[0]
    assert 'class="bar"' in binding
    assert "现在待做" in binding


def test_a_clause_left_to_people_says_so(client: Client) -> None:
    page = words(text(client, "/law/3-1-3/").split('id="D3-6"')[1].split("</article>")[0])
    assert queries.rulebook().rules["D3-6"].records.replace(" ", "")[:10] in page


def test_no_monitoring_of_speech_is_stated(client: Client) -> None:
    page = words(text(client, "/law/3-3-1/").split('id="Q1-4"')[1].split("</article>")[0])
    assert "不" in page
    assert "未做" not in page


def test_the_counts_of_the_law_are_the_lengths_of_its_lists(client: Client) -> None:
    page = text(client, "/law/3-2-2/")
    found = re.findall(r'href="(/duties/\?rule=[^"]*status=[^"]*)"><span class="st [^"]*">.*?</svg>\D*(\d+)<', page)
    assert found
    for address, number in found:
        assert f"<h2>{number}件</h2>" in text(client, address.replace("&amp;", "&")), address


def test_the_heat_map_and_its_lists_agree(client: Client) -> None:
    page = text(client, "/city/?quarter=2026Q3")
    cells = re.findall(r'<td role="cell" class="(?:h\d|l)"><a href="([^"]*)"[^>]*>.*?(未|迟)(\d+)</a>', page)
    assert cells
    for address, word, number in cells:
        status = {"未": "missed", "迟": "late"}[word]
        assert f"<h2>{number}件</h2>" in text(client, f"{address.replace('&amp;', '&')}&status={status}"), address


def test_the_heat_map_and_the_law_count_the_same() -> None:
    found = queries.heatmap(View(date(2026, 11, 24)), queries.Quarter(2026, 3))
    standings = queries.law_standing(View(date(2026, 11, 24)))
    compared = [name for name in found.columns if standings[name].quarter == found.quarter]
    assert compared
    for name in compared:
        assert found.totals[name] == standings[name].binding


def test_only_binding_clauses_are_on_the_heat_map(client: Client) -> None:
    page = text(client, "/city/")
    assert "S6-1" in page
    assert "S10-1" not in page
    assert "不是名次" in page


def test_the_year_grid_leads_to_explanations(client: Client) -> None:
    page = text(client, f"/organizations/{BRANCH}/")
    grid = page.split('<table class="cal"')[1].split("</table>")[0]
    rows = grid.split("<tr ")
    month = next(row for row in rows if ">S6-1<" in row)
    assert month.count("<td ") == 12
    assert f"/explain/S6-1/{BRANCH}/2026-01/" in month
    quarter = next(row for row in rows if ">S2-1<" in row)
    assert quarter.count('colspan="3"') == 4
    assert 'data-p="一季度"' in quarter
    assert '<th role="columnheader" scope="col" class=" now">11月</th>' in grid


def test_groups_of_one_branch_are_told_apart(client: Client) -> None:
    for place in queries.places(View(date(2026, 11, 24))):
        grid = text(client, f"/organizations/{place.code}/").split('<table class="cal"')[1]
        names = re.findall(r'<span class="id">(S2-3)</span><span class="nm">([^<]*)', grid)
        assert len(names) == len(set(names)), place.name


def test_an_explanation_says_what_why_and_how(client: Client) -> None:
    page = text(client, f"/explain/S6-1/{BRANCH}/2026-10/")
    said = words(page)
    for part in ("查了哪些记录", "数从哪里来", "怎样算完成", "计入", "类型是主题党日", "三（二）6", "决定"):
        assert part in said, part


def test_what_is_not_owed_is_answered(client: Client) -> None:
    page = words(text(client, "/explain/S2-1/ZZ01/2026Q1/"))
    assert "不适用" in page
    assert "没有这一项任务" in page


def test_search_finds_by_name_and_code_and_says_when_it_does_not(client: Client) -> None:
    assert f"/organizations/{BRANCH}/" in text(client, "/organizations/?q=水务局机关第一")
    assert f"/organizations/{BRANCH}/" in text(client, f"/organizations/?q={BRANCH}")
    assert "没有找到" in text(client, "/organizations/?q=<b>没有</b>")
    assert "<b>没有</b>" not in text(client, "/organizations/?q=<b>没有</b>")


def test_a_list_has_pages(client: Client) -> None:
    page = text(client, "/duties/?rule=S7-2")
    assert 'rel="next" href="?rule=S7-2&amp;page=2"' in page
    second = text(client, "/duties/?rule=S7-2&page=2")
    assert 'rel="prev"' in second
    first_rows, second_rows = (re.findall(r'href="(/explain/[^"]*)"', held) for held in (page, second))
    assert len(first_rows) == 100
    assert not set(first_rows) & set(second_rows)


def test_the_workbook_says_what_the_page_says(client: Client) -> None:
    answer = client.get("/city/heatmap.xlsx?quarter=2026Q3")
    assert answer["Content-Disposition"] == 'attachment; filename="heatmap-2026Q3-2026-11-24.xlsx"'
    made = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet, listed = made["全市"], made["未做与迟做"]
    assert sheet["A1"].value == "2026年第三季度　全市条款完成情况"
    assert sheet["A2"].value == f"数据截至2026年11月24日。规则版本：{queries.rulebook().edition}。"
    heads = [str(cell.value).split("\n")[0] for cell in sheet[4]]
    found = queries.heatmap(View(date(2026, 11, 24)), queries.Quarter(2026, 3))
    assert heads[2:-1] == list(found.columns)
    total = sum(tally.missed for tally in found.totals.values())
    assert [cell.value for cell in sheet[sheet.max_row]][-1] == total
    wanted = Filter(quarter=found.quarter, force="binding", statuses=("missed", "late"))
    assert listed.max_row - 4 == queries.duties(found.view, wanted).total


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("/organizations/ZB007/", f"/organizations/{BRANCH}/"),
        ("/duties/?rule=S2-1&quarter=2026Q3", "/duties/?rule=S2-1"),
        ("/duties/?rule=S7-2&status=missed", "/duties/?rule=S7-2"),
        ("/law/4-1/", "/law/3-2-2/"),
        ("/city/?quarter=2025Q1", "/city/?quarter=2025Q4"),
        ("/organizations/?q=ZB007", "/organizations/?q=支部"),
    ],
)
def test_a_longer_page_asks_no_more_of_the_database(client: Client, small: str, large: str) -> None:
    assert asked(client, small) == asked(client, large)


def test_every_answer_carries_the_strict_policy(client: Client) -> None:
    policy = client.get("/law/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
