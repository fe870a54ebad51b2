"""Pictures of single parts, drawn when they are first asked for and kept in the file store."""

from __future__ import annotations

import io

from PIL import Image

from users import files

from ..rendering.part_picture import coloured, grey

#: Bump when the drawing changes: the names of kept pictures hold it.
_VERSION = 3


def part_picture(part: str, colour: int) -> bytes | None:
    """The square WebP picture of a part in an LDraw colour; None when the library has no mesh of it."""
    name = f"parts/{_VERSION}/{part}/{colour}.webp"
    try:
        return files.load(name)
    except FileNotFoundError:
        pass
    drawing = _grey(part)
    if drawing is None:
        return None
    out = io.BytesIO()
    coloured(drawing, colour).save(out, "WEBP", quality=86)
    files.store_as(out.getvalue(), name)
    return out.getvalue()


def _grey(part: str) -> Image.Image | None:
    """The part's grey drawing, made or from the store: every colour begins from it."""
    name = f"parts/{_VERSION}/{part}/grey.png"
    try:
        with Image.open(io.BytesIO(files.load(name))) as kept:
            kept.load()
            return kept
    except FileNotFoundError:
        pass
    drawn = grey(part)
    if drawn is None:
        return None
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    files.store_as(out.getvalue(), name)
    return drawn
