"""Pictures that lie on surfaces (`texmap`), drawn as faces in their colours.

So a print is seen wherever faces are: in 3D, in portraits, in instructions, in the Studio. A picture becomes rectangles of one colour,
few enough to be drawn many times, and a face is cut along them. Where a picture is transparent, or ends, the face keeps its own colour.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from .colours import DIRECT
from .document import File, Placement, is_step
from .names import is_geometry
from .primitive_shapes import Point, Triangle
from .texmap import Projection, Texture, command, turn_of

#: A picture may have so many bytes and pixels, a file's pictures together so many pixels, and there are at most so many.
MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 16_000_000
MAX_PIXELS_TOGETHER = 48_000_000
MAX_PICTURES = 64
#: Its longer side in cells and its colours, ever fewer until it has at most so many rectangles.
_FINENESS = ((96, 32), (64, 16), (40, 12), (24, 8))
_MOST_RECTANGLES = 3000
#: From what alpha on a cell hides what is below.
_OPAQUE = 128
#: Farther out than any place on a picture.
_FAR = 1e9

#: Left, top, right, bottom on the picture, from 0 to 1, and the colour; None is the face's own.
Rectangle = tuple[float, float, float, float, int | None]
#: A corner on the picture with its point in space.
_Corner = tuple[float, float, Point]

_BESIDE: list[Rectangle] = [
    (-_FAR, -_FAR, _FAR, 0.0, None),
    (-_FAR, 1.0, _FAR, _FAR, None),
    (-_FAR, 0.0, 0.0, 1.0, None),
    (1.0, 0.0, _FAR, 1.0, None),
]


@dataclass(slots=True)
class Prints:
    """The pictures among a document's files, unpacked when they are first asked for."""

    files: dict[str, File]
    _known: dict[str, list[Rectangle] | None] = field(default_factory=dict)
    _pixels: int = 0

    def rectangles(self, picture: str) -> list[Rectangle] | None:
        """A picture by its normalised name; None when the document does not hold it, or it is broken or too large."""
        if picture not in self._known:
            if len(self._known) >= MAX_PICTURES:
                return None
            self._known[picture] = self._unpacked(picture)
        return self._known[picture]

    def _unpacked(self, picture: str) -> list[Rectangle] | None:
        file = next((self.files[name] for name in _places(picture) if name in self.files), None)
        data = _bytes(file) if file is not None and file.data else None
        if data is None:
            return None
        from PIL import Image

        try:
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            pixels = image.width * image.height
            if not 0 < pixels <= min(MAX_PIXELS, MAX_PIXELS_TOGETHER - self._pixels):
                return None
            self._pixels += pixels
            return _rectangles(image.convert("RGBA"))
        except Exception:  # Pillow's formats raise what they meet: struct.error, KeyError, OverflowError and more
            return None


def _places(picture: str) -> tuple[str, ...]:
    return picture, f"textures/{picture}", picture.rpartition("/")[2]


def _bytes(file: File) -> bytes | None:
    """What a `0 !DATA` block holds: Base64 behind `0 !:`."""
    found: list[str] = []
    length = 0
    for line in file.lines:
        words = [] if isinstance(line, Placement) else line.split()
        if len(words) == 3 and words[:2] == ["0", "!:"]:
            found.append(words[2])
            length += len(words[2])
            if length > MAX_BYTES * 4 // 3 + 4:
                return None
    try:
        return base64.b64decode("".join(found), validate=True)
    except binascii.Error:
        return None


def _rectangles(image: object) -> list[Rectangle]:
    """The picture as few rectangles of one colour."""
    found: list[Rectangle] = []
    for side, colours in _FINENESS:
        found = _merged(image, side, colours)
        if len(found) <= _MOST_RECTANGLES:
            break
    return found


def _merged(image: object, side: int, colours: int) -> list[Rectangle]:
    from PIL import Image

    assert isinstance(image, Image.Image)
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.BOX)
    flat = small.convert("RGB").quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    rgb, alpha = flat.convert("RGB").tobytes(), small.getchannel("A").tobytes()
    width, height = small.size
    found: list[Rectangle] = []
    #: Runs of one colour in the row above, with the row in which they begin.
    above: dict[tuple[int, int, int | None], int] = {}
    for y in range(height + 1):
        runs = _runs(rgb, alpha, width, y) if y < height else []
        here = {run: above.get(run, y) for run in runs}
        for run, top in above.items():
            if run not in here:
                left, right, colour = run
                found.append((left / width, top / height, right / width, y / height, colour))
        above = here
    return found


def _runs(rgb: bytes, alpha: bytes, width: int, y: int) -> list[tuple[int, int, int | None]]:
    found: list[tuple[int, int, int | None]] = []
    for x in range(width):
        at = y * width + x
        colour = DIRECT + int.from_bytes(rgb[3 * at : 3 * at + 3], "big") if alpha[at] >= _OPAQUE else None
        if found and found[-1][2] == colour:
            found[-1] = (found[-1][0], x + 1, colour)
        else:
            found.append((x, x + 1, colour))
    return found


def undrawn(files: dict[str, File], prints: Prints, models: Iterable[str]) -> list[str]:
    """The pictures that files speak of and that are not drawn.

    They cannot be read, are not in the document, or lie on whole parts of a model: of `models` only what they draw themselves takes
    pictures.
    """
    whole = set(models)
    found: set[str] = set()
    for name, file in files.items():
        lying: list[str] = []
        next_one = ""
        for line in file.lines:
            if isinstance(line, Placement):
                if name in whole and not is_geometry(line.name):
                    found.update(picture for picture in (*lying, next_one) if picture)
                next_one = ""
            elif "!TEXMAP" in line.upper() and (said := command(line)) is not None:
                picture = said.texture.picture if said.texture else line.split()[-1]
                if said.word in ("START", "NEXT") and (said.texture is None or not prints.rectangles(picture)):
                    found.add(picture)
                if said.word == "START":
                    lying.append(picture)
                elif said.word == "NEXT":
                    next_one = picture
                elif said.word == "END" and lying:
                    lying.pop()
            elif is_step(line):
                lying.clear()
    return sorted(found)


def printed(
    triangle: Triangle, rectangles: list[Rectangle], texture: Texture, place: Projection
) -> list[tuple[int | None, Triangle]]:
    """A face cut along the rectangles of a picture that lies on it, each piece with its colour or None for the face's own."""
    corners = _unrolled([(*place(point), point) for point in triangle], turn_of(texture))
    left, right = min(u for u, _, _ in corners), max(u for u, _, _ in corners)
    top, bottom = min(v for _, v, _ in corners), max(v for _, v, _ in corners)
    if right - left < 1e-6 or bottom - top < 1e-6 or right <= 0 or left >= 1 or bottom <= 0 or top >= 1:
        return [(None, triangle)]  # the picture is seen from its edge here, or lies beside the face
    found: list[tuple[int | None, Triangle]] = []
    for x0, y0, x1, y1, colour in (*rectangles, *_BESIDE):
        if x0 < right and x1 > left and y0 < bottom and y1 > top:
            piece = _cut(_cut(_cut(_cut(corners, 0, x0, 1), 0, x1, -1), 1, y0, 1), 1, y1, -1)
            found += [(colour, (piece[0][2], piece[k][2], piece[k + 1][2])) for k in range(1, len(piece) - 1)]
    return found


def _unrolled(corners: list[_Corner], turn: float) -> list[_Corner]:
    """A face that reaches the seam of what goes round: all its places on that side of the seam where most of it lies."""
    if not turn or max(u for u, _, _ in corners) - min(u for u, _, _ in corners) <= turn / 2:
        return corners
    beyond = [u + turn if u < 0.5 else u for u, _, _ in corners]
    back = turn if sum(beyond) / 3 > 0.5 + turn / 2 else 0.0
    return [(u - back, v, point) for u, (_, v, point) in zip(beyond, corners, strict=True)]


def _cut(corners: list[_Corner], axis: int, border: float, side: int) -> list[_Corner]:
    """A polygon's part on one side of a line (Sutherland and Hodgman's method)."""
    found: list[_Corner] = []
    for k, here in enumerate(corners):
        before = corners[k - 1]
        start, end = (before[0], here[0]) if axis == 0 else (before[1], here[1])
        a, b = (start - border) * side, (end - border) * side
        if (a < 0 < b) or (b < 0 < a):
            share = a / (a - b)
            found.append(_between(before, here, share))
        if b >= 0:
            found.append(here)
    return found


def _between(a: _Corner, b: _Corner, share: float) -> _Corner:
    (p, q, r), (x, y, z) = a[2], b[2]
    point = (p + (x - p) * share, q + (y - q) * share, r + (z - r) * share)
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, point
