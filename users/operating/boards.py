"""The three tables of what workers attempt, seen and moved alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..errors import NotAllowed
from ..mails.actions import wake_sender
from ..mails.models import Mail, MailServer
from ..models import Member, Role
from ..notifications.models import Event
from ..notifications.tasks import drain_events
from ..work import attempts, kinds
from ..work.models import Attempted, State, Work
from ..work.tasks import wake_queues
from ..work.waking import wake


@dataclass(frozen=True, slots=True)
class Board:
    """`what` and `whose` say of a row what is to be done and for which; `wake` lets workers see to it."""

    name: str
    label: Any
    model: type[Attempted]
    what: Callable[[Any], Any]
    whose: Callable[[Any], str]
    wake: Callable[[], None]

    @property
    def rows(self) -> QuerySet[Any]:
        """All of the table."""
        return self.model._default_manager.all()

    def counts(self) -> dict[str, int]:
        """How many rows are in each state, those without any included."""
        found = dict(self.rows.order_by().values_list("state").annotate(Count("pk")))
        return {str(state): found.get(state, 0) for state in State}


def _kind_of_work(work: Work) -> Any:
    kind = kinds.find(work.kind)
    return kind.label if kind is not None else work.kind


def _kind_of_mail(mail: Mail) -> str:
    return _("notification") if mail.composer else _("mail of an account")


def _send_again() -> None:
    MailServer.objects.update(silent_until=None)
    wake_sender()


BOARDS: dict[str, Board] = {
    board.name: board
    for board in (
        Board("work", gettext_lazy("Work"), Work, _kind_of_work, lambda work: work.subject, wake_queues),
        Board(
            "events",
            gettext_lazy("Events"),
            Event,
            lambda event: event.kind,
            lambda event: event.subject,
            lambda: wake(drain_events),
        ),
        Board("mails", gettext_lazy("Mails"), Mail, _kind_of_mail, lambda mail: mail.to, _send_again),
    )
}


def check(member: Any) -> None:
    """Raises NotAllowed for who is no operator."""
    if not isinstance(member, Member) or not member.has_role(Role.OPERATOR):
        raise NotAllowed


def retry(*, member: Member, board: Board, ids: list[int]) -> int:
    """Have rows that are not running tried anew, with all their attempts; returns how many. Raises NotAllowed."""
    check(member)
    return retry_all(board, board.rows.filter(pk__in=ids))


def drop(*, member: Member, board: Board, ids: list[int]) -> int:
    """Give rows up; who runs one finds it gone. Returns how many. Raises NotAllowed."""
    check(member)
    return attempts.drop(board.rows.filter(pk__in=ids))


def retry_all(board: Board, rows: QuerySet[Any]) -> int:
    """The same, for the command line."""
    with transaction.atomic():
        tried = attempts.retry(rows.exclude(state=State.DONE))
        board.wake()
    return tried
