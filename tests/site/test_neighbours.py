"""The site without its neighbours: the broker away or silent, the database restarted. Real processes throughout."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from creations.models import Creation
from users.notifications.models import Notification

from ..conftest import TOWER
from ..neighbours import OwnValkey, Visitor, clock
from ..servers import serving
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


def slow_or_broken(visitor: Visitor, limit: float = 2.0) -> list[tuple[str, int, float]]:
    answers = [(path, visitor.get(path)) for path in PAGES]
    return [(path, a.status, a.seconds) for path, a in answers if a.status not in (200, 302) or a.seconds > limit]


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
        "DATABASE_POOL": "4",
    }
    with serving(**more) as port:
        visitor = Visitor(port, basile)
        assert not slow_or_broken(visitor, limit=20)  # everything is warm now
        valkey.kill()
        assert not slow_or_broken(visitor)
        written = [
            visitor.post("/@ada/tower/like/"),
            visitor.post(f"/comments/creation/{creation.pk}/add/", body="Well built!"),
            visitor.post("/upload/", page="/upload/", files=TOWER),
        ]
        assert all(answer.status == 302 and answer.seconds < 2 for answer in written), written
        assert Creation.objects.filter(owner=basile).count() == 1
        assert not Notification.objects.filter(member=ada).exists()
        valkey.start()
        worker = start_worker(**more)
        try:
            with clock(tmp_path, **more):
                wait_for(lambda: Notification.objects.filter(member=ada, event__kind="comment.made").exists())
        finally:
            kill(worker)
        assert not slow_or_broken(visitor)


def test_a_broker_that_takes_connections_and_says_nothing_holds_nobody(transactional_db, basile, creation, valkey):
    with serving(REDIS_URL=valkey.url) as port:
        visitor = Visitor(port, basile)
        assert not slow_or_broken(visitor, limit=20)
        with valkey.frozen():
            assert not slow_or_broken(visitor)
            liked = visitor.post("/@ada/tower/like/")
            assert liked.status == 302 and liked.seconds < 2
            time.sleep(5.5)  # long enough to try again
            assert not slow_or_broken(visitor)
