"""Pack a parcel: picked drawer by drawer, ticked off, with its slip, and followed by its link."""

from __future__ import annotations

import pytest

from marketplace import actions
from marketplace.actions.shops import BadShop, Terms
from marketplace.models import OrderLine, StockLot
from marketplace.tasks import sandbox_settles_late
from users.errors import NotAllowed

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def parcel(creation, basile, shop, address):
    """A paid parcel of three bricks from three drawers."""
    for colour, drawer in ((4, "C-3"), (14, "A-1"), (1, "B-2")):
        StockLot.objects.filter(part="3001", colour=colour).update(location=drawer)
    order = actions.place_order(buyer=basile, revision=creation.current, address=address)
    actions.start_payment(order=order, member=basile)
    sandbox_settles_late(order.payments.get().pk)
    return order.parcels.get()


def test_a_parcel_is_picked_drawer_by_drawer_and_ticked_off(client, parcel, shop, ada):
    client.force_login(shop.owner)
    address = f"/shop/parcels/{parcel.pk}/"

    def shown() -> str:
        return " ".join(client.get(address, headers=ENGLISH).content.decode().split())

    page = shown()
    assert page.index("A-1") < page.index("B-2") < page.index("C-3") and "0 of 3 lots picked" in page
    assert "Brick 2 x 4" in page and "France" in page, "names before numbers"
    line = OrderLine.objects.get(location="B-2")
    ticked = client.post(f"{address}pick/", {"line": line.pk, "picked": "1"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in ticked.content.decode() and "1 of 3 lots picked" in shown()
    assert client.post(f"{address}pick/", {"line": line.pk, "picked": "0"}).url == address
    assert "0 of 3 lots picked" in shown()
    assert client.post(f"{address}pick/", {"line": 10**12, "picked": "1"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.pick(line=line, member=ada, picked=True)


def test_the_slip_is_a_pdf_in_the_sellers_language(client, parcel, shop):
    client.force_login(shop.owner)
    slip = client.get(f"/shop/parcels/{parcel.pk}/slip.pdf", headers={"Accept-Language": "fr"})
    assert slip["Content-Type"] == "application/pdf" and slip.content.startswith(b"%PDF")
    assert f"Bon de colisage {parcel.order.number}".encode() in slip.content, "the document's title"


def test_a_parcel_is_followed_by_the_link_of_its_shops_carrier(client, parcel, shop, basile):
    terms = {"name": shop.name, "country": "FR", "language": "en"}
    for wrong in ("http://x.example/{number}", "https://x.example/", "javascript:alert({number})"):
        with pytest.raises(BadShop):
            actions.change_shop(shop=shop, member=shop.owner, terms=Terms(**terms, tracking_page=wrong))
    page = "https://post.example/follow?n={number}"
    actions.change_shop(shop=shop, member=shop.owner, terms=Terms(**terms, tracking_page=page))
    actions.pack(parcel=parcel, member=shop.owner)
    actions.ship(parcel=parcel, member=shop.owner, tracking="6A 42&x")
    client.force_login(basile)
    assert (
        'href="https://post.example/follow?n=6A%2042%26x"'
        in client.get(parcel.order.get_absolute_url()).content.decode()
    )
