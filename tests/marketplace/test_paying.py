"""Money that comes is never lost: recorded first, judged by amounts, whatever the order of the messages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from creations import actions as creations
from creations.models import Creation, Royalty
from marketplace import actions
from marketplace.actions.payouts import TooLittle
from marketplace.actions.refusals import WrongState
from marketplace.ledger_check import findings, reconcile
from marketplace.models import (
    Account,
    Dispute,
    LedgerEntry,
    Order,
    Parcel,
    Payment,
    PaymentState,
    Payout,
    ProviderMessage,
    Refund,
    StockLot,
)
from marketplace.payments import sandbox
from tests.background import work_off
from users.errors import NotAllowed

pytestmark = pytest.mark.django_db
REFUNDS, DISPUTES = Refund.objects.order_by(), Dispute.objects.order_by()


@pytest.fixture
def order(ada, creation, basile, shop, address):
    creations.update(creation=creation, member=ada, royalty=Royalty.AMOUNT, royalty_cents=150)
    return actions.place_order(buyer=basile, revision=Creation.objects.get().current, address=address)


def payment_of(order) -> Payment:
    """A new payment, as the buyer begins one."""
    known = set(order.payments.values_list("pk", flat=True))
    actions.start_payment(order=order, member=order.buyer)
    return order.payments.exclude(pk__in=known).get()


def deliver(body: bytes, signature: str) -> ProviderMessage:
    event = sandbox.verify(body, signature)
    return actions.receive(provider="sandbox", event_id=event, body=body.decode())


def pay(order, **more) -> Payment:
    payment = payment_of(order)
    deliver(*sandbox.pay(payment, **more))
    order.refresh_from_db()
    payment.refresh_from_db()
    return payment


def expire(order) -> None:
    Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    actions.expire_orders()
    order.refresh_from_db()


def shelf() -> tuple[int, int]:
    lot = StockLot.objects.get(part="3001", colour=4)
    return lot.quantity, lot.reserved


def books() -> dict[str, int]:
    sums = LedgerEntry.objects.values_list("account__kind").annotate(sum=Sum("amount"))
    return {kind: amount for kind, amount in sums if amount}


def test_money_after_the_end_buys_what_is_still_there(order):
    payment = payment_of(order)
    expire(order)
    assert order.state == "expired" and shelf() == (100, 0)
    deliver(*sandbox.pay(payment))
    order.refresh_from_db()
    assert (order.state, order.money) == ("paid", "paid") and shelf() == (99, 0)
    assert books() == {"provider": 670, "shop": -520, "designer": -150} and not list(findings())


def test_money_for_what_is_gone_goes_back_and_the_buyer_is_told(client, order, basile):
    payment = payment_of(order)
    expire(order)
    StockLot.objects.filter(part="3001", colour=4).update(quantity=0)
    deliver(*sandbox.pay(payment))
    assert books() == {"provider": 670, "held": -670}, "recorded before anything is decided"
    work_off("now")
    order.refresh_from_db()
    refund = Refund.objects.get()
    assert (refund.state, refund.amount, refund.reason) == ("done", 670, "late")
    assert (order.state, order.money) == ("expired", "refunded")
    assert not books() and not list(findings())
    client.force_login(basile)
    page = client.get(order.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "The payment came too late: the parts are gone. It goes back." in page and "€6.70" in page
    from users.notifications.models import Event

    assert Event.objects.get(kind="order.payment_returned").data["amount"] == "6.70 EUR"


def test_money_for_what_its_buyer_cancelled_goes_back_though_the_parts_are_there(client, order, basile):
    payment = payment_of(order)
    deliver(*sandbox.message(payment, PaymentState.PENDING))
    actions.cancel_order(order=order, member=basile)
    deliver(*sandbox.pay(payment))
    work_off("now")
    order.refresh_from_db()
    assert (order.state, order.money) == ("cancelled", "refunded") and shelf() == (100, 0)
    assert not books() and not list(findings())
    client.force_login(basile)
    page = client.get(order.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "The order was cancelled before the payment came. It goes back." in page


def test_a_second_payment_goes_back(order):
    first = payment_of(order)
    deliver(*sandbox.message(first, PaymentState.FAILED))
    pay(order)
    deliver(*sandbox.pay(first))  # the bank thought better of it
    deliver(*sandbox.message(first, PaymentState.SUCCEEDED, amount=1))  # a payment comes once, as it came first
    first.refresh_from_db()
    assert (first.state, first.received) == ("succeeded", 670)
    work_off("now")
    assert books() == {"provider": 670, "shop": -520, "designer": -150} and not list(findings())
    assert Refund.objects.get().reason == "surplus" and shelf() == (99, 0)


@pytest.mark.parametrize("accept", [True, False])
def test_another_amount_waits_for_the_operator(client, order, make_member, accept):
    operator = make_member("olga", "operator")
    payment = pay(order, amount=600)
    assert payment.state == "held" and order.is_waiting and shelf() == (100, 1)
    client.force_login(order.buyer)
    assert f"{order.get_absolute_url()}pay/" not in client.get(order.get_absolute_url()).content.decode()
    with pytest.raises(WrongState, match="do not pay again"):
        actions.start_payment(order=order, member=order.buyer)
    assert client.get("/books/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.decide_on_payment(payment=payment, member=order.buyer, accept=True)
    assert [word for word in findings() if "waits for the operator" in word]
    client.force_login(operator)
    page = client.get("/books/", headers={"Accept-Language": "en"}).content.decode()
    assert order.number in page and "€6.00" in page
    answer = client.post(f"/books/payment/{payment.pk}/", {"decision": "accept" if accept else "return"})
    assert answer.status_code == 302
    work_off("now")
    order.refresh_from_db()
    assert order.is_waiting
    rest = pay(order)
    assert (rest.amount, order.state) == (70 if accept else 670, "paid")
    assert books() == {"provider": 670, "shop": -520, "designer": -150} and not list(findings())
    with pytest.raises(WrongState):
        actions.decide_on_payment(payment=payment, member=operator, accept=True)


def test_another_currency_can_only_be_sent_back(order, make_member):
    payment = payment_of(order)
    deliver(*sandbox.message(payment, PaymentState.SUCCEEDED, currency="USD"))
    payment.refresh_from_db()
    operator = make_member("olga", "operator")
    with pytest.raises(WrongState):
        actions.decide_on_payment(payment=payment, member=operator, accept=True)
    actions.decide_on_payment(payment=payment, member=operator, accept=False)
    work_off("now")
    assert not books() and Refund.objects.get().state == "done"


def test_a_page_that_waits_shows_what_came_by_itself(client, order):
    client.force_login(order.buyer)
    payment = payment_of(order)
    page = client.get(order.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    asks = "/orders/" + page.partition('hx-get="/orders/')[2].partition('"')[0]
    assert re.search(r"reserved until\s*<time[^>]*>[\w.]+ \d+, \d{4}, \d\d:\d\d\s+UTC</time>", page)
    quiet = client.get(asks, headers={"HX-Request": "true"})
    assert quiet.status_code == 204 and "HX-Refresh" not in quiet
    deliver(*sandbox.message(payment, PaymentState.PENDING))
    assert client.get(asks, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    deliver(*sandbox.pay(payment))
    assert "every 5s" not in client.get(order.get_absolute_url()).content.decode()


def test_breaking_off_leaves_the_order_waiting(client, order):
    client.force_login(order.buyer)
    payment = payment_of(order)
    client.post(f"/pay/sandbox/{payment.reference}/", {"outcome": "cancel"})
    order.refresh_from_db()
    assert order.is_waiting and shelf() == (100, 1)
    page = client.get(order.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "You broke the payment off" in page
    pay(order)
    assert order.state == "paid"


def test_a_pending_payment_holds_the_stock_for_a_day_and_counts_later_all_the_same(order, settings):
    payment = payment_of(order)
    deliver(*sandbox.message(payment, PaymentState.PENDING))
    expire(order)
    assert order.is_waiting
    settings.PROSUM_PAYMENT_PENDING_HOURS = 0
    expire(order)
    assert order.state == "expired" and shelf() == (100, 0)
    deliver(*sandbox.pay(payment))
    order.refresh_from_db()
    assert order.state == "paid" and shelf() == (99, 0)


def test_a_message_is_kept_once_and_only_if_it_is_the_providers(client, order):
    payment = payment_of(order)
    body, signature = sandbox.pay(payment)

    def post(body: bytes, signature: str) -> int:
        headers = {"Prosum-Signature": signature}
        return client.post("/pay/sandbox/webhook/", body, content_type="application/json", headers=headers).status_code

    assert post(body.replace(b"670", b"671"), signature) == 400 and not ProviderMessage.objects.exists()
    assert [post(body, signature), post(body, signature)] == [200, 200]
    assert ProviderMessage.objects.get().body == body.decode() and books()["provider"] == 670
    # Of a payment that is none of ours, or not to be understood: kept, for the operator to see.
    post(*sandbox.tell(about="payment", reference="nobody's", state="succeeded"))
    post(*sandbox.tell(about="weather"))
    assert sorted(ProviderMessage.objects.values_list("state", flat=True)) == ["done", "failed", "new"]


def test_what_only_the_provider_knows_is_found_and_taken_in(order):
    sandbox.pay(payment_of(order))  # killed before the message came
    assert [word for word in findings() if "The provider knows a payment" in word]
    assert reconcile() == 1 and reconcile() == 0
    order.refresh_from_db()
    assert order.state == "paid" and not list(findings())


def test_whoever_goes_round_the_database_is_found(order):
    pay(order)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE marketplace_ledgerentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE marketplace_ledgerentry SET amount = amount - 1 WHERE amount = -520")
    found = list(findings())
    assert [word for word in found if "out of balance" in word] and [word for word in found if order.number in word]


def test_any_order_of_the_same_messages_ends_the_same(order, shop, address, settings):
    """By induction: from each set of messages that came, each further one leads to the state that its set always has."""
    pay(order)
    payout = pay_out(shop, settings)
    order = actions.place_order(buyer=order.buyer, revision=order.revision, address=address)
    a = payment_of(order)
    deliver(*sandbox.message(a, PaymentState.FAILED))
    b = payment_of(order)
    deck = {
        "processing": sandbox.message(a, PaymentState.PENDING),
        "failed": sandbox.message(a, PaymentState.FAILED),
        "succeeded": sandbox.message(a, PaymentState.SUCCEEDED),
        "wrong amount": sandbox.message(b, PaymentState.SUCCEEDED, amount=1),
        "refund": sandbox.tell(about="refund", payment_id=a.reference, provider_id="r", amount=101, state="done"),
        "dispute": sandbox.tell(about="dispute", payment_id=a.reference, provider_id="d", amount=303, state="open"),
    }
    payout_failed = sandbox.tell(about="payout", reference=payout.reference, state="returned", reason="closed")
    seen: dict[frozenset[str], object] = {}

    def explore(came: frozenset[str]) -> None:
        for name, message in deck.items():
            if name in came:
                continue
            with transaction.atomic():
                deliver(*message)
                now, reached = everything(), came | {name}
                if reached not in seen:
                    seen[reached] = now
                    explore(reached)
                assert now == seen[reached], f"{name} after {sorted(came)}"
                transaction.set_rollback(True)

    explore(frozenset())
    assert len(seen) == 2 ** len(deck) - 1
    # What became of a payout touches nothing that these touch: it is told first, or last.
    ends = []
    for messages in ([payout_failed, *deck.values()], [*deck.values(), payout_failed]):
        with transaction.atomic():
            for message in messages:
                deliver(*message)
            ends.append(everything())
            transaction.set_rollback(len(ends) == 1)
    assert ends[0] == ends[1] != seen[frozenset(deck)]
    order.refresh_from_db()
    assert (order.state, order.money) == ("paid", "disputed")
    assert [word for word in findings() if "waits for the operator" not in word] == []


def test_statements_show_what_is_owed_and_every_movement(client, order, shop, basile):
    pay(order)
    for member, owed, others in ((shop.owner, "€5.20", "€1.50"), (order.designer, "€1.50", "€5.20")):
        client.force_login(member)
        page = client.get("/earnings/", headers={"Accept-Language": "en"}).content.decode()
        assert owed in page and others not in page and "It can be paid out from €10.00 on." in page
        assert (order.number in page) == (member == shop.owner), "a designer learns nothing of who buys"
        rows = client.get("/earnings/table.csv").content.decode().splitlines()
        assert len(rows) == 2 and owed[1:] in rows[1] and (order.number in rows[1]) == (member == shop.owner)
        account = (
            Account.objects.exclude(member=member).exclude(shop__owner=member).filter(kind__in=["shop", "designer"])
        )
        assert client.post("/earnings/payout/", {"account": account.get().pk}).status_code == 404
        mine = Account.objects.filter(kind__in=["shop", "designer"]).exclude(pk=account.get().pk).get()
        assert client.post("/earnings/payout/", {"account": mine.pk}).status_code == 409
    client.force_login(basile)
    assert (
        "You have earned nothing yet." in client.get("/earnings/", headers={"Accept-Language": "en"}).content.decode()
    )


def test_what_is_owed_is_paid_out_and_comes_back_once(order, shop, basile, settings):
    pay(order)
    account = Account.objects.get(shop=shop)
    with pytest.raises(TooLittle, match=r"10\.00"):
        actions.ask_for_payout(account=account, member=shop.owner)
    with pytest.raises(NotAllowed):
        actions.ask_for_payout(account=account, member=basile)
    payout = pay_out(shop, settings)
    assert payout.state == "arrived" and books() == {"provider": 150, "designer": -150}
    with pytest.raises(TooLittle):
        actions.ask_for_payout(account=account, member=shop.owner)
    for _ in range(2):
        deliver(*sandbox.tell(about="payout", reference=payout.reference, state="returned", reason="closed account"))
    payout.refresh_from_db()
    assert (payout.state, payout.reason) == ("returned", "closed account")
    assert books() == {"provider": 670, "shop": -520, "designer": -150} and not list(findings())


def pay_out(shop, settings) -> Payout:
    """All that the shop earned, asked for and sent."""
    settings.PROSUM_PAYOUT_LEAST = 500
    payout = actions.ask_for_payout(account=Account.objects.get(shop=shop), member=shop.owner)
    work_off("now")
    payout.refresh_from_db()
    return payout


def everything() -> dict[str, object]:
    """All that messages can move, without when and in which row: the state of the marketplace."""
    gone_back = [
        rows.values_list("state").annotate(amount=Sum("amount"), royalty=Sum("royalty")) for rows in (REFUNDS, DISPUTES)
    ]
    return {
        "orders": list(Order.objects.order_by("pk").values_list("money", "ended")),
        "parcels": list(Parcel.objects.order_by("pk").values_list("state", flat=True)),
        "payments": list(Payment.objects.order_by("pk").values_list("state", "received", "received_currency")),
        "messages": sorted(ProviderMessage.objects.values_list("event_id", "state", "about")),
        "back": [sorted(rows) for rows in gone_back],
        "payouts": list(Payout.objects.order_by("pk").values_list("state", "reason")),
        "books": sorted(LedgerEntry.objects.values_list("account").annotate(sum=Sum("amount"))),
        "stock": shelf(),
    }
