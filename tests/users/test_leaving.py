"""Leaving: every foreign key to what can leave has a rule, the rules act, and there is no other way out."""

from __future__ import annotations

import threading

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey

from creations import actions as designing
from creations.models import Creation
from marketplace import actions as market
from marketplace.actions.paying import settle
from marketplace.models import Account, Order, OrderState, PaymentState, Shop
from users import leaving
from users.actions import follow
from users.leaving import AlreadyGone, CannotLeave, NotThroughLeaving, leave
from users.models import Member, Role
from users.notifications.models import Event
from users.notifications.tasks import drain_events

LEAVERS = (Member, Creation)


def foreign_keys():
    """Every foreign key of a table of its own to what can leave, as (model, field)."""
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model in LEAVERS:
                yield model._meta.label, field.name


def test_every_foreign_key_to_what_can_leave_has_a_rule():
    registered = {(rule.model, rule.field) for kind in LEAVERS for rule in leaving.rules_for(kind)}
    assert set(foreign_keys()) - registered == set(), "say in the app's leaving.py what becomes of these"
    assert registered - set(foreign_keys()) == set(), "these rules are about nothing"


@pytest.mark.parametrize("way", ["row", "query"])
def test_nothing_leaves_by_the_side_door(creation, ada, way):
    for leaver in (creation, ada):
        with pytest.raises(NotThroughLeaving), transaction.atomic():
            leaver.delete() if way == "row" else type(leaver).objects.filter(pk=leaver.pk).delete()


def order_of(buyer, creation, address, *, paid=True):
    order = market.place_order(buyer=buyer, revision=creation.current, address=address)
    if paid:
        market.start_payment(order=order, member=buyer)
        settle(reference=order.payments.get().reference, state=PaymentState.SUCCEEDED)
    order.refresh_from_db()
    return order


def deliver(order, seller):
    parcel = order.parcels.get()
    market.pack(parcel=parcel, member=seller)
    market.ship(parcel=parcel, member=seller)
    market.confirm_delivery(order=Order.objects.get(pk=order.pk), member=order.buyer)


def test_two_designers_with_royalties_leave_and_their_accounts_stay(make_member, catalog, shop, basile, address, tower):
    for name in ("dora", "emil"):
        designer = make_member(name)
        creation = designing.create(owner=designer, data=tower, file_name="tower.ldr")
        designing.update(creation=creation, member=designer, royalty="amount", royalty_cents=250)
        creation = designing.publish(creation=creation, member=designer)
        deliver(order_of(basile, creation, address), shop.owner)
        [told] = leaving.told_before(designer)
        account = Account.objects.get(member=designer)
        assert "2.50" in told and str(account.pk) in told
        leave(designer)
        account.refresh_from_db()
        assert account.member is None and account.closed_at is not None
        assert sum(entry.amount for entry in account.entries.all()) == -250
    assert Account.objects.filter(kind="designer", member=None).count() == 2


def test_counters_follow_those_who_leave(ada, basile, creation):
    designing.like(creation=creation, member=basile)
    designing.record_build(creation=creation, member=basile, note="Nice")
    fork = designing.fork(revision=creation.current, member=basile)
    designing.publish(creation=fork, member=basile)
    from blog.actions import comment

    comment(author=basile, body="Words of mine", subject=creation)
    creation.refresh_from_db()
    counted = ("like_count", "build_count", "fork_count", "comment_count")
    assert [getattr(creation, name) for name in counted] == [1, 1, 1, 1]
    leave(basile)
    creation.refresh_from_db()
    assert [getattr(creation, name) for name in counted] == [0, 0, 0, 0]
    assert not Creation.objects.filter(pk=fork.pk).exists()
    said = creation.comments.get()
    assert said.author is None and said.body == ""


def test_no_event_keeps_words_of_who_left(ada, basile, creation):
    from blog.actions import comment

    comment(author=basile, body="Words of mine", subject=creation)
    follow(member=basile, followed=ada)
    drain_events()
    assert ada.notifications.count() == 2
    leave(basile)
    assert ada.notifications.count() == 0
    assert not any("Words of mine" in str(event.data) or "basile" in str(event.data) for event in Event.objects.all())


def test_a_fork_outlives_its_upstream(ada, basile, creation):
    fork = designing.fork(revision=creation.current, member=basile)
    leave(ada)
    fork.refresh_from_db()
    assert fork.upstream is None and fork.current.part_count == 3


def test_a_buyer_waits_for_what_was_paid(client, basile, creation, shop, address):
    order = order_of(basile, creation, address)
    with pytest.raises(CannotLeave) as refused:
        leave(basile)
    [hindrance] = refused.value.hindrances
    assert order.number in str(hindrance.reason) and hindrance.path == order.get_absolute_url()
    client.force_login(basile)
    page = client.get("/settings/delete/").content.decode()
    assert order.number in page and 'type="password"' not in page
    deliver(order, shop.owner)
    leave(basile)
    order.refresh_from_db()
    assert order.buyer is None and order.state == OrderState.DELIVERED


def test_what_a_leaver_reserved_goes_back(basile, creation, shop, address):
    order = order_of(basile, creation, address, paid=False)
    assert shop.lots.filter(reserved__gt=0).exists()
    leave(basile)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED and order.buyer is None
    assert not shop.lots.filter(reserved__gt=0).exists()


def test_the_house_shop_is_never_without_somebody(shop, make_member):
    with pytest.raises(CannotLeave, match="house shop"):
        leave(shop.owner)
    other = make_member("olga", Role.SELLER)
    leave(shop.owner)
    shop.refresh_from_db()
    assert shop.owner == other and shop.closed_at is None and shop.lots.exists()


def test_a_members_shop_closes(make_member, catalog):
    seller = make_member("olga", Role.SELLER)
    shop = Shop.objects.create(owner=seller, name="Olga's", slug="olga")
    shop.lots.create(part="3001", colour=4, quantity=5, unit_price=1000)
    leave(seller)
    shop.refresh_from_db()
    assert shop.owner is None and shop.closed_at is not None and not shop.lots.exists()


def test_the_last_operator_stays(make_member):
    first = make_member("first", is_superuser=True)
    with pytest.raises(CannotLeave, match="only operator"):
        leave(first)
    make_member("second", Role.OPERATOR)
    leave(first)


def test_an_operator_deletes_accounts_by_the_same_rules(client, make_member, basile, ada, creation, shop, address):
    client.force_login(make_member("root", is_superuser=True, is_staff=True))
    order = order_of(basile, creation, address)
    answer = client.post(f"/editor/users/delete/{basile.pk}/", follow=True)
    assert order.number in answer.content.decode() and Member.objects.filter(pk=basile.pk).exists()
    client.post(f"/editor/users/delete/{ada.pk}/", follow=True)
    assert not Member.objects.filter(pk=ada.pk).exists() and not Creation.objects.exists()
    client.post(f"/editor/bulk/users/member/delete/?id={shop.owner.pk}", follow=True)
    assert not Member.objects.filter(pk=shop.owner.pk).exists()
    shop.refresh_from_db()
    assert shop.owner.username == "root"


@pytest.mark.django_db(transaction=True)
def test_leaving_six_times_at_once_happens_once(make_member, catalog, tower):
    member = make_member("dora")
    designing.create(owner=member, data=tower, file_name="tower.ldr")
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def run() -> None:
        start.wait()
        try:
            leave(Member(pk=member.pk))
            outcomes.append("gone")
        except AlreadyGone:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", *["late"] * 5]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["like", "comment", "collect"])
def test_who_acts_on_what_is_just_being_deleted_is_told_so(client, ada, basile, creation, act):
    paths = {
        "like": (f"{creation.get_absolute_url()}like/", {}),
        "comment": (f"/comments/creation/{creation.pk}/add/", {"body": "Nice"}),
        "collect": (f"{creation.get_absolute_url()}collect/", {"name": "Mine"}),
    }
    client.raise_request_exception = False
    client.force_login(basile)
    answers = []

    def press() -> None:
        path, data = paths[act]
        answers.append(client.post(path, data))
        connection.close()

    with transaction.atomic():
        leave(creation)
        pressing = threading.Thread(target=press)
        pressing.start()
        pressing.join(timeout=1.5)  # it has found the creation, and waits for its lock or for its foreign key
    pressing.join(timeout=20)
    assert answers[0].status_code == 410, answers[0].content[:300]
    assert "deleted" in answers[0].content.decode()
