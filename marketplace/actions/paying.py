"""Pay an order. What comes is recorded first, whatever became of the order; then the order is judged by amounts."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from users.errors import NotAllowed
from users.models import Member, Role
from users.permissions import has_role

from .. import books
from ..amounts import sums_of
from ..guests import Asker
from ..locking import lock_order, lock_payment
from ..models import Happening, Order, Payment, PaymentState, Refund, RefundReason
from ..payments import provider
from ..permissions import policy
from .judging import ask_for, judge
from .refusals import WrongState
from .telling import tell


def start_payment(*, order: Order, member: Asker) -> str:
    """Open a payment of what is left to pay; returns the address of the page that leads to the provider.

    Twice is one payment. Raises NotAllowed, OrdersClosed, WrongState, Busy.
    """
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        if not order.is_waiting or order.expires_at < timezone.now():
            raise WrongState(_("This order is no longer waiting for payment."))
        if Payment.objects.filter(order=order, state=PaymentState.HELD).exists():
            raise WrongState(_("A payment of yours is being looked at. Please wait for that, and do not pay again."))
        due = order.total - sums_of(order).kept
        under_way = Payment.objects.filter(order=order, state__in=[PaymentState.OPEN, PaymentState.PENDING])
        payment = under_way.filter(amount=due, provider=provider().name).first()
        if payment is None:
            payment = Payment.objects.create(order=order, provider=provider().name, amount=due, currency=order.currency)
    return provider().page(payment)


def settle(
    *,
    reference: str,
    state: PaymentState,
    amount: int | None = None,
    currency: str = "",
    fee: int | None = None,
    provider_id: str = "",
) -> Payment:
    """What the provider says became of a payment; `amount` (minor units) of `currency` came, what was asked for if unsaid.

    A payment only climbs (`PaymentState.rank`): saying it twice, late or in another order changes nothing.
    Raises Payment.DoesNotExist, Busy.
    """
    with transaction.atomic():
        order = lock_order(Payment.objects.values_list("order_id", flat=True).get(reference=reference))
        payment = lock_payment(Payment.objects.values_list("pk", flat=True).get(reference=reference))
        _note_provider(payment, provider_id, fee)
        state = PaymentState(state)
        if state == PaymentState.SUCCEEDED:
            came = payment.amount if amount is None else amount
            _receive(payment, order, came, currency or payment.currency)
        elif state.rank > PaymentState(payment.state).rank:
            payment.state = state
            if state == PaymentState.PENDING:
                payment.pending_since = timezone.now()
            else:
                payment.settled_at = timezone.now()
            payment.save()
    return payment


def decide_on_payment(*, payment: Payment, member: Member, accept: bool) -> Payment:
    """The operator takes a held payment for what it is, or sends it back. Raises NotAllowed, WrongState, Busy."""
    if not has_role(member, Role.OPERATOR):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(payment.order_id)
        payment = lock_payment(payment.pk)
        if payment.state != PaymentState.HELD:
            raise WrongState(_("Somebody has decided on this payment."))
        if accept and payment.received_currency != order.currency:
            raise WrongState(_("This payment is of another currency than its order: it can only be sent back."))
        payment.state = PaymentState.SUCCEEDED if accept else PaymentState.RETURNED
        payment.save(update_fields=["state"])
        if accept:
            judge(order)
        else:
            amount = payment.received or 0
            tell(order, Happening.RETURNED, amount=amount)
            ask_for(Refund.objects.create(order=order, payment=payment, reason=RefundReason.HELD, amount=amount))
    return payment


def _note_provider(payment: Payment, provider_id: str, fee: int | None) -> None:
    """Keep how the provider calls it, and what it costs; some tell of that later than of the payment."""
    if provider_id and not payment.provider_id:
        payment.provider_id = provider_id
        payment.save(update_fields=["provider_id"])
    if fee and not payment.fee:
        payment.fee = fee
        payment.save(update_fields=["fee"])
        if payment.came:
            books.book_fee(payment)


def _receive(payment: Payment, order: Order, came: int, currency: str) -> None:
    """Money came by this payment: record and book it, once; then see what it means for the order."""
    if payment.came or came <= 0:
        return
    payment.received, payment.received_currency = came, currency
    is_as_asked = (came, currency) == (payment.amount, payment.currency)
    payment.state = PaymentState.SUCCEEDED if is_as_asked else PaymentState.HELD
    payment.settled_at = timezone.now()
    payment.save()
    books.book_payment(payment)
    if is_as_asked:
        judge(order)
    else:
        tell(order, Happening.HELD)
