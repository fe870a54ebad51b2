"""Unlisted means: whoever has the address. Numbers can be counted up to, so they open nothing that is unlisted."""

from __future__ import annotations

import re

import pytest

from creations import actions
from creations.models import Visibility

from .discovery import LIBRARIES, patterns

#: What an address's number is of, where it is not of a creation or a revision.
OF_SOMETHING_ELSE = re.compile(
    r"^(collections|builds|shop/parcels|orders|comments/<int:pk>|background|notifications|pay|api/v1/\^(parts|colours)|members)"
)
#: A number within a creation: whoever knows it, knows the creation's address.
WITHIN = "@<str:username>/<slug:slug>/"


def numbered() -> list[str]:
    """Every address of ours with a number that may be a creation's or a revision's."""
    found = []
    for path, _name in patterns():
        if path.startswith((*LIBRARIES, WITHIN)) or OF_SOMETHING_ELSE.match(path):
            continue
        if re.search(r"<int:\w+>|\(\?P<\w*pk>", path) and "webp" not in path:
            found.append(path)
    return found


def written(path: str, pk: int) -> str:
    path = path.replace("(?P<kind>creation|article)", "creation").replace("(?P<format>\\.[a-z0-9]+/?)", ".json")
    path = re.sub(r"\(\?P<number>[^)]*\)|<int:number>", "1", path)
    path = re.sub(r"\(\?P<\w*pk>[^)]*\)|<int:\w+>", str(pk), path)
    return "/" + re.sub(r"\\Z|[\^$\\]|/\?$", "", path)


@pytest.fixture
def unlisted(ada, tower, catalog):
    made = actions.create(owner=ada, data=tower, file_name="t.ldr", title="Hidden-away")
    return actions.update(creation=made, member=ada, visibility=Visibility.UNLISTED)


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", ["anonymous", "other"])
def test_no_number_opens_what_is_unlisted(client, basile, unlisted, visitor):
    if visitor == "other":
        client.force_login(basile)
    assert client.get(unlisted.get_absolute_url()).status_code == 200
    found = numbered()
    assert len(found) >= 6, found
    for path in found:
        for pk in (unlisted.pk, unlisted.current_id):
            for method in ("get", "post", "put", "patch", "delete"):
                answer = getattr(client, method)(written(path, pk), {"body": "Hello"} if method == "post" else None)
                told = answer.content.decode() + answer.get("Location", "")
                assert answer.status_code in (302, 401, 404, 405), (method, written(path, pk), answer.status_code)
                assert "idden-away" not in told, (method, written(path, pk))


@pytest.mark.django_db
def test_its_page_serves_whoever_has_its_address(client, basile, unlisted, shop):
    client.force_login(basile)
    page = unlisted.get_absolute_url()
    assert client.get(page + "revisions/1/order/").status_code == 200
    assert client.post(f"/comments/creation/{unlisted.pk}/add/", {"body": "Hello", "next": page}).status_code == 302
    assert unlisted.comments.count() == 1
    assert client.get(page + f"compare/?from={unlisted.current_id}&to={unlisted.current_id}").status_code == 200
