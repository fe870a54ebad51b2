"""A page that waits too long for somebody else's lock, or for a slow query, gives its turn and its connection back."""

from __future__ import annotations

import threading

from django.db import connection, transaction
from django.test import Client

from creations.models import Creation
from prosum.settings.environment import database


def patience() -> dict[str, str]:
    """The words of a server of pages about how long it waits."""
    words = database("postgresql://localhost/prosum", pool=4)["OPTIONS"]["options"].split()
    return dict(word.split("=") for word in words if word != "-c")


def test_pages_wait_for_nobody_for_ever_and_tasks_may():
    assert set(patience()) == {"lock_timeout", "statement_timeout"}
    assert "options" not in database("postgresql://localhost/prosum")["OPTIONS"]
    own = database("postgresql://localhost/prosum?options=-c%20lock_timeout%3D1s", pool=4)
    assert own["OPTIONS"]["options"] == "-c lock_timeout=1s"


def test_a_page_that_waits_for_a_lock_is_told_to_come_back(transactional_db, basile, creation):
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Creation.objects.select_for_update().get(pk=creation.pk)
            held.set()
            over.wait(20)
        connection.close()

    holding = threading.Thread(target=hold)
    holding.start()
    held.wait(20)
    client = Client(raise_request_exception=False)
    client.force_login(basile)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        answer = client.post("/@ada/tower/like/")
    finally:
        over.set()
        holding.join()
        connection.close()  # with what was set
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "Many people are here at once" in answer.content.decode()
    client.post("/@ada/tower/like/")
    creation.refresh_from_db()
    assert creation.like_count == 1
