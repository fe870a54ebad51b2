"""A real Chromium, driven by Playwright, on a real server with a real worker."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from creations import actions
from prosum.browser import find

from .people import session_of
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


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for these tests; with it ends Playwright's event loop, beside which no other can run."""
    path = find()
    assert path, "The browser tests need Chromium. On Debian and Ubuntu: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class _Gate:
    """Lets the live server's requests through during a test, and holds what a closing page still sends.

    The tables are emptied after a test: a request that read them at that moment would lock against it.
    """

    def __init__(self) -> None:
        self.inside: set[threading.Thread] = set()
        self.is_open = False
        self.changed = threading.Condition()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            return  # the test's own client
        with self.changed:
            self.changed.wait_for(lambda: self.is_open)
            self.inside.add(threading.current_thread())

    def _end(self, **_: object) -> None:
        with self.changed:
            self.inside.discard(threading.current_thread())
            self.changed.notify_all()

    def open(self) -> None:
        with self.changed:
            self.is_open = True
            self.changed.notify_all()

    def take_away(self) -> None:
        """Let everything through from now on."""
        request_started.disconnect(self._begin)
        request_finished.disconnect(self._end)
        self.open()

    def close(self, seconds: float = 20) -> None:
        """Hold what comes, and wait for what is inside."""
        with self.changed:
            self.is_open = False
            self.changed.wait_for(lambda: not self.inside, seconds)
            self.inside.clear()


@pytest.fixture(scope="package")
def gate() -> Iterator[_Gate]:
    """For the browser tests alone: others ask the live server too, and must not wait for a gate that nobody opens."""
    gate = _Gate()
    yield gate
    gate.take_away()


@pytest.fixture
def open_gate(gate: _Gate) -> Iterator[None]:
    gate.open()
    yield
    gate.close()


@pytest.fixture(scope="session")
def drawn_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(autouse=True)
def _parts_are_drawn_once(settings, _folders, drawn_parts: Path) -> None:
    """Each test has files of its own, but for the pictures of the palette: drawing them takes longer than most tests."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "parts").symlink_to(drawn_parts, target_is_directory=True)


@pytest.fixture
def visit(browser: Browser, live_server, open_gate) -> Iterator:
    """Open a page as a new visitor: `visit(locale=…, width=…)`, or as a `member` who signed in before.

    What the browser complains of fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(locale: str = "en-GB", width: int = 1280, scheme: str = "light", member: str = "") -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale=locale, color_scheme=scheme, viewport={"width": width, "height": 720}
        )
        contexts.append(context)
        if member:
            context.add_cookies([{"url": live_server.url, **session_of(member)}])
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
    return visit(member="ada")


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
