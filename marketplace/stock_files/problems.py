"""Why something in a stock file is of no use, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from creations.ldraw.lists.rows import shown


class Why(Enum):
    """Why an entry is left out, or what is to be known of it, as a sentence about its `value`."""

    NO_PART = "this is no part, but a set, a minifigure or something else"
    CUSTOM = "this part is defined in a model's own file; no shop sells it"
    PART_MISSING = "no part is named"
    PART_UNKNOWN = "there is no part {value}"
    COLOUR_MISSING = "no colour is named"
    COLOUR_ANY = "the colour {value} means any colour, but a lot in stock has one"
    COLOUR_UNKNOWN = "there is no colour {value}"
    QUANTITY_MISSING = "no quantity is named"
    QUANTITY = "{value} is no quantity that can be counted"
    QUANTITY_NEGATIVE = "the quantity {value} is negative"
    PRICE = "{value} is no price"
    PRICE_NEGATIVE = "the price {value} is negative"
    PRICE_DOUBTFUL = "the price {value} can be read in two ways, as the file uses comma and point for the same"
    CONDITION = "{value} is no condition: a lot is new or used"
    BULK = "{value} is no number of pieces that a lot is sold by"
    SALE = "{value} is no discount in percent that can be given, up to 90"
    TIERS = "the tiers of price do not rise in quantity and fall in price: {value}"
    WEIGHT = "{value} is no weight in grams"
    LOT_ID = "{value} is no number of a lot"
    LOT_TWICE = "the lot {value} stands in the file twice"
    CUT_OFF = "the file breaks off in the midst of this item"
    # When it is compared with what the shop has.
    LOT_UNKNOWN = "this shop has no lot {value}"
    LOT_OTHER = "the lot {value} of this shop is another part or colour"
    PRICE_MISSING = "a new lot needs a price"
    NONE_THERE = "there is none of it, and it is not said to stay when sold out"
    # Notes: nothing is left out for them.
    MENDED = "from here on the file is no proper XML ({value}); it was read as well as it goes"
    BROKEN_OFF = "the file breaks off here; what it held beyond is not read ({value})"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a file that is left out: its line and column, from 1 (of a table, the number of the cell).

    `lot_id` is the number its lot is said to have; `entry` is how it reads in the file, `proposals` are parts that may have been meant.
    """

    line: int
    why: Why
    value: str = ""
    column: int = 0
    entry: str = ""
    proposals: tuple[str, ...] = ()
    lot_id: str = ""

    @property
    def text(self) -> str:
        """The sentence in English."""
        said = self.why.value.format(value=self.value)
        if self.proposals:
            said += f"; perhaps {' or '.join(self.proposals)} is meant"
        return f"{said}: {self.entry}" if self.entry else said


#: More letters of a field are not told.
_LONGEST = 60


def _short(value: str) -> str:
    value = shown(value)
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


class BadField(Exception):
    """A field of an entry cannot be used; `column` is its name."""

    def __init__(self, why: Why, value: str = "", column: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.value = value if len(value) <= _LONGEST and value.isprintable() else _short(value)
        self.column = column
