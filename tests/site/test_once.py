"""What one click does, six clicks do once: every form that makes something, sent six times at the same moment."""

from __future__ import annotations

import threading
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import resolve

from blog.models import Comment
from creations import actions
from creations.models import Build, Collection, Creation, Picture, Revision
from marketplace.models import BasketCreation, BasketLot, Order, OwnedLot, ShippingMethod, Shop, StockImport, StockLot
from users.models import Member, Submission
from users.once import FIELD

#: Forms that may be sent twice, and why nothing is made twice.
REPEATABLE = {
    "account_delete": "there is nothing left to delete",
    "account_login": "signs in",
    "account_logout": "signs out",
    "background_move": "sets a state",
    "basket_again": "asks for the plan that is asked for anyway",
    "basket_change": "says how many",
    "basket_options": "says what is wanted",
    "basket_substitutes": "says what is wanted",
    "build_delete": "there is nothing left to delete",
    "collection_change": "takes away what is there",
    "comment_delete": "a deleted comment stays one",
    "comment_edit": "sets words",
    "creation_any_colour": "sets marks",
    "creation_delete": "there is nothing left to delete",
    "creation_edit": "sets words",
    "creation_hide": "one hiding at a time, by constraint",
    "creation_lift_hiding": "lifts the one there is",
    "creation_like": "says what is wanted: liked or not",
    "export": "only reads",
    "follow": "says what is wanted: followed or not",
    "instructions_pdf": "one booklet of each paper and language, by constraint",
    "language": "sets a language",
    "mfa_login_webauthn": "signs in",
    "my_parts_change": "sets a number",
    "my_parts_forget": "there is nothing left to forget",
    "notification_mute": "says what is wanted: muted or not",
    "notification_settings": "sets choices",
    "notifications_read": "reads them",
    "order_address": "sets the address, under the order's lock",
    "order_cancel": "only once possible, under the order's lock",
    "order_longer": "only once possible, under the order's lock",
    "order_pay": "one open payment an order, under its lock",
    "order_received": "only once possible, under the order's lock",
    "picture_change": "sets the cover, or deletes",
    "address_change": "sets the default, or there is nothing left to forget",
    "message_judge": "only once possible, in one statement",
    "message_report": "only once possible, in one statement",
    "return_withdraw": "only once possible, under the order's lock",
    "settings": "sets words",
    "shop_settings": "sets words",
    "shop_trust": "says what is wanted: trusted or not",
    "stock_lot": "sets a lot's numbers; what was sold meanwhile stays sold",
    "stock_import_apply": "only once possible, under the file's lock",
    "stock_import_put_away": "there is nothing left to put away",
    "stock_import_tell": "sets words, and compares anew",
    "stock_many": "percent on the same price twice is seen in the table; everything else sets",
    "wanted_ask": "says how many are wanted",
    "wanted_stop": "there is nothing left to stop",
    "shop_shipping_remove": "there is nothing left to remove",
    "tokens": "names are unique, and a secret is shown to one answer alone",
    "tokens_revoke": "there is nothing left to revoke",
}


class Forms(HTMLParser):
    """The POST forms of a page: where each goes, and what it holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._open = given.get("method", "").lower() == "post"
            if self._open:
                self.found.append((given.get("action") or "", {}))
        elif self._open and tag in ("input", "textarea", "select", "button") and given.get("name"):
            self.found[-1][1].setdefault(given["name"], given.get("value") or "")

    def handle_endtag(self, tag):
        self._open = self._open and tag != "form"


@pytest.fixture
def place(ada, basile, creation, shop, address, tower):
    """Ada's and Basile's creations with something of everything that has a form."""
    from blog import actions as blog
    from marketplace import actions as marketplace
    from marketplace.actions.baskets import new_basket

    theirs = actions.publish(
        creation=actions.create(owner=basile, data=tower, file_name="b.ldr", title="Barn"), member=basile
    )
    actions.restore(revision=creation.current, member=ada)
    actions.create_collection(member=ada, name="Mine")
    actions.record_build(creation=theirs, member=ada)
    blog.comment(author=ada, body="Hello", subject=theirs)
    marketplace.own(member=ada, part="3024", colour=4, quantity=1)
    order = marketplace.place_order(buyer=ada, revision=theirs.current, address=address)
    marketplace.add_lots(basket=new_basket(ada), lots=[("3001", 4, 2)])
    shop.owner = ada
    shop.save()
    ShippingMethod.objects.create(shop=shop, name="Letter")
    marketplace.bring_stock_file(shop=shop, member=ada, data=STOCK, name="s.csv", mode="merge")
    return {"theirs": theirs, "order": order}


def pages(place) -> list[str]:
    theirs = place["theirs"]
    return [
        "/", "/settings/", "/settings/delete/", "/settings/tokens/", "/notifications/", "/settings/notifications/", "/upload/", "/studio/", "/collections/",
        theirs.get_absolute_url(), "/@ada/tower/", "/@ada/tower/edit/", "/@ada/tower/history/", "/@basile/",
        "/@ada/tower/revisions/1/instructions/pdf/", theirs.get_absolute_url() + "revisions/1/order/", place["order"].get_absolute_url(), place["order"].get_absolute_url() + "address/",
        "/basket/", "/my-parts/", "/@ada/tower/my-parts/", "/shops/open/", "/shops/house/", "/shops/house/settings/", "/shops/house/shipping/",
        "/shops/house/stock/files/", f"/shops/house/stock/files/{StockImport.objects.get().pk}/",
        "/shops/house/stock/", "/shops/house/stock/add/", f"/shops/house/stock/{StockLot.objects.first().pk}/",
        f"/comments/{Comment.objects.get().pk}/edit/", f"/collections/{Collection.objects.get().pk}/",
    ]  # fmt: skip


def forms_of(client, place) -> dict[str, list[dict[str, str]]]:
    """By name of the address: the fields of every form the pages have, also those of a visitor."""
    found: dict[str, list[dict[str, str]]] = {}
    for visitor, addresses in ((client, pages(place)), (Client(), ["/account/signup/", "/account/login/"])):
        for address in addresses:
            for action, fields in Forms(visitor.get(address).content.decode()).found:
                found.setdefault(resolve((action or address).partition("?")[0]).url_name, []).append(fields)
    return found


@pytest.mark.django_db
def test_every_form_makes_once_or_may_be_repeated(client, ada, place):
    client.force_login(ada)
    forms = forms_of(client, place)
    carrying = {name for name, all_fields in forms.items() if all(FIELD in fields for fields in all_fields)}
    assert set(forms) - carrying - set(REPEATABLE) == set(), "these forms carry no token and no reason"
    assert carrying == set(CLICKS), "without a test of six clicks, or a test without a form"
    assert not carrying & set(REPEATABLE)


def picture() -> SimpleUploadedFile:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return SimpleUploadedFile("p.png", out.getvalue())


MODEL = b"0 Click\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n"
STOCK = b"part,colour,quantity,price\n3001,4,9,0.10\n3001zz,4,1,0.1\n"
OTHER_MODEL = b"0 Other\r\n1 14 0 0 0 1 0 0 0 1 0 0 0 1 3003.dat\r\n"
ADDRESS = {
    "name": "C",
    "street": "1 rue",
    "postcode": "29200",
    "city": "Brest",
    "country": "FR",
    "email": "c@example.org",
}
#: Name of the address: where the form stands, where it goes, what is filled in, and what there must be one more of.
CLICKS = {
    "account_signup": ("/account/signup/", "/account/signup/", {"email": "six@example.org", "username": "sixclicks", "password1": "bricks-and-studs-6"}, Member),
    "upload": ("/upload/", "/upload/", {"files": MODEL}, Creation),
    "studio_begin": ("/studio/", "/studio/", {"title": "Six"}, Creation),
    "creation_fork": ("{theirs}", "{theirs}fork/", {}, Creation),
    "creation_collect": ("{theirs}", "{theirs}collect/", {"name": "Six"}, Collection),
    "creation_build": ("/@ada/tower/", "/@ada/tower/build/", {"note": "Six"}, Build),
    "comment_add": ("{theirs}", "/comments/creation/{pk}/add/", {"body": "Six"}, Comment),
    "picture_add": ("/@ada/tower/edit/", "/@ada/tower/pictures/add/", {"picture": picture}, Picture),
    "revision_add": ("/@ada/tower/edit/", "/@ada/tower/revisions/add/", {"file": MODEL}, Revision),
    "revision_restore": ("/@ada/tower/history/", "/@ada/tower/revisions/1/restore/", {}, Revision),
    "shop_open": ("/shops/open/", "/shops/open/", {"name": "Six", "country": "FR", "language": "en", "handling_days": "2"}, Shop),
    "shop_shipping": ("/shops/house/shipping/", "/shops/house/shipping/", {"name": "Six", "grams_0": "100", "home_0": "2,50"}, ShippingMethod),
    "stock_add": ("/shops/house/stock/add/", "/shops/house/stock/add/", {"part": "3001", "colour": "4", "condition": "U", "quantity": "5", "unit_price": "0,035", "bulk": "1"}, StockLot),
    "basket_add_creation": ("{theirs}", "{theirs}revisions/1/basket/", {}, BasketCreation),
    "basket_add_lots": ("/basket/", "/basket/lots/", {"part": "3003", "colour": "4", "quantity": "2"}, BasketLot),
    "stock_files": ("/shops/house/stock/files/", "/shops/house/stock/files/", {"file": STOCK, "mode": "merge"}, StockImport),
    "creation_own": ("/@ada/click/my-parts/", "/@ada/click/my-parts/own/", {}, OwnedLot),
    "my_parts_bring": ("/my-parts/", "/my-parts/bring/", {"file": OTHER_MODEL}, OwnedLot),
    "creation_order_missing": ("/@ada/tower/my-parts/", "/@ada/tower/my-parts/order/", {}, BasketCreation),
    "order_parts": ("{theirs}revisions/1/order/", "{theirs}revisions/1/order/", {**ADDRESS, "agreed": "{total}"}, Order),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_six_clicks_make_one(ada, place):
    from marketplace.pricing import quote

    theirs = place["theirs"]
    words = {"theirs": theirs.get_absolute_url(), "pk": theirs.pk, "revision": theirs.current_id}
    for name, (stands, goes, filled, made) in CLICKS.items():
        words["total"] = quote(Revision.objects.get(pk=theirs.current_id)).total  # other clicks move stock and shipping
        client = Client()
        if name != "account_signup":
            client.force_login(ada)
        page = client.get(stands.format(**words)).content.decode()
        token = next(
            fields[FIELD]
            for action, fields in Forms(page).found
            if FIELD in fields and action in ("", goes.format(**words))
        )
        before = made.objects.count()
        answers = click_six_times(client, goes.format(**words), {**filled, FIELD: token}, words)
        assert [status for status, _ in answers] == [302] * 6, (name, answers)
        assert len({location for _, location in answers}) == 1, (name, answers)
        assert made.objects.count() == before + 1, name
        assert client.get(answers[0][1], follow=True).status_code == 200, name


def click_six_times(client: Client, address: str, fields, words) -> list[tuple[int, str]]:
    start, answers = threading.Barrier(6), []

    def click() -> None:
        browser = Client()
        browser.cookies = client.cookies.copy()
        data = {}
        for name, value in fields.items():
            if callable(value):
                value = value()
            elif isinstance(value, bytes):
                value = SimpleUploadedFile("six.ldr", value)
            data[name] = value.format(**words) if isinstance(value, str) else value
        start.wait()
        answer = browser.post(address, data)
        answers.append((answer.status_code, answer.get("Location", "")))
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


@pytest.mark.django_db
def test_other_words_with_the_same_token_are_another_form(client, ada, creation):
    client.force_login(ada)
    for body in ("First", "First", "Second"):
        client.post(f"/comments/creation/{creation.pk}/add/", {"body": body, FIELD: "t"})
    assert list(Comment.objects.order_by("pk").values_list("body", flat=True)) == ["First", "Second"]


@pytest.mark.django_db
def test_a_refused_form_may_be_sent_again(client, ada, basile, creation):
    client.force_login(ada)
    assert client.post("/studio/", {FIELD: "t", "file": SimpleUploadedFile("x.txt", b"no")}).status_code == 400
    assert not Submission.objects.exists()
    for member in (ada, basile):
        client.force_login(member)
        client.post(f"/comments/creation/{creation.pk}/add/", {"body": "Hi", FIELD: "t"})
    assert Comment.objects.count() == 2, "a token is one person's"


@pytest.mark.django_db
def test_a_script_is_told_the_same_twice(client, ada, catalog):
    client.force_login(ada)
    send = lambda: client.post(  # noqa: E731
        "/upload/", {"files": SimpleUploadedFile("six.ldr", MODEL), FIELD: "t"}, headers={"Accept": "application/json"}
    )
    first, second = send(), send()
    assert first.json() == second.json() and first.json()["title"] == "Click" and Creation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_creations_of_one_title_at_once_have_addresses_of_their_own(ada, catalog):
    start, faults = threading.Barrier(8), []

    def make() -> None:
        member = Member.objects.get(pk=ada.pk)
        start.wait()
        try:
            actions.begin(owner=member, title="Same")
        except Exception as fault:
            faults.append(repr(fault))
        connections.close_all()

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    slugs = sorted(Creation.objects.values_list("slug", flat=True))
    assert slugs == ["same", *(f"same-{number}" for number in range(2, 9))]


@pytest.mark.django_db
def test_submissions_are_forgotten_after_a_day(db):
    from datetime import timedelta

    from django.utils import timezone

    from users.tasks import forget_submissions

    for number, age in enumerate((1, 30)):
        made = Submission.objects.create(key=str(number))
        Submission.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(hours=age))
    assert forget_submissions() == 1 and Submission.objects.get().key == "0"
