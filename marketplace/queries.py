"""Reading the marketplace."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from users.models import Member

from .models import Fulfilment, LedgerEntry, Order, OrderMessage, OwnedLot, Parcel, ShippingMethod, Shop, StockLot, Zone


@dataclass(frozen=True, slots=True)
class ShopFigures:
    """Amounts are minor units."""

    to_pack: int
    to_ship: int
    lots: int
    earned: int


def shop_figures(shop: Shop) -> ShopFigures:
    """Parcels to pack and to ship, lots, and what is owed to the shop in minor units; three queries."""
    counted = Parcel.objects.filter(shop=shop).aggregate(
        to_pack=Count("pk", filter=Q(state=Fulfilment.TO_PACK)),
        to_ship=Count("pk", filter=Q(state=Fulfilment.PACKED)),
    )
    earned = LedgerEntry.objects.filter(account__shop=shop).aggregate(sum=Sum("amount"))["sum"] or 0
    return ShopFigures(counted["to_pack"], counted["to_ship"], StockLot.objects.filter(shop=shop).count(), -earned)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of sending, with its price list: rows of (grams, price by zone in the order of `Zone`, None for never)."""

    method: ShippingMethod
    rows: list[tuple[int, list[int | None]]]


def price_list(shop: Shop) -> list[Way]:
    """A shop's ways of sending; two queries."""
    found = []
    for method in shop.shipping_methods.prefetch_related("bands"):
        prices = {(band.max_grams, band.zone): band.price for band in method.bands.all()}
        weights = sorted({grams for grams, _ in prices})
        found.append(Way(method, [(grams, [prices.get((grams, zone.value)) for zone in Zone]) for grams in weights]))
    return found


def shop_sample(shop: Shop, size: int = 12) -> list[StockLot]:
    """Some of what a shop has, newest first, for its page."""
    offered = StockLot.objects.filter(shop=shop, stockroom=False, quantity__gt=F("reserved"))
    return list(offered.order_by("-pk")[:size])


@dataclass(frozen=True, slots=True)
class Year:
    """What a shop sold this year: how many orders, and for how many minor units."""

    orders: int
    amount: int


#: From so many sales, or so many cents of them, in a year, a platform of the Union reports its sellers (DAC7, 2021/514).
DAC7_ORDERS = 30
DAC7_AMOUNT = 2_000_00


def year_of_sales(shop: Shop) -> Year:
    """This year's sales by the books."""
    began = timezone.localtime().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    sales = LedgerEntry.objects.filter(
        account__shop=shop, transaction__created_at__gte=began, transaction__purpose="sale"
    ).aggregate(orders=Count("pk"), amount=Sum("amount"))
    return Year(sales["orders"], -(sales["amount"] or 0))


def unread_of(order: Order) -> dict[int, int]:
    """The shops of an order, and how many of each one's messages its buyer has not seen."""
    unread = OrderMessage.objects.filter(order=order, by_shop=True, read_at=None).values_list("shop")
    counted: dict[int, int] = dict(unread.annotate(number=Count("pk")))
    return {shop: counted.get(shop, 0) for shop in order.parcels.values_list("shop", flat=True)}


def designer_earnings(member_id: int) -> int:
    """What a designer has earned in royalties, in minor units."""
    entries = LedgerEntry.objects.filter(account__member=member_id, account__kind="designer")
    return -(entries.aggregate(sum=Sum("amount"))["sum"] or 0)


def owned_figures(member: Member) -> dict[str, int]:
    """How many lots and pieces a member has at home."""
    found = OwnedLot.objects.filter(member=member).aggregate(lots=Count("pk"), pieces=Sum("quantity"))
    return {"lots": found["lots"], "pieces": found["pieces"] or 0}
