"""Who may see and move an order."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from users.models import Member, Role
from users.permissions import Visitor, has_role, holding, members

from .models import Order, Parcel, Shop


class OrderPolicy:
    """Buyers see their orders, shop owners the parcels of their shops, operators all."""

    def can_view(self, visitor: Visitor, order: Order) -> bool:
        """Whether the visitor may see the order with its address and timeline."""
        return self.can_pay(visitor, order) or has_role(visitor, Role.OPERATOR) or self.can_sell(visitor, order)

    def who_can_view(self, order: Order) -> QuerySet[Member]:
        """The members for whom `can_view` is true."""
        return self.who_can_pay(order) | members(holding(Role.OPERATOR)) | self.who_can_sell(order)

    def can_pay(self, visitor: Visitor, order: Order) -> bool:
        """Whether the order is the visitor's, to pay, cancel and receive."""
        return visitor.is_authenticated and order.buyer_id == visitor.pk

    def who_can_pay(self, order: Order) -> QuerySet[Member]:
        """The members for whom `can_pay` is true: the buyer."""
        return members(Q(pk=order.buyer_id))

    def can_sell(self, visitor: Visitor, order: Order) -> bool:
        """Whether a shop of the visitor's sends a parcel of this order."""
        return visitor.is_authenticated and order.parcels.filter(shop__owner=visitor.pk).exists()

    def who_can_sell(self, order: Order) -> QuerySet[Member]:
        """The members for whom `can_sell` is true."""
        return members(Q(pk__in=order.parcels.values("shop__owner")))

    def can_handle(self, visitor: Visitor, parcel: Parcel) -> bool:
        """Whether the visitor packs and ships this parcel."""
        return has_role(visitor, Role.SELLER) and parcel.shop.owner_id == visitor.pk

    def who_can_handle(self, parcel: Parcel) -> QuerySet[Member]:
        """The members for whom `can_handle` is true."""
        return members(Q(pk=parcel.shop.owner_id) & holding(Role.SELLER))

    def shops_of(self, visitor: Visitor) -> QuerySet[Shop]:
        """The visitor's own shops, while they are a seller."""
        return Shop.objects.filter(owner=visitor.pk) if has_role(visitor, Role.SELLER) else Shop.objects.none()


policy = OrderPolicy()
