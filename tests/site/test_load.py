"""Many visitors at once, on a real server and a real database: everybody is answered, and the database is not flooded."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter

from django.db import connection

from ..servers import crowd, serving, visit

CROWD = 500


class Watch(threading.Thread):
    """Counts the connections of the site to the database and asks for its health while a crowd is there."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.most = 0
        self.health: list[tuple[int, float]] = []
        self.over = threading.Event()

    def run(self) -> None:
        try:
            while not self.over.wait(0.2):
                answer = visit(self.port, "/health/", timeout=5)
                self.health.append((answer.status, answer.seconds))
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT count(*) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                    self.most = max(self.most, cursor.fetchone()[0])
        finally:
            connection.close()


def test_a_crowd_is_answered_or_told_to_come_back(transactional_db, creation):
    connection.close()  # so that the watch counts the server's alone
    with serving(WEB_WORKERS="2", WEB_THREADS="4", WEB_WAITING="40") as port:
        visit(port, "/creations/")
        calm = visit(port, "/creations/")
        assert calm.status == 200
        watch = Watch(port)
        watch.start()
        answers = crowd(port, ["/", "/creations/", "/@ada/tower/", "/parts/"] * (CROWD // 4))
        left = time.monotonic()
        while visit(port, "/creations/").seconds > max(1.0, 3 * calm.seconds):
            assert time.monotonic() - left < 5
        watch.over.set()
        watch.join()
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) <= {200, 503}, statuses
    assert statuses[200] >= 2 * (4 + 40)
    turned_away = [answer for answer in answers if answer.status == 503]
    assert turned_away and all(answer.headers["Retry-After"] == "5" for answer in turned_away)
    assert b"One moment" in turned_away[0].body and max(answer.seconds for answer in answers) < 30
    assert watch.health and all(status == 200 and seconds < 4 for status, seconds in watch.health), watch.health
    # The server's, and the connection of whoever made the test's data.
    assert 0 < watch.most <= 2 * 4 + 1


def test_everybody_of_a_small_crowd_gets_the_page(transactional_db, creation):
    with serving(WEB_WORKERS="1") as port:
        visit(port, "/creations/")
        answers = crowd(port, ["/creations/"] * 130)
    assert Counter(answer.status for answer in answers) == {200: 130}


def test_slow_lines_hold_neither_turns_nor_connections(transactional_db, creation):
    """Forty visitors who send half a form and wait: pages are served as if they were not there."""
    half = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nlogin="
    with serving(WEB_WORKERS="1", WEB_THREADS="2", WEB_WAITING="60") as port:
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
        for line in slow:
            line.sendall(half)
        time.sleep(0.5)
        answers = crowd(port, ["/creations/"] * 10)
        assert {answer.status for answer in answers} == {200}
        for line in slow:
            line.close()


def test_the_site_is_alive_but_not_ready_without_a_turn(transactional_db):
    with serving(WEB_WORKERS="1", WEB_THREADS="1", WEB_WAITING="0") as port:
        assert visit(port, "/health/ready/").status == 200
        statuses = Counter(answer.status for answer in crowd(port, ["/health/", "/health/ready/"] * 20))
    assert statuses[200] >= 20 and set(statuses) == {200, 503}
