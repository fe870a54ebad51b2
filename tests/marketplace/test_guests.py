"""A visitor orders with an e-mail address; the link in the mail opens that order and signs nobody in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from marketplace import actions, guests
from marketplace.actions.guests import TooManyOrders
from marketplace.guests import Guest, link_of
from marketplace.ledger_check import findings
from marketplace.models import Order, Refund, Shop
from tests.background import work_off
from users.errors import NotAllowed
from users.mails.models import Mail

pytestmark = pytest.mark.django_db
START = "/@ada/tower/revisions/1/order/"
TYPED = {
    "name": "Gil",
    "street": "3 rue Haute",
    "postcode": "29200",
    "city": "Brest",
    "country": "FR",
    "email": "gil@example.org",
}


def browser(language: str = "en") -> Client:
    return Client(headers={"Accept-Language": language})


def read(client: Client, address: str) -> str:
    return " ".join(client.get(address, follow=True).content.decode().split())


def link_in(mail: Mail) -> str:
    found = next(word for word in mail.text.split() if "/orders/link/" in word)
    assert found in mail.html
    return urlsplit(found).path


def test_a_visitor_orders_pays_and_cancels_by_the_link(creation, shop):
    first = browser("fr")
    Shop.objects.update(is_business=True, vat_number="FR40303265045", legal_name="House, 1 rue, Brest")
    assert "Aucun compte n’est nécessaire" in read(first, START)
    assert 'name="agreed" value="520"' in first.post(START, TYPED).content.decode()
    payment = first.post(START, {**TYPED, "agreed": "520"}).url
    assert payment.startswith("/pay/sandbox/") and "Order and pay" not in read(first, payment)
    order = Order.objects.get()
    assert order.buyer is None and order.is_guest
    mail = Mail.objects.get()
    assert mail.to == "gil@example.org" and mail.is_secret and "attend son paiement" in mail.subject
    assert all(word in mail.text for word in ("House", "1 × 3001", "5,20", "3 rue Haute", "France"))

    second, link = browser(), link_in(mail)
    page, stranger = order.get_absolute_url(), browser()
    for address in (page, f"{page}address/", payment):
        for client in (second, stranger):
            assert client.get(address).url.startswith("/account/login/"), "without the link nobody sees it"
    answer = second.get(link)
    assert answer.url == page and "no-store" in answer["Cache-Control"] and SESSION_KEY not in second.session
    assert "Waiting for payment" in read(second, page) and "3 rue Haute" in read(second, page)
    assert second.get("/orders/").url.startswith("/account/login/"), "a link is no sign-in"
    assert second.post(f"{page}pay/").url == payment
    assert second.post(payment, {"outcome": "succeed"}).url == page
    bill = order.parcels.get().invoices.get().get_absolute_url()
    assert bill in read(second, page) and second.get(bill)["Content-Type"] == "application/pdf"
    assert stranger.get(bill).url.startswith("/account/login/")
    assert second.post(f"{page}address/", {**TYPED, "street": "4 rue Basse"}).url == page
    assert "Paid" in read(second, page) and "4 rue Basse" in read(second, page)
    assert second.post(f"{page}cancel/").url == page
    work_off("now")
    order.refresh_from_db()
    assert (order.state, order.money) == ("cancelled", "refunded") and Refund.objects.get().by is None
    assert not list(findings())
    subjects = list(Mail.objects.order_by("pk").values_list("subject", flat=True))
    assert ["paiement" in subjects[0], "payée" in subjects[1], "remboursés" in subjects[2]] == [True] * 3, subjects


def test_a_guest_has_one_order_and_no_more(creation, shop, address, basile, client, monkeypatch):
    one = actions.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    other = actions.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    members = actions.place_order(buyer=basile, revision=creation.current, address=address)
    link = urlsplit(link_of(one)).path
    visitor = browser()
    visitor.get(link)
    assert visitor.get(one.get_absolute_url()).status_code == 200
    for order in (other, members):
        assert visitor.get(order.get_absolute_url()).url.startswith("/account/login/")
        with pytest.raises(NotAllowed):
            actions.cancel_order(order=order, member=Guest(one.number))
    with pytest.raises(NotAllowed):
        actions.cancel_order(order=members, member=Guest(members.number))
    client.force_login(basile)
    assert client.get(one.get_absolute_url()).status_code == 404
    client.get(link)
    assert client.get(one.get_absolute_url()).status_code == 200, "a member may hold a link too"
    cut = browser().get(link.replace(one.number, other.number))
    assert cut.status_code == 404 and "This link is not whole" in cut.content.decode()
    monkeypatch.setattr(guests, "LIFETIME", timedelta(seconds=-1))
    old = browser().get(link)
    assert old.status_code == 410 and "has become too old" in old.content.decode()


def test_who_confirms_the_address_finds_the_order_and_the_link_ends(creation, shop, address, make_member):
    from allauth.account.models import EmailAddress
    from allauth.account.signals import email_confirmed

    order = actions.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    Order.objects.filter(pk=order.pk).update(email="Chloe.K@example.org")
    member, page = make_member("chloe"), order.get_absolute_url()
    visitor = browser()
    visitor.get(urlsplit(link_of(order)).path)
    assert visitor.get(page).status_code == 200

    def confirm(email: str) -> None:
        confirmed = EmailAddress(user=member, email=email, verified=True)
        email_confirmed.send(sender=EmailAddress, request=None, email_address=confirmed)

    signed_in = browser()
    signed_in.force_login(member)
    for other in ("chloe@example.org", "chloe.\u212a@example.org"):  # the last is not a K
        confirm(other)
        assert order.number not in read(signed_in, "/orders/")
    confirm("chloe.k@example.org")
    assert order.number in read(signed_in, "/orders/")
    assert visitor.get(page).status_code == 404
    assert browser().get(urlsplit(link_of(order)).path, follow=True).redirect_chain[-1][0].startswith("/account/login/")


def test_a_stranger_does_not_fill_a_letter_box(creation, shop, address):
    for _ in range(5):
        actions.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    with pytest.raises(TooManyOrders):
        actions.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    refused = browser().post(START, {**TYPED, "email": address.email.upper(), "agreed": "520"})
    assert refused.status_code == 429 and "several new orders" in refused.content.decode()
    assert Mail.objects.count() == 5
