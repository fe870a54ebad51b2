"""A parcel that is not all there: what is goes now, the rest in a parcel of its own or as money, and every sum stays right."""

from __future__ import annotations

import pytest

from marketplace import actions
from marketplace.actions.refusals import TooMuch, WrongState
from marketplace.bought import Bought
from marketplace.ledger_check import findings
from marketplace.models import Invoice, Order, OrderLine, Parcel, Refund, Shop, StockLot
from marketplace.plans import Plan, PlannedLot, PlannedParcel
from tests.background import work_off
from tests.marketplace.test_paying import books, pay
from users.errors import NotAllowed
from users.notifications.models import Notification
from users.notifications.tasks import drain_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel(creation, basile, shop, address):
    """A paid parcel of a business: seven red bricks for 0.24, three yellow and one blue for 0.01 each."""
    Shop.objects.update(is_business=True, vat_number="FR40303265045", legal_name="La Maison, 29200 Brest")
    lots = []
    for colour, pieces, unit_price in ((4, 7, 350), (14, 3, 33), (1, 1, 100)):
        lot = StockLot.objects.get(part="3001", colour=colour)
        StockLot.objects.filter(pk=lot.pk).update(unit_price=unit_price, location=f"D-{colour}")
        lots.append(PlannedLot(lot.pk, pieces))
    plan = Plan([PlannedParcel(shop, lots, shipping=490)])
    order = actions.order_plan(buyer=basile, plan=plan, address=address, bought=[Bought(creation.current)])
    pay(order)
    return Parcel.objects.get()


def line(parcel, colour) -> OrderLine:
    return parcel.lines.get(colour=colour)


def stocked(colour: int) -> int:
    return StockLot.objects.get(part="3001", colour=colour).quantity


def read(client, address: str) -> str:
    return " ".join(client.get(address, headers={"Accept-Language": "en"}).content.decode().split())


def whole(order: Order) -> None:
    """The parcels are the order still, to the cent and the piece; the books too."""
    order.refresh_from_db()
    parcels = list(order.parcels.all())
    assert sum(parcel.total for parcel in parcels) + order.royalty == order.total
    for parcel in parcels:
        assert sum(line.price for line in parcel.lines.all()) == parcel.parts_price
    assert sum(parcel.part_count for parcel in parcels) == order.part_count
    assert not list(findings())


def test_what_is_picked_goes_now_and_the_rest_as_a_second_parcel(client, parcel, shop, basile):
    order, page = parcel.order, f"/shop/parcels/{parcel.pk}/"
    client.force_login(shop.owner)
    with pytest.raises(WrongState, match="has to be sent now"):
        actions.pack_picked(parcel=parcel, member=shop.owner)
    client.post(f"{page}pick/", {"line": line(parcel, 4).pk, "picked": "1"})
    assert "Pack what is picked, the rest later" in read(client, page)
    assert client.post(f"{page}move/", {"action": "picked"}).url == page
    parcel.refresh_from_db()
    rest = order.parcels.get(split_from=parcel)
    assert (parcel.state, rest.state, rest.total, rest.part_count) == ("packed", "to_pack", 2, 4)
    whole(order)
    assert Invoice.objects.get().gross == parcel.total + rest.total, "one invoice, of both"
    assert f"/shop/parcels/{rest.pk}/" in read(client, page) and "D-14" in read(client, f"/shop/parcels/{rest.pk}/")
    client.post(f"{page}move/", {"action": "ship", "tracking": "6A1"})
    client.force_login(basile)
    shown = read(client, order.get_absolute_url())
    assert "Parcel 1 from House" in shown and "Parcel 2 from House" in shown and "A part of it is shipped" in shown
    assert "Cancel the order" not in shown
    actions.confirm_delivery(order=order, member=basile, parcel=parcel)
    order = Order.objects.get()
    assert order.state == "paid", "as its hindmost parcel"
    actions.pack(parcel=rest, member=shop.owner)
    actions.ship(parcel=rest, member=shop.owner, tracking="6A2")
    client.post(f"{order.get_absolute_url()}received/", {"parcel": rest.pk})
    parcel.refresh_from_db()
    assert Order.objects.get().state == "delivered" and parcel.delivered_at
    drain_events()
    told = Notification.objects.filter(member=basile).order_by("pk").values_list("event__kind", flat=True)
    assert list(told) == [
        *("order.paid", "order.later", "order.packed", "order.part_shipped", "order.packed", "order.shipped")
    ]
    # What goes back of the second parcel corrects the invoice that both have.
    actions.refund_rest(order=Order.objects.get(), member=shop.owner, parcel=rest)
    work_off("now")
    note = Invoice.objects.get(kind="credit")
    assert (note.gross, note.corrects) == (2, Invoice.objects.get(kind="invoice"))
    whole(order)


def test_a_missing_piece_is_paid_back_in_two_clicks_and_not_restocked(client, parcel, shop, basile):
    order, page = parcel.order, f"/shop/parcels/{parcel.pk}/"
    client.force_login(shop.owner)
    shown, before = read(client, page), stocked(4)
    token = shown.partition('name="once" value="')[2].partition('"')[0]
    assert "Not there?" in shown and "Pay them back" in shown and token
    asked = {"line": line(parcel, 4).pk, "pieces": "2", "once": token}
    for _ in range(2):
        assert client.post(f"{page}absent/", asked)["Location"] == page
    work_off("now")
    refund = Refund.objects.get()
    assert (refund.amount, refund.state, stocked(4)) == (7, "done", before)
    assert "5 ×" in read(client, page) and "7 ×" not in read(client, page), "what is left is picked"
    for pieces, status in (("6", 409), ("0", 409), ("x", 409), ("-1", 409)):
        assert client.post(f"{page}absent/", {**asked, "once": "", "pieces": pieces}).status_code == status
    with pytest.raises(NotAllowed):
        actions.give_back_missing(parcel=parcel, member=basile, line=line(parcel, 4).pk, pieces=1)
    client.force_login(basile)
    assert "paid back: 2" in read(client, order.get_absolute_url())
    assert "It was missing when the parcel was packed." in read(client, order.get_absolute_url())
    whole(order)
    # The buyer thinks better of it: what was missing does not come back to the shelf, the others do.
    actions.cancel_order(order=order, member=basile)
    assert (stocked(4), stocked(14)) == (before + 5, 100)
    work_off("now")
    assert not books()
    whole(order)


def test_a_parcel_of_which_nothing_is_there_is_not_sent_and_its_shipping_goes_back(parcel, shop):
    for one in parcel.lines.all():
        actions.give_back_missing(parcel=parcel, member=shop.owner, line=one.pk, pieces=one.quantity)
    work_off("now")
    order = Order.objects.get()
    assert (order.state, order.money, stocked(1)) == ("cancelled", "refunded", 99) and not books()
    whole(order)


def test_pieces_keep_their_cents_however_a_parcel_is_divided(parcel, shop):
    order, red = parcel.order, line(parcel, 4).pk
    actions.refund_parcel(parcel=parcel, member=shop.owner, pieces={red: 2}, restock=True)
    assert stocked(4) == 95
    with pytest.raises(TooMuch):
        actions.send_later(parcel=parcel, member=shop.owner, pieces={red: 6})
    rest = actions.send_later(parcel=parcel, member=shop.owner, pieces={red: 2})
    whole(order)
    assert actions.send_later(parcel=parcel, member=shop.owner, pieces={line(parcel, 1).pk: 1}) == rest
    whole(order)
    assert sorted((one.quantity, one.price) for one in OrderLine.objects.filter(colour=4)) == [(2, 7), (2, 7), (3, 11)]
    # Everything that is left goes back piece by piece, from both, and is exactly what was paid.
    for one in Parcel.objects.order_by("pk"):
        for lot in one.lines.with_back():
            for pieces in [1] * lot.left if lot.colour == 4 else [lot.left]:
                actions.refund_parcel(parcel=one, member=shop.owner, pieces={lot.pk: pieces})
    work_off("now")
    order = Order.objects.get()
    assert set(order.parcels.values_list("state", flat=True)) == {"cancelled"}
    assert books() == {"provider": 490, "shop": -490}, "but for the shipping, which nobody asked for"
    whole(order)


def test_a_missing_piece_of_less_than_a_cent_is_paid_back_as_one(parcel, shop):
    yellow = line(parcel, 14).pk
    refund = actions.give_back_missing(parcel=parcel, member=shop.owner, line=yellow, pieces=1)
    assert refund.amount == 1 and OrderLine.objects.with_back().get(pk=yellow).left == 2
    other = actions.send_later(parcel=parcel, member=shop.owner, pieces={yellow: 1})
    whole(parcel.order)
    assert other.total == 0
    actions.cancel_order(order=parcel.order, member=parcel.order.buyer)
    other.refresh_from_db()
    assert other.state == "cancelled" and stocked(14) == 99, "what costs nothing is not sent alone"
    whole(parcel.order)


def test_more_goodwill_than_would_stay_keeps_a_parcel_whole(parcel, shop):
    actions.refund_parcel(parcel=parcel, member=shop.owner, shipping=490, goodwill=20)
    with pytest.raises(TooMuch, match="send it whole"):
        actions.send_later(parcel=parcel, member=shop.owner, pieces={line(parcel, 4).pk: 7})
    whole(parcel.order)
