"""Reading the marketplace."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from .models import LedgerEntry, OrderState, Parcel, Shop, StockLot


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
        to_pack=Count("pk", filter=Q(order__state=OrderState.PAID)),
        to_ship=Count("pk", filter=Q(order__state=OrderState.PACKED)),
    )
    earned = LedgerEntry.objects.filter(account__shop=shop).aggregate(sum=Sum("amount"))["sum"] or 0
    return ShopFigures(counted["to_pack"], counted["to_ship"], StockLot.objects.filter(shop=shop).count(), -earned)


def designer_earnings(member_id: int) -> int:
    """What a designer has earned in royalties, in minor units."""
    entries = LedgerEntry.objects.filter(account__member=member_id, account__kind="designer")
    return -(entries.aggregate(sum=Sum("amount"))["sum"] or 0)
