"""`prosum plan`: which shops supply a basket at the least cost, at the command line, without Django."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

#: A larger file is refused: reading it would take longer than planning.
MOST_BYTES = 256 * 2**20


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
    from marketplace.planning.reading import PlanningError

    try:
        print(_planned(arguments), flush=True)
    except PlanningError as error:
        print(f"prosum: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"prosum: {error.filename}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def _planned(arguments: argparse.Namespace) -> str:
    from marketplace.planning import planning, reading, report

    basket = reading.read_basket(_load(arguments.basket), arguments.basket.name)
    used = arguments.condition == "any"
    market = reading.read_offers(_load(arguments.offers), basket, used=used, name=arguments.offers.name)
    outcome = planning.plan(market, arguments.time, arguments.max_parcels)
    return json.dumps(report.as_json(outcome)) if arguments.json else report.as_text(outcome)


def _load(path: Path) -> bytes:
    from marketplace.planning.reading import PlanningError

    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PlanningError(f"{path.name}: it is larger than {MOST_BYTES >> 20} MiB.")
    return data
