"""What the marketplace does by itself."""

from __future__ import annotations

from celery import shared_task

from .actions import expire_orders, settle
from .models import Payment, PaymentState
from .payments import sandbox


@shared_task(acks_late=True)
def release_expired_orders() -> int:
    """End the orders whose time to pay is over, and give back their stock; returns how many."""
    return expire_orders()


@shared_task(acks_late=True)
def sandbox_settles_late(payment_id: int) -> None:
    """The sandbox's "delayed" button: the provider calls back after a while."""
    payment = Payment.objects.get(pk=payment_id)
    reference, state = sandbox.read(*sandbox.message(payment, PaymentState.SUCCEEDED))
    settle(reference=reference, state=state)
