"""What workers do: hear, send, count what can be built. Each is safe to do twice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from users.work.kinds import Job, Keep, Kind

from . import building
from .actions import hearing, judging, payouts, refunding
from .locking import lock_order
from .models import Payout, PayoutPart, PayoutReversal, Refund
from .payments import by_name
from .payments.news import Refused, Sent


def _id(job: Job) -> int:
    return int(job.subject.rpartition(":")[2])


def hear(job: Job) -> Keep | None:
    """A stored message that was not done when it came."""
    hearing.hear(_id(job))
    return None


def send_refund(job: Job) -> Keep | None:
    """Ask the provider, then keep its answer under the order's lock."""
    refund = Refund.objects.select_related("payment", "order").filter(pk=_id(job), state=Refund.State.ASKED).first()
    if refund is None or refund.provider_id:
        return None
    try:
        sent = by_name(refund.payment.provider).refund(refund)
    except Refused as error:
        problem = str(error)
        return lambda: _end_refund(refund.pk, refund.attempt, Refund.State.FAILED, problem=problem)
    state = Refund.State.DONE if sent.is_done else Refund.State.ASKED
    return lambda: _end_refund(refund.pk, refund.attempt, state, sent.provider_id)


def _end_refund(pk: int, attempt: int, state: str, provider_id: str = "", problem: str = "") -> None:
    order = lock_order(Refund.objects.values_list("order_id", flat=True).get(pk=pk))
    refund = Refund.objects.get(pk=pk)
    if refund.attempt == attempt:
        refunding.end_refund(refund, state, provider_id, problem)
        judging.note_money(order)


def send_payout(job: Job) -> Keep | None:
    """Ask the provider, then keep its answer under the account's lock."""
    payout = Payout.objects.select_related("account__shop").filter(pk=_id(job), state=Payout.State.ASKED).first()
    if payout is None:
        return None
    try:
        sent = by_name(payout.provider).transfer(payout)
    except Refused as error:
        reason = str(error)
        return lambda: _move(payout.pk, Payout.State.RETURNED, reason=reason)
    state = Payout.State.ARRIVED if sent.is_done else Payout.State.SENT
    return lambda: _keep_payout(payout.pk, state, sent)


def _move(pk: int, state: Payout.State, provider_id: str = "", reason: str = "") -> None:
    payouts.move_payout(pk, state, provider_id=provider_id, reason=reason)


def _keep_payout(pk: int, state: Payout.State, sent: Sent) -> None:
    for part, name in sent.parts.items():
        PayoutPart.objects.filter(pk=part).update(provider_id=name)
    _move(pk, state, provider_id=sent.provider_id)


def reverse_payout(job: Job) -> Keep | None:
    """Take back some of what was paid out of an order."""
    asked = PayoutReversal.objects.select_related("part__payout__account", "part__order")
    reversal = asked.filter(pk=_id(job), state=PayoutReversal.State.ASKED).first()
    if reversal is None:
        return None
    try:
        sent = by_name(reversal.part.payout.provider).reverse(reversal)
    except Refused:
        return lambda: payouts.end_reversal(reversal, PayoutReversal.State.FAILED, "")
    return lambda: payouts.end_reversal(reversal, PayoutReversal.State.DONE, sent.provider_id)


KINDS = (
    Kind(hearing.HEARING, _("message of the payment provider"), hear, queue="now", priority=1, attempts=6),
    Kind(judging.SENDING, _("refund"), send_refund, queue="now", priority=2, attempts=6),
    Kind(payouts.SENDING, _("payout"), send_payout, queue="now", priority=3, attempts=6),
    Kind(payouts.REVERSING, _("reversal of a payout"), reverse_payout, queue="now", priority=3, attempts=6),
    Kind(building.KIND, _("what can be built"), building.make_table, queue="long", priority=6),
)
