"""What building instructions show: the plan of a revision's steps, and the scene pack that is numbered by it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from users import files

from .. import ldraw
from ..catalog import library
from ..ldraw.build_plan import BuildPlan, build_plan
from ..models import Revision
from .model import Model, load
from .scene_pack import scene_pack

#: Bump when plans or packs change: the names under which they are kept hold it.
_VERSION = 3


@dataclass(frozen=True, slots=True)
class Instructions:
    """`pack` is a name in the file store, `steps` what `BuildStep` says of each step, as plain values."""

    pack: str
    steps: list[dict[str, Any]]


def instructions(revision: Revision) -> Instructions:
    """Of a revision; made when they are first asked for. Raises LDrawError as `flatten` does."""
    stem = f"instructions/{_VERSION}/{PurePosixPath(revision.model).stem}"
    try:
        steps = files.load(f"{stem}.json")
    except FileNotFoundError:
        plan, model = planned(revision)
        steps = json.dumps([asdict(step) for step in plan.steps], separators=(",", ":")).encode()
        files.store_as(scene_pack(model, sketched=False), f"{stem}.glb")
        # Last, so that whoever finds the plan finds the pack.
        files.store_as(steps, f"{stem}.json")
    return Instructions(f"{stem}.glb", json.loads(steps))


def planned(revision: Revision) -> tuple[BuildPlan, Model]:
    """The plan, and the model whose instances carry its steps."""
    document = ldraw.read(files.load(revision.model), name=revision.file_name)
    plan = build_plan(document, library.bounds().get)
    return plan, load(document, ldraw.Limits(), plan)
