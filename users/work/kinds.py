"""Which kinds of work there are. Apps register theirs when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

#: Writes the result; runs in the transaction that marks the work as done, so both happen or neither.
Keep = Callable[[], None]


class Job(Protocol):
    """What a piece of work may ask and tell while it runs."""

    @property
    def subject(self) -> str:
        """What it is done for, as a key such as `booklet:12`."""

    def progress(self, share: float) -> None:
        """Say how much is done (0 to 1). Raises `running.Lost` when the work is somebody else's by now."""


class CannotBeDone(Exception):
    """Trying again would not help. The message is a sentence for the person who waits, in their language."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` such as `creation.scene`; `label` a lazy translation for the operator; `queue` one of `prosum.queues`.

    `run` does the work outside of any transaction and returns how to keep its result, or None when there is nothing to
    do any more. It must be safe to run twice, and raises CannotBeDone, or anything else to be tried again later.
    Of what waits in a queue the lowest `priority` comes first.
    """

    name: str
    label: Any
    run: Callable[[Job], Keep | None]
    queue: str
    priority: int = 5
    attempts: int = 4


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; called by an app's `ready()`. Raises ValueError for a name that is taken."""
    for kind in kinds:
        if kind.name in _kinds:
            raise ValueError(f"There are two kinds of work called {kind.name}.")
        _kinds[kind.name] = kind


def find(name: str) -> Kind | None:
    """The kind of that name, None when no app registers it any more."""
    return _kinds.get(name)


def get(name: str) -> Kind:
    """Raises KeyError."""
    return _kinds[name]


def in_queue(queue: str) -> list[str]:
    """The names of the kinds whose work waits there."""
    return sorted(kind.name for kind in _kinds.values() if kind.queue == queue)


def every() -> list[Kind]:
    """All kinds, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
