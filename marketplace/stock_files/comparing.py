"""What a stock file would do to a shop's stock: the fate of each of its lines, before anything is done.

Quantities are differences to what the shop had when it was compared, so that what is sold meanwhile stays sold. Nothing is
ever taken from what is promised to orders.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from .fields import check_tiers
from .lots import PARTICULARS, Change, FileLot, StockFile
from .problems import BadField, Problem, Why


class Mode(Enum):
    """What a file's lots are to the shop's.

    ADD: a delivery; its quantities are added to the lots that are there, which stay as they are otherwise. MERGE: its lots
    are to be as the file says, the others stay. REPLACE: the same, and lots that it does not hold are to go.
    """

    ADD = "add"
    MERGE = "merge"
    REPLACE = "replace"


class Kind(Enum):
    """What becomes of a line, and of a lot that no line names any more."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Stocked:
    """A lot that the shop has: its `id`, what it is (`lot_id` its number elsewhere), how many are promised to orders."""

    id: int
    lot: FileLot
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a line (0 for a lot that no line names). `id` is the shop's lot, `lot` what is to be new.

    `quantity` is from how many to how many, None where it stays; `changed` are other fields with what they are and what
    they are to be. `promised` is true where the quantity stops at what is promised to orders. `problem` says why not.
    """

    line: int
    kind: Kind
    id: int | None = None
    lot: FileLot | None = None
    quantity: tuple[int, int] | None = None
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    promised: bool = False
    problem: Problem | None = None

    @property
    def by(self) -> int:
        """The difference in quantity."""
        return self.quantity[1] - self.quantity[0] if self.quantity else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The fates of all lines, in their order, and apart from them the `deletions`, which are to be confirmed by themselves.

    `held_back` is true where a file that broke off would have deleted what it may only not have come to.
    """

    fates: list[Fate]
    deletions: list[Fate]
    held_back: bool = False


def compare(stock: Iterable[Stocked], file: StockFile, mode: Mode, *, again: bool = False) -> Comparison:
    """What `file` would do. `again` is true where the same file was applied before: its differences count no second time."""
    return _Comparing(list(stock), file, mode, again=again).compared()


class _Comparing:
    def __init__(self, stock: list[Stocked], file: StockFile, mode: Mode, *, again: bool) -> None:
        self.stock = stock
        self.file = file
        self.mode = mode
        self.again = again
        self.numbered = {one.lot.lot_id: one for one in stock if one.lot.lot_id}
        self.quantity = {one.id: one.lot.quantity for one in stock}
        self.kept: set[int] = set()

    def compared(self) -> Comparison:
        problems = self.file.problems
        fates = [Fate(one.line, _kind(one.why), problem=one) for one in problems]
        deletions: list[Fate] = []
        matched = _matched_once if self.mode is not Mode.ADD or self.file.differences else _matched_often
        for lot, one in matched(self.file.lots, self.stock):
            fates.append(self._of_lot(lot, one))
        for change in self.file.changes:
            found = self._of_change(change)
            (deletions if found.kind is Kind.DELETED else fates).append(found)
        replaces = self.mode is Mode.REPLACE and bool(self.file.lots) and not self.file.differences
        if replaces and self.file.whole:
            # A lot that a line names stays, also where that line cannot be read or means another part.
            named = ({one.lot_id for one in problems} | {lot.lot_id for lot in self.file.lots}) - {""}
            gone = (one for one in self.stock if one.id not in self.kept and one.lot.lot_id not in named)
            deletions += [self._deleted(0, one) for one in gone if one.lot.quantity > one.reserved or not one.reserved]
        fates.sort(key=lambda fate: fate.line)
        return Comparison(fates, deletions, replaces and not self.file.whole)

    def _of_lot(self, lot: FileLot, one: Stocked | None) -> Fate:
        other = self.numbered.get(lot.lot_id)
        if one is None and other is not None:
            return _refused(lot.line, Why.LOT_OTHER, lot.lot_id)
        if one is None:
            return self._new(lot)
        self.kept.add(one.id)
        if self.mode is Mode.ADD and not self.file.differences:
            return self._changed(lot.line, one, 0 if self.again else lot.quantity, {})
        values = {name: getattr(lot, name) for name in lot.given}
        by = lot.quantity - self.quantity[one.id]
        if self.file.differences:
            base = lot.base or {}
            values = {name: value for name, value in values.items() if name in base}
            by = 0 if self.again else lot.quantity - base.get("quantity", lot.quantity)
        if lot.lot_id and not one.lot.lot_id:
            values["lot_id"] = lot.lot_id
        return self._changed(lot.line, one, by, values)

    def _new(self, lot: FileLot) -> Fate:
        if not lot.price:
            return _refused(lot.line, Why.PRICE_MISSING)
        if self.again and (self.mode is Mode.ADD or self.file.differences):
            return Fate(lot.line, Kind.UNCHANGED, lot=lot)
        if not lot.quantity and not lot.retain:
            return _refused(lot.line, Why.NONE_THERE)
        try:
            check_tiers(lot.tiers, lot.price, lot.bulk)
        except BadField as error:
            return _refused(lot.line, error.why, error.value)
        return Fate(lot.line, Kind.NEW, lot=lot, quantity=(0, lot.quantity))

    def _of_change(self, change: Change) -> Fate:
        one = self.numbered.get(change.lot_id) if change.lot_id else self._by_key.get(change.key)
        if one is None:
            named = change.lot_id or " ".join(map(str, change.key or ()))
            return _refused(change.line, Why.LOT_UNKNOWN, named)
        self.kept.add(one.id)
        if change.delete:
            return self._deleted(change.line, one)
        values = dict(change.values)
        quantity = values.pop("quantity", None)
        by = quantity - self.quantity[one.id] if quantity is not None else 0
        return self._changed(change.line, one, 0 if change.by and self.again else change.by or by, values)

    @cached_property
    def _by_key(self) -> dict[Hashable, Stocked]:
        return {one.lot.key: one for one in reversed(self.stock)}

    def _changed(self, line: int, one: Stocked, by: int, values: dict[str, Any]) -> Fate:
        """A lot that is there, with what of it is to be otherwise."""
        was = one.lot
        changed = {
            name: (getattr(was, name), value)
            for name, value in values.items()
            if value != getattr(was, name) and not (value is None and name in ("price", "centigrams"))
        }
        to_be = {
            name: changed[name][1] if name in changed else getattr(was, name) for name in ("tiers", "price", "bulk")
        }
        if changed and not to_be["price"]:
            return _refused(line, Why.PRICE_MISSING)
        try:
            check_tiers(to_be["tiers"], to_be["price"], to_be["bulk"])
        except BadField as error:
            return _refused(line, error.why, error.value)
        before = self.quantity[one.id]
        after = max(before + by, one.reserved)
        self.quantity[one.id] = after
        promised = after != before + by
        if after == before and not changed:
            return Fate(line, Kind.UNCHANGED, one.id, promised=promised)
        quantity = (before, after) if after != before else None
        return Fate(line, Kind.CHANGED, one.id, quantity=quantity, changed=changed, promised=promised)

    def _deleted(self, line: int, one: Stocked) -> Fate:
        before = self.quantity[one.id]
        return Fate(line, Kind.DELETED, one.id, quantity=(before, one.reserved), promised=one.reserved > 0)


def _kind(why: Why) -> Kind:
    return Kind.UNKNOWN if why is Why.PART_UNKNOWN else Kind.REFUSED


def _refused(line: int, why: Why, value: str = "") -> Fate:
    return Fate(line, Kind.REFUSED, problem=Problem(line, why, value))


_Pairs = Iterator[tuple[FileLot, Stocked | None]]


def _matched_often(lots: list[FileLot], stock: list[Stocked]) -> _Pairs:
    """Each lot with the shop's lot that it adds to: of its number, else of its price, else of its kind."""
    numbered, priced, keyed = {}, {}, {}
    for one in reversed(stock):
        numbered[one.lot.lot_id] = one
        priced[one.lot.key, one.lot.price] = one
        keyed[one.lot.key] = one
    numbered.pop("", None)
    for lot in lots:
        found = numbered.get(lot.lot_id)
        if found is None or found.lot.key[:2] != lot.key[:2]:
            found = None if found else priced.get((lot.key, lot.price)) or keyed.get(lot.key)
        yield lot, found


def _matched_once(lots: list[FileLot], stock: list[Stocked]) -> _Pairs:
    """Each lot with the shop's lot that it means; each of these is meant once.

    By number; of those that are left by all they say, then by price, then by part, colour and condition alone. A lot with
    a number means no lot of another number.
    """
    numbered = {one.lot.lot_id: one for one in stock if one.lot.lot_id}
    found: dict[int, Stocked] = {}
    left: list[int] = []
    for place, lot in enumerate(lots):
        one = numbered.get(lot.lot_id)
        if one is not None and one.lot.key[:2] == lot.key[:2]:
            found[place] = one
        elif one is None:
            left.append(place)
    for sign in (_whole, _priced, _keyed):
        taken = {one.id for one in found.values()}
        free: dict[tuple[bool, Hashable], deque[Stocked]] = defaultdict(deque)
        for one in stock:
            if one.id not in taken:
                free[bool(one.lot.lot_id), sign(one.lot)].append(one)
        still = []
        for place in left:
            lot = lots[place]
            mark = sign(lot)
            which = free.get((False, mark)) or (not lot.lot_id and free.get((True, mark)))
            if which:
                found[place] = which.popleft()
            else:
                still.append(place)
        left = still
    return ((lot, found.get(place)) for place, lot in enumerate(lots))


def _whole(lot: FileLot) -> Hashable:
    return lot.key, lot.quantity, *(getattr(lot, name) for name in PARTICULARS)


def _priced(lot: FileLot) -> Hashable:
    return lot.key, lot.price


def _keyed(lot: FileLot) -> Hashable:
    return lot.key
