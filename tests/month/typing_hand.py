"""A secretary at a browser: what is typed, what is clicked, how long it takes; with the mouse, or by keyboard alone."""

from time import perf_counter
from typing import Final

from playwright.sync_api import Locator, Page

ENOUGH_TABS: Final = 400


class TypingHand:
    """Counts every field typed and every click or press of a key that stands for one."""

    def __init__(self, page: Page, *, keyboard: bool = False) -> None:
        self.page, self.keyboard = page, keyboard
        self.fields = self.clicks = 0
        self.began = perf_counter()

    @property
    def seconds(self) -> float:
        return perf_counter() - self.began

    def name(self, name: str, value: str = "") -> Locator:
        """The field or button of this name (and value), as the form sends it."""
        chosen = f'[value="{value}"]' if value else ""
        return self.page.locator(f'main [name="{name}"]{chosen}:not([type=hidden])').first

    def type(self, name: str, text: str) -> None:
        """Type a text into a field."""
        self.fields += 1
        held = self.name(name)
        if self.keyboard:
            self.tab_to(held)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)
        else:
            held.fill(text)

    def tick(self, name: str, value: str = "") -> None:
        """Tick a box."""
        self.clicks += 1
        held = self.name(name, value)
        if self.keyboard:
            self.tab_to(held)
            self.page.keyboard.press("Space")
        else:
            held.check()
        assert held.is_checked()

    def choose(self, name: str, value: str) -> None:
        """Choose from a list."""
        self.clicks += 1
        held = self.name(name)
        if self.keyboard:
            self.tab_to(held)
            for _ in range(held.locator("option").count()):
                if held.input_value() == value:
                    break
                self.page.keyboard.press("ArrowDown")
        else:
            held.select_option(value)
        assert held.input_value() == value

    def press(self, name: str, value: str) -> None:
        """Press a button."""
        self.click(self.name(name, value))

    def click(self, held: Locator) -> None:
        """Press whatever it is."""
        self.clicks += 1
        if self.keyboard:
            self.tab_to(held)
            self.page.keyboard.press("Enter")
        else:
            held.click()

    def tab_to(self, held: Locator) -> None:
        """Walk to something with the Tab key."""
        for _ in range(ENOUGH_TABS):
            if held.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"按 Tab 走不到 {held}")
