"""The site without its neighbours: the broker away or silent, the database restarted. Real processes throughout."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from creations.models import Creation, Revision
from users.notifications.models import Notification

from ..conftest import TOWER
from ..neighbours import OwnValkey, Visitor, clock
from ..servers import Answer, serving
from ..workers import kill, start_worker

PAGES = (
    "/",
    "/creations/",
    "/@ada/tower/",
    "/@ada/",
    "/parts/",
    "/articles/",
    "/notifications/",
    "/notifications/unread/",
    "/settings/",
    "/collections/",
    "/orders/",
    "/upload/",
    "/studio/",
    "/api/v1/creations/",
)


@pytest.fixture
def valkey(tmp_path_factory) -> Iterator[OwnValkey]:
    own = OwnValkey(tmp_path_factory.mktemp("v"))
    own.start()
    yield own
    own.stop()


def walk(visitor: Visitor) -> dict[str, Answer]:
    return {path: visitor.get(path) for path in PAGES}


def slow_or_broken(visitor: Visitor, calm: dict[str, Answer]) -> list[tuple[str, int, float]]:
    """Pages that took over two seconds, where they do not always on a machine as busy as this."""
    found = walk(visitor)
    return [
        (path, answer.status, answer.seconds)
        for path, answer in found.items()
        if answer.status not in (200, 302) or answer.seconds > max(2.0, 5 * calm[path].seconds)
    ]


def wait_for(what, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.3)


def test_the_site_reads_and_writes_while_the_broker_is_away(transactional_db, ada, basile, creation, valkey, tmp_path):
    more = {
        "REDIS_URL": valkey.url,
        "PROSUM_VAR": str(Path(settings.MEDIA_ROOT).parent),
        "PROSUM_SMALL_PICTURES": "1",
        "WEB_WORKERS": "1",  # so that what is warm is warm for all
    }
    with serving(**more) as port:
        visitor = Visitor(port, basile)
        walk(visitor)
        calm = walk(visitor)
        slowest = 5 * max(answer.seconds for answer in calm.values())
        upload = visitor.post("/upload/", page="/upload/", files=TOWER)
        assert upload.status == 302
        slowest = max(slowest, 5 * upload.seconds)
        valkey.kill()
        assert not slow_or_broken(visitor, calm)
        written = [
            visitor.post("/@ada/tower/like/"),
            visitor.post(f"/comments/creation/{creation.pk}/add/", body="Well built!"),
            visitor.post("/upload/", page="/upload/", files=TOWER),
        ]
        assert all(answer.status == 302 and answer.seconds < max(2.0, slowest) for answer in written), written
        assert Creation.objects.filter(owner=basile).count() == 2
        assert not Notification.objects.filter(member=ada).exists()
        valkey.start()
        worker = start_worker(**more)
        try:
            with clock(tmp_path, **more):
                wait_for(lambda: Notification.objects.filter(member=ada, event__kind="comment.made").exists())
                wait_for(lambda: Revision.objects.filter(creation__owner=basile).latest("pk").scene)
        finally:
            kill(worker)
        assert not slow_or_broken(visitor, calm)


def test_a_broker_that_takes_connections_and_says_nothing_holds_nobody(transactional_db, basile, creation, valkey):
    with serving(REDIS_URL=valkey.url) as port:
        visitor = Visitor(port, basile)
        walk(visitor)
        calm = walk(visitor)
        slowest = 5 * max(answer.seconds for answer in calm.values())
        with valkey.frozen():
            assert not slow_or_broken(visitor, calm)
            liked = visitor.post("/@ada/tower/like/")
            assert liked.status == 302 and liked.seconds < max(2.0, slowest)
            time.sleep(5.5)  # long enough to try again
            assert not slow_or_broken(visitor, calm)
