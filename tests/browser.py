"""Chromium for the tests of the page: Debian's, driven by Playwright; a missing one is skipped, in CI it is a failure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 812}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module: while it runs, so does its event loop, in which no other test could have its own."""
    program = shutil.which("chromium")
    if program is None:
        why = "the tests of the page need Chromium (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield browser
        browser.close()


class Tabs:
    """Opens tabs, each in a profile of its own, and keeps what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: list[Page] = []
        self.errors: list[str] = []

    def open(self, url: str, *, phone: bool = False) -> Page:
        """A new tab at ``url``."""
        context = self._browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]  # a plain dict of the right shape
            has_touch=phone,
            is_mobile=phone,
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", self._failed)
        page.goto(url)
        self._pages.append(page)
        return page

    def _failed(self, error: Error) -> None:
        self.errors.append(error.stack or error.message)

    def close(self) -> None:
        """Close them all."""
        for page in self._pages:
            page.context.close()


@pytest.fixture
def tabs(chromium: Browser) -> Iterator[Tabs]:
    """Tabs of this test; a script that failed in one of them fails the test."""
    opened = Tabs(chromium)
    yield opened
    opened.close()
    assert opened.errors == []
