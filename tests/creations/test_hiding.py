"""A creation that a moderator hid: out of everybody's sight, whatever its author does, until a moderator lifts it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creations import actions
from creations.actions.hiding import NoReason
from creations.actions.publishing import CannotPublish
from creations.models import Creation, Visibility
from tests.site.discovery import patterns
from users.errors import NotAllowed
from users.files import store, store_as
from users.pictures import picture_address, shared_address

pytestmark = pytest.mark.django_db

TITLE = "Zeppelin"
REASON = "Somebody else's logo"
VALUES = {"number": "1", "name": "csv", "paper": "a4"}


@pytest.fixture
def marin(make_member):
    return make_member("marin", "moderator")


@pytest.fixture
def shown(ada, tower, catalog):
    made = actions.create(owner=ada, data=tower, file_name="z.ldr", title=TITLE)
    return actions.publish(creation=made, member=ada)


@pytest.fixture
def hidden(shown, marin):
    actions.hide(creation=shown, member=marin, reason=REASON)
    return Creation.objects.get(pk=shown.pk)


def ways(creation: Creation) -> list[str]:
    """Every address below a creation's page and below its place in the API, as the site knows them."""
    found = []
    for path, _name in patterns():
        for begin, base in (
            ("@<str:username>/<slug:slug>/", creation.get_absolute_url()),
            ("api/v1/creations/<int:creation_pk>/", f"/api/v1/creations/{creation.pk}/"),
            (r"api/v1/^creations/(?P<pk>\d+)/", f"/api/v1/creations/{creation.pk}/"),
        ):
            if path.startswith(begin):
                rest = re.sub(r"<\w+:(\w+)>", lambda match: VALUES[match[1]], path.removeprefix(begin))
                rest = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match: VALUES[match[1]], rest)
                found.append(base + rest.replace("^", "").rstrip("$").removesuffix(r"\Z"))
    assert len(found) > 30
    return [*found, creation.get_absolute_url() + "revisions/1/order/", f"/comments/creation/{creation.pk}/add/"]


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("visitor", ["anonymous", "other"])
def test_no_address_shows_or_changes_it(client, hidden, basile, visitor, method):
    if visitor == "other":
        client.force_login(basile)
    for address in ways(hidden):
        answer = getattr(client, method)(address)
        asked_to_sign_in = answer.status_code == 401 or answer.get("Location", "").startswith("/account/login/")
        assert answer.status_code in (404, 405) or (visitor == "anonymous" and asked_to_sign_in), address


@pytest.mark.parametrize("visitor", ["anonymous", "other"])
def test_no_list_names_it(client, hidden, ada, basile, marin, visitor):
    collection = actions.create_collection(member=ada, name="Mine")
    actions.collect(creation=hidden, collection=collection, member=ada)
    actions.record_build(creation=hidden, member=marin, note=TITLE)
    if visitor == "other":
        client.force_login(basile)
    lists = [
        "/", "/creations/", f"/creations/?q={TITLE}", "/creations/?sort=liked", "/@ada/", "/@marin/", "/parts/3001/",
        f"/collections/{collection.pk}/", "/sitemap.xml", "/api/v1/creations/", f"/api/v1/creations/?q={TITLE}",
        f"/oembed/?url={hidden.get_absolute_url()}",
    ]  # fmt: skip
    for address in lists:
        page = client.get(address, follow=True).content.decode()
        assert TITLE not in page.replace(f"?q={TITLE}", "").replace(f'value="{TITLE}"', ""), address


def test_its_author_sees_that_and_why(client, ada, hidden):
    client.force_login(ada)
    page = client.get(hidden.get_absolute_url()).content.decode()
    assert "hid this creation" in page and "Somebody else&#x27;s logo" in page and "Show it again" not in page
    assert client.get(f"/api/v1/creations/{hidden.pk}/").json()["hiding"]["reason"] == REASON


def edit_form(creation: Creation, **changes):
    fields = {"title": creation.title, "story": "", "licence": "by", "royalty": "none", "royalty_percent": 0}
    return {**fields, "visibility": "public", **changes}


def test_nothing_its_author_does_shows_it_again(client, ada, hidden, tower):
    client.force_login(ada)
    page, api = hidden.get_absolute_url(), f"/api/v1/creations/{hidden.pk}/"
    for visibility in ("public", "unlisted", "draft", "public"):
        client.post(page + "edit/", edit_form(hidden, visibility=visibility))
        client.patch(api, {"visibility": visibility}, content_type="application/json")
    client.post(page + "studio/publish/", {"title": "Balloon", "licence": "by", "save": "1"})
    client.post(page + "studio/save/")
    client.post(page + "revisions/add/", {"file": SimpleUploadedFile("z.ldr", tower)})
    client.post(page + "revisions/1/restore/")
    client.post(page + "hide/lift/")
    client.post(page + "hide/", {"reason": "mine"})
    client.post(page + "fork/")
    client.post(api + "fork/")
    for address in ways(hidden):
        if "delete" not in address:
            client.post(address, {"title": "Zeppelin", "body": "Hello", "paper": "a4"})
    client.logout()
    assert client.get(page).status_code == 404
    assert not Creation.objects.public().exists() and Creation.objects.count() == 1
    hidden.refresh_from_db()
    assert hidden.hiding.reason == REASON and hidden.hiding.lifted_at is None


def test_author_may_mend_it_meanwhile(client, ada, marin, hidden):
    actions.update(creation=hidden, member=ada, title="Balloon", story="Without the logo")
    actions.lift_hiding(creation=hidden, member=marin)
    page = client.get(hidden.get_absolute_url()).content.decode()
    assert "Balloon" in page and "Without the logo" in page


def test_a_hidden_draft_cannot_be_published(ada, marin, tower, catalog):
    draft = actions.create(owner=ada, data=tower, file_name="d.ldr")
    actions.hide(creation=draft, member=marin, reason="No")
    with pytest.raises(CannotPublish):
        actions.publish(creation=draft, member=ada)
    with pytest.raises(CannotPublish):
        actions.update(creation=draft, member=ada, visibility=Visibility.UNLISTED)


def test_moderators_hide_with_a_reason_and_lift(client, hidden, ada, marin):
    client.force_login(marin)
    assert client.post(hidden.get_absolute_url() + "hide/lift/").status_code == 302
    client.logout()
    assert client.get(hidden.get_absolute_url()).status_code == 200
    with pytest.raises(NoReason):
        actions.hide(creation=hidden, member=marin, reason="  ")
    record = hidden.hidings.get()
    assert (record.hidden_by, record.lifted_by, record.reason) == (marin, marin, REASON) and record.lifted_at


def test_nobody_judges_their_own(make_member, tower, catalog, marin):
    judge = make_member("judge", "moderator")
    own = actions.publish(creation=actions.create(owner=judge, data=tower, file_name="o.ldr"), member=judge)
    actions.hide(creation=own, member=marin, reason="No")
    with pytest.raises(NotAllowed):
        actions.lift_hiding(creation=own, member=judge)


@pytest.mark.django_db(transaction=True)
def test_its_pictures_are_out_of_sight_too(client, ada, basile, marin, tower, catalog):

    shown = actions.publish(creation=actions.create(owner=ada, data=tower, file_name="z.ldr"), member=ada)
    name = "pictures/ab/abcd"
    store_name = store(b"glTF", folder="scenes", ending=".glb")
    store_as(b"webp", f"{name}-640.webp")
    store_as(b"jpeg", f"{name}-1280.jpg")
    shown.revisions.update(picture=name, scene=store_name)
    instructions = f"instructions/1/{PurePosixPath(shown.current.model).stem}.glb"
    store_as(b"glTF", instructions)
    addresses = [picture_address(name, 640), shared_address(name), f"/files/{store_name}", f"/files/{instructions}"]
    fork = actions.fork(revision=Creation.objects.get(pk=shown.pk).current, member=basile)
    actions.hide(creation=shown, member=marin, reason="No")
    assert [client.get(address).status_code for address in addresses] == [200] * 4, "a fork shows it still"
    actions.hide(creation=fork, member=marin, reason="No")
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    client.force_login(ada)
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    actions.lift_hiding(creation=shown, member=marin)
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [200] * 4


def test_notifications_do_not_name_it(client, ada, basile, marin, tower, catalog):
    from users.actions import follow
    from users.notifications.models import Notification
    from users.notifications.tasks import drain_events
    from users.personal_data import archive

    follow(member=basile, followed=ada)
    first, second = (actions.create(owner=ada, data=tower, file_name=f"{k}.ldr", title=k) for k in ("Early", "Late"))
    actions.publish(creation=first, member=ada)
    drain_events()
    actions.publish(creation=second, member=ada)
    for creation in (first, second):
        actions.hide(creation=creation, member=marin, reason="No")
    drain_events()
    kinds = [(n.event.kind, n.event.data["title"]) for n in Notification.objects.filter(member=basile).order_by("pk")]
    assert kinds == [("creation.published", "Early")], "what was hidden before it was told is not told"
    client.force_login(basile)
    page = client.get("/notifications/").content.decode()
    assert "Early" not in page and "no longer public" in page
    taken_away = zipfile.ZipFile(io.BytesIO(archive(basile)))
    assert b"creation.published" in taken_away.read("notifications.json")
    assert not any(b"Early" in taken_away.read(name) for name in taken_away.namelist())
    told = Notification.objects.filter(member=ada, event__kind="creation.hidden")
    assert told.count() == 2 and told.first().event.data["reason"] == "No"


def test_articles_do_not_show_it(client, shown, marin):
    from blog.models import ArticleIndexPage, ArticlePage

    index = ArticleIndexPage.objects.filter(locale__language_code="en").first()
    page = ArticlePage(title="News", slug="news", summary="s", owner=marin, featured=shown)
    page.body = [("creation", {"creation": shown, "remark": ""})]
    index.add_child(instance=page)
    page.save_revision().publish()
    assert TITLE in client.get(page.get_url()).content.decode()
    actions.hide(creation=shown, member=marin, reason=REASON)
    for address in (page.get_url(), index.get_url(), "/"):
        assert TITLE not in client.get(address).content.decode()
        assert shown.get_absolute_url() not in client.get(address).content.decode()


def test_only_the_policy_asks_who_sees_a_creation():
    """Every other place asks it or the two conditions beside the model; a new one that compares by itself is found here."""
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    allowed = {"creations/models/creation.py", "creations/actions/publishing.py", "creations/forms.py"}
    found = set()
    for folder in ("blog", "creations", "marketplace", "users", "platform"):
        for path in [*(root / folder).rglob("*.py"), *(root / folder).rglob("*.html")]:
            name = str(path.relative_to(root))
            if "migrations" in name or "node_modules" in name:
                continue
            if re.search(r"visibility\s*(==|!=|=\s*[\"']|=\s*Visibility|__in)", path.read_text()):
                found.add(name)
    shown_as_a_word = {"platform/templates/creations/creation.html", "platform/templates/creations/_cards.html"}
    demo = {"platform/prosum/demo/creations.py"}
    assert found <= allowed | shown_as_a_word | demo, found - allowed


def test_its_author_may_still_delete_it_and_leave(ada, hidden):
    actions.delete_creation(creation=hidden, member=ada)
    assert not Creation.objects.exists()
