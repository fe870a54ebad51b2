"""Who may see and move an order."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from users.models import Member, Role

from .models import Order, Parcel, Shop

Visitor = Member | AnonymousUser


class OrderPolicy:
    """Buyers see their orders, shop owners the parcels of their shops, operators all."""

    def can_view(self, visitor: Visitor, order: Order) -> bool:
        if not isinstance(visitor, Member):
            return False
        return order.buyer_id == visitor.pk or visitor.has_role(Role.OPERATOR) or self.sells(visitor, order)

    def can_pay(self, visitor: Visitor, order: Order) -> bool:
        return visitor.is_authenticated and order.buyer_id == visitor.pk

    def sells(self, visitor: Visitor, order: Order) -> bool:
        """Whether a shop of the visitor's sends a parcel of this order."""
        return visitor.is_authenticated and order.parcels.filter(shop__owner=visitor.pk).exists()

    def can_handle(self, visitor: Visitor, parcel: Parcel) -> bool:
        """Whether the visitor packs and ships this parcel."""
        if not isinstance(visitor, Member) or not visitor.has_role(Role.SELLER):
            return False
        return parcel.shop.owner_id == visitor.pk

    def shops_of(self, visitor: Visitor) -> QuerySet[Shop]:
        if not isinstance(visitor, Member) or not visitor.has_role(Role.SELLER):
            return Shop.objects.none()
        return Shop.objects.filter(owner=visitor)


policy = OrderPolicy()
