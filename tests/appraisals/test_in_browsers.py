"""An appraisal by people at their own browsers side by side, from the opening to the printed result and what follows
不合格: on paper counted by two tellers, and electronically. axe-core finds nothing serious on the way.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from axe_core import AXE, RUN

HERE = Path(__file__).parent
PHOTOS = os.environ.get("DXM_PHOTOS", "")
"""A folder for pictures of each step, to be looked at."""
SECRETARY, TELLER, DELEGATE = "M1", "M2", "M4"
WRITERS = ("M1", "M2", "M5", "M8", "M9")
ON_PAPER = ("M3", "M4", "M6", "M7")
BY_HAND = ("M1", "M8")
"""Whose opinions are typed on the page; the others are sent as its form does."""
PEOPLE = tuple(f"M{number}" for number in range(1, 10))


class Branch:
    """The site, and a browser for each person, opened when first asked for. Both appraisals are held in it: of this
    year, and of the last.
    """

    def __init__(self, browser: Browser, told: dict[str, dict[str, str]]) -> None:
        self._browser, self._told = browser, told
        self._pages: dict[str, Page] = {}
        self._looked: set[str] = set()
        self.wrong: set[str] = set()

    def of(self, person: str) -> Page:
        """A person's page."""
        if person not in self._pages:
            address = str(self._told["address"])
            context = self._browser.new_context(base_url=address, locale="zh-CN", bypass_csp=True)
            session = {"name": "sessionid", "value": self._told["sessions"][person], "url": address}
            context.add_cookies([session])  # type: ignore[list-item]  a cookie, as Playwright describes it
            self._pages[person] = context.new_page()
        return self._pages[person]

    def look(self, person: str, name: str) -> None:
        """What axe finds and whether a phone scrolls sideways, once for each page; a picture where wanted."""
        if name in self._looked:
            return
        self._looked.add(name)
        page = self.of(person)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            self.wrong |= {f"{name}：{one}" for one in page.evaluate(RUN)}
            if page.evaluate("document.documentElement.scrollWidth") > width:
                self.wrong.add(f"{name}：{width} 宽要横着滚")
            if PHOTOS:
                page.screenshot(path=f"{PHOTOS}/{name}-{width}.png", full_page=True)

    @property
    def people(self) -> int:
        """How many browsers are open."""
        return len(self._pages)


@pytest.fixture(scope="module")
def held(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    ran = {
        **os.environ, "DXM_DATA": str(tmp_path_factory.mktemp("appraisals") / "site"), "DXM_TODAY": "2026-11-26",
        "DXM_DEMO": "1", "DXM_BALLOT_QUICK": "1", "DJANGO_SETTINGS_MODULE": "dengxiaming.conf.settings",
    }  # fmt: skip
    command = [sys.executable, str(HERE / "appraisal_site.py")]
    with subprocess.Popen(command, env=ran, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Branch(browser, json.loads(process.stdout.readline()))
        process.terminate()


def press(page: Page, words: str) -> None:
    """Press a button, and see that nothing went wrong."""
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".alert").count() == 0, page.locator(".alert").inner_text()


def up_to_the_measure(held: Branch, manner: str, year: str) -> tuple[str, str]:
    """Opened, written, talked over, the ballot prepared: the appraisal's address and the ballot's."""
    secretary = held.of(SECRETARY)
    secretary.goto("/matters/")
    secretary.get_by_role("link", name="民主评议").first.click()
    held.look(SECRETARY, "list")
    secretary.get_by_label("哪一年").fill("二〇二六")
    secretary.get_by_role("button", name="开始评议").click()
    assert "读不懂" in secretary.locator(".alert").inner_text()
    secretary.get_by_label("哪一年").fill(year)
    press(secretary, "开始评议")
    address = secretary.url
    code = address.rstrip("/").rsplit("/", 1)[1]
    writer = held.of("M8")
    writer.goto(f"/appraisals/{code}/mine/")
    writer.locator("#text").fill("M8写的草稿")
    for person in WRITERS:
        if person != "M8":
            page = held.of(person)
            page.goto(f"/appraisals/{code}/mine/")
            page.locator("#text").fill(f"{person}的党性分析和自评")
            press(page, "交给支部")
    expect(writer.locator("#kept")).to_contain_text("已存", timeout=20_000)
    writer.reload()
    assert writer.locator("#text").input_value() == "M8写的草稿", "it keeps itself"
    held.look("M8", "mine-writing")
    secretary.goto(f"/appraisals/{code}/members/M8/")
    assert "M8写的草稿" not in secretary.content(), "until it is handed in only the writer sees it"
    press(writer, "交给支部")
    secretary.goto(address)
    held.look(SECRETARY, "self")
    for person in ON_PAPER:
        secretary.locator("#received").select_option(person)
        press(secretary, "收到纸质自评")
    held.look(SECRETARY, "mutual")
    press(secretary, "记互评")
    held.look(SECRETARY, "measure")
    secretary.get_by_role("button", name="发起民主测评").click()
    assert "上级派来的监票人" in secretary.locator(".alert").inner_text()
    secretary.locator("#manner").select_option(manner)
    secretary.locator("#delegate").select_option(DELEGATE)
    secretary.locator("#teller").select_option(TELLER)
    press(secretary, "发起民主测评")
    ballot = secretary.locator("a[href*='/ballots/']").first.get_attribute("href") or ""
    return address, ballot.split("/ballots/")[1].split("/")[0]


def found(page: Page, address: str, text: str) -> None:
    """An opinion as the page's form sends it, without the page being drawn."""
    csrf = next(str(one.get("value")) for one in page.context.cookies() if one.get("name") == "csrftoken")
    form = {
        "csrfmiddlewaretoken": csrf, "token": "-".join(address.split("/")[-4:]), "grade": "qualified", "text": text,
        "on": "2026-11-26",
    }  # fmt: skip
    sent = page.request.post(address, form=form, headers={"Referer": address}, max_redirects=0)
    assert sent.status == 302, sent.text()


def decided(held: Branch, address: str) -> None:
    """The record linked, an opinion of everybody written, everybody told."""
    secretary = held.of(SECRETARY)
    secretary.goto(address)
    held.look(SECRETARY, "opinions")
    press(secretary, "连上记录")
    for person in PEOPLE:
        if person not in BY_HAND:
            found(secretary, f"{address}members/{person}/", f"支委会对{person}的意见")
            continue
        secretary.goto(f"{address}members/{person}/")
        secretary.locator("#grade").select_option("unqualified" if person == "M8" else "qualified")
        secretary.locator("#text").fill(f"支委会对{person}的意见")
        if person == "M8":
            held.look(SECRETARY, "opinion")
        press(secretary, "记评定意见")
    assert held.of("M8").goto(f"{address}members/M1/").status == 404  # type: ignore[union-attr]  # 一定有回答
    held.of("M8").goto(f"{address}mine/")
    assert "支委会对M8的意见" not in held.of("M8").content(), "not told yet"
    secretary.goto(address)
    held.look(SECRETARY, "telling")
    press(secretary, "告知本人")


def told_and_printed(held: Branch, address: str, *names: str) -> None:
    """The member sees the own result alone, and answers; the result is printed in register order."""
    member, secretary = held.of("M8"), held.of(SECRETARY)
    member.goto(f"{address}mine/")
    body = member.locator("main").inner_text()
    assert "不合格" in body
    assert "支委会对M8的意见" in body
    assert "支委会对M9的意见" not in body
    member.locator("summary").first.click()
    member.locator("#answer").fill("请支委会再议一次")
    press(member, "交意见")
    held.look("M8", "mine-told")
    secretary.goto(f"{address}members/M8/")
    assert "请支委会再议一次" in secretary.locator("main").inner_text()
    secretary.goto(address)
    held.look(SECRETARY, "done")
    for name in names:
        answer = (member if name.startswith("mine") else secretary).request.get(f"{address}{name}")
        assert answer.status == 200, name
        if PHOTOS:
            Path(PHOTOS, name.replace("/", "-")).write_bytes(answer.body())
        if name.endswith("x"):
            with zipfile.ZipFile(io.BytesIO(answer.body())) as package:
                text = "".join(package.read(one).decode("utf-8", "ignore") for one in package.namelist())
            assert "某M8" in text, name
            assert "不合格" in text, name
        else:
            assert answer.body().startswith(b"%PDF"), name


def test_on_paper_by_five_browsers(held: Branch) -> None:
    address, ballot = up_to_the_measure(held, "paper", "2026")
    teller, checker = held.of(TELLER), held.of(DELEGATE)
    teller.goto(f"/ballots/{ballot}/tell/")
    for name, number in (("issued", 9), ("returned", 9), ("valid", 9), ("invalid", 0)):
        teller.locator(f"#{name}").fill(str(number))
    for person in PEOPLE:
        for grade, number in (("excellent", 3), ("qualified", 4), ("basic", 1), ("unqualified", 1)):
            teller.locator(f"#n-{person}-{grade}").fill(str(number))
    press(teller, "存计票数")
    checker.goto(f"/ballots/{ballot}/tell/")
    press(checker, "我也核对过，确认")
    decided(held, address)
    told_and_printed(held, address, "results.pdf", "results.xlsx", "members/M8/form.docx", "mine/form.docx")
    disposed(held, address)
    assert held.people >= 5
    assert held.wrong == set()


def disposed(held: Branch, address: str) -> None:
    """不合格: raised by a press, heard, voted, approved by somebody else from above."""
    secretary, superior = held.of(SECRETARY), held.of(DELEGATE)
    secretary.goto(f"{address}members/M8/")
    press(secretary, "提出处置")
    secretary.get_by_role("link", name="办处置").click()
    held.look(SECRETARY, "begin")
    secretary.locator("#measure").select_option("correct")
    secretary.get_by_role("button", name="立这件事").click()
    assert "读不懂" in secretary.locator(".alert").inner_text()
    secretary.locator("#until").fill("2027-05-26")
    press(secretary, "立这件事")
    case = secretary.url
    for outcome, words in (("in_person", "告诉本人"), ("spoke", "听本人说明")):
        secretary.locator("#outcome").select_option(outcome)
        press(secretary, f"记{words}")
    for name, number in (("entitled", 8), ("present", 7), ("in_favour", 5), ("against", 1), ("abstained", 1)):
        secretary.locator(f"#{name}").fill(str(number))
    press(secretary, "记支部大会表决")
    secretary.locator("#outcome").select_option("sent")
    press(secretary, "记报上级审批")
    held.look(SECRETARY, "disposal")
    superior.goto("/disposals/waiting/JG1/")
    held.look(DELEGATE, "waiting")
    superior.get_by_role("link", name="某M8").click()
    superior.locator("#outcome").select_option("approved")
    held.look(DELEGATE, "approve")
    press(superior, "记上级批复")
    secretary.goto(case)
    assert "改正到" in secretary.locator("main").inner_text()
    assert "同意" in secretary.locator("main").inner_text()
    assert held.of("M9").goto(case).status == 404  # type: ignore[union-attr]  # 一定有回答
    assert held.of(TELLER).goto(case).status == 404, "not even the committee"  # type: ignore[union-attr]  # 同上
    held.of("M8").goto(case)
    held.look("M8", "disposal-own")


def test_electronically_by_six_browsers(held: Branch) -> None:
    address, ballot = up_to_the_measure(held, "electronic", "2025")
    teller, other = held.of(TELLER), held.of(DELEGATE)
    teller.goto(f"/ballots/{ballot}/tell/")
    press(teller, "生成密码条")
    slips = [teller.locator(".digits").nth(at).text_content() or "" for at in (0, 1)]
    other.goto(f"/ballots/{ballot}/tell/")
    for number, slip in enumerate(slips, 1):
        other.fill(f"#slip{number}", slip)
    press(other, "开始投票")
    for person in WRITERS:
        page = held.of(person)
        page.goto(f"{address}mine/")
        page.get_by_role("link", name="去投票").click()
        for one in PEOPLE:
            page.locator(f"label[for='{one}-{'unqualified' if one == 'M8' else 'qualified'}']").click()
        page.get_by_role("button", name="核对").click()
        page.wait_for_selector("text=再看一遍")
    for person in WRITERS:
        held.of(person).get_by_role("button", name="投出").click()
        held.of(person).wait_for_selector("text=您已经投过票")
    teller.goto(f"/ballots/{ballot}/tell/")
    for number, slip in enumerate(slips, 1):
        teller.fill(f"#slip{number}", slip)
    press(teller, "结束投票并计票")
    decided(held, address)
    told_and_printed(held, address, "results.xlsx")
    assert "不合格5票" in held.of("M8").locator("main").inner_text().replace("\n", "")
    assert held.wrong == set()
