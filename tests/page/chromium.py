"""Chromium as it lies on this machine, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ABSENT = "Chromium is not installed, so the page was not tried in a browser: run make browser"


class NoChromiumError(RuntimeError):
    """There is no Chromium to drive; the message is one sentence that says what to do."""


@contextmanager
def launched() -> Iterator[Browser]:
    """Run Chromium without a window; raises NoChromiumError."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_executable(playwright), args=_arguments())
        try:
            yield browser
        finally:
            browser.close()


def _executable(playwright: Playwright) -> str:
    """Return the path of the machine's own Chromium, else of the one that ``playwright install`` fetched."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    raise NoChromiumError(ABSENT)


def _arguments() -> list[str]:
    # Chromium refuses its sandbox to root, whom a container runs as; and a container's /dev/shm is small.
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
