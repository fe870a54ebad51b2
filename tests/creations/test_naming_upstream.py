"""Nobody learns from a fork of what they may not see; and who follows an author is told once of what becomes public."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creations import actions
from creations.models import Creation, Visibility
from users.actions import follow
from users.notifications.models import Event, Notification
from users.notifications.tasks import drain_events

pytestmark = pytest.mark.django_db

SECRET = "Wedding present"


@pytest.fixture
def fork(ada, tower, catalog):
    """A public creation of Ada's, forked from a draft of hers."""
    draft = actions.create(owner=ada, data=tower, file_name="w.ldr", title=SECRET)
    made = actions.fork(revision=draft.current, member=ada)
    actions.update(creation=made, member=ada, title="Box", visibility=Visibility.PUBLIC)
    return Creation.objects.get(pk=made.pk)


def pages_of(fork: Creation) -> list[str]:
    page = fork.get_absolute_url()
    return [
        page, page + "lineage/", page + "history/", page + "compare/", page + "embed/", page + "revisions/1/instructions/",
        f"/oembed/?url={page}", "/", "/creations/", "/@ada/", "/sitemap.xml", "/api/v1/creations/",
        f"/api/v1/creations/{fork.pk}/", f"/api/v1/creations/{fork.pk}/revisions/", page + "revisions/1/order/",
    ]  # fmt: skip


@pytest.mark.parametrize("visitor", ["anonymous", "other"])
def test_no_page_of_a_fork_names_an_upstream_that_is_a_draft(client, basile, fork, visitor):
    actions.like(creation=fork, member=basile)
    further = actions.fork(revision=fork.current, member=basile)
    if visitor == "other":
        client.force_login(basile)
    for address in [*pages_of(fork), *(pages_of(further) if visitor == "other" else [])]:
        page = client.get(address).content.decode()
        assert SECRET not in page and "wedding-present" not in page, address
    assert "not public" in client.get(fork.get_absolute_url()).content.decode()
    assert client.get(f"/api/v1/creations/{fork.pk}/").json()["upstream"] is None


def test_its_author_is_told(client, ada, fork):
    client.force_login(ada)
    for page in ("", "history/", "lineage/"):
        assert SECRET in client.get(fork.get_absolute_url() + page).content.decode(), page
    assert client.get(f"/api/v1/creations/{fork.pk}/").json()["upstream"] == fork.upstream_id


def test_an_upstream_that_is_taken_back_is_no_longer_named(client, ada, basile, tower, catalog):
    upstream = actions.create(owner=ada, data=tower, file_name="w.ldr", title=SECRET)
    upstream = actions.publish(creation=upstream, member=ada)
    fork = actions.fork(revision=upstream.current, member=basile)
    actions.update(creation=fork, member=basile, title="Box", visibility=Visibility.PUBLIC)
    fork.refresh_from_db()
    assert SECRET in client.get(fork.get_absolute_url()).content.decode()
    actions.unpublish(creation=upstream, member=ada)
    for address in pages_of(fork):
        assert SECRET not in client.get(address).content.decode(), address


def test_comparing_shows_nothing_of_a_draft(client, basile, fork):
    assert client.get(fork.get_absolute_url() + "compare/").status_code == 400, "there is nothing to compare with"
    client.force_login(basile)
    assert client.get(f"{fork.get_absolute_url()}compare/?from={fork.forked_from_id}").status_code == 404


def test_a_copy_kept_from_the_workbench_does_not_name_its_creation(client, ada, tower, catalog):
    draft = actions.create(owner=ada, data=tower, file_name="w.ldr", title=SECRET)
    client.force_login(ada)
    more = SimpleUploadedFile("w.ldr", tower + b"1 4 100 0 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n")
    client.post(f"{draft.get_absolute_url()}revisions/add/", {"file": more})
    fork = actions.fork(revision=Creation.objects.get(pk=draft.pk).current, member=ada)
    assert not any(SECRET in revision.message for revision in fork.revisions.all())


def told(member) -> list[str]:
    drain_events()
    found = Notification.objects.filter(member=member, event__kind="creation.published").order_by("pk")
    return [notification.event.data["title"] for notification in found]


def test_what_was_unlisted_is_announced_when_it_becomes_public_and_once(ada, basile, tower, catalog):
    follow(member=basile, followed=ada)
    made = actions.create(owner=ada, data=tower, file_name="b.ldr", title="Box")
    actions.update(creation=made, member=ada, visibility=Visibility.UNLISTED)
    assert told(basile) == [], "whoever has the address has it; nobody is told"
    unlisted = Creation.objects.get(pk=made.pk)
    for visibility in ("public", "unlisted", "public", "draft", "public", "public"):
        actions.update(creation=made, member=ada, visibility=visibility)
    assert told(basile) == ["Box"]
    made.refresh_from_db()
    assert made.slug == unlisted.slug, "its address is known already"
    assert made.published_at == made.announced_at > unlisted.published_at, "new in the gallery when it comes there"


@pytest.mark.django_db(transaction=True)
def test_six_publish_at_once_and_it_is_announced_once(ada, tower, catalog):
    import threading

    from django.db import connections

    made = actions.create(owner=ada, data=tower, file_name="b.ldr", title="Box")
    start = threading.Barrier(6)

    def publish() -> None:
        mine = Creation.objects.select_related("owner").get(pk=made.pk)
        start.wait()
        actions.publish(creation=mine, member=mine.owner)
        connections.close_all()

    threads = [threading.Thread(target=publish) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Event.objects.filter(kind="creation.published").count() == 1
