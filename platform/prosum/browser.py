"""The browser that the browser tests drive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """The path of a Chromium: the machine's, else Playwright's own; None when there is neither."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and os.path.exists(path) else None


def ensure() -> int:
    """Find a browser or have Playwright install one; say how to get one when neither works."""
    if find():
        return 0
    print("No Chromium found; asking Playwright to install its own …", flush=True)
    subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"])
    if find():
        return 0
    print("The browser tests need Chromium. On Debian and Ubuntu: sudo apt-get install chromium", file=sys.stderr)
    return 1
