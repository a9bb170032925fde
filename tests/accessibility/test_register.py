"""axe-core on the pages a roster goes through, sent by a browser: its columns, its faults, its difference."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, expect

from axe_core import wrong_on_both

sys.path.append(str(Path(__file__).parents[1] / "register"))
ADDRESS = "/register/ZB003/roster/"


def test_nothing_serious(browser: Browser, sample: str) -> None:
    from rosters import HEADER, person, workbook  # noqa: PLC0415  the path is set above

    context = browser.new_context(base_url=sample, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    page.goto("/account/sign-in/?next=/account/")
    page.get_by_role("button", name="以支部书记登录").click()
    page.wait_for_url("**/account/")
    wrong: list[str] = []
    header = (*HEADER, "备注")
    for name, rows in (
        ("坏", [person("某甲", 1, "", 性别="女"), person("某乙", 1, "")]),
        ("好", [person("某甲", 1, ""), person("某乙", 2, "")]),
    ):
        wrong += wrong_on_both(page, ADDRESS)
        page.locator("#file").set_input_files(
            {"name": f"{name}.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(rows, header)}
        )
        page.get_by_role("button", name="检查").click()
        page.wait_for_url("**/roster/*/")
        here = page.url
        wrong += wrong_on_both(page, f"{here}?columns=1")
        page.get_by_role("button", name="就这样读").click()
        page.wait_for_url("**/roster/*/")
        wrong += wrong_on_both(page, here)
    expect(page.get_by_role("heading", name="和名册不一样的地方")).to_be_visible()
    assert sorted(set(wrong)) == []
    context.close()
