"""A branch's whole month as its secretary keeps it, in a browser: theme day with a lesson and the members' meeting, a
committee meeting, a talk, a community service and its filing. The speeches are typed here; the site writes none.
"""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from typing_hand import TypingHand

from axe_core import wrong_at

BRANCH, SECRETARY, OTHER = "ZB003", "DY0027", "DY0028"
SPEECHES = "夏杉苗：巡河要定点定人。\n孔宏夏：值班表已经排到月底。"
WAITING, DONE = "待做", "已完成"
# 条款、时期：一月之前待做，一月之后已完成
SETTLED = (("S6-1", "2026-11"), ("S2-1", "2026Q4"), ("S2-2", "2026-11"), ("S2-4", "2026Q4"))
# 条款：本支部今年的清单上，一月之前没有、一月之后有的那句话
LISTED = {
    "D3-3": "应有2次，只有1次", "S5-1a": "已完成1", "S9-2": "已完成1", "S9-3": "已完成1", "S2-8": "已完成",
}  # fmt: skip


def sign_in(page: Page, word: str = "支部书记") -> None:
    page.goto("/account/sign-in/?next=/desk/")
    page.get_by_role("button", name=f"以{word}登录").click()
    page.wait_for_url("**/desk/")


def above(browser: Browser, site: str) -> str:
    """S9-1 as the general branch above sees it: a branch's service counts for all of them."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    sign_in(page, "总支书记")
    page.goto("/explain/S9-1/ZZ01/2026-11/")
    said = page.locator("main").inner_text()
    context.close()
    return said


def standing(page: Page) -> dict[tuple[str, str], str]:
    """How the duties of the month stand, in the words of their pages."""
    found = {}
    for rule, period in SETTLED:
        page.goto(f"/explain/{rule}/{BRANCH}/{period}/")
        found[rule, period] = page.locator("main").inner_text()
    for rule in LISTED:
        page.goto(f"/duties/?organization={BRANCH}&rule={rule}&year=2026")
        found[rule, ""] = " ".join(page.locator("main .n, main table").all_inner_texts())
    return found


def sign(hand: TypingHand) -> None:
    """Sign; the site shows the signed record."""
    hand.press("do", "sign")
    expect(hand.page.get_by_role("heading", name="打印和存证")).to_be_visible()


def item(hand: TypingHand, number: int, title: str, resolution: str) -> None:
    """One item of the agenda: title, what was said, no vote, what was resolved; a lesson resolves nothing."""
    hand.type(f"c/items/{number}/title", title)
    hand.type(f"c/items/{number}/speeches", SPEECHES)
    if hand.name(f"c/items/{number}/votes_none").count():
        hand.tick(f"c/items/{number}/votes_none")
    if hand.name(f"c/items/{number}/resolutions/0/text").count():
        hand.type(f"c/items/{number}/resolutions/0/text", resolution)


def opening(hand: TypingHand, kinds: str, on: str, theme: str, times: tuple[str, str]) -> None:
    """The form of a gathering, up to its agenda. What was filled in by the site is not typed again."""
    hand.page.goto(f"/records/{BRANCH}/new/?kinds={kinds}&on={on}")
    for name, text in (("starts", times[0]), ("ends", times[1]), ("place", "三楼会议室")):
        if not hand.name(f"c/{name}").input_value():
            hand.type(f"c/{name}", text)
    hand.type("c/theme", theme)
    hand.press("do", "rest-present")
    expect(hand.page.locator(f'[name^="c/holders/{BRANCH}/roll/"][value=present]').last).to_be_checked()
    hand.type(f"c/holders/{BRANCH}/observers", "无")


def theme_day(hand: TypingHand) -> None:
    opening(hand, "theme_day;lesson;members_meeting", "2026-11-16", "学习防汛先进事迹", ("14:30", "16:30"))
    hand.choose("c/items/0/lecturer", SECRETARY)
    item(hand, 0, "党课：把责任落到河段", "每人认领一段河道")
    item(hand, 1, "通过冬季巡河安排", "按安排表执行")
    sign(hand)


def committee_meeting(hand: TypingHand) -> None:
    opening(hand, "committee_meeting", "2026-11-18", "研究冬季学习安排", ("9:00", "10:00"))
    item(hand, 0, "冬季学习安排", "每周三下午集中学习")
    sign(hand)


def talk(hand: TypingHand) -> None:
    hand.page.goto(f"/talks/{BRANCH}/new/?actor={SECRETARY}")
    hand.tick("members", OTHER)
    hand.type("reason", "了解家访情况")
    hand.click(hand.page.locator('main form[method="post"] button').last)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("了解家访情况")


def service(hand: TypingHand) -> None:
    opening(hand, "community_service", "2026-11-21", "到河湾社区清淤", ("9:00", "11:00"))
    item(hand, 0, "清淤分工", "沿河清理两公里")
    sign(hand)
    hand.press("do", "file")
    expect(hand.page.locator("main")).to_contain_text("已报备案")


def wrong_on_what_was_made(browser: Browser, page: Page) -> list[str]:
    """What axe finds on pages there are only once somebody kept a record: a signed one, its correction, a talk, a
    notice; on a desk and on a phone.
    """
    page.goto(f"/records/{BRANCH}/new/?kinds=committee_meeting&on=2026-11-27")
    for name, text in (("starts", "9:00"), ("ends", "10:00"), ("place", "三楼会议室"), ("theme", "研究年底工作")):
        page.fill(f'[name="c/{name}"]', text)
    page.click('[name=do][value="announce"]')
    told = page.locator('main a[href^="/notices/"]').first.get_attribute("href") or ""
    addresses = [told.removesuffix("notice.pdf")]
    for kept, link in ((f"/records/{BRANCH}/", "/records/act/"), (f"/talks/of/{BRANCH}/", "/talks/")):
        page.goto(kept)
        addresses.append(page.locator(f'main table a[href^="{link}"]').first.get_attribute("href") or "")
    addresses.append(f"{addresses[1]}correct/")
    found = []
    for width in (1280, 360):
        wide = browser.new_context(
            base_url=page.url, locale="zh-CN", viewport={"width": width, "height": 800}, bypass_csp=True,
            storage_state=page.context.storage_state(),
        )  # fmt: skip
        found += [one for address in addresses for one in wrong_at(wide.new_page(), address)]
        wide.close()
    return found


def note(name: str, hand: TypingHand, seconds: float) -> None:
    """For `make bench`: what it took, as a line."""
    if target := os.environ.get("DXM_MONTH_FIGURES"):
        line = json.dumps({"hand": name, "fields": hand.fields, "clicks": hand.clicks, "seconds": seconds})
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_month(browser: Browser, month: str, keyboard: bool, capsys: pytest.CaptureFixture[str]) -> None:
    page = browser.new_context(base_url=month, locale="zh-CN").new_page()
    sign_in(page)
    before, waiting = standing(page), WAITING if keyboard else above(browser, month)
    hand = TypingHand(page, keyboard=keyboard)
    for part in (theme_day, committee_meeting, talk, service):
        part(hand)
    seconds = hand.seconds
    after = standing(page)
    with capsys.disabled():
        print(f"\n一个月：{hand.fields} 个字段，{hand.clicks} 次点击，{seconds:.1f} 秒")
    note("keyboard" if keyboard else "mouse", hand, seconds)
    assert hand.fields <= 60
    if not keyboard:
        assert wrong_on_what_was_made(browser, page) == []
    assert WAITING in waiting
    assert keyboard or DONE in above(browser, month)
    for key in SETTLED:
        assert WAITING in before[key], key
        assert DONE in after[key], key
    for rule, said in LISTED.items():
        assert said not in before[rule, ""], rule
        assert said in after[rule, ""], rule
