"""`prosum stock read`: read a shop's stock file at the command line, without Django and without a site."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from creations.ldraw.errors import LDrawError
from creations.ldraw.limits import Limits as FileLimits
from creations.ldraw.numbers import Site
from marketplace.stock_files import FORMATS, Change, FileLot, Problem, StockFile, Told, read_stock
from marketplace.stock_files.figures import written
from marketplace.stock_files.limits import DEFAULT_LIMITS
from marketplace.stock_files.proposals import Proposals

from .ldraw import load, printed, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its actions and options."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    read = commands.add_parser("read", help="print the lots of a stock file")
    read.add_argument(
        "file", type=Path, help="BrickLink's inventory or mass update (XML), BrickStore's BSX, or a table"
    )
    read.add_argument("--format", choices=FORMATS, default="", help="what it is; found out if not said")
    read.add_argument(
        "--numbers", choices=[site.value for site in Site], help="whose numbers a table has; LDraw's if not said"
    )
    read.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Returns the exit status: 0, or 2 with one line on stderr where nothing could be read."""
    if not arguments.json:
        return printed(arguments, lambda asked: _table(_read(asked)))
    failed: list[str] = []

    def told(asked: argparse.Namespace) -> str:
        try:
            return _json(_read(asked))
        except LDrawError as error:
            print(f"prosum: {error}", file=sys.stderr)
            failed.append(str(error))
            problem = {"line": error.line or 1, "text": error.reason}
            return json.dumps({"lots": [], "problems": [problem]}, ensure_ascii=False)

    return printed(arguments, told) or (2 if failed else 0)


def _read(arguments: argparse.Namespace) -> StockFile:
    from creations.catalog import library  # here, so that what needs no catalogue starts without it

    data = load(arguments.file, FileLimits(size=DEFAULT_LIMITS.size))
    told = Told(arguments.format, numbers=Site(arguments.numbers) if arguments.numbers else None)
    names = library.names()
    return read_stock(data, arguments.file.name, names.__contains__, told, propose=Proposals(names).of)


def _json(stock: StockFile) -> str:
    """`lots`, `problems`, and with them `changes` of lots by their number, `notes` and the `currency` that is named."""
    return json.dumps(
        {
            "lots": [_lot(lot) for lot in stock.lots],
            "problems": [_problem(problem) for problem in stock.problems],
            "changes": [_change(change) for change in stock.changes],
            "notes": [_problem(note) for note in stock.notes],
            "format": stock.form,
            "currency": stock.currency,
            "excluded": stock.excluded,
        },
        ensure_ascii=False,
    )


def _lot(lot: FileLot) -> dict[str, Any]:
    return {
        "part": lot.part,
        "colour": lot.colour,
        "condition": lot.condition,
        "quantity": lot.quantity,
        "price": lot.price,
        "bulk": lot.bulk,
        "tiers": [list(tier) for tier in lot.tiers],
        "remarks": lot.remarks,
        "location": lot.location,
        "line": lot.line,
        "description": lot.description,
        "sale": lot.sale,
        "stockroom": lot.stockroom,
        "retain": lot.retain,
        "grams": lot.centigrams / 100 if lot.centigrams is not None else None,
        "lot_id": lot.lot_id,
        "base": lot.base,
    }


def _change(change: Change) -> dict[str, Any]:
    part, colour, condition = change.key or (None, None, None)
    return {
        "lot_id": change.lot_id,
        "part": part,
        "colour": colour,
        "condition": condition,
        "delete": change.delete,
        "by": change.by,
        "values": dict(change.values),
        "line": change.line,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "text": problem.text, "column": problem.column}


def _table(stock: StockFile) -> str:
    tell([f"line {problem.line}: {problem.text}" for problem in (*stock.notes, *stock.problems)])
    rows = [
        f"{lot.quantity:>9}  {lot.part:<12}  {lot.colour:>9}  {lot.condition}  "
        f"{written(lot.price) if lot.price is not None else '-':>10}  {lot.location or lot.remarks}".rstrip()
        for lot in stock.lots
    ]
    total = f"{len(stock.lots)} lots, {len(stock.changes)} changes, {len(stock.problems)} problems"
    return "\n".join([*rows, f"{total}, {stock.excluded} excluded"])
