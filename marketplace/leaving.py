"""What becomes of shops, orders and accounts of the books when a member leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from users.leaving import Fate, Hindrance, Rule
from users.models import Member, Role

from .actions.changing import cancel_order
from .models import Account, Fulfilment, Order, Parcel, Return, Shop, StockImport, StockLot
from .money import in_words

#: Where parcels are that somebody has paid and waits for.
UNDER_WAY = (Fulfilment.TO_PACK, Fulfilment.PACKED, Fulfilment.SHIPPED)
TO_SEND = (Fulfilment.TO_PACK, Fulfilment.PACKED)


def parcels_to_send(member: Member) -> Iterable[Hindrance]:
    """A shop keeps its promises before its owner leaves; the house shop never is without somebody."""
    waiting = Parcel.objects.filter(shop__owner=member, shop__is_house=False, state__in=TO_SEND).count()
    if waiting:
        reason = ngettext(
            "Your shop has %(number)d paid parcel to send. Send it first.",
            "Your shop has %(number)d paid parcels to send. Send them first.",
            waiting,
        )
        yield Hindrance(reason % {"number": waiting}, reverse("shop"))
    returned = Return.objects.filter(parcel__shop__owner=member, parcel__shop__is_house=False, state__in=Return.OPEN)
    if open_returns := returned.count():
        reason = ngettext(
            "Your shop has %(number)d return to settle. Settle it first.",
            "Your shop has %(number)d returns to settle. Settle them first.",
            open_returns,
        )
        yield Hindrance(reason % {"number": open_returns}, reverse("shop"))
    if Shop.objects.filter(owner=member, is_house=True).exists() and _successor(member) is None:
        yield Hindrance(
            _("You run the house shop, and nobody else here is a seller or operator. Make somebody one first."),
            reverse("shop"),
        )


def close_or_hand_over(member: Member) -> None:
    """The house shop goes to another seller; the member's own ones sell no more and stay in the books."""
    for shop in Shop.objects.select_for_update().filter(owner=member).order_by("pk"):
        shop.owner = _successor(member) if shop.is_house else None
        if not shop.is_house:
            shop.closed_at = timezone.now()
            StockLot.objects.filter(shop=shop, reserved=0).delete()
            StockImport.objects.filter(shop=shop).delete()
        shop.save(update_fields=["owner", "closed_at"])


def parcels_to_receive(member: Member) -> Iterable[Hindrance]:
    """What was paid for arrives before its buyer leaves."""
    for order in Order.objects.filter(buyer=member, parcels__state__in=UNDER_WAY).distinct().order_by("pk")[:5]:
        reason = _("Order %(number)s is paid and has not arrived yet. Say that it has, or wait for it.")
        yield Hindrance(reason % {"number": order.number}, order.get_absolute_url())


def cancel_what_is_not_paid(member: Member) -> None:
    """Orders that still wait for payment end; the others stay in the shops' books."""
    for order in Order.objects.filter(buyer=member, sold_at=None, ended="").order_by("pk"):
        cancel_order(order=order, member=member)
    Order.objects.filter(buyer=member).update(buyer=None)


def royalties_not_paid_out(member: Member) -> Iterable[str]:
    """Where a designer's royalties can still be asked for."""
    for account in Account.objects.filter(member=member, closed_at=None).annotate(owed=Sum("entries__amount")):
        if account.owed:
            yield _(
                "%(amount)s of royalties were not paid out to you. They stay in the books as account number %(number)d:"
                " write that number down, the operator pays by it."
            ) % {"amount": in_words(-account.owed, account.currency), "number": account.pk}


def close_accounts(member: Member) -> None:
    """An account outlives its owner: closed, under its number."""
    Account.objects.filter(member=member).update(member=None, closed_at=timezone.now())


def _successor(member: Member) -> Member | None:
    """Who runs the house shop after `member`: another seller, else an operator."""
    others = Member.objects.filter(is_active=True).exclude(pk=member.pk).order_by("pk")
    sellers = others.filter(groups__name=Role.SELLER)
    return (
        sellers.first() or others.filter(groups__name=Role.OPERATOR).first() or others.filter(is_superuser=True).first()
    )


RULES = (
    Rule("marketplace.Basket", "owner", Fate.DELETED),
    Rule("marketplace.TrustedShop", "member", Fate.DELETED),
    Rule("marketplace.CreationPrice", "creation", Fate.DELETED),
    Rule("marketplace.KeptAddress", "member", Fate.DELETED),
    Rule("marketplace.Order", "buyer", Fate.ANONYMOUS, act=cancel_what_is_not_paid, hinders=parcels_to_receive),
    Rule("marketplace.Order", "designer", Fate.ANONYMOUS),
    Rule("marketplace.RoyaltyShare", "member", Fate.ANONYMOUS),
    Rule("marketplace.Refund", "by", Fate.ANONYMOUS),
    Rule("marketplace.OrderMessage", "author", Fate.ANONYMOUS),
    Rule("marketplace.PayoutPlace", "member", Fate.DELETED),
    Rule("marketplace.Shop", "owner", Fate.HANDED_OVER, act=close_or_hand_over, hinders=parcels_to_send),
    Rule("marketplace.StockImport", "member", Fate.ANONYMOUS),
    Rule("marketplace.Account", "member", Fate.ANONYMOUS, act=close_accounts, tells=royalties_not_paid_out),
    Rule("marketplace.OwnedLot", "member", Fate.DELETED),
    Rule("marketplace.WantedLot", "member", Fate.DELETED),
)
