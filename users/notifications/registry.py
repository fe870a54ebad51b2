"""Which kinds of events there are, whom each concerns and how it is told. Apps register theirs when they start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .models import Event

#: The ids of the members to tell; the actor is left out by the drain.
Recipients = Callable[[Event], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`sentence` is a lazy translation with the names of `Event.data` and `actor` as `%(…)s`; `icon` a name of our icons.

    `email` says whether it is worth a mail; `detail` names the key of `Event.data` quoted below the sentence.
    """

    name: str
    sentence: Any
    recipients: Recipients
    icon: str
    email: bool = True
    detail: str = ""


#: Does its own part of an event in the transaction that drains it; must be safe to run twice.
Handler = Callable[[Event], None]

_kinds: dict[str, Kind] = {}
_handlers: dict[str, list[Handler]] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; called by an app's `ready()`. Raises ValueError for a name that is taken."""
    for kind in kinds:
        if kind.name in _kinds:
            raise ValueError(f"There are two kinds of events called {kind.name}.")
        _kinds[kind.name] = kind


def get(name: str) -> Kind | None:
    return _kinds.get(name)


def names() -> list[str]:
    return sorted(_kinds)


def subscribe(name: str, handler: Handler) -> None:
    """Let an app act on another's events: the way apps talk to those that import them."""
    _handlers.setdefault(name, []).append(handler)


def handlers(name: str) -> list[Handler]:
    return _handlers.get(name, [])
