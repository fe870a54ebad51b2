"""`prosum plan`: which shops supply a basket at the least cost, at the command line, without Django."""

from __future__ import annotations

import argparse
import gc
import json
import time
from pathlib import Path

from creations.ldraw.errors import LDrawError

from .ldraw import printed

#: A larger file is refused: reading it would take longer than planning.
MOST_BYTES = 256 * 2**20
#: The plan itself may take so much of the time, its alternatives the rest, and at least so many seconds.
PLAN, LEAST = 0.9, 0.3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("basket", type=Path, help="CSV with the columns part,colour,quantity")
    parser.add_argument("offers", type=Path, help="JSON: shops with their terms and stock lots (docs/planning.md)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--time", type=_seconds, default=5.0, metavar="SECONDS", help="look no longer than this (5)")
    parser.add_argument("--max-parcels", type=_parcels, metavar="N", help="order from at most so many shops")
    parser.add_argument("--condition", choices=["new", "any"], default="any", help="new: no used parts")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError("from 0 to 3600 seconds")
    return seconds


def _parcels(text: str) -> int:
    parcels = int(text)
    if parcels < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return parcels


def run(arguments: argparse.Namespace) -> int:
    """Returns the exit status: 0, or 2 with one line on stderr."""
    began = time.monotonic()
    gc.disable()  # tens of thousands of stock lots are made and kept until the end, which is near
    return printed(arguments, lambda asked: _told(asked, began))


def _told(arguments: argparse.Namespace, began: float) -> str:
    from marketplace.planning.reading import PlanningError

    try:
        return _planned(arguments, began)
    except PlanningError as error:
        raise LDrawError(str(error)) from None


def _planned(arguments: argparse.Namespace, began: float) -> str:
    from marketplace.planning import alternatives, planning, reading, report

    basket = reading.read_basket(_load(arguments.basket), arguments.basket.name)
    used, name, most = arguments.condition == "any", arguments.offers.name, arguments.max_parcels
    market = reading.read_offers(_load(arguments.offers), basket, used=used, name=name)
    ground = planning.Ground(market)
    outcome = planning.planned(ground, ground.goal(most), began, began + arguments.time * PLAN)
    left = max(LEAST, arguments.time - (time.monotonic() - began))
    others = alternatives.alternatives(ground, outcome, left, most)
    return json.dumps(report.as_json(outcome, others)) if arguments.json else report.as_text(outcome, others)


def _load(path: Path) -> bytes:
    from marketplace.planning.reading import PlanningError

    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PlanningError(f"{path.name}: it is larger than {MOST_BYTES >> 20} MiB.")
    return data
