"""What building instructions show: the plan of a revision's steps, and the scene pack that is numbered by it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from users import files
from users.errors import ActionError

from ..catalog import library
from ..kept_models import kept_document, kept_limits
from ..ldraw.build_plan import BuildPlan, build_plan
from ..models import Revision
from ..rendering.model import Model, load
from ..rendering.scene_pack import scene_pack

#: Bump when plans or packs change: the names under which they are kept hold it.
_VERSION = 3
#: Nobody waits for the plan of a model of more parts: it comes with the scene.
_MOST_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Instructions:
    """`pack` is a name in the file store, `steps` what `BuildStep` says of each step, as plain values."""

    pack: str
    steps: list[dict[str, Any]]


class InstructionsNotReady(ActionError):
    """A large model's are made by the workers, with its scene."""

    status = 503


def instructions(revision: Revision) -> Instructions:
    """Of a revision: those that came with its scene; while it has none, made when they are first asked for.

    Raises LDrawError as `flatten` does, and InstructionsNotReady.
    """
    if revision.scene:
        try:
            return Instructions(revision.scene, json.loads(files.load(_beside(revision, revision.scene))))
        except FileNotFoundError:
            pass  # a scene from before its plan was kept
    stem = f"instructions/{_VERSION}/{PurePosixPath(revision.model).stem}"
    try:
        steps = files.load(f"{stem}.json")
    except FileNotFoundError:
        if revision.part_count > _MOST_AT_ONCE and revision.making.scene_is_coming:
            raise InstructionsNotReady(_("The instructions are being made. Please come back in a minute.")) from None
        plan, model = planned(revision)
        steps = _told(plan)
        files.store_as(scene_pack(model, sketched=False), f"{stem}.glb")
        # Last, so that whoever finds the plan finds the pack.
        files.store_as(steps, f"{stem}.json")
    return Instructions(f"{stem}.glb", json.loads(steps))


def keep_plan(revision: Revision, scene: str, plan: BuildPlan) -> None:
    """Keep the plan by which a scene was numbered, so that instructions can show that scene."""
    files.store_as(_told(plan), _beside(revision, scene))


def _beside(revision: Revision, scene: str) -> str:
    """Models that look alike share a scene, not the names of their submodels."""
    return f"instructions/scenes/{PurePosixPath(revision.model).stem}-{PurePosixPath(scene).stem[:16]}.json"


def _told(plan: BuildPlan) -> bytes:
    return json.dumps([asdict(step) for step in plan.steps], separators=(",", ":")).encode()


def planned(revision: Revision) -> tuple[BuildPlan, Model]:
    """The plan, and the model whose instances carry its steps."""
    document = kept_document(revision)
    plan = build_plan(document, library.bounds().get, kept_limits())
    return plan, load(document, kept_limits(), plan)
