"""What a stock file holds: lots, changes of lots that a shop has already, and what of it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .problems import Problem

NEW, USED = "N", "U"
#: What can be said of a lot beside which one it is and how many there are: field -> its value where nothing is said.
PARTICULARS: dict[str, Any] = {
    "price": None,
    "bulk": 1,
    "tiers": (),
    "sale": 0,
    "remarks": "",
    "location": "",
    "description": "",
    "stockroom": False,
    "retain": False,
    "centigrams": None,
}
TOLD_ALL = frozenset({*PARTICULARS, "condition"})


@dataclass(frozen=True, slots=True)
class FileLot:
    """A lot as a file describes it: a part under its LDraw number, in an LDraw colour, in a condition (N or U).

    Prices are ten-thousandths of a currency unit, None where the file tells none; `tiers` are up to three pairs of a
    quantity and the price of each piece from there on; `sale` is in percent; `centigrams`
    (hundredths of a gram) are what one piece weighs.
    """

    part: str
    colour: int
    condition: str
    quantity: int
    price: int | None = None
    bulk: int = 1
    tiers: tuple[tuple[int, int], ...] = ()
    sale: int = 0
    remarks: str = ""
    location: str = ""
    description: str = ""
    stockroom: bool = False
    retain: bool = False
    centigrams: int | None = None
    #: The number the lot has at the site the file is from.
    lot_id: str = ""
    #: Where the lot's own element or row begins, from 1.
    line: int = field(default=0, compare=False)
    #: Which of the `PARTICULARS`, and whether the `condition`, the file tells of this lot; the others are to stay.
    given: frozenset[str] = field(default=TOLD_ALL, compare=False)
    #: What was different when the seller began to edit (BrickStore's base values): `quantity` and `PARTICULARS`.
    base: Mapping[str, Any] | None = None

    @property
    def key(self) -> tuple[str, int, str]:
        """What a buyer asks for: part, colour, condition."""
        return self.part, self.colour, self.condition


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of one lot that the shop has: it is found by `lot_id`, else by part, colour and condition.

    `delete` takes it away; `by` adds to the quantity or takes from it; `values` are what it is set to: `quantity`,
    `condition` and `PARTICULARS`.
    """

    lot_id: str = ""
    key: tuple[str, int, str] | None = None
    delete: bool = False
    by: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(slots=True)
class StockFile:
    """What was read. `notes` are what a reader should know though nothing was left out for it.

    `whole` is false where the file broke off: lots may be missing that the shop has. `differences` is true where the file
    says what was changed since it was begun, so that its quantities are differences as well. `currency` is empty where
    the file names none.
    """

    form: str
    lots: list[FileLot] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    excluded: int = 0
    whole: bool = True
    differences: bool = False
    currency: str = ""
