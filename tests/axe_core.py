"""What axe-core calls serious or critical on a page, and whether the page scrolls sideways."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => one.id + '：' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | '))"""


def findings(page: Page) -> list[str]:
    """Of the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    said: list[str] = page.evaluate(RUN)
    return said


def wrong_at(page: Page, address: str) -> list[str]:
    """Of an address that has to open, at the width of the browser; the context has `bypass_csp`."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address} {answer.status}"
    held = [f"{address} {one}" for one in findings(page)]
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [*held, f"{address} 宽 {wide}"] if wide > room else held
