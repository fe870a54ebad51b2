"""What goes back: by piece, shipping, goodwill, or all; never more than was paid, and the designer's part with it."""

from __future__ import annotations

import pytest

from creations import actions as creations
from creations.models import Creation, Royalty
from marketplace import actions
from marketplace.actions.refusals import TooMuch, WrongState
from marketplace.bought import Bought
from marketplace.ledger_check import findings
from marketplace.models import Order, Payment, Refund, RoyaltyShare, Shop, StockLot
from marketplace.payments import sandbox
from marketplace.plans import Plan, PlannedLot, PlannedParcel
from tests.background import work_off
from users.errors import NotAllowed

from .test_paying import books, deliver, order, pay, shelf  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(order):  # noqa: F811
    pay(order)
    return order


def refund(parcel, **what) -> Refund:
    made = actions.refund_parcel(parcel=parcel, member=parcel.shop.owner, **what)
    work_off("now")
    made.refresh_from_db()
    parcel.order.refresh_from_db()
    return made


def test_pieces_go_back_with_their_part_of_the_royalty(paid, basile):
    parcel = paid.parcels.get()
    first, second, third = parcel.lines.order_by("pk")
    made = refund(parcel, pieces={first.pk: 1}, note="It was missing")
    assert (made.amount, made.royalty, made.state) == (10 + 50, 50, "done")
    parcel.order.refresh_from_db()
    assert parcel.order.money == "partly_refunded"
    assert books() == {"provider": 610, "shop": -510, "designer": -100} and not list(findings())
    with pytest.raises(TooMuch, match="pieces"):
        refund(parcel, pieces={first.pk: 1})
    with pytest.raises(TooMuch, match="shipping"):
        refund(parcel, shipping=491)
    with pytest.raises(TooMuch, match="this parcel"):
        refund(parcel, pieces={second.pk: 1}, goodwill=501)
    with pytest.raises(TooMuch, match="nothing left"):
        refund(parcel)
    for thief in (basile, paid.designer):
        with pytest.raises(NotAllowed):
            actions.refund_parcel(parcel=parcel, member=thief, goodwill=1)
    refund(parcel, pieces={second.pk: 1, third.pk: 1}, shipping=490)
    parcel.order.refresh_from_db()
    assert parcel.order.money == "refunded" and not books() and not list(findings())


def test_goodwill_is_the_shops_alone_and_later_pieces_are_bounded_by_it(paid):
    parcel = paid.parcels.get()
    refund(parcel, goodwill=500)
    assert books() == {"provider": 170, "shop": -20, "designer": -150}
    with pytest.raises(TooMuch):
        refund(parcel, pieces={line.pk: 1 for line in parcel.lines.all()})
    rest = actions.refund_rest(order=paid, member=parcel.shop.owner, parcel=parcel)
    assert (rest.amount, rest.royalty) == (170, 150)
    work_off("now")
    assert not books() and not list(findings())


def test_an_order_given_back_before_it_was_sent_is_not_sent(client, paid):
    parcel = paid.parcels.get()
    assert shelf() == (99, 0)
    client.force_login(parcel.shop.owner)
    page = client.get(f"/shop/parcels/{parcel.pk}/refund/", headers={"Accept-Language": "en"}).content.decode()
    assert "€5.20 of this parcel were not given back yet." in page
    assert client.post(f"/shop/parcels/{parcel.pk}/refund/", {"goodwill": "9999"}).status_code == 409
    assert client.post(f"/shop/parcels/{parcel.pk}/refund/", {"shipping": "x"}).status_code == 422
    assert client.post(f"/shop/parcels/{parcel.pk}/refund/", {"all": "1", "note": "Sold out"}).status_code == 302
    paid.refresh_from_db()
    assert (paid.state, paid.money) == ("cancelled", "refunded") and shelf() == (100, 0)
    with pytest.raises(WrongState):
        actions.pack(parcel=parcel, member=parcel.shop.owner)
    client.force_login(paid.buyer)
    page = client.get(paid.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "Refunded" in page and "Sold out" in page


def test_what_the_bank_takes_is_borne_in_proportion_and_given_back_if_it_is_won(paid):
    reference = Payment.objects.get().reference
    told = {"about": "dispute", "payment_id": reference, "provider_id": "d", "amount": 335}
    deliver(*sandbox.tell(state="open", **told))
    assert books() == {"provider": 335, "shop": -260, "designer": -75} and not list(findings())
    with pytest.raises(WrongState, match="bank"):
        refund(paid.parcels.get(), goodwill=1)
    for _ in range(2):
        deliver(*sandbox.tell(state="won", **told))
    paid.refresh_from_db()
    assert paid.money == "paid" and books() == {"provider": 670, "shop": -520, "designer": -150}
    # All of it goes back at the provider, and the bank takes it too: nobody but the site has anything left to give.
    deliver(*sandbox.tell(about="refund", payment_id=reference, provider_id="r", amount=670, state="done"))
    deliver(*sandbox.tell(state="open", **{**told, "provider_id": "e", "amount": 670}))
    assert books() == {"provider": -670, "house": 670} and not list(findings())


def test_a_refund_that_fails_is_tried_again_by_the_operator(paid, make_member):
    made = refund(paid.parcels.get(), goodwill=100)
    deliver(*sandbox.fail_refund(made, "closed card"))
    made.refresh_from_db()
    assert (made.state, made.problem) == ("failed", "closed card")
    assert books() == {"provider": 670, "held": -100, "shop": -420, "designer": -150}
    assert [word for word in findings() if "failed" in word]
    actions.retry_refund(refund=made, member=make_member("olga", "operator"))
    work_off("now")
    made.refresh_from_db()
    assert made.state == "done" and books() == {"provider": 570, "shop": -420, "designer": -150}
    assert not list(findings())


def test_each_shop_of_an_order_packs_and_gives_back_its_own_parcel(
    client, creation, basile, shop, address, make_member
):
    second = Shop.objects.create(owner=make_member("olga", "seller"), name="Olga's", slug="olga")
    here = StockLot.objects.get(shop=shop, part="3001", colour=4)
    there = StockLot.objects.create(shop=second, part="3001", colour=4, quantity=5, unit_price=350, condition="U")
    plan = Plan(
        [
            PlannedParcel(shop, [PlannedLot(here.pk, 2)], shipping=490),
            PlannedParcel(second, [PlannedLot(there.pk, 3)], shipping=300, fees=25),
        ]
    )
    made = actions.order_plan(buyer=basile, plan=plan, address=address, bought=[Bought(creation.current)])
    assert (made.parts_price, made.shipping_price, made.fees_price, made.total) == (20 + 11, 790, 25, 846)
    pay(made)
    mine, other = made.parcels.order_by("pk")
    actions.pack(parcel=mine, member=shop.owner)
    with pytest.raises(NotAllowed):
        actions.pack(parcel=other, member=shop.owner)
    actions.ship(parcel=mine, member=shop.owner, tracking="6A")
    made = Order.objects.get()
    assert made.state == "paid", "as its hindmost parcel"
    actions.refund_rest(order=made, member=second.owner, parcel=other)
    work_off("now")
    made = Order.objects.get()
    assert (made.state, made.money) == ("shipped", "partly_refunded") and books()["shop"] == -510
    there.refresh_from_db()
    assert there.quantity == 5 and not list(findings())
    actions.confirm_delivery(order=made, member=basile)
    assert Order.objects.get().state == "delivered"
    client.force_login(basile)
    page = client.get(made.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "Parcel 1 from House" in page and "Parcel 2 from Olga" in page and "Fees for small lots" in page


def test_a_royalty_goes_up_the_lineage_as_agreed_when_it_was_forked(ada, basile, make_member, creation, shop, address):
    creations.update(creation=creation, member=ada, forks_give_percent=50)
    fork = creations.fork(revision=creation.current, member=basile)
    creations.update(creation=creation, member=ada, forks_give_percent=0)
    creations.update(creation=fork, member=basile, royalty=Royalty.AMOUNT, royalty_cents=101)
    creations.publish(creation=fork, member=basile)
    buyer = make_member("chloe")
    made = actions.place_order(buyer=buyer, revision=Creation.objects.get(pk=fork.pk).current, address=address)
    shares = RoyaltyShare.objects.values_list("member__username", "amount")
    assert dict(shares) == {"basile": 50, "ada": 51}
    pay(made)
    assert books()["designer"] == -101
    refund(made.parcels.get(), pieces={line.pk: 1 for line in made.parcels.get().lines.all()})
    assert "designer" not in books() and not list(findings())
