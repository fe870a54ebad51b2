"""Two windows edit the same words: the second is shown what the first saved, and loses nothing it typed."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from blog import actions as blog
from blog.models import Comment
from creations import actions
from creations.models import Creation
from marketplace.models import Shop
from tests.site.test_once import REPEATABLE, Forms
from users.editions import FIELD
from users.models import Member

CREATION = {"licence": "by", "royalty": "none", "royalty_percent": 0, "visibility": "public", "tag_names": "red"}
SETTINGS = {"display_name": "Ada", "links": "", "language": "en", "wants_email": "on"}
SHOP = {"name": "House", "country": "BE", "language": "en", "handling_days": "2"}
#: Name of the address: where the form is, what else it holds, and the field that is written twice.
EDITS = {
    "creation_edit": ("/@ada/tower/edit/", {**CREATION, "title": "Tower"}, "story"),
    "settings": ("/settings/", SETTINGS, "bio"),
    "comment_edit": ("/comments/{comment}/edit/", {}, "body"),
    "shop_settings": ("/shops/house/settings/", SHOP, "terms"),
}


def written(name: str) -> str:
    """What is saved now in the field that is written twice."""
    rows = {"creation_edit": Creation, "settings": Member, "comment_edit": Comment, "shop_settings": Shop}
    row = rows[name].objects.order_by("pk").first()
    return getattr(row, EDITS[name][2])


@pytest.fixture
def window(client, ada, creation, shop):
    """Opens a form, and gives what sends it from there."""
    comment = blog.comment(author=ada, body="Hello", subject=creation)
    Shop.objects.update(owner=ada)
    client.force_login(ada)
    client.cookies["django_language"] = "en"

    def open_form(name: str):
        address, fields, field = EDITS[name]
        address = address.format(comment=comment.pk)
        page = client.get(address).content.decode()
        edition = next(held[FIELD] for _, held in Forms(page).found if FIELD in held)
        return lambda words, at=edition: client.post(address, {**fields, field: words, FIELD: at})

    return open_form


def test_every_form_that_sets_words_is_tried_here():
    assert {name for name, reason in REPEATABLE.items() if reason == "sets words"} == set(EDITS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", EDITS)
def test_the_second_window_is_offered_both(window, name):
    first, second = window(name), window(name)
    assert first("Words of the first").status_code == 302
    answer = second("Words of the second")
    page = answer.content.decode()
    assert answer.status_code == 409 and written(name) == "Words of the first"
    assert page.count("Words of the first") == 1 and page.count("Words of the second") == 2, "beside, and in the form"
    newest = next(held[FIELD] for _, held in Forms(page).found if FIELD in held)
    assert second("Words of the second", newest).status_code == 302
    assert written(name) == "Words of the second"


@pytest.mark.django_db
@pytest.mark.parametrize("name", EDITS)
def test_saving_the_same_words_twice_is_no_conflict(window, name):
    first, second = window(name), window(name)
    assert [first("Same").status_code, second("Same").status_code] == [302, 302]


@pytest.mark.django_db
def test_only_what_differs_is_shown(window):
    first, second = window("creation_edit"), window("creation_edit")
    first("Story")
    page = second("Another").content.decode()
    meanwhile = page[page.index("Changed elsewhere") : page.index("Go on from what is saved")]
    assert "Story" in meanwhile and "Licence" not in meanwhile and "Royalty" not in meanwhile


@pytest.mark.django_db
def test_the_api_refuses_what_was_made_to_an_older_edition(client, ada, creation):
    client.force_login(ada)
    address = f"/api/v1/creations/{creation.pk}/"

    def change(title: str, **headers):
        return client.patch(address, {"title": title}, content_type="application/json", headers=headers)

    tag = client.get(address)["ETag"]
    assert change("First", **{"If-Match": tag}).status_code == 200
    refused = change("Second", **{"If-Match": tag})
    assert refused.status_code == 412 and "elsewhere" in refused.json()["detail"]
    assert change("Second", **{"If-Match": '"nonsense"'}).status_code == 412
    newest = client.get(address)
    assert newest.json()["title"] == "First" and newest["ETag"] == f'"{newest.json()["edition"]}"' != tag
    assert change("Third", **{"If-Match": newest["ETag"]}).status_code == 200
    assert change("Fourth").status_code == 200 and change("Fifth", **{"If-Match": "*"}).status_code == 200


@pytest.mark.django_db
def test_publishing_in_the_studio_does_not_overwrite_an_edit(client, ada, creation):
    client.force_login(ada)
    opened_at = Creation.objects.get(pk=creation.pk).edition
    actions.update(creation=creation, member=ada, title="Of the page")
    send = {"title": "Of the Studio", "licence": "by", "save": "1", "base": "1", FIELD: opened_at}
    refused = client.post("/@ada/tower/studio/publish/", send)
    assert refused.status_code == 409 and "Of the page" in refused.json()["error"]
    creation.refresh_from_db()
    assert creation.title == "Of the page" and creation.revisions.count() == 1, "nothing is saved by halves"
    again = client.post("/@ada/tower/studio/publish/", {**send, FIELD: refused.json()["edition"]})
    assert again.status_code == 200, again.content
    creation.refresh_from_db()
    assert creation.title == "Of the Studio" and creation.edition == again.json()["edition"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_windows_that_save_at_once_one_wins_and_seven_are_asked(ada, creation):
    from users.editions import EditedMeanwhile

    edition = Creation.objects.get(pk=creation.pk).edition
    start, outcomes = threading.Barrier(8), []

    def save(number: int) -> None:
        mine = Creation.objects.select_related("owner").get(pk=creation.pk)
        start.wait()
        try:
            actions.update(creation=mine, member=mine.owner, story=f"Story {number}", edition=edition)
            outcomes.append("saved")
        except EditedMeanwhile:
            outcomes.append("asked")
        connections.close_all()

    threads = [threading.Thread(target=save, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["asked"] * 7 + ["saved"]


@pytest.mark.django_db
def test_a_comment_a_moderator_took_away_is_not_edited_back(ada, creation, make_member):
    from users.errors import NotAllowed

    said = blog.comment(author=ada, body="Rude", subject=creation)
    blog.delete_comment(comment=said, member=make_member("marin", "moderator"))
    seen_before = Comment(pk=said.pk, author=ada, creation=creation, body="Rude")
    with pytest.raises(NotAllowed):
        blog.edit_comment(comment=seen_before, member=ada, body="Rude again")
    assert Comment.objects.get(pk=said.pk).body == ""
