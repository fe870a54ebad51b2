"""Things one passes on the way to the sea: a bakery, a tram, a lighthouse, a boat."""

from __future__ import annotations

from ...ldraw import Document
from ..pen import (
    AZURE,
    BLACK,
    BLUE,
    BROWN,
    CLEAR,
    CLEAR_BLUE,
    CLEAR_YELLOW,
    DARK,
    DARK_GREEN,
    DARK_RED,
    DARK_TAN,
    GOLD,
    GREEN,
    GREY,
    NOUGAT,
    RED,
    SAND_BLUE,
    SAND_GREEN,
    TAN,
    WHITE,
    YELLOW,
    Pen,
    document,
    figure,
)  # fmt: skip


def lighthouse(*, name: str = "lighthouse.mpd", stripe: int = RED, rock: int = DARK) -> Document:
    """A striped tower on a rock, with a lamp in a glass house. `stripe` is the colour of every second ring."""
    main = Pen(name, "Lighthouse of the north rock")
    main.put("91405", BLUE, -8, -8)
    main.step()
    for x, z in ((-4, -4), (0, -4), (-4, 0), (0, 0)):
        main.put("3031", rock, x, z, 1)
    for x, z in ((-6, 1), (-6, 3), (4, -5), (4, 2), (-2, 4), (1, -6), (-4, -6)):
        main.put("3003", rock, x, z, 1)
    main.step()
    for x, z, turn in ((-6, -1, 90), (4, 0, 270), (-1, -6, 0), (-4, 4, 180), (2, 4, 180)):
        main.put("3039", rock, x, z, 1, turn)
    for x, z in ((-8, 6), (6, -8), (5, 6), (-8, 1)):
        main.put("6141", WHITE, x, z, 1)
        main.put("6141", WHITE, x + 1, z + 1, 1)
    main.step()
    height = 2.0
    for ring in range(7):
        main.put("6222", stripe if ring % 2 else WHITE, -2, -2, height)
        height += 3
        main.step()
    main.put("3031", DARK, -2, -2, height)
    for x, z, turn in ((-2, -2, 0), (-2, 1, 180)):
        main.put("3633", BLACK, x, z, height + 1, turn)
    main.step()
    height = main.stack([("3941", CLEAR_YELLOW), ("3941", CLEAR)], -1, -1, height + 1)
    height = main.put("87580", stripe, -1, -1, height)
    height = main.put("3960", stripe, -2, -2, height)
    height = main.put("30367b", stripe, -1, -1, height)
    main.step()
    main.use("cottage.ldr", -8, -7, 1)
    main.step()
    main.use("keeper.ldr", 3, -3.5, 2)
    return document(name, main, _cottage(), figure("keeper.ldr", "Keeper", YELLOW, BLUE, ("3833", YELLOW)))


def _cottage() -> Pen:
    house = Pen("cottage.ldr", "Keeper's cottage")
    house.put("3032", DARK_TAN, 0, 0, 0, 90)
    for course in range(2):
        h = 1 + 3 * course
        house.put("3010", WHITE, 0, 5, h)
        house.put("3004", WHITE if course else BROWN, 1, 0, h)
        house.put("3005", WHITE, 0, 0, h)
        house.put("3005", WHITE, 3, 0, h)
        for x in (0, 3):
            house.put("3010", WHITE if course == 0 else CLEAR_BLUE, x, 1, h, 90)
    house.step()
    house.put("3032", DARK_RED, 0, 0, 7, 90)
    for z in (0, 2, 4):
        house.put("3039", DARK_RED, 0, z, 8, 90)
        house.put("3039", DARK_RED, 2, z, 8, 270)
    return house


def sailing_boat() -> Document:
    """A small boat under full sail."""
    main = Pen("sailing boat.mpd", "Sailing boat Mouette")
    for x in (-8, 0):
        main.put("41539", AZURE, x, -4)
    for x, z in ((-7, -3), (4, 2), (-3, 3), (6, -4), (-6, 1)):
        main.put("2431" if x < 5 else "3069b", WHITE, x, z, 1)
    main.step()
    main.put("3795", DARK_RED, -3, -1, 1)
    main.put("3660b", DARK_RED, -5, -1, 2, 90)
    main.put("3660b", DARK_RED, 3, -1, 2, 270)
    main.put("2456", DARK_RED, -3, -1, 2)
    main.step()
    main.put("3832", TAN, -5, -1, 5)
    for x in (-4, 0):
        main.put("2431", BROWN, x, -1, 6)
    main.step()
    height = 6.0
    for _ in range(8):
        height = main.put("3062b", BROWN, 0, 0, height)
    main.put("3062b", GOLD, 0, 0, height)
    main.step()
    bricks = {1: "3005", 2: "3004", 3: "3622"}
    for course, width in enumerate((3, 3, 3, 2, 2, 2, 1)):
        main.put(bricks[width], RED if course == 2 else WHITE, -width, 0, 6 + 3 * course)
    for course, width in enumerate((3, 3, 2, 2, 1)):
        main.put(bricks[width], WHITE, 1, 0, 6 + 3 * course)
    main.step()
    main.use("sailor.ldr", -4.5, 0, 6, 90)
    return document("sailing boat.mpd", main, figure("sailor.ldr", "Sailor", WHITE, BLUE, ("3901", BROWN)))


def bakery() -> Document:
    """A corner house: shop below, a flat above, a roof with a chimney, bread in the window."""
    main = Pen("bakery.mpd", "Bakery at the corner")
    main.put("91405", GREY, 0, 0)
    for x in range(0, 16, 4):
        main.put("2431", DARK, x, 0, 1)
        if x < 12:  # there the tree has its bed
            main.put("2431", TAN, x, 1, 1)
    main.step()
    main.use("shop.ldr", 3, 5, 1)
    main.step()
    main.use("flat.ldr", 3, 5, 21)
    main.step()
    main.use("roof.ldr", 3, 5, 34)
    main.step()
    main.use("street lamp.ldr", 1, 3, 1)
    main.use("tree.ldr", 14.5, 1.5, 1)
    for x in (4, 11):
        main.put("3004", BROWN, x, 4, 1)
        for k, petals in enumerate((RED, YELLOW)):
            main.stand("24866", petals, x + k + 0.5, 4.5, 4)
    main.use("baker.ldr", 7, 3.5, 1)
    main.use("neighbour.ldr", 11, 2.5, 1, 180)
    return document(
        "bakery.mpd", main, _shop(), _flat(), _roof(), _lamp(), _tree(),
        figure("baker.ldr", "Baker", WHITE, WHITE, ("3624", WHITE)),
        figure("neighbour.ldr", "Neighbour", RED, BLUE, ("3901", BROWN)),
    )  # fmt: skip


def _shop() -> Pen:
    """Ten wide, eight deep; door and two shop windows towards the street."""
    shop = Pen("shop.ldr", "Shop")
    shop.put("3036", TAN, 0, 0)
    shop.put("3020", TAN, 8, 0, 0, 90)
    shop.put("3022", TAN, 8, 4)
    shop.step()
    for course in range(6):
        # The awning's plates lie between the fifth course and the last.
        h = 1 + 3 * course + (course == 5)
        shop.wall(SAND_GREEN, 0, 5, 10, 1, h)
        for x in (0, 9):
            shop.wall(SAND_GREEN, x, 1, 4, 1, h, along="z")
        if course == 0:
            shop.put("3010", DARK_GREEN, 0, 0, h)
            shop.put("3622", DARK_GREEN, 7, 0, h)
        elif course == 5:
            shop.put("3010", DARK_GREEN, 0, 0, h)
            shop.put("3009", DARK_GREEN, 4, 0, h)
        else:
            for x in (0, 3, 7, 9):
                shop.put("3005", SAND_GREEN, x, 0, h)
        shop.step()
        if course == 4:
            shop.put("3034", TAN, 0, -1, 16)
            shop.put("3022", TAN, 8, -1, 16)
            shop.put("3460", TAN, 0, 5, 16)
            shop.put("3023", TAN, 8, 5, 16)
            for x in (0, 9):
                shop.put("3710", TAN, x, 1, 16, 90)
            shop.step()
    for h in (4, 10):
        shop.put("60592", WHITE, 1, 0, h)
    shop.put("3062b", NOUGAT, 8, 0, 4)
    shop.put("98138", GOLD, 8, 0, 7)
    for x in (0, 2, 4, 6, 8):
        shop.put("85984", RED if x % 4 == 0 else WHITE, x, -1, 17)
    return shop


def _flat() -> Pen:
    flat = Pen("flat.ldr", "Flat")
    flat.put("3036", WHITE, 0, 0)
    flat.put("3795", WHITE, 8, 0, 0, 90)
    flat.step()
    for course in range(4):
        h = 1 + 3 * course
        flat.wall(TAN, 0, 5, 10, 1, h)
        for x in (0, 9):
            flat.wall(TAN, x, 1, 4, 1, h, along="z")
        if course in (0, 3):
            flat.put("3009", TAN, 0, 0, h)
            flat.put("3010", TAN, 6, 0, h)
        else:
            for x in (0, 3, 6, 9):
                flat.put("3005", TAN, x, 0, h)
    for x in (1, 4, 7):
        flat.put("60592", SAND_BLUE, x, 0, 4)
    return flat


def _roof() -> Pen:
    roof = Pen("roof.ldr", "Roof")
    roof.put("3036", DARK, 0, 0)
    roof.put("3795", DARK, 8, 0, 0, 90)
    roof.step()
    for x in (0, 4, 8):
        part = "3037" if x < 8 else "3039"
        roof.put(part, DARK_RED, x, 0, 1)
        roof.put(part, DARK_RED, x, 4, 1, 180)
    roof.put("3001", DARK_RED, 0, 2, 1)
    roof.put("3001", DARK_RED, 4, 2, 1)
    roof.put("3003", DARK_RED, 8, 2, 1)
    roof.step()
    for x in (0, 4, 8):
        part = "3037" if x < 8 else "3039"
        roof.put(part, DARK_RED, x, 1, 4)
        roof.put(part, DARK_RED, x, 3, 4, 180)
    for x in (0, 2, 4, 6, 8):
        if x < 8:
            roof.put("3069b", BLACK, x, 2, 7)
        roof.put("3069b", BLACK, x, 3, 7)
    roof.stack([("3005", RED), ("3005", RED), ("98138", BLACK)], 8, 2, 7)
    return roof


def _lamp() -> Pen:
    lamp = Pen("street lamp.ldr", "Street lamp")
    lamp.put("87580", BLACK, -1, -1)
    lamp.stack([("3062b", BLACK)] * 5 + [("3062b", CLEAR_YELLOW), ("4589", BLACK)], -0.5, -0.5, 1)
    return lamp


def _tree() -> Pen:
    tree = Pen("tree.ldr", "Tree")
    tree.put("3062b", BROWN, -0.5, -0.5)
    tree.stand("3470", GREEN, 0, 0, 3)
    return tree


def tram() -> Document:
    """Line 4, in the livery of no town in particular."""
    main = Pen("tram.mpd", "Tram line 4")
    main.put("3027", DARK, -10, -3, 0)
    main.put("3958", DARK, 6, -3, 0)
    for z in (-2, 1):
        for x in (-10, -2):
            main.put("4162", GREY, x, z, 1)
        main.put("6636", GREY, 6, z, 1)
    main.step()
    for x in (-7, 5):
        main.put("3001", BLACK, x - 1, -1, 2)
    main.step()
    main.put("3029", YELLOW, -8, -2, 5)
    main.put("3031", YELLOW, 4, -2, 5)
    main.step()
    for course, colour in enumerate((YELLOW, WHITE)):
        h = 6 + 3 * course
        if course == 0:
            for z in (-2, 1):
                main.put("3008", colour, -8, z, h)
                main.put("3008", colour, 0, z, h)
        for x in (-8, 7):
            main.put("3004", colour, x, -1, h, 90)
    main.step()
    for z, turn in ((-2, 0), (1, 180)):
        for x in (-8, -6, -4, -2, 0, 2, 4, 6):
            main.put("60592", WHITE, x, z, 9, turn)
    for x in (-8, 7):
        main.put("3004", CLEAR_BLUE, x, -1, 12, 90)
    main.step()
    main.put("3029", YELLOW, -8, -2, 15)
    main.put("3031", YELLOW, 4, -2, 15)
    for x in (-6, 0, 3):
        main.put("3023", GREY, x, 0, 16)
        main.put("2412b", DARK, x, 0, 17)
    main.step()
    main.put("3062b", BLACK, -1, -1, 16)
    main.stand("3957a", BLACK, -0.5, -0.5, 19)
    main.step()
    main.use("passenger.ldr", -11.5, -4.6)
    return document("tram.mpd", main, figure("passenger.ldr", "Passenger", BLUE, DARK, ("3901", BLACK)))
