"""A base on the moon, the rover that drives about it, and the rocket that brought both."""

from __future__ import annotations

from ...ldraw import Document
from ..pen import (
    BLACK,
    BLUE,
    CLEAR_BLUE,
    CLEAR_GREEN,
    CLEAR_ORANGE,
    CLEAR_RED,
    CLEAR_YELLOW,
    DARK,
    GREEN,
    GREY,
    LIME,
    ORANGE,
    PLATE,
    RED,
    SILVER,
    WHITE,
    YELLOW,
    Pen,
    document,
    figure,
)  # fmt: skip


def moon_base(*, name: str = "moon base.mpd", ground: int = GREY, garden: bool = False, hull: int = WHITE) -> Document:
    """The base: a dome for living, a laboratory, a landing pad, an antenna, a solar field, a crew of three and a rover.

    `ground` and `hull` are its colours; `garden` adds the greenhouse.
    """
    base = Pen(name, "Moon base Alcyone")
    for x, z in ((0, 0), (16, 0), (0, 16), (16, 16)):
        base.put("91405", ground, x, z)
    base.step()
    for x, z, tall in ((1, 26, 2), (4, 29, 1), (27, 28, 2), (29, 3, 1), (0, 0, 1)):
        height = base.put("3003", DARK, x, z, 1)
        if tall > 1:
            height = base.put("3004", DARK, x, z, height)
        base.put("6141", ground, x + 1, z + 2 - tall, height)
    base.step()
    base.use("dome.ldr", 16, 19, 1)
    base.use("laboratory.ldr", 21, 6, 1)
    base.step()
    base.use("tunnel.ldr", 18, 13, 1)
    base.step()
    base.use("landing pad.ldr", 3, 3, 1)
    base.use("antenna.ldr", 26, 24, 1)
    base.step()
    for k in range(3):
        base.use("solar panel.ldr", 1 + 4 * k, 22, 1)
    base.step()
    if garden:
        base.use("greenhouse.ldr", 3, 13, 1)
        base.step()
    base.use("commander.ldr", 20, 3.5, 1)
    base.use("pilot.ldr", 13.5, 13, 1, 90)
    base.use("geologist.ldr", 28, 15.5, 1)
    base.use("rover.ldr", 14, 2, 1.5)
    pens = [base, _dome(hull), _laboratory(hull), _tunnel(hull), _pad(), _antenna(hull), _panel()]
    pens += [_greenhouse()] if garden else []
    pens += [
        figure("commander.ldr", "Commander", WHITE, WHITE, ("3842b", WHITE), WHITE),
        figure("pilot.ldr", "Pilot", RED, RED, ("3842b", RED), RED),
        figure("geologist.ldr", "Geologist", YELLOW, YELLOW, ("3842b", YELLOW), YELLOW),
        _rover("rover.ldr"),
    ]
    return document(name, *pens)


def _dome(hull: int) -> Pen:
    """Eight walls about a round hall, a ring of windows, and a dome of dishes; its origin is the middle."""
    dome = Pen("dome.ldr", "Living dome")
    for x, z in ((-4, -4), (0, -4), (-4, 0), (0, 0)):
        dome.put("3031", DARK, x, z)
    dome.step()
    height = 1.0
    for course in range(2):
        for x, z, turn in ((-2, -4, 0), (-2, 3, 0), (-4, -2, 90), (3, -2, 90)):
            dome.put("3010", hull, x, z, height, turn)
        for x, z, turn in ((-4, -4, 0), (2, -4, 270), (2, 2, 180), (-4, 2, 90)):
            dome.put("2357", hull, x, z, height, turn)
        height += 3
        dome.step()
        if course == 0:
            continue
        for x, z, turn in (
            (-2, -4, 0),
            (0, -4, 0),
            (-2, 3, 180),
            (0, 3, 180),
            (-4, -2, 90),
            (-4, 0, 90),
            (3, -2, 270),
            (3, 0, 270),
        ):
            dome.put("60592", BLUE, x, z, height, turn)
        for x, z, turn in ((-4, -4, 0), (2, -4, 270), (2, 2, 180), (-4, 2, 90)):
            for k in range(2):
                dome.put("2357", hull, x, z, height + 3 * k, turn)
        dome.step()
    height += 6
    for x, z in ((-4, -4), (0, -4), (-4, 0), (0, 0)):
        dome.put("3031", hull, x, z, height)
    dome.step()
    top = dome.stack([("4032a", hull)] * 3, -1, -1, height + 1)
    # The dish's rim hangs two plates lower than what it rests on.
    top = dome.put("3961", CLEAR_BLUE, -4, -4, top - 2)
    top = dome.put("4032a", hull, -1, -1, top)
    dome.put("30367b", ORANGE, -1, -1, top)
    return dome


def _laboratory(hull: int) -> Pen:
    """A hall of six by eight with a door, windows and a curved roof; its origin is its near left corner."""
    lab = Pen("laboratory.ldr", "Laboratory")
    lab.put("3036", DARK, 0, 0)
    lab.step()
    for course in range(3):
        height = 1 + 3 * course
        shift = course % 2
        for z in (0, 5):
            if z == 0 and course < 2:
                lab.put("3622" if not shift else "3004", hull, 0, z, height)
                if shift:
                    lab.put("3005", hull, 2, z, height)
                lab.put("3622", hull, 5, z, height)
            else:
                lab.put("3010", hull, 0, z, height)
                lab.put("3010", hull, 4, z, height)
        for x in (0, 7):
            lab.put("3010", hull if course != 1 else CLEAR_BLUE, x, 1, height, 90)
        lab.step()
    height = 10
    lab.put("3036", ORANGE, 0, 0, height)
    lab.step()
    for x in (0, 2, 4, 6):
        lab.put("15068", hull, x, 0, height + 1, 0)
        lab.put("15068", hull, x, 4, height + 1, 180)
        lab.put("3022" if x == 2 else "3068b", ORANGE if x in (2, 4) else DARK, x, 2, height + 1)
    lab.stand("3957a", RED, 2.5, 2.5, height + 2)
    return lab


def _tunnel(hull: int) -> Pen:
    """Joins dome and laboratory; its origin is its near left corner."""
    tunnel = Pen("tunnel.ldr", "Tunnel")
    tunnel.put("3020", DARK, -2, -1, 0)
    tunnel.put("3710", DARK, -2, 1, 0)
    for k in range(3):
        tunnel.put("3659", hull, -2, -1 + k, 1)
    tunnel.put("3020", ORANGE, -2, -1, 4)
    tunnel.put("3710", ORANGE, -2, 1, 4)
    return tunnel


def _pad() -> Pen:
    """Eight by eight with lights at its corners and a cross to aim for."""
    pad = Pen("landing pad.ldr", "Landing pad")
    pad.put("41539", DARK, 0, 0)
    pad.step()
    for x, z in ((0, 0), (7, 0), (0, 7), (7, 7)):
        pad.put("6141", CLEAR_RED, x, z, 1)
    for k in range(2):
        pad.put("2431", YELLOW, 2, 3 + k, 1)
        pad.put("3069b", YELLOW, 3 + k, 1, 1, 90)
        pad.put("3069b", YELLOW, 3 + k, 5, 1, 90)
    pad.step()
    for x, z in ((1, 0), (5, 0), (1, 7), (5, 7)):
        pad.put("3069b", WHITE, x, z, 1)
    return pad


def _antenna(hull: int) -> Pen:
    antenna = Pen("antenna.ldr", "Antenna")
    antenna.put("3031", DARK, -2, -2)
    antenna.step()
    height = antenna.stack([("3941", hull), ("3941", hull), ("3941", ORANGE), ("3941", hull)], -1, -1, 1)
    antenna.step()
    height = antenna.put("87580", DARK, -1, -1, height)
    height = antenna.put("3960", WHITE, -2, -2, height)
    height = antenna.put("4589", GREY, -0.5, -0.5, height)
    antenna.put("6141", CLEAR_RED, -0.5, -0.5, height)
    return antenna


def _panel() -> Pen:
    panel = Pen("solar panel.ldr", "Solar panel")
    height = panel.stack([("4032a", DARK), ("3062b", GREY)], 0, 0)
    height = panel.put("3022", GREY, 0, 0, height)
    height = panel.put("3031", BLACK, -1, -1, height)
    for x in range(2):
        for z in range(2):
            panel.put("3068b", BLUE, -1 + 2 * x, -1 + 2 * z, height)
    return panel


def _greenhouse() -> Pen:
    """Rows of vegetables under glass, for those who stay."""
    house = Pen("greenhouse.ldr", "Greenhouse")
    house.put("3036", 70, 0, 0)
    house.step()
    for x in (1, 3, 5):
        for z in (1, 3):
            house.put("3062b", GREEN, x, z, 1)
            house.stand("33291", LIME if z == 1 else RED, x + 0.5, z + 0.5, 4)
    house.step()
    for x in (0, 7):
        for z in (0, 5):
            house.stack([("3062b", WHITE), ("3062b", WHITE)], x, z, 1)
    for x in (1, 4):
        house.stack([("3622", CLEAR_GREEN), ("3622", CLEAR_GREEN)], x, 5, 1)
    house.step()
    house.put("3460", WHITE, 0, 0, 7)
    house.put("3460", WHITE, 0, 5, 7)
    for x in (0, 4):
        house.put("3037", CLEAR_BLUE, x, 0, 8)
        house.put("3037", CLEAR_BLUE, x, 4, 8, 180)
    house.put("4162", WHITE, 0, 1, 11)
    house.put("4162", WHITE, 0, 4, 11)
    return house


def _rover(name: str) -> Pen:
    """Two by six on four balloon tyres; it stands with its tyres on the origin's ground."""
    rover = Pen(name, "Moon rover")
    axle = -30.0  # the axles' plates, so that tyres of 25 LDU touch the ground
    for z in (20, 100):
        rover.at("4600", BLACK, (20, axle, z, 1, 0, 0, 0, 1, 0, 0, 0, 1))
        for side in (-1, 1):
            turn = (0, 0, -side, 0, 1, 0, side, 0, 0)
            rover.at("6014", SILVER, (20 + side * 30, axle + 5, z, *turn))
            rover.at("6015", BLACK, (20 + side * 36, axle + 5, z, *turn))
    rover.step()
    height = rover.put("3795", WHITE, 0, 0, -axle / PLATE, 90)
    rover.step()
    rover.put("3022", ORANGE, 0, 0, height)
    rover.put("85984", ORANGE, 0, 0, height + 1)
    for x in (0, 1):
        rover.put("98138", CLEAR_YELLOW, x, 1, height + 1)
    rover.stand("4079", BLUE, 1, 3, height)
    rover.step()
    height = rover.put("3004", GREY, 0, 5, height)
    rover.stand("3957a", GREY, 0.5, 5.5, height)
    rover.put("98138", CLEAR_ORANGE, 1, 5, height)
    return rover


def rover() -> Document:
    """The rover alone, with its driver."""
    main = Pen("rover.mpd", "Moon rover")
    main.use("chassis.ldr")
    main.step()
    main.use("driver.ldr", 7, 1.5, 0, 25)
    return document(
        "rover.mpd",
        main,
        _rover("chassis.ldr"),
        figure("driver.ldr", "Driver", ORANGE, ORANGE, ("3842b", ORANGE), ORANGE),
    )


def rocket() -> Document:
    """Three stages, four fins, a capsule on top."""
    main = Pen("rocket.mpd", "Rocket Bergamote")
    main.put("41539", DARK, -4, -4)
    main.step()
    for x, z in ((-3, -3), (2, -3), (-3, 2), (2, 2)):
        main.stack([("3062b", GREY), ("3062b", RED)], x, z, 1)
    main.stack([("3941", DARK), ("3941", CLEAR_ORANGE)], -1, -1, 1)
    main.step()
    main.put("3035", RED, -4, -2, 7)
    main.put("3034", RED, -1, -4, 8, 90)
    for x in (-2, 1):
        main.put("3710", RED, x, -2, 8, 90)
    for x, turn in ((-4, 90), (2, 270)):
        main.put("3039", RED, x, -1, 8, turn)
    for z, turn in ((-4, 0), (2, 180)):
        main.put("3039", RED, -1, z, 9, turn)
    main.step()
    height = 9.0
    for colours in ((WHITE, WHITE, BLACK), (WHITE, ORANGE, WHITE), (WHITE, WHITE, BLACK)):
        for colour in colours:
            main.put("6222", colour, -2, -2, height)
            height += 3
        main.step()
    main.put("3943b", WHITE, -2, -2, height)
    height += 6
    main.step()
    height = main.stack([("3941", WHITE), ("3941", CLEAR_BLUE), ("3942c", ORANGE)], -1, -1, height)
    main.stand("3957a", RED, 0, 0, height)
    return document("rocket.mpd", main)
