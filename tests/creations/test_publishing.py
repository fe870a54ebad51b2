"""What the author says, who sees it, and the gallery."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from creations import actions
from creations.actions.publishing import CannotPublish
from creations.models import Creation, Licence, Royalty, Visibility

pytestmark = pytest.mark.django_db


def form(**changes):
    return {
        "title": "Tower",
        "story": "",
        "licence": "by",
        "royalty": "none",
        "visibility": "public",
        "tag_names": "",
        **changes,
    }


def test_publishing_from_the_form(client, ada, tower, catalog):
    creation = actions.create(owner=ada, data=tower, file_name="tower.ldr")
    client.force_login(ada)
    story = "Some **bold** words <script>alert(1)</script> [bad](javascript:alert(1))"
    fields = form(
        title="La Tour Œuvre", story=story, royalty="percent", royalty_percent="5", tag_names="City, Tower ,city"
    )
    answer = client.post("/@ada/tower/edit/", fields)
    assert answer.url == "/@ada/la-tour-oeuvre/"
    page = client.get(answer.url).content.decode()
    assert "<strong>bold</strong>" in page and "<script>alert" not in page and 'href="javascript:' not in page
    assert "The model stays its author’s." in page
    creation.refresh_from_db()
    assert creation.published_at and creation.royalty_on(1010) == 51
    assert sorted(tag.name for tag in creation.tags.all()) == ["city", "tower"]


def test_nothing_typed_is_lost_when_the_form_is_refused(client, ada, creation):
    client.force_login(ada)
    answer = client.post("/@ada/tower/edit/", form(title="", story="A long story"))
    assert answer.status_code == 422 and "A long story" in answer.content.decode()


def test_a_draft_is_seen_by_its_author_alone(client, ada, basile, creation):
    actions.unpublish(creation=creation, member=ada)
    assert client.get("/@ada/tower/").status_code == 404
    client.force_login(basile)
    assert client.get("/@ada/tower/").status_code == 404
    client.force_login(ada)
    assert client.get("/@ada/tower/").status_code == 200


def test_unlisted_is_seen_with_its_address_and_not_in_the_gallery(client, ada, creation):
    actions.update(creation=creation, member=ada, visibility=Visibility.UNLISTED)
    assert client.get("/@ada/tower/").status_code == 200
    assert "Tower" not in client.get("/creations/").content.decode()


def photo(size=(2400, 1200), orientation=1) -> SimpleUploadedFile:
    image = Image.new("RGB", size, (200, 40, 10))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Secret camera"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), content_type="image/jpeg")


def test_pictures_are_turned_upright_and_lose_their_metadata(client, ada, creation):
    picture = actions.add_picture(creation=creation, member=ada, upload=photo(orientation=6))
    assert (picture.width, picture.height) == (1200, 2400)
    answer = client.get(f"/files/{picture.name}-640.webp")
    data = b"".join(answer.streaming_content)
    kept = Image.open(io.BytesIO(data))
    assert kept.size == (640, 1280) and not kept.getexif() and b"Secret" not in data
    assert answer["X-Content-Type-Options"] == "nosniff" and "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"not a picture", b"", b"\xff\xd8\xff\xe0broken"]
)
def test_what_is_no_picture_is_refused_with_a_sentence(client, ada, creation, data):
    client.force_login(ada)
    answer = client.post("/@ada/tower/pictures/add/", {"picture": SimpleUploadedFile("a.jpg", data or b" ")})
    assert answer.status_code == 400 and "no picture we can read" in answer.content.decode()


def test_picture_bombs_are_refused_by_their_header(client, ada, creation, settings):
    settings.PROSUM_PICTURE_PIXELS = 1000
    client.force_login(ada)
    answer = client.post("/@ada/tower/pictures/add/", {"picture": photo((100, 100))})
    assert answer.status_code == 400 and "too many pixels" in answer.content.decode()


def test_the_author_chooses_the_cover(client, ada, creation):
    client.force_login(ada)
    client.post("/@ada/tower/pictures/add/", {"picture": photo(), "as_cover": "1"})
    creation.refresh_from_db()
    assert creation.cover is not None and creation.cover.name in client.get("/creations/").content.decode()
    client.post("/@ada/tower/pictures/change/", {})
    creation.refresh_from_db()
    assert creation.cover is None


def test_deleting_asks_for_the_title(client, ada, creation):
    client.force_login(ada)
    assert client.post("/@ada/tower/delete/", {"title": "Towel"}).status_code == 400
    client.post("/@ada/tower/delete/", {"title": "Tower"})
    assert not Creation.objects.exists()


def many(ada, tower, number):
    for k in range(number):
        made = actions.create(owner=ada, data=tower, file_name=f"t{k}.ldr", title=f"Tower {k}")
        actions.publish(creation=made, member=ada)


def test_gallery_pages_by_key_and_forgets_nothing(client, ada, tower, catalog, monkeypatch):
    monkeypatch.setattr("creations.views.gallery.PAGE", 3)
    many(ada, tower, 7)
    seen, address = [], "/creations/"
    while address:
        page = client.get(address).content.decode()
        import re

        seen += re.findall(r"<h3><a [^>]*>([^<]+)</a>", page)
        more = re.search(r'hx-get="(\?[^"]+)"', page)
        address = "/creations/" + more.group(1).replace("&amp;", "&") if more else ""
    assert sorted(seen) == [f"Tower {k}" for k in range(7)]
    assert client.get("/creations/?after=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=tow", True), ("q=towers", True), ("q=nothing", False), ("parts_from=4", False), ("parts_to=3", True),
        ("colour=14", True), ("colour=0", False), ("licence=by-sa", True), ("licence=cc0", False), ("forkable=1", True),
        ("tag=none", False), ("sort=liked", True), ("price_to=x", True), ("parts_from=-1", True), ("q=%27%28%26", False),
    ],
)  # fmt: skip
def test_gallery_filters(client, creation, query, found):
    page = client.get(f"/creations/?{query}")
    assert page.status_code == 200 and ("/@ada/tower/" in page.content.decode()) is found


def test_accents_do_not_matter_in_search(client, ada, tower, catalog):
    made = actions.create(owner=ada, data=tower, file_name="a.ldr", title="Forêt enchantée")
    actions.publish(creation=made, member=ada)
    for words in ("foret", "FORÊTS", "enchant"):
        assert "Forêt" in client.get("/creations/", {"q": words}).content.decode()


def test_gallery_costs_the_same_for_few_and_for_many(client, ada, tower, catalog, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 6):
        many(ada, tower, number)
        client.get("/creations/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/creations/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    ("sort", "index"),
    [("new", "gallery_new"), ("liked", "gallery_liked"), ("built", "gallery_built"), ("forked", "gallery_forked")],
)
def test_gallery_sorts_by_index(creation, sort, index):
    from django.db import connection

    from creations.queries import SORTS, Filters, gallery

    field = SORTS[sort]
    query = gallery(Filters()).order_by(field, "-pk")[:25]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    assert index in query.explain()


def test_likes_collections_and_builds(client, basile, creation):
    client.force_login(basile)
    client.post("/@ada/tower/like/", {"liked": ""})
    client.post("/@ada/tower/like/", {"liked": ""})
    creation.refresh_from_db()
    assert creation.like_count == 1
    client.post("/@ada/tower/like/", {"liked": "1"})
    client.post("/@ada/tower/collect/", {"name": "For rainy days"})
    assert "Tower" in client.get(basile.collections.get().get_absolute_url()).content.decode()
    client.post("/@ada/tower/build/", {"note": "Fun", "picture": photo((300, 300))})
    creation.refresh_from_db()
    assert (creation.like_count, creation.build_count) == (0, 1)
    assert "Fun" in client.get("/@ada/tower/").content.decode()
    client.post(f"/builds/{creation.builds.get().pk}/delete/")
    creation.refresh_from_db()
    assert creation.build_count == 0


def test_licences_say_what_forks_may_use():
    assert Licence.BY_SA.forks_may_use == [Licence.BY_SA]
    assert not Licence.ALL_RIGHTS.allows_forks and Licence.CC0.allows_forks
    assert Licence.BY not in Licence.BY_NC.forks_may_use


def test_royalty_is_bounded(client, ada, creation):
    client.force_login(ada)
    assert client.post("/@ada/tower/edit/", form(royalty="percent", royalty_percent="51")).status_code == 422
    with pytest.raises(CannotPublish):
        actions.update(creation=creation, member=ada, title=" ")
    actions.update(creation=creation, member=ada, royalty=Royalty.AMOUNT, royalty_cents=150)
    assert Creation.objects.get().royalty_on(99) == 150
