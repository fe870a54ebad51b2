"""The faces of what a file draws itself: embedded parts, and lines and faces that stand in a model."""

from __future__ import annotations

from collections.abc import Callable

from . import colours
from .colours import INHERIT, INHERIT_EDGE
from .document import IDENTITY, File, Transform, line_type
from .errors import LDrawLimitError
from .flatten import compose
from .primitive_shapes import Triangle, primitive
from .structure import Kind, Structure

#: Triangles by colour; 16 stands for the colour the part is placed in.
Faces = dict[int, list[Triangle]]
#: The library's triangles of a part, in its own LDU; nothing when it has none.
Library = Callable[[str], list[Triangle]]

MAX_TRIANGLES = 400_000
MAX_DEPTH = 24


def custom_faces(shape: Structure, name: str, library: Library) -> Faces:
    """What the embedded file `name` draws. References to library parts are drawn by `library`.

    Raises LDrawLimitError beyond MAX_TRIANGLES. A primitive whose shape is not known here is left out.
    """
    found: Faces = {}
    _draw(shape, name, IDENTITY, INHERIT, library, found, [0], ())
    return found


def own_faces(shape: Structure, name: str, library: Library) -> Faces:
    """What a model draws beside its parts and submodels."""
    found: Faces = {}
    _draw(shape, name, IDENTITY, INHERIT, library, found, [0], (), parts=False)
    return found


def _draw(
    shape: Structure, name: str, transform: Transform, colour: int, library: Library, found: Faces,
    count: list[int], path: tuple[str, ...], parts: bool = True,
) -> None:  # fmt: skip
    if name in path or len(path) > MAX_DEPTH:
        return
    file: File = shape.files[name]
    for line in file.lines:
        if isinstance(line, str):
            if line_type(line) in ("3", "4"):
                own, triangles = _faces(line)
                _add(found, _inherit(own, colour), triangles, transform, count, shape)
            continue
        kind, target = shape.resolve(line.name)
        inner = compose(transform, line.transform)
        own = _inherit(line.colour, colour)
        if target in shape.files and kind in (Kind.GEOMETRY, Kind.CUSTOM):
            if parts or kind is Kind.GEOMETRY:
                _draw(shape, target, inner, own, library, found, count, (*path, name))
        elif kind is Kind.GEOMETRY:
            _add(found, own, list(primitive(target) or ()), inner, count, shape)
        elif kind is Kind.PART and parts:
            _add(found, own, library(target.removesuffix(".dat")), inner, count, shape)


def _inherit(own: int, outer: int) -> int:
    return outer if own in (INHERIT, INHERIT_EDGE) else own


def _faces(line: str) -> tuple[int, list[Triangle]]:
    """The colour and triangles of a line of type 3 or 4, which the reader has checked."""
    words = line.split()
    numbers = [float(word) for word in words[2 : 11 if words[0] == "3" else 14]]
    points = [(numbers[k], numbers[k + 1], numbers[k + 2]) for k in range(0, len(numbers), 3)]
    triangles: list[Triangle] = [(points[0], points[1], points[2])]
    if len(points) == 4:
        triangles.append((points[0], points[2], points[3]))
    return colours.parse(words[1]), triangles


def _add(
    found: Faces, colour: int, triangles: list[Triangle], transform: Transform, count: list[int], shape: Structure
) -> None:
    count[0] += len(triangles)
    if count[0] > MAX_TRIANGLES:
        raise LDrawLimitError(
            f"a part the file defines has more than {MAX_TRIANGLES:,} triangles", file=shape.document.name
        )
    x, y, z, a, b, c, d, e, f, g, h, i = transform
    target = found.setdefault(colour, [])
    for triangle in triangles:
        target.append(
            tuple(
                (a * p + b * q + c * r + x, d * p + e * q + f * r + y, g * p + h * q + i * r + z)
                for p, q, r in triangle
            )  # type: ignore[arg-type]
        )
