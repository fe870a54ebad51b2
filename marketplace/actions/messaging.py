"""Write to the shop or the buyer of an order, report what was written, judge what was reported."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from users.errors import ActionError, NotAllowed
from users.models import Member
from users.notifications.outbox import record
from users.one_line import one_line

from ..events import BuyerWritten, MessageReported, ShopWritten
from ..guests import Asker
from ..locking import lock_order
from ..models import Order, OrderMessage, Shop
from ..permissions import message_policy
from .guests import mail_guest
from .refusals import WrongState

#: A message has so many characters at most, a thread so many messages.
LONGEST, MOST = 2000, 500
#: Who has an unread message of the other side younger than this is told of no further one.
QUIET = timedelta(hours=1)
#: What a notice quotes.
EXCERPT = 160


class BadMessage(ActionError):
    """Nothing to send, or too much."""

    status = 422


def write_message(*, order: Order, shop: Shop, member: Asker, body: str) -> OrderMessage:
    """From the buyer to the shop, or from the shop to the buyer. The other side is told by bell and mail.

    Raises NotAllowed, BadMessage, WrongState (nobody is there to read it), Busy.
    """
    if not message_policy.can_write(member, order, shop):
        raise NotAllowed
    body = tidy(body)
    if not body:
        raise BadMessage(_("Write something first."))
    if len(body) > LONGEST:
        raise BadMessage(_("A message has %(number)d characters at most.") % {"number": LONGEST})
    by_shop = message_policy.is_shop(member, order, shop)
    with transaction.atomic():
        order = lock_order(order.pk)
        thread = OrderMessage.objects.filter(order=order, shop=shop)
        if by_shop and order.buyer_id is None and not order.is_guest:
            raise WrongState(_("The buyer has left: nobody reads this any more."))
        if not by_shop and shop.owner_id is None:
            raise WrongState(_("This shop has closed: write to the site’s operator."))
        if thread.count() >= MOST:
            raise WrongState(_("There are %(number)d messages here already: no more fit in.") % {"number": MOST})
        is_told = thread.filter(by_shop=by_shop, read_at=None, created_at__gt=timezone.now() - QUIET).exists()
        author = member if isinstance(member, Member) else None
        made = OrderMessage.objects.create(order=order, shop=shop, author=author, by_shop=by_shop, body=body)
        if not is_told:
            _tell(made, author)
    return made


def read_thread(*, order: Order, shop: Shop, member: Asker) -> int:
    """Note that one side has seen what the other wrote; returns how many were new. Others' looks note nothing."""
    if not message_policy.can_write(member, order, shop):
        return 0
    theirs = not message_policy.is_shop(member, order, shop)
    unread = OrderMessage.objects.filter(order=order, shop=shop, by_shop=theirs, read_at=None)
    return unread.update(read_at=timezone.now())


def report_message(*, message: OrderMessage, member: Asker) -> None:
    """Let moderators read what the other side wrote, once. Raises NotAllowed."""
    if not message_policy.can_report(member, message):
        raise NotAllowed
    with transaction.atomic():
        fresh = OrderMessage.objects.filter(pk=message.pk, reported_at=None)
        if fresh.update(reported_at=timezone.now()):
            told = MessageReported(number=message.order.number, path=reverse("messages_reported"))
            record(told, actor=member if isinstance(member, Member) else None, subject=f"order:{message.order_id}")


def judge_message(*, message: OrderMessage, member: Member, hide: bool) -> None:
    """A moderator takes a reported message's words away, or leaves them. Raises NotAllowed, WrongState."""
    if not message_policy.can_judge(member, message):
        raise NotAllowed
    waiting = OrderMessage.objects.filter(pk=message.pk, reported_at__isnull=False, judged_at=None)
    if not waiting.update(judged_at=timezone.now(), hidden=hide):
        raise WrongState(_("Somebody has decided on this message already."))


def tidy(text: str) -> str:
    """Without what turns or hides text, blank lines in a row, and blanks at its ends."""
    lines: list[str] = []
    for line in map(one_line, text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()


def _tell(message: OrderMessage, author: Member | None) -> None:
    order, shop = message.order, message.shop
    page, excerpt = reverse("messages", args=[order.number, shop.slug]), one_line(message.body)[:EXCERPT]
    if not message.by_shop:
        written = BuyerWritten(number=order.number, shop=shop.name, owner=shop.owner_id, excerpt=excerpt, path=page)
        record(written, actor=author, subject=f"order:{order.pk}")
        return
    told = ShopWritten(number=order.number, shop=shop.name, buyer=order.buyer_id, excerpt=excerpt, path=page)
    record(told, actor=author, subject=f"order:{order.pk}")
    if order.is_guest:
        mail_guest(order, ShopWritten.kind, told.as_json(), excerpt)
