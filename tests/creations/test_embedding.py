"""Creations on other people's sites."""

from __future__ import annotations

import pytest

from creations import actions
from creations.models import Creation

pytestmark = pytest.mark.django_db


def test_any_site_may_frame_the_model_and_no_other_page(client, creation):
    frame = client.get("/@ada/tower/embed/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"] and "X-Frame-Options" not in frame
    assert not frame.cookies, "it knows no visitor"
    page = client.get("/@ada/tower/")
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "SAMEORIGIN"


def test_oembed_tells_how_to_show_a_creation(client, creation, settings):
    Creation.objects.update(title='Tower "of" <b>')
    told = client.get("/oembed/", {"url": f"{settings.SITE_URL}/@ada/tower/"}).json()
    assert (told["version"], told["type"], told["author_name"]) == ("1.0", "rich", "ada")
    assert (told["width"], told["height"]) == (800, 600)
    assert f'src="{settings.SITE_URL}/@ada/tower/embed/"' in told["html"]
    assert told["title"] == 'Tower "of" <b>' and "<b>" not in told["html"]


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": 400}, (400, 300)),
        ({"maxheight": 300}, (400, 300)),
        ({"maxwidth": 5000, "maxheight": 450}, (600, 450)),
    ],
)
def test_a_smaller_frame_keeps_its_shape(client, creation, asked, size):
    told = client.get("/oembed/", {"url": "/@ada/tower/", **asked}).json()
    assert (told["width"], told["height"]) == size


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 404),
        ({"url": "https://[bad"}, 400),
        ({"url": "/@ada/nothing/"}, 404),
        ({"url": "/parts/"}, 404),
        ({"url": "https://elsewhere.example/@ada/tower/"}, 404),
        ({"url": "/@ada/tower/", "format": "xml"}, 501),
        ({"url": "/@ada/tower/", "maxwidth": "wide"}, 400),
        ({"url": "/@ada/tower/", "maxwidth": "-5"}, 400),
    ],
)
def test_what_cannot_be_answered_is_said(client, creation, asked, status):
    answer = client.get("/oembed/", asked)
    assert answer.status_code == status and answer.json()["error"]


def test_a_draft_is_offered_to_nobody(client, ada, creation):
    actions.unpublish(creation=creation, member=ada)
    client.force_login(ada)
    assert client.get("/@ada/tower/embed/").status_code == 404
    page = client.get("/@ada/tower/").content.decode()
    assert "json+oembed" not in page and "iframe" not in page
