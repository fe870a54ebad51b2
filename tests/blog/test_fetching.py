"""What an export can make the server ask for."""

from __future__ import annotations

import http.server
import threading

import pytest

from blog.importing import fetching

INSIDE = [
    "http://127.0.0.1:{port}/a.png",
    "http://localhost:{port}/a.png",
    "http://[::1]:{port}/a.png",
    "http://[::ffff:127.0.0.1]:{port}/a.png",
    "http://0.0.0.0:{port}/a.png",
    "http://2130706433:{port}/a.png",
    "http://10.0.0.1/a.png",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/a.png",
    "http://u:p@127.0.0.1:{port}/",
    "file:///etc/passwd",
    "//127.0.0.1/a.png",
    "http://",
]


@pytest.fixture
def asked():
    """The paths that a server on this machine was asked for, and its port."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(302 if "on" in self.path else 200)
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/a.png")
            self.end_headers()
            self.wfile.write(b"picture")

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield paths, server.server_port
    server.shutdown()


def test_nothing_inside_is_ever_asked(asked):
    paths, port = asked
    assert [fetching.fetched(address.format(port=port)) for address in INSIDE] == [None] * len(INSIDE)
    assert paths == []


def test_what_is_outside_is_fetched_and_leads_nowhere_inside(asked):
    paths, port = asked
    looked: list[str] = []

    def outside(host: str, port: int) -> str:
        looked.append(host)
        if host != "pictures.example":
            raise OSError("not public")
        return "127.0.0.1"

    assert fetching.fetched(f"http://pictures.example:{port}/a b.png?x=1", outside) == b"picture"
    assert fetching.fetched(f"http://pictures.example:{port}/on", outside) is None
    assert paths == ["/a%20b.png?x=1", "/on"] and looked == ["pictures.example", "pictures.example", "127.0.0.1"]
