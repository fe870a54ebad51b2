"""What is known of an event of one kind: plain values, checked where it is recorded and again where it is read.

An app writes one class for each of its kinds, in its `events.py`. A key that is missing, or of another type, is an error in
the action that records it, not on the page of whoever is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self, get_args, get_type_hints


class BadEventData(ValueError):
    """An event's data are not those of its kind."""


@dataclass(frozen=True, kw_only=True)
class EventData:
    """The base of all: subclasses are frozen, keyword-only dataclasses of `int`, `str` and `… | None`, and set `kind`.

    Raises BadEventData for a value of another type, and TypeError for a missing or unknown name, as dataclasses do.
    """

    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        for name, allowed in _types(type(self)).items():
            value = getattr(self, name)
            if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
                raise BadEventData(f"{self.kind}: {name} cannot be {value!r}")

    def as_json(self) -> dict[str, Any]:
        """What the database keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Back from the database; keys of an earlier version are left out. Raises BadEventData."""
        known = {field.name for field in fields(cls)}
        try:
            return cls(**{name: value for name, value in kept.items() if name in known})
        except TypeError as error:
            raise BadEventData(f"{cls.kind}: {error}") from error


def _types(of: type[EventData]) -> dict[str, tuple[type, ...]]:
    """The types each field may have."""
    hints = get_type_hints(of)
    return {field.name: get_args(hints[field.name]) or (hints[field.name],) for field in fields(of)}
