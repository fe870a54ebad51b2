"""What a buyer and a shop write to each other about an order."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .order import Order
from .shop import Shop


class OrderMessage(models.Model):
    """A message between an order's buyer, who may be a guest, and one of its shops: a thread for each shop.

    `by_shop` says whose it is, `author` who wrote it, until they leave: the words stay, for the other side. `read_at` is when
    the other side first saw it. Who got it may report it (`reported_at`); a moderator reads it then and decides
    (`judged_at`), and may take its words from both (`hidden`).
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="messages")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_shop = models.BooleanField()
    body = models.TextField(_("message"), max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(judged_at=None) | models.Q(reported_at__isnull=False),
                name="message_judged_if_reported",
            ),
            models.CheckConstraint(
                condition=models.Q(hidden=False) | models.Q(judged_at__isnull=False), name="message_hidden_if_judged"
            ),
        ]
        indexes = [
            models.Index(fields=["order", "shop", "id"], name="message_thread"),
            models.Index(fields=["id"], name="message_unread", condition=models.Q(read_at=None)),
            models.Index(
                fields=["reported_at"],
                name="message_to_judge",
                condition=models.Q(reported_at__isnull=False, judged_at=None),
            ),
        ]
