"""Chromium as the tests and the screenshots start it: Debian's build without a screen, which takes two thirds of the
time (the same engine without the program around it), asking nobody on the network.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

_FLAGS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser; closed when it is left."""
    with sync_playwright() as started:
        launched = started.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=list(_FLAGS))
        yield launched
        launched.close()
