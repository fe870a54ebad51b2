"""What the marketplace does by itself."""

from __future__ import annotations

import logging

from celery import shared_task

from .actions import expire_orders, look_for_wanted, receive
from .actions.baskets import forget_baskets
from .actions.hearing import hear_again
from .building import ask_for_table
from .ledger_check import findings, reconcile
from .models import Payment
from .payments import sandbox
from .prices import mark_stale, plan_stale

logger = logging.getLogger(__name__)


@shared_task(acks_late=True)
def release_expired_orders() -> int:
    """End the orders whose time to pay is over, and give back their stock; returns how many."""
    return expire_orders()


@shared_task(acks_late=True)
def look_after_payments() -> int:
    """Hear messages again that wait for a payment that has come since; returns how many."""
    return hear_again()


@shared_task(acks_late=True)
def check_ledger() -> int:
    """Take in what the provider knows and we do not, then prove the books; returns how much does not fit."""
    reconcile()
    found = list(findings())
    for sentence in found:
        logger.error("ledger: %s", sentence)
    return len(found)


@shared_task(acks_late=True)
def sandbox_settles_late(payment_id: int) -> None:
    """The sandbox's "delayed" button: the provider calls back after a while."""
    body, signature = sandbox.pay(Payment.objects.get(pk=payment_id))
    receive(provider=sandbox.Sandbox.name, event_id=sandbox.verify(body, signature), body=body.decode())


@shared_task(acks_late=True)
def look_after_wanted() -> int:
    """Tell who waits for parts that a shop has now, and end old notices; returns how many lots were told of."""
    return look_for_wanted()


@shared_task
def plan_creations() -> int:
    """Find which creations' prices the stock's moves made stale, and plan them anew; returns how many were planned."""
    mark_stale()
    return plan_stale()


@shared_task(acks_late=True)
def look_after_buildable() -> bool:
    """Have what can be built counted anew when creations changed; returns whether that was asked for."""
    return ask_for_table()


@shared_task
def forget_visitors_baskets() -> int:
    """Delete the baskets that visitors left behind; returns how many."""
    return forget_baskets()
