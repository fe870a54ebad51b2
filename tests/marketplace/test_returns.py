"""Pieces sent back: asked for in time, answered in words, received, paid back once, and the books right after each step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from creations import actions as creations
from creations.models import Creation, Royalty
from marketplace import actions
from marketplace.actions.refusals import WrongState
from marketplace.actions.returning import NoWords
from marketplace.guests import let_in
from marketplace.ledger_check import findings
from marketplace.models import Order, OrderLine, Parcel, Refund, Return, Shop, StockLot
from tests.background import work_off
from tests.marketplace.test_changing import read, told
from tests.marketplace.test_paying import books, deliver, pay
from users.errors import NotAllowed
from users.leaving import CannotLeave, leave
from users.mails.models import Mail
from users.personal_data import archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(ada, creation, basile, shop, address):
    """A shipped parcel of three bricks, 0.10 each, with a royalty of 1.50 and shipping of 4.90."""
    creations.update(creation=creation, member=ada, royalty=Royalty.AMOUNT, royalty_cents=150)
    order = actions.place_order(buyer=basile, revision=Creation.objects.get().current, address=address)
    return send(order, shop)


def send(order, shop) -> Parcel:
    pay(order)
    parcel = order.parcels.get()
    actions.pack(parcel=parcel, member=shop.owner)
    actions.ship(parcel=parcel, member=shop.owner)
    return Parcel.objects.get(pk=parcel.pk)


def ask(parcel, pieces=None) -> Return:
    wanted = pieces or {line.pk: 1 for line in parcel.lines.all()}
    return actions.ask_for_return(parcel=parcel, member=parcel.order.buyer, pieces=wanted)


def pieces(colour: int = 4) -> int:
    return StockLot.objects.get(part="3001", colour=colour).quantity


def test_a_return_goes_its_way_and_all_is_paid_back_with_royalty_and_shipping(client, sent, basile, shop):
    order, page = sent.order, f"/orders/{sent.order.number}/parcels/{sent.pk}/return/"
    Shop.objects.update(is_business=True)
    client.force_login(basile)
    assert page in read(client, order.get_absolute_url())
    form = read(client, page)
    assert "without giving a reason (Directive 2011/83/EU)" in form and "3001" in form
    lines = {f"line-{line.pk}": "1" for line in sent.lines.all()}
    for typed, status in (({}, 409), ({next(iter(lines)): "2"}, 409), ({**lines, "reason": "x"}, 422)):
        assert client.post(page, typed).status_code == status and not Return.objects.exists()
    token = form.partition('name="once" value="')[2].partition('"')[0]
    for _ in range(2):
        asked = client.post(page, {**lines, "reason": "mind", "words": "<b>Too\nred", "once": token})
        assert asked["Location"] == order.get_absolute_url()
    made, mine = Return.objects.get(), f"/shop/returns/{Return.objects.get().pk}/"
    assert client.get(mine).status_code == 404, "that page is the shop's"
    client.force_login(shop.owner)
    assert mine in read(client, "/shop/") and mine in read(client, f"/shop/parcels/{sent.pk}/")
    shown = read(client, mine)
    assert "&lt;b&gt;Too" in shown and "I changed my mind" in shown
    assert client.post(mine, {"refuse": "1", "answer": " \u200b"}).status_code == 422, "a refusal says why"
    client.post(mine, {"accept": "1", "answer": "To 2 rue du Port,\n29200 Brest"})
    assert client.post(mine, {"refuse": "1", "answer": "No"}).status_code == 409
    assert client.post(mine, {"refund": "1"}).status_code == 409, "not before it is there"
    client.post(mine, {"receive": "1"})
    offer = read(client, mine)
    assert 'value="4.90"' in offer and "€0.30" in offer, "all of it comes back, so the shipping is offered too"
    before = pieces()
    for _ in range(2):
        answered = client.post(mine, {"refund": "1", "shipping": "4.90", "restock": "on"})
    assert answered.status_code == 409
    work_off("now")
    order = Order.objects.get()
    assert (order.state, order.money, pieces()) == ("shipped", "refunded", before + 1)
    assert not books() and not list(findings()), "the royalty went back along with it"
    assert Refund.objects.get().returns.get() == made
    assert "29200 Brest" in read(client, order.get_absolute_url())
    assert told(shop.owner) == ["shop.ordered", "shop.return_asked"]
    assert told(basile)[-3:] == ["order.return_accepted", "order.return_received", "order.refunded"]
    assert b"returns.json" in archive(basile)


def test_too_late_is_refused_in_words_and_the_days_begin_with_the_last_parcel(client, sent, basile, shop):
    client.force_login(basile)
    page = f"/orders/{sent.order.number}/parcels/{sent.pk}/return/"
    long_ago = timezone.now() - timedelta(days=20)
    Parcel.objects.update(shipped_at=long_ago)
    assert "until" in read(client, page), "nobody said that it came: it counts as delivered after thirty days"
    actions.confirm_delivery(order=sent.order, member=basile)
    for days, status in ((14, 200), (15, 409)):
        Parcel.objects.filter(pk=sent.pk).update(delivered_at=timezone.now() - timedelta(days=days))
        assert client.get(page).status_code == status, days
    assert "The 14 days in which this parcel could be sent back are over." in read(client, page)
    with pytest.raises(WrongState, match="over"):
        ask(sent)
    Parcel.objects.create(order=sent.order, shop=shop, split_from=sent, state="to_pack")
    assert client.get(page).status_code == 200, "the rest is still to come"
    Parcel.objects.filter(split_from=sent).update(state="shipped", shipped_at=long_ago, delivered_at=timezone.now())
    assert ask(sent).state == "asked"


def test_what_comes_twice_late_or_in_the_wrong_order_changes_nothing(sent, basile, ada, shop):
    made = ask(sent)
    with pytest.raises(WrongState, match="already"):
        ask(sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.create(parcel=sent)
    for thief in (ada, shop.owner):
        with pytest.raises(NotAllowed):
            actions.withdraw_return(asked=made, member=thief)
    for move in (actions.accept_return, actions.receive_return, actions.refund_return):
        with pytest.raises(NotAllowed):
            move(asked=made, member=basile)
    with pytest.raises(NoWords):
        actions.refuse_return(asked=made, member=shop.owner, answer="")
    with pytest.raises(WrongState):
        actions.receive_return(asked=made, member=shop.owner)
    with pytest.raises(CannotLeave, match="return to settle"):
        Shop.objects.update(is_house=False)
        leave(shop.owner)
    actions.withdraw_return(asked=made, member=basile)
    with pytest.raises(WrongState, match="withdrawn"):
        actions.accept_return(asked=made, member=shop.owner)
    second = ask(sent, {sent.lines.first().pk: 1})
    actions.refuse_return(asked=second, member=shop.owner, answer="They were opened.")
    assert Return.objects.get(pk=second.pk).answer == "They were opened." and not Refund.objects.exists()
    third = ask(sent, {sent.lines.first().pk: 1})
    actions.accept_return(asked=third, member=shop.owner)
    actions.receive_return(asked=third, member=shop.owner)
    # The seller paid the pieces back by hand meanwhile: they are not paid twice, and the return has an end.
    actions.refund_parcel(parcel=sent, member=shop.owner, pieces={sent.lines.first().pk: 1})
    assert actions.refund_return(asked=third, member=shop.owner).refund is None
    work_off("now")
    assert Refund.objects.count() == 1 and not list(findings())


def test_what_was_paid_back_while_it_was_on_its_way_goes_on_the_shelf_with_the_rest(sent, shop):
    made = ask(sent)
    actions.accept_return(asked=made, member=shop.owner, answer="To us")
    red = sent.lines.get(colour=4)
    actions.refund_parcel(parcel=sent, member=shop.owner, pieces={red.pk: 1})
    actions.receive_return(asked=made, member=shop.owner)
    before = pieces(4), pieces(14)
    actions.refund_return(asked=made, member=shop.owner, restock=True)
    assert (pieces(4), pieces(14)) == (before[0] + 1, before[1] + 1)
    work_off("now")
    assert not list(findings()) and Refund.objects.count() == 2


def test_goodwill_given_before_is_not_given_again(sent, shop):
    actions.refund_parcel(parcel=sent, member=shop.owner, goodwill=500)
    made = ask(sent)
    actions.accept_return(asked=made, member=shop.owner)
    actions.receive_return(asked=made, member=shop.owner)
    refund = actions.refund_return(asked=made, member=shop.owner, shipping=490).refund
    assert (refund.amount, refund.royalty) == (20 + 150, 150), "what is left of the parcel, and the royalty"
    work_off("now")
    assert sum(Refund.objects.values_list("amount", flat=True)) <= 670 and not list(findings())
    assert not OrderLine.objects.with_back().exclude(back=1).exists()


def test_a_guest_sends_back_by_the_link_and_hears_of_it_by_mail(client, rf, creation, shop, address):
    order = actions.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    from marketplace.guests import Guest
    from marketplace.payments import sandbox

    actions.start_payment(order=order, member=Guest(order.number))
    deliver(*sandbox.pay(order.payments.get()))
    parcel = order.parcels.get()
    actions.pack(parcel=parcel, member=shop.owner)
    actions.ship(parcel=parcel, member=shop.owner)
    page = f"/orders/{order.number}/parcels/{parcel.pk}/return/"
    assert client.get(page).url.startswith("/account/login/")
    request = rf.get("/")
    request.session = client.session
    let_in(request, order)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    assert client.post(page, {f"line-{parcel.lines.first().pk}": "1"}).url == order.get_absolute_url()
    actions.refuse_return(asked=Return.objects.get(), member=shop.owner, answer="Custom made")
    assert (
        "refused" in Mail.objects.order_by("-pk")[0].subject and "Custom made" in Mail.objects.order_by("-pk")[0].text
    )
