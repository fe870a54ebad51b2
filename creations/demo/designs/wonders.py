"""Smaller ideas: a robot, four trees, a heart, a spiral, a game of chess, a house for birds."""

from __future__ import annotations

from math import cos, pi, sin

from ...ldraw import Document
from ..pen import (
    AZURE,
    BLACK,
    BROWN,
    CLEAR_RED,
    DARK,
    DARK_RED,
    GOLD,
    GREEN,
    GREY,
    LIME,
    NOUGAT,
    ORANGE,
    PINK,
    RED,
    TAN,
    WHITE,
    YELLOW,
    Pen,
    document,
)  # fmt: skip


def robot(*, name: str = "robot.mpd", body: int = AZURE, eyes: int = CLEAR_RED) -> Document:
    """A helper for small tasks."""
    main = Pen(name, "Robot Tournevis")
    for x in (-3, 1):
        main.put("3001", DARK, x, -2, 0, 90)
        main.stack([("3003", GREY), ("3003", GREY)], x, -1, 3)
    main.step()
    main.put("2456", DARK, -3, -1, 9)
    main.step()
    for course in range(3):
        h = 12 + 3 * course
        main.put("2456", body, -3, -1, h)
        main.put("3010", body if course != 1 else WHITE, -2, -2, h)
        main.step()
    main.put("3832", DARK, -5, -1, 21)
    main.put("3710", DARK, -2, -2, 21)
    main.put("3020", DARK, -2, -2, 22)
    main.put("3710", DARK, -2, 0, 22)
    main.put("98138", RED, -1, -2, 23)
    main.put("98138", YELLOW, 0, -2, 23)
    for x in (-5, 3):
        main.put("3003", body, x, -1, 18)
        main.stack([("3941", GREY), ("3941", GREY)], x, -1, 12)
        main.put("3003", ORANGE, x, -1, 9)
    main.step()
    main.put("4032a", GREY, -1, -1, 23)
    main.put("3001", body, -2, -1, 24)
    main.put("3010", WHITE, -2, 0, 27)
    for x in (-2, 1):
        main.put("3005", WHITE, x, -1, 27)
    for side in (-0.5, 0.5):
        main.stand("87087", WHITE, side, -0.5, 27)
        main.on_side("98138", eyes, side, -0.5, 27)
    main.put("3001", body, -2, -1, 30)
    main.step()
    main.put("3062b", GREY, -1, -1, 33)
    main.stand("3957a", RED, -0.5, -0.5, 36)
    return document(name, main)


def trees() -> Document:
    """The same tree four times: spring, summer, autumn, winter."""
    main = Pen("four seasons.mpd", "Four seasons")
    pens = [main]
    for k, (season, leaves, ground) in enumerate(
        (("spring", PINK, LIME), ("summer", GREEN, GREEN), ("autumn", ORANGE, TAN), ("winter", WHITE, WHITE))
    ):
        main.use(f"{season}.ldr", 9 * k, 0)
        main.step()
        tree = Pen(f"{season}.ldr", season.capitalize())
        tree.put("41539", ground, -4, -4)
        tree.step()
        height = 1.0
        for _ in range(3):
            height = tree.put("3941", BROWN, -1, -1, height)
        tree.step()
        for width, repeat in ((3, 1), (4, 2), (3, 1), (2, 1)):
            for _ in range(repeat):
                if width == 4:
                    tree.put("3031", leaves, -2, -2, height)
                    for x, z in ((-3, -1), (2, -1), (-1, -3), (-1, 2)):
                        tree.put("3023", leaves, x, z, height, 0 if z in (-3, 2) else 90)
                    height += 1
                    tree.put("3003", BROWN, -1, -1, height)
                    for x, z in ((-3, -1), (1, -1), (-1, -3), (-1, 1)):
                        tree.put("3003", leaves, x, z, height)
                    height += 3
                elif width == 3:
                    tree.put("3031", leaves, -2, -2, height)
                    height += 1
                else:
                    height = tree.put("87580", leaves, -1, -1, height)
            tree.step()
        tree.stand("33291", leaves, 0, 0, height)
        if season == "autumn":
            for x, z in ((-3, -3), (2, -2), (-2, 3), (3, 2)):
                tree.stand("33291", (RED, YELLOW, ORANGE, RED)[(x + z) % 4], x + 0.5, z + 0.5, 1)
        elif season == "spring":
            for x, z in ((-3, -2), (2, -3), (3, 1), (-2, 2)):
                tree.stand("24866", (WHITE, YELLOW)[(x + z) % 2], x + 0.5, z + 0.5, 1)
        pens.append(tree)
    return document("four seasons.mpd", *pens)


_HEART = (
    "................",
    "................",
    "...oooo..oooo...",
    "..orrrroorrrro..",
    ".orrwrrrrrrrrro.",
    ".orwwrrrrrrrrro.",
    ".orwrrrrrrrrrro.",
    ".orrrrrrrrrrrro.",
    "..orrrrrrrrrro..",
    "...orrrrrrrro...",
    "....orrrrrro....",
    ".....orrrro.....",
    "......orro......",
    ".......oo.......",
    "................",
    "................",
)


def heart() -> Document:
    """A mosaic of 256 round tiles."""
    main = Pen("heart.mpd", "Pixel heart")
    main.put("91405", BLACK, 0, 0)
    main.step()
    colours = {".": TAN, "o": DARK_RED, "r": RED, "w": WHITE}
    for row, line in enumerate(_HEART):
        for column, letter in enumerate(line):
            main.put("98138", colours[letter], column, 15 - row, 1)
        main.step()
    return document("heart.mpd", main)


def spiral(*, steps: int = 20) -> Document:
    """A stair that winds about a column, drawn by two lines of trigonometry."""
    main = Pen("spiral.mpd", "Stair without end")
    # The column stands on a stud, so the ground is half a stud aside.
    main.put("41539", DARK, -3.5, -3.5)
    main.step()
    tones = (RED, ORANGE, YELLOW, LIME, GREEN, AZURE, 1, 85)
    height = 1.0
    for k in range(steps):
        angle = 2 * pi * k / 16
        a, c = round(cos(angle), 5), round(sin(angle), 5)
        height = main.stand("3062b", GREY, 0, 0, height)
        # A plate of four, its first stud in the column.
        main.at("3710", tones[k * len(tones) // steps], (30 * a, -8 * height - 8, 30 * c, a, 0, -c, 0, 1, 0, c, 0, a))
        height += 1
        main.stand("3062b", WHITE, 3 * a, 3 * c, height)
        if k % 4 == 3:
            main.step()
    main.stand("4589", GOLD, 0, 0, height)
    return document("spiral.mpd", main)


def chess() -> Document:
    """A board and 32 men, each kind a submodel in the colour it is placed in."""
    main = Pen("chess.mpd", "Chess for two evenings")
    for x in range(0, 16, 8):
        for z in range(0, 16, 8):
            main.put("41539", BROWN, x, z)
    main.step()
    for row in range(8):
        for column in range(8):
            main.put("3068b", TAN if (row + column) % 2 else BROWN, 2 * column, 2 * row, 1)
        main.step()
    order = ("rook", "knight", "bishop", "queen", "king", "bishop", "knight", "rook")
    for colour, back, front in ((WHITE, 0, 1), (BLACK, 7, 6)):
        for column, man in enumerate(order):
            main.use(f"{man}.ldr", 2 * column + 1, 2 * back + 1, 2, 0 if colour == WHITE else 180, colour)
            main.use("pawn.ldr", 2 * column + 1, 2 * front + 1, 2, 0, colour)
        main.step()
    return document("chess.mpd", main, *_men())


def _men() -> list[Pen]:
    """Chessmen in colour 16, so that one drawing serves both sides. Their origin is the middle of their square."""
    own = 16
    pawn = Pen("pawn.ldr", "Pawn")
    pawn.stack([("85861", own), ("3062b", own)], -0.5, -0.5)
    pawn.put("98138", own, -0.5, -0.5, 4)
    rook = Pen("rook.ldr", "Rook")
    height = rook.stack([("4032a", own), ("3941", own)], -1, -1)
    for x in (-1, 0):
        for z in (-1, 0):
            rook.put("3024", own, x, z, height)
    knight = Pen("knight.ldr", "Knight")
    height = knight.put("4032a", own, -1, -1)
    knight.put("3004", own, -1, 0, height)
    knight.put("3039", own, -1, -1, height + 3)
    bishop = Pen("bishop.ldr", "Bishop")
    bishop.stack([("87580", own)], -1, -1)
    bishop.stack([("3062b", own), ("3062b", own), ("4589", own)], -0.5, -0.5, 1)
    queen = Pen("queen.ldr", "Queen")
    height = queen.stack([("4032a", own), ("3941", own), ("3942c", own)], -1, -1)
    queen.stand("33291", GOLD, 0, 0, height)
    king = Pen("king.ldr", "King")
    height = king.stack([("4032a", own), ("3941", own), ("3941", own), ("87580", own)], -1, -1)
    king.stack([("3062b", own), ("98138", GOLD)], -0.5, -0.5, height)
    return [pawn, rook, knight, bishop, queen, king]


def bird_house() -> Document:
    """For the window sill. Real birds prefer real wood."""
    main = Pen("bird house.mpd", "Bird house")
    main.put("3036", GREEN, -4, -3)
    main.step()
    main.stack([("3941", BROWN)] * 4, -1, -1, 1)
    main.step()
    main.put("3958", NOUGAT, -3, -3, 13)
    for course in range(4):
        h = 14 + 3 * course
        main.put("3009", NOUGAT, -3, 2, h)
        for x in (-3, 2):
            main.put("3010", NOUGAT, x, -2, h, 90)
        if course in (1, 2):
            main.put("3004", NOUGAT, -3, -3, h)
            main.put("3004", NOUGAT, 1, -3, h)
        else:
            main.put("3009", NOUGAT, -3, -3, h)
        main.step()
    main.put("3958", DARK_RED, -3, -3, 26)
    for z in (-3, -1, 1):
        main.put("3039", DARK_RED, -4, z, 27, 90)
        main.put("3039", DARK_RED, 2, z, 27, 270)
        main.put("3001", DARK_RED, -2, z, 27)
        main.put("3039", DARK_RED, -2, z, 30, 90)
        main.put("3039", DARK_RED, 0, z, 30, 270)
    main.step()
    bird = Pen("bird.ldr", "Bird")
    height = bird.put("3022", AZURE, -1, -1)
    bird.put("3039", AZURE, -1, -1, height, 180)
    height = bird.put("3794a", AZURE, -1, -1, height + 3)
    bird.stand("87087", AZURE, 0, -0.5, height)
    bird.on_side("98138", ORANGE, 0, -0.5, height)
    main.use("bird.ldr", 3, -2, 1)
    return document("bird house.mpd", main, bird)
