"""How far the workers are with what is made of a revision, as its pages tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol

from users.work.models import State, Work

#: Kinds of work (`creations.making`). A booklet is made for itself, all others for a model.
SCENE = "creation.scene"
PREVIEW = "creation.preview"
PICTURE = "creation.picture"
BOOKLET = "creation.booklet"
UNSEEN = "creation.unseen"


def subject_of(model: str) -> str:
    """What the work on a model is for: the digest of its bytes, of the model's name in the file store."""
    return f"model:{PurePosixPath(model).stem}"


def model_of(subject: str) -> str:
    """The model's name in the file store."""
    digest = subject.removeprefix("model:")
    return f"models/{digest[:2]}/{digest}.mpd"


class Made(Protocol):
    """A revision: what is made of it is made of its model."""

    model: str


@dataclass(frozen=True, slots=True)
class Making:
    """The work on a model's scene and picture. Work that was done long ago is forgotten: none means done."""

    works: dict[str, Work] = field(default_factory=dict)

    @property
    def is_going_on(self) -> bool:
        """Whether anything is still to be made."""
        return any(work.is_unfinished for work in self.works.values())

    @property
    def scene_is_coming(self) -> bool:
        """Whether the scene pack is still to be made."""
        return SCENE in self.works and self.works[SCENE].is_unfinished

    @property
    def has_failed(self) -> bool:
        """Whether anything could not be made."""
        return any(work.has_failed for work in self.works.values())

    @property
    def is_queued(self) -> bool:
        """Whether nobody has begun with what is going on."""
        return not any(work.state == State.RUNNING for work in self.works.values())

    @property
    def is_tried_again(self) -> bool:
        """Whether something failed and will be tried once more."""
        return any(work.state == State.WAITING and work.attempts for work in self.works.values())

    @property
    def progress(self) -> int:
        """Of the fine picture, to 100."""
        return self.works[PICTURE].progress if PICTURE in self.works else 100

    @property
    def state(self) -> str:
        """In one word, for programs."""
        if self.is_going_on:
            return str(State.WAITING if self.is_queued else State.RUNNING)
        return str(State.FAILED if self.has_failed else State.DONE)


def load_making(revisions: Iterable[Made]) -> None:
    """Give each revision its `making`, with one query for all."""
    wanted = list(revisions)
    works: dict[str, dict[str, Work]] = {}
    subjects = {subject_of(one.model) for one in wanted}
    for work in Work.objects.filter(subject__in=subjects, kind__in=[SCENE, PICTURE]):
        works.setdefault(work.subject, {})[work.kind] = work
    for one in wanted:
        one.__dict__["making"] = Making(works.get(subject_of(one.model), {}))
