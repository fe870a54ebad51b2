"""Buyer and shop write to each other about an order; moderators read what was reported, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from marketplace import actions
from marketplace.actions import messaging
from marketplace.actions.messaging import BadMessage, tidy
from marketplace.actions.refusals import WrongState
from marketplace.guests import Guest
from marketplace.models import Order, OrderMessage
from marketplace.permissions import message_policy
from tests.marketplace.test_changing import read, told
from tests.marketplace.test_paying import pay
from users.errors import NotAllowed
from users.leaving import leave
from users.mails.models import Mail
from users.permissions import members
from users.personal_data import archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(creation, basile, shop, address):
    order = actions.place_order(buyer=basile, revision=creation.current, address=address)
    pay(order)
    return order


def write(order, member, body="Hello") -> OrderMessage:
    return actions.write_message(order=order, shop=order.parcels.get().shop, member=member, body=body)


def test_both_write_are_told_once_and_see_what_is_new(client, paid, basile, shop):
    page = f"/orders/{paid.number}/messages/house/"
    client.force_login(basile)
    assert page in read(client, paid.get_absolute_url())
    form = read(client, page)
    token = form.partition('name="once" value="')[2].partition('"')[0]
    for _ in range(2):
        assert client.post(page, {"body": "Is the <b>red</b> one\n\n\n\u202e in?", "once": token})["Location"] == page
    assert OrderMessage.objects.get().body == "Is the <b>red</b> one\n\nin?"
    write(paid, basile, "And the blue one?")
    assert told(shop.owner) == ["shop.ordered", "shop.message"], "one notice while it is not read"
    for body, words in (("", "Write something first."), (" \u200b\n", "Write something first."), ("x" * 2001, "2000")):
        answer = client.post(page, {"body": body}, headers={"Accept-Language": "en"})
        assert answer.status_code == 422 and words in answer.content.decode()
    client.force_login(shop.owner)
    assert "New message" in read(client, "/shop/")
    assert "2 new messages" in read(client, f"/shop/parcels/{paid.parcels.get().pk}/")
    client.head(page)
    assert "New message" in read(client, "/shop/"), "who only asked has not read"
    shown = read(client, page)
    assert "&lt;b&gt;red&lt;/b&gt; one<br><br>in?" in shown and "And the blue one?" in shown and "Report" in shown
    assert "New message" not in read(client, "/shop/") and "new message" not in read(client, page)
    client.post(page, {"body": "It is."})
    OrderMessage.objects.filter(by_shop=True).update(created_at=timezone.now() - timedelta(hours=2))
    write(paid, shop.owner, "Both are.")
    assert told(basile)[-2:] == ["order.message", "order.message"], "after an hour it is told again"
    client.force_login(basile)
    assert "New message" in read(client, "/orders/") and "2 new messages" in read(client, paid.get_absolute_url())


def test_only_the_two_write_and_only_about_what_was_paid(paid, basile, shop, ada, creation, address, monkeypatch):
    for stranger in (ada, AnonymousUser(), Guest(paid.number)):
        with pytest.raises(NotAllowed):
            write(paid, stranger)
    waits = actions.place_order(buyer=basile, revision=creation.current, address=address)
    for member in (basile, shop.owner):
        with pytest.raises(NotAllowed):
            write(waits, member)
    monkeypatch.setattr(messaging, "MOST", 1)
    write(paid, basile)
    with pytest.raises(WrongState, match="no more fit"):
        write(paid, basile)
    with pytest.raises(BadMessage):
        write(paid, basile, "\u2066")
    assert tidy("\n a  b \n\n\n c\t\n") == "a b\n\nc"


def test_a_guest_is_written_to_by_mail_and_answers_by_the_link(creation, shop, address):
    order = actions.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    Order.objects.update(sold_at=timezone.now())
    order.refresh_from_db()
    write(order, shop.owner, "Which red?")
    mail = Mail.objects.order_by("-pk")[0]
    assert mail.to == order.email and "Which red?" in mail.text and "/orders/link/" in mail.text
    assert "House wrote to you" in mail.subject
    assert write(order, Guest(order.number)).author is None
    assert told(shop.owner) == ["shop.message"]


def test_a_moderator_reads_what_was_reported_and_nothing_else(client, paid, basile, shop, make_member):
    bad, other = write(paid, shop.owner, "You fool"), write(paid, basile, "Please")
    marin, page = make_member("marin", "moderator"), f"/orders/{paid.number}/messages/house/"
    for asker in (shop.owner, marin):
        with pytest.raises(NotAllowed):
            actions.report_message(message=bad, member=asker)
    with pytest.raises(NotAllowed):
        actions.judge_message(message=bad, member=marin, hide=True)
    client.force_login(basile)
    for _ in range(2):
        assert client.post(f"/orders/{paid.number}/messages/{bad.pk}/report/").url == page
    assert told(marin) == ["message.reported"] and "You reported this." in read(client, page)
    client.force_login(marin)
    assert client.get(page).status_code == 404
    shown = read(client, "/orders/messages/reported/")
    assert "You fool" in shown and "Please" not in shown and "chloe@example.org" not in shown
    bad.refresh_from_db()
    for message in (bad, other):
        for ask, who in (("can_judge", "who_can_judge"), ("can_report", "who_can_report")):
            found = set(getattr(message_policy, who)(message))
            assert found == {one for one in members() if getattr(message_policy, ask)(one, message)}, ask
    assert client.post(f"/orders/messages/{bad.pk}/judge/", {"hide": "1"}).status_code == 302
    assert client.post(f"/orders/messages/{bad.pk}/judge/").status_code == 409
    for member in (basile, shop.owner):
        client.force_login(member)
        assert "You fool" not in read(client, page) and "A moderator took these words away." in read(client, page)
    assert b"messages.json" in archive(basile)


def test_words_stay_when_who_wrote_them_leaves(client, paid, basile, shop):
    write(paid, basile, "Thank you")
    parcel = paid.parcels.get()
    actions.pack(parcel=parcel, member=shop.owner)
    actions.ship(parcel=parcel, member=shop.owner)
    actions.confirm_delivery(order=paid, member=basile)
    leave(basile)
    client.force_login(shop.owner)
    assert "Thank you" in read(client, f"/orders/{paid.number}/messages/house/")
    with pytest.raises(WrongState, match="has left"):
        write(Order.objects.get(), shop.owner)
