"""One entry of a stock file: the lot that it describes, or the change that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from creations.ldraw import colours
from creations.ldraw.lists import NoLot, Reason, Row, Rows, identify
from creations.ldraw.lists.xml_rows import column_of
from creations.ldraw.numbers import Site

from . import figures, words
from .fields import centigrams, check_tiers, condition, lot_id, particulars
from .figures import Notation
from .lots import NEW, PARTICULARS, Change, FileLot
from .problems import BadField, Why

#: Whether there is such a part.
Known = Callable[[str], bool]

_WHY = {
    Reason.NO_PART: (Why.NO_PART, "kind"),
    Reason.PART_MISSING: (Why.PART_MISSING, "part"),
    Reason.PART_UNKNOWN: (Why.PART_UNKNOWN, "part"),
    Reason.COLOUR_MISSING: (Why.COLOUR_MISSING, "colour"),
    Reason.COLOUR_UNKNOWN: (Why.COLOUR_UNKNOWN, "colour"),
}
#: LDraw's "whatever refers to me" and "its edge".
_NO_COLOURS = (str(colours.INHERIT), str(colours.INHERIT_EDGE))
#: The columns that say which part in which colour is meant.
_IDENTITY = ("kind", "part", "colour", "colour_name", "custom", "status")
_BASE = "differencebasevalues."


class Entries:
    """Turns rows of one file into lots and changes. `updating` is true where a signed quantity is a difference."""

    def __init__(
        self, rows: Rows, known: Known, notation: Notation, parts: Mapping[str, str], *, updating: bool
    ) -> None:
        self.rows = rows
        self.known = known
        self.notation = notation
        self.parts = parts
        self.updating = updating
        self._lots: dict[tuple[str | None, ...], tuple[str, int]] = {}
        self._numbers: set[str] = set()
        self._given: dict[frozenset[str], frozenset[str]] = {}

    def read(self, row: Row) -> FileLot | Change | None:
        """What an entry means; None for one that its owner excluded. Raises BadField."""
        values = row.values
        if values.get("status", "").strip().upper() == "X":
            return None
        if self._is_change(values):
            return self._change(row)
        part, colour = self._identified(row)
        pieces = self._quantity(values)
        said = particulars(values, self.notation, self.rows.form)
        if self.rows.form == "bsx" and values.get("totalweight"):
            said["centigrams"] = centigrams(values["totalweight"], pieces)
        check_tiers(said.get("tiers", ()), said.get("price"))
        return FileLot(
            part,
            colour,
            condition(values["condition"]) if values.get("condition") else NEW,
            pieces,
            **said,
            lot_id=self._lot_id(values),
            line=row.line,
            given=self._given_by(values, said),
            base=self._base(values) if self.rows.form == "bsx" else None,
        )

    def _is_change(self, values: dict[str, str]) -> bool:
        if "delete" in values:
            return True
        sign = values.get("quantity", "")[:1]
        return (not values.get("part") and bool(values.get("lot_id"))) or sign == "+" or (self.updating and sign == "-")

    def _change(self, row: Row) -> Change:
        values = row.values
        number = self._lot_id(values)
        key = None
        if values.get("part") and not number:
            part, colour = self._identified(row)
            key = (part, colour, condition(values.get("condition") or NEW))
        elif not number:
            raise BadField(Why.LOT_ID, values.get("lot_id", "") or "0", "lot_id")
        if "delete" in values:
            return Change(number, key, delete=True, line=row.line)
        said: dict[str, Any] = particulars(values, self.notation, self.rows.form)
        by = None
        if written := values.get("quantity"):
            by = figures.signed(written)
            if by is None:
                said["quantity"] = figures.quantity(written, self.notation)
        if number and values.get("condition"):
            said["condition"] = condition(values["condition"])
        check_tiers(said.get("tiers", ()), said.get("price"))
        return Change(number, key, by=by, values=said, line=row.line)

    def _lot_id(self, values: dict[str, str]) -> str:
        number = lot_id(values.get("lot_id", ""))
        if number in self._numbers:
            raise BadField(Why.LOT_TWICE, number, "lot_id")
        if number:
            self._numbers.add(number)
        return number

    def _identified(self, row: Row) -> tuple[str, int]:
        """The part and the colour that are meant."""
        said = tuple(map(row.values.get, _IDENTITY))
        found = self._lots.get(said)
        if found is None:
            found = self._lots[said] = self._found_out(row)
        return found

    def _found_out(self, row: Row) -> tuple[str, int]:
        values = row.values
        written = values.get("colour") or values.get("colour_name") or ""
        meant = self.parts.get(values.get("part", "").lower())
        try:
            lot = identify(row, self.rows, self.known if meant is None else lambda part: True)
        except NoLot as error:
            if error.reason is Reason.COLOUR_UNKNOWN and self._means_any(written):
                raise BadField(Why.COLOUR_ANY, written, "colour") from error
            why, column = _WHY[error.reason]
            raise BadField(why, values.get(column, "") or written, column) from error
        if lot.custom:
            raise BadField(Why.CUSTOM, column="part")
        if self._means_any(written):
            raise BadField(Why.COLOUR_ANY, written, "colour")
        if colours.is_direct(lot.colour):
            raise BadField(Why.COLOUR_UNKNOWN, written, "colour")
        return meant or lot.part, lot.colour

    def _means_any(self, written: str) -> bool:
        if self.rows.colours is Site.BRICKLINK and written.strip() == "0":
            return True
        return words.means_any(written) or (self.rows.colours is None and written.strip() in _NO_COLOURS)

    def _quantity(self, values: dict[str, str]) -> int:
        written = values.get("quantity", "")
        if not written:
            raise BadField(Why.QUANTITY_MISSING, column="quantity")
        try:
            return figures.quantity(written, self.notation)
        except BadField as error:
            error.column = "quantity"
            raise

    def _base(self, values: dict[str, str]) -> dict[str, Any] | None:
        """BrickStore's base values: as attributes, in older files as OrigPrice and OrigQty."""
        said = {
            column_of(tag.removeprefix(_BASE)): value for tag, value in values.items() if tag.startswith(_BASE)
        } or {new: values[old] for old, new in (("origprice", "price"), ("origqty", "quantity")) if values.get(old)}
        found = particulars(said, self.notation, "base")
        if said.get("quantity"):
            found["quantity"] = figures.quantity(said["quantity"], self.notation)
        return found or None

    def _given_by(self, values: dict[str, str], said: dict[str, Any]) -> frozenset[str]:
        """What is told of a lot: one set for all that are told of alike. What BrickStore leaves out is as by default."""
        names = PARTICULARS if self.rows.form == "bsx" else said
        given = frozenset([*names, "condition"] if values.get("condition") else names)
        return self._given.setdefault(given, given)
