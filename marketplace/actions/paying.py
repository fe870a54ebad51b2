"""Pay an order, and book it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from users.errors import NotAllowed
from users.models import Member
from users.notifications.outbox import record

from ..books import book_payment, book_sale
from ..events import CreationOrdered, ShopOrdered
from ..models import Order, OrderState, Payment, PaymentState
from ..payments import provider
from ..permissions import policy
from .ordering import WrongState, advance, lock_order, release, take

#: Kept as it is here: the page says it in its reader's language, not in that of whoever told of the payment.
LATE = gettext_noop("The payment came too late and was sent back.")


def start_payment(*, order: Order, member: Member) -> str:
    """Open a payment and return the address of the provider's page. Raises NotAllowed, OrdersClosed, WrongState."""
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        if not order.is_waiting or order.expires_at < timezone.now():
            raise WrongState(_("This order is no longer waiting for payment."))
        payment = Payment.objects.filter(order=order, state__in=[PaymentState.OPEN, PaymentState.PENDING]).first()
        if payment is None:
            payment = Payment.objects.create(
                order=order, provider=provider().name, amount=order.total, currency=order.currency
            )
    return provider().page(payment)


def settle(*, reference: str, state: PaymentState) -> Payment:
    """What the provider says became of a payment. Saying it twice changes nothing.

    Money that arrives after the reservation ended goes back: the parts may be somebody else's by now.
    Raises Payment.DoesNotExist.
    """
    with transaction.atomic():
        order = lock_order(Payment.objects.values_list("order_id", flat=True).get(reference=reference))
        payment = Payment.objects.select_for_update().get(reference=reference)
        if payment.state not in (PaymentState.OPEN, PaymentState.PENDING):
            return payment
        payment.state = state
        if state != PaymentState.PENDING:
            payment.settled_at = timezone.now()
        if state == PaymentState.SUCCEEDED and not order.is_waiting:
            payment.state = PaymentState.REFUNDED
            order.timeline.create(state=order.state, note=LATE)
        payment.save(update_fields=["state", "settled_at"])
        if payment.state == PaymentState.SUCCEEDED:
            take(order)
            book_payment(payment)
            book_sale(order)
            advance(order, OrderState.PAID)
            _tell_designer_and_shops(order)
        elif payment.state == PaymentState.CANCELLED and order.is_waiting:
            release(order, OrderState.CANCELLED)
    return payment


def _tell_designer_and_shops(order: Order) -> None:
    creation = order.revision.creation if order.revision else None
    if creation is not None:
        record(
            CreationOrdered(title=order.title, owner=creation.owner_id, path=creation.get_absolute_url()),
            actor=order.buyer,
            subject=f"creation:{creation.pk}",
        )
    for parcel in order.parcels.select_related("shop"):
        record(
            ShopOrdered(number=order.number, shop=parcel.shop.name, owner=parcel.shop.owner_id, path="/shop/"),
            actor=order.buyer,
            subject=f"order:{order.pk}",
        )
