"""Who may see and move an order, and who opens and runs a shop."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from users.models import Member, Role
from users.permissions import Visitor, has_role, holding, members

from .guests import Asker, Guest
from .models import Invoice, Order, OrderMessage, Parcel, Shop


class OrderPolicy:
    """Buyers see their orders, guests the one they hold the link of, shop owners the parcels of their shops, operators all."""

    def can_view(self, visitor: Asker, order: Order) -> bool:
        """Whether the visitor may see the order with its address and timeline."""
        if isinstance(visitor, Guest):
            return self.can_pay(visitor, order)
        return self.can_pay(visitor, order) or has_role(visitor, Role.OPERATOR) or self.can_sell(visitor, order)

    def who_can_view(self, order: Order) -> QuerySet[Member]:
        """The members for whom `can_view` is true."""
        return self.who_can_pay(order) | members(holding(Role.OPERATOR)) | self.who_can_sell(order)

    def can_pay(self, visitor: Asker, order: Order) -> bool:
        """Whether the order is the visitor's, to pay, change, cancel and receive."""
        if isinstance(visitor, Guest):
            return order.is_guest and order.number == visitor.number
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
        """Whether the visitor packs and ships this parcel: it is of their shop."""
        return visitor.is_authenticated and parcel.shop.owner_id == visitor.pk

    def who_can_handle(self, parcel: Parcel) -> QuerySet[Member]:
        """The members for whom `can_handle` is true."""
        return members(Q(pk=parcel.shop.owner_id))

    def can_refund(self, visitor: Visitor, parcel: Parcel) -> bool:
        """Whether the visitor may give back what was paid for this parcel: its seller, and operators."""
        return self.can_handle(visitor, parcel) or has_role(visitor, Role.OPERATOR)

    def who_can_refund(self, parcel: Parcel) -> QuerySet[Member]:
        """The members for whom `can_refund` is true."""
        return self.who_can_handle(parcel) | members(holding(Role.OPERATOR))

    def can_read_invoice(self, visitor: Asker, invoice: Invoice) -> bool:
        """Whether the visitor may read an invoice or credit note: its buyer, its seller, and operators."""
        if self.can_pay(visitor, invoice.parcel.order):
            return True
        return not isinstance(visitor, Guest) and self.can_refund(visitor, invoice.parcel)

    def who_can_read_invoice(self, invoice: Invoice) -> QuerySet[Member]:
        """The members for whom `can_read_invoice` is true."""
        return self.who_can_pay(invoice.parcel.order) | self.who_can_refund(invoice.parcel)

    def shops_of(self, visitor: Visitor) -> QuerySet[Shop]:
        """The visitor's own shops, their own before the house's."""
        if not visitor.is_authenticated:
            return Shop.objects.none()
        return Shop.objects.filter(owner=visitor.pk, closed_at=None).order_by("is_house", "pk")


class ShopPolicy:
    """Everybody sees shops that sell; members open one where the site lets them; owners run theirs."""

    def can_open(self, visitor: Visitor) -> bool:
        """Whether members open shops here, and the visitor is one."""
        return visitor.is_authenticated and settings.PROSUM_SHOPS in ("open", "approval")

    def who_can_open(self) -> QuerySet[Member]:
        """The members for whom `can_open` is true."""
        return members() if settings.PROSUM_SHOPS in ("open", "approval") else members().none()

    def can_view(self, visitor: Visitor, shop: Shop) -> bool:
        """Whether the visitor sees the shop's page: while it waits or is closed, its owner and operators alone."""
        is_open = shop.approved_at is not None and shop.closed_at is None
        return is_open or self.can_run(visitor, shop) or has_role(visitor, Role.OPERATOR)

    def who_can_view(self, shop: Shop) -> QuerySet[Member]:
        """The members for whom `can_view` is true."""
        if shop.approved_at is not None and shop.closed_at is None:
            return members()
        return self.who_can_run(shop) | members(holding(Role.OPERATOR))

    def can_run(self, visitor: Visitor, shop: Shop) -> bool:
        """Whether the visitor changes the shop, its stock and its ways of sending."""
        return visitor.is_authenticated and shop.owner_id == visitor.pk and shop.closed_at is None

    def who_can_run(self, shop: Shop) -> QuerySet[Member]:
        """The members for whom `can_run` is true."""
        return members(Q(pk=shop.owner_id)) if shop.closed_at is None else members().none()

    def can_approve(self, visitor: Visitor, shop: Shop) -> bool:
        """Whether the visitor lets a waiting shop sell."""
        return has_role(visitor, Role.OPERATOR)

    def who_can_approve(self, shop: Shop) -> QuerySet[Member]:
        """The members for whom `can_approve` is true."""
        return members(holding(Role.OPERATOR))


class MessagePolicy:
    """Buyer and shop write to each other about what was paid; moderators read what one of them reported, and that alone."""

    def can_write(self, visitor: Asker, order: Order, shop: Shop) -> bool:
        """Whether the visitor is one of the two, to read and to write."""
        if order.sold_at is None or not order.parcels.filter(shop=shop).exists():
            return False
        return policy.can_pay(visitor, order) or self.is_shop(visitor, order, shop)

    def who_can_write(self, order: Order, shop: Shop) -> QuerySet[Member]:
        """The members for whom `can_write` is true."""
        if order.sold_at is None or not order.parcels.filter(shop=shop).exists():
            return members().none()
        return policy.who_can_pay(order) | members(Q(pk=shop.owner_id))

    def is_shop(self, visitor: Asker, order: Order, shop: Shop) -> bool:
        """Whether the visitor speaks for the shop. Who buys from themselves is the buyer."""
        is_owner = not isinstance(visitor, Guest) and visitor.is_authenticated and shop.owner_id == visitor.pk
        return is_owner and not policy.can_pay(visitor, order)

    def can_report(self, visitor: Asker, message: OrderMessage) -> bool:
        """Whether the message was written to the visitor."""
        order, shop = message.order, message.shop
        return self.can_write(visitor, order, shop) and self.is_shop(visitor, order, shop) != message.by_shop

    def who_can_report(self, message: OrderMessage) -> QuerySet[Member]:
        """The members for whom `can_report` is true."""
        order, shop = message.order, message.shop
        if message.by_shop:
            return self.who_can_write(order, shop) & policy.who_can_pay(order)
        return self.who_can_write(order, shop) & members(Q(pk=shop.owner_id) & ~Q(pk=order.buyer_id))

    def can_judge(self, visitor: Visitor, message: OrderMessage) -> bool:
        """Whether the visitor reads a reported message and decides on it: a moderator who is neither of the two."""
        if message.reported_at is None or not has_role(visitor, Role.MODERATOR):
            return False
        return not self.can_write(visitor, message.order, message.shop)

    def who_can_judge(self, message: OrderMessage) -> QuerySet[Member]:
        """The members for whom `can_judge` is true."""
        if message.reported_at is None:
            return members().none()
        writers = self.who_can_write(message.order, message.shop).values("pk")
        return members(holding(Role.MODERATOR)).exclude(pk__in=writers)


policy = OrderPolicy()
message_policy = MessagePolicy()
shop_policy = ShopPolicy()
