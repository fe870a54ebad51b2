"""The faces of what a file draws itself: embedded parts, and lines and faces that stand in a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite

from . import colours
from .colours import INHERIT, INHERIT_EDGE
from .document import IDENTITY, Line, Placement, Transform, is_step, line_type
from .errors import LDrawLimitError
from .flatten import compose
from .primitive_shapes import Triangle, primitive
from .prints import Prints, Rectangle, printed
from .structure import Kind, Structure
from .texmap import Projection, Texture, command, projection, textured

#: Triangles by colour; 16 stands for the colour the part is placed in.
Faces = dict[int, list[Triangle]]
#: The library's triangles of a part, in its own LDU; nothing when it has none.
Library = Callable[[str], list[Triangle]]

MAX_TRIANGLES = 400_000
MAX_DEPTH = 24
#: A file that is looked into takes the time of so many triangles, and so does a piece of one with a picture on it.
_ONES_OF_FILE, _ONES_OF_PIECE = 20, 4
#: So many lines looked at, or rectangles of a picture, take the time of one triangle.
_LINES_OF_ONE, _RECTANGLES_OF_ONE = 20, 100


def custom_faces(shape: Structure, name: str, library: Library) -> Faces:
    """What the embedded file `name` draws. References to library parts are drawn by `library`.

    Raises LDrawLimitError beyond MAX_TRIANGLES. A primitive whose shape is not known here is left out.
    """
    return _Drawing(shape, library, parts=True).of(name)


def own_faces(shape: Structure, name: str, library: Library) -> Faces:
    """What a model draws beside its parts and submodels."""
    return _Drawing(shape, library, parts=False).of(name)


@dataclass(frozen=True, slots=True)
class _Print:
    """A picture that lies on what is drawn."""

    texture: Texture
    rectangles: list[Rectangle]
    place: Projection


@dataclass(slots=True)
class _Drawing:
    shape: Structure
    library: Library
    parts: bool
    found: Faces = field(default_factory=dict)
    #: Triangles drawn, and what takes the time of some: what bounds the time of it all.
    count: int = 0

    def of(self, name: str) -> Faces:
        """All that a file draws, as it would draw itself."""
        self.file(name, IDENTITY, INHERIT, (), None)
        return self.found

    def file(self, name: str, transform: Transform, colour: int, path: tuple[str, ...], lying: _Print | None) -> None:
        """Draw a file under a transform, with the picture that lies on whatever refers to it."""
        if name in path or len(path) > MAX_DEPTH:
            return
        lines = self.shape.files[name].lines
        self.counted(_ONES_OF_FILE + len(lines) // _LINES_OF_ONE)
        marked = _Marked(self.shape.prints, transform, lying)
        for line in lines:
            drawn = marked.drawn(line)
            if drawn is None:
                continue
            if isinstance(drawn, Placement):
                self.reference(drawn, compose(transform, drawn.transform), colour, (*path, name), marked.lying)
            elif (faces := _faces(drawn)) is not None:
                own, triangles = faces
                self.add(_inherit(own, colour), triangles, transform, marked.lying)

    def reference(
        self, line: Placement, transform: Transform, colour: int, path: tuple[str, ...], lying: _Print | None
    ) -> None:
        """Draw what a line refers to."""
        kind, target = self.shape.resolve(line.name)
        own = _inherit(line.colour, colour)
        if target in self.shape.files and kind in (Kind.GEOMETRY, Kind.CUSTOM):
            if self.parts or kind is Kind.GEOMETRY:
                self.file(target, transform, own, path, lying)
        elif kind is Kind.GEOMETRY:
            self.add(own, list(primitive(target) or ()), transform, lying)
        elif kind is Kind.PART and self.parts:
            self.add(own, self.library(target.removesuffix(".dat")), transform, lying)

    def add(self, colour: int, triangles: list[Triangle], transform: Transform, lying: _Print | None) -> None:
        """Draw triangles, each cut along the picture that lies on it."""
        self.counted(len(triangles))
        target = self.found.setdefault(colour, [])
        for triangle in triangles:
            placed = moved(triangle, transform)
            if lying is None:
                target.append(placed)
                continue
            pieces = printed(placed, lying.rectangles, lying.texture, lying.place)
            if len(pieces) > 1:
                self.counted(len(pieces) * _ONES_OF_PIECE + len(lying.rectangles) // _RECTANGLES_OF_ONE)
            for own, piece in pieces:
                self.found.setdefault(colour if own is None else own, []).append(piece)

    def counted(self, more: int) -> None:
        """Raises LDrawLimitError when it is too much in all."""
        self.count += more
        if self.count > MAX_TRIANGLES:
            raise LDrawLimitError(
                f"a part the file defines has more than {MAX_TRIANGLES:,} triangles", file=self.shape.document.name
            )


class _Marked:
    """Which lines of a file are drawn, and with which picture: what its `0 !TEXMAP` lines say up to here."""

    def __init__(self, prints: Prints, transform: Transform, outer: _Print | None) -> None:
        self._prints, self._transform, self._outer = prints, transform, outer
        #: Of each START its picture, None where it cannot be drawn, and whether its FALLBACK has begun.
        self._open: list[tuple[_Print | None, bool]] = []
        self._next: _Print | None = None
        self.lying = outer

    def drawn(self, line: Line) -> Line | None:
        """The line that is to be drawn, if one is."""
        if isinstance(line, str):
            if line_type(line) == "0":
                return self._told(line)
            if line_type(line) not in ("3", "4"):
                return None
        if any(picture is not None and fallback for picture, fallback in self._open):
            return None
        self.lying, self._next = self._next or self._current, None
        return line

    @property
    def _current(self) -> _Print | None:
        return self._open[-1][0] if self._open else self._outer

    def _told(self, line: str) -> Line | None:
        if (behind := textured(line)) is not None:
            shown = (self._next or self._current) and line_type(behind) != "0"
            return self.drawn(_line(behind)) if shown else None
        if is_step(line):
            self._open.clear()
        elif (said := command(line)) is not None:
            if said.word == "START":
                self._open.append((self._print(said.texture), False))
            elif said.word == "NEXT":
                self._next = self._print(said.texture)
            elif self._open:
                picture, _ = self._open.pop()
                if said.word == "FALLBACK":
                    self._open.append((picture, True))
        return None

    def _print(self, texture: Texture | None) -> _Print | None:
        rectangles = self._prints.rectangles(texture.picture) if texture is not None else None
        place = projection(texture, self._transform) if texture is not None else None
        return _Print(texture, rectangles, place) if texture and rectangles and place else None


def _line(text: str) -> Line:
    """What stands behind `0 !:`: a placement, or another line as it is."""
    words = text.split(None, 14)
    if len(words) == 15 and words[0] == "1":
        try:
            numbers = tuple(float(word) for word in words[2:14])
            return Placement(colours.parse(words[1]), numbers, words[14].rstrip())  # type: ignore[arg-type]
        except ValueError:
            pass
    return text


def _inherit(own: int, outer: int) -> int:
    return outer if own in (INHERIT, INHERIT_EDGE) else own


def _faces(line: str) -> tuple[int, list[Triangle]] | None:
    """The colour and triangles of a line of type 3 or 4; None of one that cannot be read."""
    words = line.split()
    wanted = 11 if words[0] == "3" else 14
    try:
        colour = colours.parse(words[1])
        numbers = [float(word) for word in words[2:wanted]]
    except (ValueError, IndexError):
        return None
    if len(numbers) != wanted - 2 or not isfinite(sum(numbers)):
        return None
    points = [(numbers[k], numbers[k + 1], numbers[k + 2]) for k in range(0, len(numbers), 3)]
    triangles: list[Triangle] = [(points[0], points[1], points[2])]
    if len(points) == 4:
        triangles.append((points[0], points[2], points[3]))
    return colour, triangles


def moved(triangle: Triangle, transform: Transform) -> Triangle:
    """A triangle under a transform."""
    x, y, z, a, b, c, d, e, f, g, h, i = transform
    first, second, third = (
        (a * p + b * q + c * r + x, d * p + e * q + f * r + y, g * p + h * q + i * r + z) for p, q, r in triangle
    )
    return first, second, third
