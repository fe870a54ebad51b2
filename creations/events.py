"""What happens to creations. `owner` is a member's id, `path` where it is seen."""

from __future__ import annotations

from dataclasses import dataclass

from users.notifications.event_data import EventData


@dataclass(frozen=True, kw_only=True)
class OfCreation(EventData):
    """What all that happens to one creation has in common."""

    title: str
    owner: int
    path: str


@dataclass(frozen=True, kw_only=True)
class CreationLiked(OfCreation):
    """The actor likes it."""

    kind = "creation.liked"


@dataclass(frozen=True, kw_only=True)
class CreationBuilt(OfCreation):
    """`note` is what the builder says of it."""

    kind = "creation.built"
    note: str


@dataclass(frozen=True, kw_only=True)
class CreationForked(OfCreation):
    """Told of upstream; `path` is its family tree."""

    kind = "creation.forked"


@dataclass(frozen=True, kw_only=True)
class CreationPublished(OfCreation):
    """It is public for the first time."""

    kind = "creation.published"


@dataclass(frozen=True, kw_only=True)
class CreationHidden(OfCreation):
    """`reason` is the moderator's."""

    kind = "creation.hidden"
    reason: str


@dataclass(frozen=True, kw_only=True)
class CreationShown(OfCreation):
    """A moderator lifted the hiding."""

    kind = "creation.shown"


@dataclass(frozen=True, kw_only=True)
class CreationRevised(EventData):
    """`creation` is its id. Nobody is told; other apps act on it."""

    kind = "creation.revised"
    creation: int
