"""A real Chromium, driven by Playwright, on a real server with a real worker."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from creations import actions
from prosum.browser import find

from .people import sign_in
from .studio import enter

# Playwright's loop runs in this thread; Django would refuse the database inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, "The browser tests need Chromium. On Debian and Ubuntu: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class _UnderWay:
    """Counts the requests the server is answering: the tables are emptied after a test, and must not be while it reads them."""

    def __init__(self) -> None:
        self.count = 0
        self.lock = threading.Lock()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **_: object) -> None:
        with self.lock:
            self.count += 1

    def _end(self, **_: object) -> None:
        with self.lock:
            self.count -= 1

    def wait(self, seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while self.count > 0 and time.monotonic() < end:
            time.sleep(0.02)

    def stop(self) -> None:
        request_started.disconnect(self._begin)
        request_finished.disconnect(self._end)


@pytest.fixture
def under_way() -> Iterator[_UnderWay]:
    counter = _UnderWay()
    yield counter
    counter.wait()
    counter.stop()


@pytest.fixture
def visit(browser: Browser, live_server, under_way) -> Iterator:
    """Open a page as a new visitor: `visit(locale=…, width=…)`. What the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(locale: str = "en-GB", width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale=locale, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}")
                if message.type == "error"
                and not any(
                    expected in message.text for expected in ("status of 4", "/live/", "ERR_INTERNET_DISCONNECTED")
                )
                else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def designer(visit, ada, shop):
    page = visit()
    sign_in(page, "ada")
    return page


@pytest.fixture
def empty(designer, ada):
    """An empty creation, open in the Studio."""
    creation = actions.begin(owner=ada, title="Tower")
    enter(designer, f"/@ada/{creation.slug}/studio/")
    return designer


@pytest.fixture
def open_tower(designer, creation):
    enter(designer, f"/@ada/{creation.slug}/studio/")
    return designer
