"""The pictures of the README: the pages at desktop and phone width, of the sample city on one fixed day.

    .venv/bin/python tests/web/screenshots.py [FOLDER]      (default: docs/pictures)

Loads the sample city into a folder of its own and looks at it with Debian's Chromium; the running site is not touched.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[1]))

from browsers import chromium

HERE: Final = Path(__file__).parent
DAY: Final = "2026-11-24"
# 谁看的页：名字、地址、电脑上取多高、手机上取多高（像素）：长页只取上面一段。
# {branch}、{duty} 是有一件没有做的支部和那一件
SHOTS: Final = {
    "工委干部": (
        ("organization", "{branch}", 1600, 1500),
        ("explanation", "{duty}", 1100, 1100),
        ("city", "/city/?quarter=2026Q3", 1250, 1100),
        ("law", "/law/3-2-6/", 1250, 1250),
    ),
    "支部书记": (("desk", "/desk/", 1600, 1500),),
}
WIDTHS: Final = (("desktop", 1280), ("phone", 390))


def places(page: Page, base: str) -> dict[str, str]:
    """A branch that missed a members' meeting, and that duty."""
    page.goto(f"{base}/duties/?rule=S2-1&quarter=2026Q3&status=missed")
    duty = page.locator("main td a").first.get_attribute("href") or ""
    page.goto(f"{base}{duty}")
    return {"duty": duty, "branch": page.locator(".lead a").first.get_attribute("href") or ""}


def sign_in(page: Page, base: str, who: str) -> None:
    """As one of the people of the demonstration."""
    page.goto(f"{base}/account/sign-in/")
    page.get_by_role("button", name=f"以{who}登录").click()
    page.wait_for_url(f"{base}/**")


def shoot(page: Page, base: str, folder: Path, who: str) -> None:
    """Take every picture of what one person sees."""
    sign_in(page, base, who)
    found = places(page, base) if any("{" in address for _, address, *_ in SHOTS[who]) else {}
    for name, address, *heights in SHOTS[who]:
        for (kind, width), height in zip(WIDTHS, heights, strict=True):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{base}{address.format(**found)}")
            whole = page.evaluate("document.documentElement.scrollHeight")
            path = folder / f"{name}-{kind}.png"
            clip = {"x": 0, "y": 0, "width": width, "height": min(height, whole)}
            page.screenshot(path=path, full_page=True, clip=clip)  # type: ignore[arg-type]  字典就是它要的形状
            print(f"{path}  {path.stat().st_size // 1024} KB")


def main(folder: Path) -> None:
    """Serve the sample city from a temporary folder, and look at it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        ran = {
            **os.environ,
            "DXM_DATA": data,
            "DXM_TODAY": DAY,
            "DXM_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "dengxiaming.conf.settings",
        }
        served = [sys.executable, str(HERE / "served.py"), "city"]
        with subprocess.Popen(served, env=ran, stdout=subprocess.PIPE, text=True) as site, chromium() as browser:
            assert site.stdout is not None
            base = site.stdout.readline().strip()
            for who in SHOTS:
                shoot(browser.new_context(locale="zh-CN").new_page(), base, folder, who)
            site.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "docs" / "pictures")
