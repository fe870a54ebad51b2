"""The viewer in a frame of somebody else's site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from creations.models.making import SCENE

from ..background import draw


@pytest.fixture
def elsewhere() -> Iterator:
    """Another site, of one page: `elsewhere(html)` gives its address."""

    class Answer(BaseHTTPRequestHandler):
        html = ""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(self.html.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(html: str) -> str:
        Answer.html = html
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield serve
    server.shutdown()


@pytest.mark.django_db(transaction=True)
def test_a_model_turns_in_a_frame_on_another_site(visit, live_server, creation, elsewhere):
    draw(SCENE, creation.current)
    page = visit()
    embed = f"{live_server.url}{creation.get_absolute_url()}embed/"
    page.goto(elsewhere(f'<iframe src="{embed}" width="600" height="450"></iframe>'))
    frame = page.frame_locator("iframe")
    frame.locator("[data-open]").click()
    frame.locator("prosum-viewer[data-complete] canvas").wait_for()
    assert frame.locator(".embed-title").get_attribute("href").endswith(creation.get_absolute_url())
