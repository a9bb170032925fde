"""What axe-core calls serious or critical on a page, and whether the page scrolls sideways."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => one.id + '：' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | '))"""


WIDTHS = (1280, 360)
"""A desk and a phone."""


def findings(page: Page) -> list[str]:
    """Of the page as it stands."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    said: list[str] = page.evaluate(RUN)
    return said


def wrong_here(page: Page) -> list[str]:
    """Of the page as it stands on a desk and on a phone: resized, as its media queries are asked again then."""
    said: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        said += [f"{page.url} {width} {one}" for one in (*findings(page), *_sideways(page))]
    return said


def wrong_on_both(page: Page, address: str) -> list[str]:
    """Of an address that has to open, on a desk and on a phone; the context has `bypass_csp`."""
    _opened(page, address)
    return wrong_here(page)


def wrong_at(page: Page, address: str) -> list[str]:
    """Of an address that has to open, at the width of the browser; the context has `bypass_csp`."""
    _opened(page, address)
    return [f"{address} {one}" for one in (*findings(page), *_sideways(page))]


def _opened(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address} {answer.status}"


def _sideways(page: Page) -> list[str]:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"宽 {wide}"] if wide > room else []
