"""The pages in a real browser: by keyboard alone, at phone width, with an upload; no error in the console."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dengxiaming.exchange import write_facts
from dengxiaming.exchange.sample import build_sample

PAGES = (
    "/city/", "/city/?quarter=2025Q4", "/organizations/", "/organizations/?q=支部", "/organizations/ZB001/",
    "/organizations/GW01/", "/explain/D3-3/ZB001/2026/", "/law/", "/law/3-2-1/", "/law/3-2-6/", "/law/problems/P9/",
    "/duties/?rule=S7-2", "/facts/",
)  # fmt: skip


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """An officer's, signed in as anybody signs in who looks at the sample."""
    held = browser.new_context(base_url=site, locale="zh-CN")
    door = held.new_page()
    door.goto("/account/sign-in/?next=/law/")
    door.get_by_role("button", name="以工委干部登录").click()
    door.wait_for_url("**/law/")
    door.close()
    yield held
    held.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test when the console says an error: a broken asset, a breach of the content policy."""
    said: list[str] = []
    held = context.new_page()
    held.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    held.on("pageerror", lambda error: said.append(str(error)))
    yield held
    assert not said


def test_every_page_fits_its_window_and_can_be_tapped(page: Page) -> None:
    for address in PAGES:
        page.goto(address)
        for width in (360, 390, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{address} 宽 {wide}"
        page.set_viewport_size({"width": 390, "height": 844})
        small = page.evaluate("""() => [...document.querySelectorAll(
                '.btn, .nav a, .cal td > a, .heat td > a, .lk, .in')]
            .filter(held => held.offsetParent && held.getBoundingClientRect().height < 43)
            .map(held => held.outerHTML.slice(0, 80))""")
        assert not small, address


def test_the_skip_link_leads_past_the_navigation(page: Page) -> None:
    page.goto("/law/3-2-6/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside


def test_from_the_city_to_a_reason_by_keyboard_alone(page: Page) -> None:
    page.goto("/city/?quarter=2025Q4")
    cell = page.locator(".heat td[class^=h] > a").first
    tab_to(page, cell.get_attribute("href") or "")
    edge = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert edge == "solid", "看得见焦点在哪里"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    tab_to(page, page.locator("main table a").first.get_attribute("href") or "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="查了哪些记录")).to_be_visible()
    expect(page.get_by_role("heading", name="怎样算完成")).to_be_visible()


def tab_to(page: Page, href: str) -> None:
    for _ in range(1500):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == href:
            return
    raise AssertionError(f"按 Tab 走不到 {href}")


def test_the_dates_are_moved_and_moved_back(page: Page) -> None:
    page.goto("/organizations/ZB001/?year=2026")
    page.get_by_text("换日期").click()
    page.get_by_label("截至").fill("2026-05-20")
    page.get_by_role("button", name="按这些日期看").click()
    assert "as_of=2026-05-20" in page.url
    assert "year=2026" in page.url
    expect(page.get_by_text("现在看的是截至2026年5月20日")).to_be_visible()
    expect(page.locator(".cal thead th.now")).to_have_text("5月")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="制度").click()
    assert "as_of=2026-05-20" in page.url
    page.get_by_role("link", name="回到今天").click()
    assert "as_of" not in page.url


def test_a_phone_shows_in_the_heat_map_only_what_is_not_done(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/city/?quarter=2025Q4")
    assert page.locator(".heat td.ok:visible, .heat td.na:visible").count() == 0
    assert page.locator(".heat td[class^=h]:visible").count() > 0


def test_folded_tables_keep_their_roles(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/organizations/ZB001/")
    grid = page.get_by_role("table", name="2026年各条款按月、季、年的完成情况")
    assert grid.get_by_role("row").count() > 10
    assert grid.get_by_role("cell").count() > 50


def test_without_backgrounds_the_words_still_say_it(page: Page) -> None:
    page.goto("/organizations/ZB001/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="主导航").is_visible()
    expect(page.locator("footer").get_by_text("数据截至")).to_be_visible()
    expect(page.locator(".cal .st").first).to_be_visible()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "事实.xlsx"
    write_facts(build_sample(1, "small").facts, path, fmt="xlsx", headers="chinese")
    return path


def test_a_bad_workbook_is_refused_and_comes_back_marked(page: Page, workbook: Path, tmp_path: Path) -> None:
    held = openpyxl.load_workbook(workbook)
    sheet = held["组织"]
    column = next(cell.column for cell in sheet[1] if cell.value == "组织类别")
    sheet.cell(3, column).value = "党组会"
    bad = tmp_path / "改坏的.xlsx"
    held.save(bad)
    page.goto("/facts/")
    page.get_by_label("工作簿或压缩包").set_input_files(bad)
    page.get_by_role("button", name="检查并载入").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("没有载入")
    row = page.get_by_role("row").filter(has_text="组织类别").first
    expect(row).to_contain_text("第3行")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标好的工作簿").click()
    assert download.value.suggested_filename == "改坏的-标注.xlsx"
    page.goto("/organizations/ZB001/")
    expect(page.get_by_role("heading", level=1)).to_have_text("市水务局机关第一支部")


def test_a_good_workbook_is_loaded(page: Page, workbook: Path) -> None:
    page.goto("/facts/")
    page.get_by_label("工作簿或压缩包").set_input_files(workbook)
    page.get_by_role("button", name="检查并载入").click()
    expect(page.get_by_role("heading", name="已经载入")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="看全市").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("全市条款完成情况")


def test_a_file_must_be_chosen_first(page: Page) -> None:
    page.goto("/facts/")
    page.get_by_role("button", name="检查并载入").click()
    assert page.url.endswith("/facts/")
    assert page.evaluate("document.querySelector('#file').matches(':invalid')")
