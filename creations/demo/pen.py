"""A pen that draws models part by part, on a grid of studs and plates."""

from __future__ import annotations

from math import cos, floor, radians, sin

from ..catalog import library
from ..ldraw import Document, File, Placement
from ..ldraw.document import Transform

STUD, PLATE = 20.0, 8.0
BLACK, BLUE, GREEN, RED, BROWN, GREY, DARK, YELLOW, WHITE = 0, 1, 2, 4, 70, 71, 72, 14, 15
ORANGE, TAN, LIME, SAND_GREEN, SAND_BLUE, DARK_RED, AZURE, NOUGAT = 25, 19, 27, 378, 379, 320, 322, 84
CLEAR, CLEAR_BLUE, CLEAR_RED, CLEAR_YELLOW, CLEAR_GREEN, CLEAR_ORANGE = 47, 41, 36, 46, 34, 57
DARK_BLUE, DARK_GREEN, DARK_TAN, SILVER, GOLD, PINK = 272, 288, 28, 179, 297, 29


class Pen:
    """Writes one file of a document. Places are the near left corner, in studs; heights are in plates from the ground."""

    def __init__(self, name: str, title: str, author: str = "Prosum demo") -> None:
        self.file = File(name, [f"0 {title}", f"0 Name: {name}", f"0 Author: {author}", "0 !LICENSE CC0 1.0"])

    def put(self, part: str, colour: int, x: float, z: float, height: float = 0, turn: int = 0) -> float:
        """Stand a part with the corner of its box at (x, z), turned by degrees; returns the height of its top.

        The top is that of the body, without studs, so that the next part's `height` is this one's answer.
        """
        x0, y0, z0, x1, y1, z1 = library.bounds()[part]
        a, c = round(cos(radians(turn)), 6), round(sin(radians(turn)), 6)
        corners = [(a * u + c * w, -c * u + a * w) for u in (x0, x1) for w in (z0, z1)]
        left, near = min(u for u, _ in corners), min(w for _, w in corners)
        place = (x * STUD - left, -height * PLATE - y1, z * STUD - near)
        self._write(part, colour, (*place, a, 0, c, 0, 1, 0, -c, 0, a))
        return height + floor((y1 - y0) / PLATE)

    def stand(self, part: str, colour: int, x: float, z: float, height: float = 0, turn: int = 0) -> float:
        """Stand a part with its origin over (x, z), the middle of a stud being at a half; returns the height of its top."""
        _, y0, _, _, y1, _ = library.bounds()[part]
        a, c = round(cos(radians(turn)), 6), round(sin(radians(turn)), 6)
        self._write(part, colour, (x * STUD, -height * PLATE - y1, z * STUD, a, 0, c, 0, 1, 0, -c, 0, a))
        return height + floor((y1 - y0) / PLATE)

    def on_side(self, part: str, colour: int, x: float, z: float, height: float) -> None:
        """Put a small tile on the stud that a brick (87087) which stands there has on its front."""
        y = -height * PLATE - 24 + 10
        self._write(part, colour, (x * STUD, y, z * STUD - 18, 1, 0, 0, 0, 0, -1, 0, 1, 0))

    def at(self, part: str, colour: int, transform: Transform) -> None:
        """Put a part exactly, in LDU."""
        self._write(part, colour, transform)

    def stack(self, parts: list[tuple[str, int]], x: float, z: float, height: float = 0) -> float:
        """One on the other from the ground up; returns the height reached."""
        for part, colour in parts:
            height = self.put(part, colour, x, z, height)
        return height

    def wall(
        self, colour: int, x: float, z: float, length: int, courses: int, height: float = 0, along: str = "x"
    ) -> float:
        """A wall of one-stud bricks in running bond; returns the height of its top."""
        for course in range(courses):
            at, left = 0, length
            if course % 2 and length > 2:
                height_at = height + 3 * course
                self._course(colour, x, z, at, 2, height_at, along)
                at, left = 2, length - 2
            while left:
                size = next(size for size in (8, 6, 4, 3, 2, 1) if size <= left)
                self._course(colour, x, z, at, size, height + 3 * course, along)
                at, left = at + size, left - size
        return height + 3 * courses

    def _course(self, colour: int, x: float, z: float, at: float, size: int, height: float, along: str) -> None:
        part = {1: "3005", 2: "3004", 3: "3622", 4: "3010", 6: "3009", 8: "3008"}[size]
        if along == "x":
            self.put(part, colour, x + at, z, height)
        else:
            self.put(part, colour, x, z + at, height, 90)

    def use(self, name: str, x: float = 0, z: float = 0, height: float = 0, turn: float = 0, colour: int = 16) -> None:
        """Place a submodel with its origin at (x, z)."""
        a, c = round(cos(radians(turn)), 6), round(sin(radians(turn)), 6)
        place = (x * STUD, -height * PLATE, z * STUD)
        self._write_line(Placement(colour, (*place, a, 0, c, 0, 1, 0, -c, 0, a), name))

    def step(self) -> None:
        """End the building step."""
        self.file.lines.append("0 STEP")

    def _write(self, part: str, colour: int, transform: Transform) -> None:
        self._write_line(Placement(colour, transform, f"{part}.dat"))

    def _write_line(self, placement: Placement) -> None:
        numbers = tuple(round(value, 4) + 0.0 for value in placement.transform)
        self.file.lines.append(Placement(placement.colour, numbers, placement.reference))  # type: ignore[arg-type]


def document(name: str, *pens: Pen) -> Document:
    """The pens' files as one document; the first is the model itself."""
    return Document(name, [pen.file for pen in pens], packed=True)


def figure(
    name: str, title: str, torso: int, legs: int, hat: tuple[str, int] | None = None, hands: int = YELLOW
) -> Pen:
    """A minifigure that stands with its feet on its origin's ground and looks to -z."""
    pen = Pen(name, title)
    # The torso's top above the feet; their holes lie so far in front of it.
    y, z = -72.0, 1.25
    still = (1, 0, 0, 0, 1, 0, 0, 0, 1)
    pen.at("3626c", YELLOW, (0, y - 24, z, *still))
    if hat is not None:
        pen.at(hat[0], hat[1], (0, y - 24, z, *still))
    pen.at("973", torso, (0, y, z, *still))
    for side, arm in ((-1, "3818"), (1, "3819")):
        pen.at(
            arm,
            torso,
            (side * 15.5284, y + 8.8809, z, 0.98543, side * 0.17007, 0, -side * 0.17007, 0.98543, 0, 0, 0, 1),
        )
        turn = (0.9915, -side * 0.0491, -side * 0.1203, -side * 0.0491, 0.7156, -0.6968, side * 0.1203, 0.6968, 0.7071)
        pen.at("3820", hands, (side * 23.67, y + 26.6553, z - 9.9, *turn))
    pen.at("3815", legs, (0, y + 32, z, *still))
    pen.at("3816", legs, (0.25, y + 44, z - 0.25, *still))
    pen.at("3817", legs, (-0.25, y + 44, z - 0.25, *still))
    return pen
