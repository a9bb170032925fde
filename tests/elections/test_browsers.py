"""An election by people at their own browsers side by side, from the plan to the printed report: on paper ballots
counted by two tellers; and electronically.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from axe_core import wrong_here

HERE = Path(__file__).parent
PHOTOS = os.environ.get("DXM_PHOTOS", "")
"""A folder for pictures of each step, to be looked at."""


class Town:
    """The site, and a browser for each person, opened when first asked for."""

    def __init__(self, browser: Browser, address: str, sessions: dict[str, str]) -> None:
        self._browser, self._address, self._sessions = browser, address, sessions
        self._pages: dict[str, Page] = {}

    def of(self, person: str) -> Page:
        """A person's page."""
        if person not in self._pages:
            context = self._browser.new_context(base_url=self._address, locale="zh-CN", bypass_csp=True)
            context.add_cookies([{"name": "sessionid", "value": self._sessions[person], "url": self._address}])
            self._pages[person] = context.new_page()
        return self._pages[person]

    def photo(self, person: str, name: str) -> None:
        """Keep a picture on a desk and on a phone, where wanted."""
        for width in (1280, 390) if PHOTOS else ():
            page = self.of(person)
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{PHOTOS}/{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    @property
    def people(self) -> int:
        """How many browsers are open."""
        return len(self._pages)


@pytest.fixture
def town(browser: Browser, tmp_path: Path) -> Iterator[Town]:
    ran = {
        **os.environ, "DXM_DATA": str(tmp_path / "site"), "DXM_TODAY": "2026-11-25", "DXM_DEMO": "1",
        "DXM_BALLOT_QUICK": "1", "DJANGO_SETTINGS_MODULE": "dengxiaming.conf.settings",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, str(HERE / "town_site.py")], env=ran, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield Town(browser, told["address"], told["sessions"])
        process.terminate()


def tick(page: Page, name: str, *values: str) -> None:
    """Tick boxes by their values; the box itself lies under its label."""
    for value in values:
        page.locator(f"input[name='{name}'][value='{value}']").check(force=True)


def press(page: Page, words: str) -> None:
    """Press a button, and see that nothing went wrong."""
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".alert").count() == 0, page.locator(".alert").inner_text()


def up_to_the_meeting(town: Town) -> str:
    """Planned, asked for, permitted, called, met: the address of the election."""
    secretary, superior = town.of("M1"), town.of("G1")
    secretary.goto("/matters/")
    secretary.get_by_role("link", name="换届选举").first.click()
    town.photo("M1", "tenure")
    secretary.get_by_role("link", name="酝酿选举").click()
    secretary.get_by_label("大会日期").fill("2026年11月25日")
    secretary.get_by_label("地点").fill("三楼会议室")
    secretary.get_by_label("酝酿情况").fill("支委会三次酝酿，征求了全体党员的意见。")
    tick(secretary, "for-committee_member", "M4", "M3", "M1")
    secretary.get_by_role("button", name="存下").click()
    assert "至少4人" in secretary.locator(".alert").inner_text()
    assert secretary.get_by_label("地点").input_value() == "三楼会议室"
    town.photo("M1", "plan")
    tick(secretary, "for-committee_member", "M2")
    tick(secretary, "for-secretary", "M2")
    press(secretary, "存下")
    address = secretary.url
    town.photo("M1", "request")
    press(secretary, "请示上级")
    superior.goto("/elections/of/JG1/")
    town.photo("G1", "superior")
    superior.get_by_role("link", name="第一支部换届选举").click()
    town.photo("G1", "permit")
    superior.get_by_role("button", name="批复同意").click()
    assert "文号" in superior.locator(".alert").inner_text()
    superior.get_by_label("文号").fill("某党〔2026〕8号")
    press(superior, "批复同意")
    secretary.goto(address)
    press(secretary, "定名册")
    secretary.get_by_role("link", name="点名，推选监票人").click()
    tick(secretary, "present", *(f"M{n}" for n in range(1, 8)))
    tick(secretary, "tellers", "M8", "M9")
    secretary.get_by_role("button", name="可以投票了").click()
    assert "到会人数不够" in secretary.locator(".alert").inner_text()
    tick(secretary, "present", "M8", "M9")
    secretary.get_by_label("总监票人").select_option("M8")
    secretary.get_by_label("主持人").select_option("M1")
    tick(secretary, "tellers_passed", "1")
    town.photo("M1", "meeting")
    press(secretary, "可以投票了")
    return address


def on_paper(town: Town, address: str, votes: dict[str, tuple[int, int, int]], issued: int) -> None:
    """A ballot counted by one teller and checked by the other."""
    teller, checker = town.of("M8"), town.of("M9")
    teller.goto(address)
    teller.get_by_role("link", name="去计票").click()
    for label, number in (("发出选票", issued), ("收回选票", issued), ("废票", 0)):
        teller.get_by_label(label).fill(str(number))
    for who, marks in votes.items():
        for choice, number in zip(("for", "against", "abstain"), marks, strict=True):
            teller.locator(f"#{who}-{choice}").fill(str(number))
    town.photo("M8", f"count-{issued}")
    press(teller, "报数")
    assert teller.get_by_role("button", name="核对无误").count() == 0
    checker.goto(teller.url)
    town.photo("M9", f"check-{issued}")
    press(checker, "核对无误")


def to_the_posts(town: Town, address: str, starts: dict[str, bytes]) -> None:
    """The committee elects its secretary on paper; reported, approved; the papers are there, each kind with its first
    bytes; the posts are held.
    """
    secretary, superior, member = town.of("M1"), town.of("G1"), town.of("M4")
    secretary.goto(address)
    town.photo("M1", "second")
    tick(secretary, "present", "M1", "M2", "M3")
    press(secretary, "开始投票")
    on_paper(town, address, {"M2": (3, 0, 0)}, 3)
    secretary.goto(address)
    town.photo("M1", "report")
    secretary.get_by_label("哪名委员任纪检委员").select_option("M3")
    press(secretary, "报某局机关党委")
    superior.goto(address)
    town.photo("G1", "approve")
    superior.get_by_label("文号").fill("某党〔2026〕9号")
    press(superior, "审批，任职生效")
    member.goto(address)
    town.photo("M4", "done")
    body = member.locator("main").inner_text()
    assert "于明" in body
    assert body.count("当选") >= 4
    assert member.get_by_role("button", name="审批，任职生效").count() == 0
    for name in ("request", "nominees", "permit", "register", "ballot", "count", "result", "report", "approval"):
        for kind, first in starts.items():
            answer = secretary.request.get(f"{address}paper/{name}.{kind}")
            assert answer.status == 200, name
            assert answer.body().startswith(first), name
            if PHOTOS:
                Path(PHOTOS, f"{name}.{kind}").write_bytes(answer.body())
    member.goto("/elections/of/ZB1/")
    assert "书记于明" in member.locator("main").inner_text()
    assert "本届到2029年11月24日" in member.locator("main").inner_text()
    town.of("M2").goto("/elections/of/ZB1/")
    assert town.of("M2").get_by_role("link", name="酝酿选举").count() == 1


def test_on_paper_by_five_browsers(town: Town) -> None:
    address = up_to_the_meeting(town)
    secretary = town.of("M1")
    town.photo("M1", "open")
    press(secretary, "开始投票")
    town.of("M4").goto(address)
    assert town.of("M4").get_by_role("link", name="去计票").count() == 0
    assert town.of("M4").goto(f"{address}count/1/").status == 404  # type: ignore[union-attr]  # 一定有回答
    votes = {"M1": (8, 1, 0), "M2": (9, 0, 0), "M3": (7, 1, 1), "M4": (2, 7, 0)}
    on_paper(town, address, votes, 9)
    to_the_posts(town, address, {"pdf": b"%PDF"})
    assert town.people >= 5


def test_electronically_side_by_side(town: Town) -> None:
    address = up_to_the_meeting(town)
    secretary, first, second = town.of("M1"), town.of("M8"), town.of("M9")
    tick(secretary, "manner", "electronic")
    press(secretary, "开始投票")
    first.goto(f"{address}count/1/")
    first.get_by_role("button", name="取结果").click()
    assert "还没有结束" in first.locator(".alert").inner_text()
    first.get_by_role("link", name="监票人的投票页").click()
    first.get_by_role("button", name="生成密码条").click()
    shown = [first.locator("section.key-slip").nth(one).locator(".digits span") for one in (0, 1)]
    slips = ["".join(one.all_text_contents()) for one in shown]
    first.get_by_role("link", name="都记好了，去核对").click()
    second.goto(f"{address}count/1/")
    second.get_by_role("link", name="监票人的投票页").click()
    _with_slips(second, slips, "开始投票")
    wrong: list[str] = []
    for person in ("M1", "M4", "M5", "M8", "M9"):
        voter = town.of(person)
        voter.goto(address)
        wrong += wrong_here(voter) if person == "M4" else []
        voter.get_by_role("link", name="去投票").click()
        for who, choice in (("M1", "yes"), ("M2", "yes"), ("M3", "yes"), ("M4", "no")):
            voter.locator(f"label[for='{who}-{choice}']").click()
        wrong += wrong_here(voter) if person == "M4" else []
        voter.get_by_role("button", name="核对", exact=True).click()
        voter.get_by_role("button", name="投出", exact=True).click()
        expect(voter.locator("main")).to_contain_text("您已经投过票")
    second.goto(f"{address}count/1/")
    second.get_by_role("link", name="监票人的投票页").click()
    _with_slips(second, slips, "结束投票并计票")
    second.goto(f"{address}count/1/")
    press(second, "取结果")
    secretary.goto(address)
    assert "赞成5" in secretary.locator("#round-1").inner_text()
    assert "结果取自电子投票" in secretary.locator("#round-1").inner_text()
    assert wrong + wrong_here(secretary) == []
    to_the_posts(town, address, {"docx": b"PK"})
    assert town.people >= 5


def _with_slips(page: Page, slips: list[str], button: str) -> None:
    boxes = page.locator("fieldset#slips input.in")
    for place, slip in enumerate(slips):
        boxes.nth(place).fill(slip)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".alert").count() == 0, page.locator(".alert").inner_text()
