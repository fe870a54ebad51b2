"""Articles that go live and are taken down by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import ArticlePage
from blog.tasks import publish_scheduled
from users.notifications.models import Event

from .test_reading import eloise, publish  # noqa: F401

pytestmark = pytest.mark.django_db


def told() -> int:
    return Event.objects.filter(kind="article.published").count()


def soon(minutes: float):
    return timezone.now() + timedelta(minutes=minutes)


@pytest.fixture
def wait(monkeypatch):
    """Let minutes pass."""
    real, passed = timezone.now, [0.0]
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=passed[0]))

    def wait(minutes: float) -> None:
        passed[0] += minutes

    return wait


def test_an_article_goes_live_at_its_time_and_is_announced_then(client, eloise, wait):  # noqa: F811
    page = publish(eloise, "Later", go_live_at=soon(5))
    assert client.get(page.url).status_code == 404 and told() == 0
    assert publish_scheduled() == 0, "its time has not come"
    wait(6)
    assert publish_scheduled() == 1 and publish_scheduled() == 0
    assert client.get(page.url).status_code == 200 and told() == 1


def test_a_change_of_a_live_article_waits_for_its_time_and_tells_nobody_again(client, eloise, wait):  # noqa: F811
    page = ArticlePage.objects.get(pk=publish(eloise, "First").pk)
    page.title, page.go_live_at = "Second", soon(5)
    page.save_revision().publish()
    assert "First" in client.get(page.url).content.decode()
    wait(6)
    assert publish_scheduled() == 1
    assert "Second" in client.get(page.url).content.decode() and told() == 1


def test_who_changes_their_mind_is_obeyed(client, eloise, wait):  # noqa: F811
    page = publish(eloise, "Later", go_live_at=soon(5))
    client.force_login(eloise)
    answer = client.post(f"/editor/pages/{page.pk}/revisions/{page.get_latest_revision().pk}/unschedule/")
    assert answer.status_code == 302
    client.logout()
    wait(6)
    assert publish_scheduled() == 0 and client.get(page.url).status_code == 404


def test_an_article_is_taken_down_at_its_end_and_one_that_is_over_never_begins(client, eloise, wait):  # noqa: F811
    page = publish(eloise, "Short", expire_at=soon(5))
    over = publish(eloise, "Over", go_live_at=soon(2), expire_at=soon(4))
    assert client.get(page.url).status_code == 200
    wait(6)
    assert publish_scheduled() == 1
    assert client.get(page.url).status_code == 404 and client.get(over.url).status_code == 404
    assert told() == 1 and publish_scheduled() == 0


def test_one_that_cannot_be_published_keeps_no_other_from_its_time(client, eloise, wait):  # noqa: F811
    first, second = (publish(eloise, title, go_live_at=soon(5)) for title in ("Broken", "Whole"))
    revision = first.get_latest_revision()
    revision.content["title"] = None  # as a row that another program changed
    revision.save()
    wait(6)
    assert publish_scheduled() >= 1
    assert client.get(second.url).status_code == 200
