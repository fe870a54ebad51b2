"""Which kinds of events there are, whom each concerns and how it is told. Apps register theirs in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from django.db.models import Q

from ..models import Member
from ..work import kinds as work_kinds
from .event_data import EventData
from .models import Event

Data = TypeVar("Data", bound=EventData)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Data]):
    """How the members an event concerns are told of it.

    `sentence` is a lazy translation with the fields of `data` and `actor` as `%(…)s`; `icon` a name of our icons. `whom`
    is the condition on members that finds those to tell, from the event's data and its actor's id; the actor is left out
    by the fan-out. `email` says whether it is worth a mail to who has not chosen; `must` that nobody can do without it
    (money, an order, their account). `detail` names what is quoted below the sentence, of the data or of what is true of
    the subject now; `outlives` whether it is still told, as somebody's, when who did it or what it was done to has left.
    `label` says in general what happens, as in "tell me when …", to who chooses; what must be told is no choice. `many` is
    a lazy plural of `others`: how the same is told of its actor and others.

    What is done and taken back as often as one likes is told `once` of an actor and a subject: following forty times is
    one piece of news. `shared` kinds speak of one happening, their subject: who hears of it for several reasons is told
    by the kind of the highest `rank`. `to` finds where its mail goes, if a member gave another address than theirs for it.
    """

    data: type[Data]
    sentence: Any
    whom: Callable[[Data, int | None], Q]
    icon: str
    label: Any = ""
    many: Any = None
    email: bool = True
    must: bool = False
    detail: str = ""
    outlives: bool = False
    once: bool = False
    shared: bool = False
    rank: int = 0
    to: Callable[[Data, Member], str] | None = None

    @property
    def name(self) -> str:
        """The kind as the database has it, such as `creation.liked`."""
        return self.data.kind

    def read(self, event: Event) -> Data:
        """The event's data. Raises BadEventData."""
        return self.data.from_json(event.data)

    def happening(self, event: Event) -> str:
        """What members are told of once, such as `creation.liked 3 creation:12`."""
        if self.once:
            return f"{event.kind} {event.actor_id} {event.subject}"
        return event.subject if self.shared else f"event:{event.pk}"

    def keys(self, event: Event) -> list[str]:
        """What a member may have muted to hear nothing of it: who did it, what it was done to, where it stands."""
        where = event.data.get("where")
        return [key for key in (f"member:{event.actor_id}", event.subject, where) if key]


_kinds: dict[str, Kind[Any]] = {}
_handlers: dict[str, list[str]] = {}


def register(*kinds: Kind[Any]) -> None:
    """Make kinds known. Raises ValueError for a name that is taken, for one whose data lead nowhere or that has no label."""
    for kind in kinds:
        if kind.name in _kinds:
            raise ValueError(f"There are two kinds of events called {kind.name}.")
        if "path" not in {field.name for field in fields(kind.data)}:
            raise ValueError(f"The data of {kind.name} have no path.")
        if not kind.must and not kind.label:
            raise ValueError(f"Nobody can choose {kind.name}: it has no label.")
        _kinds[kind.name] = kind


def get(name: str) -> Kind[Any] | None:
    """The kind of that name, if there is one; of some events nobody is told."""
    return _kinds.get(name)


def names() -> list[str]:
    """All kinds of which somebody is told, in order."""
    return sorted(_kinds)


def is_outliving(name: str) -> bool:
    """Whether events of that kind are told when what they happened to has left."""
    return name in _kinds and _kinds[name].outlives


def is_must(name: str) -> bool:
    """Whether events of that kind are told whatever a member chose."""
    return name in _kinds and _kinds[name].must


def to_choose() -> list[Kind[Any]]:
    """The kinds that a member may do without, in the order of the installed apps."""
    return [kind for kind in _kinds.values() if not kind.must]


def musts() -> list[str]:
    """The names of the kinds that are told whatever a member chose."""
    return [kind.name for kind in _kinds.values() if kind.must]


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
