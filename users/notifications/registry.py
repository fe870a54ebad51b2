"""Which kinds of events there are, whom each concerns and how it is told. Apps register theirs in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from ..work import kinds as work_kinds
from .event_data import EventData
from .models import Event

Data = TypeVar("Data", bound=EventData)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Data]):
    """How the members an event concerns are told of it.

    `sentence` is a lazy translation with the fields of `data` and `actor` as `%(…)s`; `icon` a name of our icons. `whom`
    gives the ids of the members to tell from the event's data and its actor's id; the actor is left out by the drain.
    `email` says whether it is worth a mail; `detail` names the field quoted below the sentence; `outlives` whether it is
    still told, as somebody's, when who did it or what it was done to has left. What is done and taken back as often as
    one likes is told `once` of an actor and a subject: following forty times is one piece of news.
    """

    data: type[Data]
    sentence: Any
    whom: Callable[[Data, int | None], Iterable[int | None]]
    icon: str
    email: bool = True
    detail: str = ""
    outlives: bool = False
    once: bool = False

    @property
    def name(self) -> str:
        """The kind as the database has it, such as `creation.liked`."""
        return self.data.kind

    def read(self, event: Event) -> Data:
        """The event's data. Raises BadEventData."""
        return self.data.from_json(event.data)

    def happening(self, event: Event) -> str:
        """What members are told of once, such as `creation.liked 3 creation:12`; empty when each event is news."""
        return f"{event.kind} {event.actor_id} {event.subject}" if self.once else ""

    def recipients(self, event: Event) -> Iterable[int | None]:
        """The ids of the members to tell. Raises BadEventData."""
        return self.whom(self.read(event), event.actor_id)


_kinds: dict[str, Kind[Any]] = {}
_handlers: dict[str, list[str]] = {}


def register(*kinds: Kind[Any]) -> None:
    """Make kinds known. Raises ValueError for a name that is taken, and for one whose data lack what is told of them."""
    for kind in kinds:
        if kind.name in _kinds:
            raise ValueError(f"There are two kinds of events called {kind.name}.")
        missing = {"path", kind.detail} - {field.name for field in fields(kind.data)} - {""}
        if missing:
            raise ValueError(f"The data of {kind.name} have no {' and no '.join(sorted(missing))}.")
        _kinds[kind.name] = kind


def get(name: str) -> Kind[Any] | None:
    """The kind of that name, if there is one; of some events nobody is told."""
    return _kinds.get(name)


def names() -> list[str]:
    """All kinds of which somebody is told, in order."""
    return sorted(_kinds)


def outliving() -> list[str]:
    """The names of the kinds that are still told when who did it, or what it was done to, has left."""
    return sorted(name for name, kind in _kinds.items() if kind.outlives)


def subscribe(data: type[Data], handler: Callable[[Data], None], *, label: Any) -> None:
    """Let an app act on another's events: the way apps talk to those that import them.

    Each event makes a piece of work of its own for each handler, which runs in the transaction that marks it as done and
    must be safe to run twice: one that raises holds up neither the other handlers nor what members are told. `label` says
    to the operator what it does.
    """

    def run(job: work_kinds.Job) -> work_kinds.Keep | None:
        event = Event.objects.filter(pk=job.subject.removeprefix("event:")).first()
        return None if event is None else lambda: handler(data.from_json(event.data))

    app = handler.__module__.partition(".")[0]
    kind = work_kinds.Kind(f"event.{app}.{handler.__name__}", label, run, queue="now")
    work_kinds.register(kind)
    _handlers.setdefault(data.kind, []).append(kind.name)


def handlers(name: str) -> list[str]:
    """The kinds of work that each event of a kind makes, in the order of the installed apps."""
    return _handlers.get(name, [])
