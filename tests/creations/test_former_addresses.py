"""A creation that got another address is found under the one it had, by links, forms and an open Studio."""

from __future__ import annotations

import pytest

from creations import actions
from creations.models import Creation, FormerAddress
from creations.urls import _one


@pytest.fixture
def moved(client, ada, tower, catalog):
    """Ada's draft /@ada/tower/, published from another tab as /@ada/lighthouse/."""
    draft = actions.create(owner=ada, data=tower, file_name="tower.ldr")
    client.force_login(ada)
    opened = client.get("/@ada/tower/studio/document/")
    assert opened.status_code == 200
    return actions.publish(creation=draft, member=ada, title="Lighthouse")


@pytest.mark.django_db
def test_every_page_leads_on_and_every_form_arrives(client, moved):
    assert moved.slug == "lighthouse"
    for pattern in _one:
        path = (
            str(pattern.pattern).replace("<int:number>", "1").replace("<str:name>", "csv").replace("<str:paper>", "a4")
        )
        read = client.get(f"/@ada/tower/{path}?x=1")
        assert read.status_code in (302, 405), path
        if read.status_code == 302:
            assert read["Location"] == f"/@ada/lighthouse/{path}?x=1"
    answer = client.post(
        "/@ada/tower/edit/",
        {"title": "Lamp", "licence": "by", "royalty": "none", "royalty_percent": 0, "visibility": "public"},
    )
    assert answer.status_code == 302 and Creation.objects.get(pk=moved.pk).title == "Lamp"
    kept = client.post("/@ada/tower/studio/changes/?epoch=1&after=0", b"", content_type="application/octet-stream")
    assert kept.status_code == 200, kept.content
    assert client.get("/oembed/?url=/@ada/tower/").json()["title"] == "Lamp"


@pytest.mark.django_db
def test_nobody_learns_more_by_a_former_address(client, basile, moved, ada):
    actions.unpublish(creation=moved, member=ada)
    client.force_login(basile)
    assert client.get("/@ada/tower/").status_code == 404
    assert client.post("/@ada/tower/like/").status_code == 404


@pytest.mark.django_db
def test_a_new_creation_never_gets_what_was_sent_to_another(ada, tower, moved):
    second = actions.create(owner=ada, data=tower, file_name="tower.ldr")
    assert second.slug == "tower-2"
    actions.delete_creation(creation=moved, member=ada)
    assert not FormerAddress.objects.exists()
    assert actions.create(owner=ada, data=tower, file_name="tower.ldr").slug == "tower"
