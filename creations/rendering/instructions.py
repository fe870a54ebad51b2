"""The scene pack that building instructions show: that of the revision, or one with sensible steps when it has none."""

from __future__ import annotations

from pathlib import PurePosixPath

from users import files

from .. import ldraw
from ..catalog import library
from ..ldraw.flatten import flatten
from ..ldraw.sensible_steps import steps_of
from ..models import Revision
from .model import load
from .scene_pack import scene_pack

#: Bump when the steps that are found change: the names of kept packs hold it.
_VERSION = 1


def instructions_pack(revision: Revision) -> str:
    """The pack's name in the file store; made when it is first asked for. Raises LDrawError as `flatten` does."""
    if revision.scene and int(revision.facts.get("steps") or 1) > 1:
        return revision.scene
    name = f"instructions/{_VERSION}/{PurePosixPath(revision.model).stem}.glb"
    try:
        files.load(name)
    except FileNotFoundError:
        document = ldraw.read(files.load(revision.model), name=revision.file_name)
        flat = flatten(document)
        steps = steps_of(flat, library.bounds().get)
        files.store_as(scene_pack(load(document, ldraw.Limits(), steps)), name)
    return name
