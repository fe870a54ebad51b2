"""How much a model may ask for on this site, and reading those that are kept."""

from __future__ import annotations

from django.conf import settings

from users import files

from . import ldraw
from .ldraw.limits import DEFAULT_LIMITS
from .models import Revision


def limits() -> ldraw.Limits:
    """What people may bring: the settings, and as many lines and files as a model of that size and that many parts has."""
    size, placements = settings.PROSUM_MODEL_BYTES, settings.PROSUM_MODEL_PLACEMENTS
    larger = max(1.0, size / DEFAULT_LIMITS.size, placements / DEFAULT_LIMITS.placements)
    return ldraw.Limits(
        size=size,
        placements=placements,
        depth=settings.PROSUM_MODEL_DEPTH,
        lines=int(larger * DEFAULT_LIMITS.lines),
        files=int(larger * DEFAULT_LIMITS.files),
    )


def kept_limits() -> ldraw.Limits:
    """What is kept is held to the settings, too, but lowering them below our own does not hide what came in before."""
    now = limits()
    return ldraw.Limits(
        size=max(now.size, DEFAULT_LIMITS.size),
        placements=max(now.placements, DEFAULT_LIMITS.placements),
        depth=max(now.depth, DEFAULT_LIMITS.depth),
        lines=now.lines,
        files=now.files,
    )


def kept_document(revision: Revision) -> ldraw.Document:
    """The document of a revision. Raises LDrawError when it is larger than the site takes now."""
    return ldraw.read(files.load(revision.model), name=revision.file_name, limits=kept_limits())
