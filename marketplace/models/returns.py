"""Pieces that a buyer sends back: asked for, accepted or refused, received, paid back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMModelMixin, transition

from .parcel import OrderLine, Parcel
from .refund import Refund


class ReturnReason(models.TextChoices):
    """Why a buyer sends something back; within the law's days no reason is needed."""

    NONE = "", _("I say no reason")
    MIND = "mind", _("I changed my mind")
    WRONG = "wrong", _("These are not the pieces I ordered")
    DAMAGED = "damaged", _("They are damaged, or not as described")
    OTHER = "other", _("Something else")


class Return(ConcurrentTransitionMixin, FSMModelMixin, models.Model):
    """A buyer's wish to send pieces of a parcel back. Whoever moves it holds the order's lock.

    `words` are the buyer's, `answer` the shop's. `refund` is what was paid back; none if that had happened otherwise before.
    """

    class State(models.TextChoices):
        """Where it is."""

        ASKED = "asked", _("waits for the shop’s answer")
        ACCEPTED = "accepted", _("accepted: to be sent back")
        RECEIVED = "received", _("arrived at the shop")
        DONE = "done", _("paid back")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn by the buyer")

    OPEN = (State.ASKED, State.ACCEPTED, State.RECEIVED)

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="returns")
    state = FSMField(max_length=10, choices=State.choices, default=State.ASKED, protected=True)
    reason = models.CharField(_("reason"), max_length=10, choices=ReturnReason.choices, blank=True)
    words = models.TextField(_("a word to the shop"), max_length=1000, blank=True)
    answer = models.TextField(_("a word to the buyer"), max_length=1000, blank=True)
    refund = models.ForeignKey(Refund, null=True, on_delete=models.PROTECT, related_name="returns")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=models.Q(state__in=("asked", "accepted", "received")),
                name="one_open_return_of_parcel",
            )
        ]
        ordering = ["pk"]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in self.OPEN

    @transition(field=state, source=State.ASKED, target=State.ACCEPTED)
    def accept(self, answer: str) -> None:
        """The shop takes them back."""
        self.answer = answer

    @transition(field=state, source=State.ASKED, target=State.REFUSED)
    def refuse(self, answer: str) -> None:
        """The shop does not, and says why."""
        self.answer = answer

    @transition(field=state, source=[State.ASKED, State.ACCEPTED], target=State.WITHDRAWN)
    def withdraw(self) -> None:
        """The buyer keeps them after all."""

    @transition(field=state, source=State.ACCEPTED, target=State.RECEIVED)
    def receive(self) -> None:
        """The shop has them."""

    @transition(field=state, source=State.RECEIVED, target=State.DONE)
    def finish(self, refund: Refund | None) -> None:
        """They are paid back."""
        self.refund = refund


class ReturnLine(models.Model):
    """How many pieces of a line are sent back."""

    part_of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="returned")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="return_line_has_pieces"),
            models.UniqueConstraint(fields=["part_of", "line"], name="return_line_once"),
        ]
