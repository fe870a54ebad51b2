"""The table of what models need: compressed sparse rows, one for each model."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .bytes_of_arrays import pack, unpack

Ints = npt.NDArray[Any]

#: So many needs are worked on at once: they stay in the processor's cache.
BLOCK = 1 << 18
#: A lot's key is its part's number, moved so far, and its colour.
_COLOUR_BITS = 32


@dataclass(frozen=True, slots=True)
class Row:
    """One lot of a model's parts list. `custom` parts can be owned by nobody, and count among the pieces."""

    model: int
    version: int
    part: str
    colour: int
    quantity: int
    custom: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """What models need: model k needs `numbers[i]` of `things[i]` for i from `starts[k]` to `starts[k + 1]`."""

    starts: Ints
    things: Ints
    numbers: Ints

    def blocks(self) -> Iterator[Needs]:
        """The needs of some models after others, about BLOCK of them at once; `starts` are counted within each."""
        models, first = len(self.starts) - 1, 0
        while first < models:
            end = int(np.searchsorted(self.starts, self.starts[first] + BLOCK, side="right")) - 1
            end = min(max(end, first + 1), models)
            here = slice(int(self.starts[first]), int(self.starts[end]))
            yield Needs(self.starts[first:end] - self.starts[first], self.things[here], self.numbers[here])
            first = end


@dataclass(frozen=True, slots=True)
class Index:
    """All models with their needs, by lots and, for whoever minds no colour, by parts.

    `models` and `versions` name them as their rows did, `pieces` are how many each has in all. `parts` is sorted, `lots`
    too: the keys of `lot_keys`. `lot_prices` and `part_prices` are what one piece costs, in ten-thousandths, 0 where
    nobody sells it.
    """

    models: Ints
    versions: Ints
    pieces: Ints
    parts: npt.NDArray[np.bytes_]
    lots: Ints
    by_lot: Needs
    by_part: Needs
    lot_prices: Ints
    part_prices: Ints

    @classmethod
    def made(cls, rows: Iterable[Row], prices: Mapping[tuple[str, int], int]) -> Index:
        """The index of `rows`, each model's together. A model of which nothing can be owned is left out."""
        lots: dict[tuple[str, int], int] = {}
        models, versions, pieces, starts = array("q"), array("q"), array("q"), array("q")
        needed, numbers = array("I"), array("I")
        for (model, version), listed in itertools.groupby(rows, key=lambda row: (row.model, row.version)):
            began, total = len(needed), 0
            for lot in listed:
                total += lot.quantity
                if not lot.custom:
                    needed.append(lots.setdefault((lot.part, lot.colour), len(lots)))
                    numbers.append(lot.quantity)
            if len(needed) > began:
                models.append(model)
                versions.append(version)
                pieces.append(total)
                starts.append(began)
        starts.append(len(needed))
        parts, keys = _sorted(lots)
        order = np.argsort(keys)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        part_of = keys[order] >> _COLOUR_BITS
        flat = Needs(_array(starts), _array(needed), _array(numbers))
        each = np.fromiter((prices.get(lot, 0) for lot in lots), np.int64, len(lots))[order]
        return cls(
            models=_array(models),
            versions=_array(versions),
            pieces=_array(pieces),
            parts=parts,
            lots=keys[order],
            by_lot=_tidy(flat, rank),
            by_part=_tidy(flat, part_of[rank]),
            lot_prices=each,
            part_prices=_least(parts, prices),
        )

    def written(self) -> bytes:
        """The index as bytes."""
        arrays = {name: getattr(self, name) for name in _PLAIN}
        for name in ("by_lot", "by_part"):
            needs: Needs = getattr(self, name)
            arrays |= {f"{name}.{field}": getattr(needs, field) for field in Needs.__slots__}
        return pack(arrays)

    @classmethod
    def read(cls, data: bytes | memoryview) -> Index:
        """The index in `data`, which it goes on using. Raises ValueError for bytes that are none."""
        arrays = unpack(data)

        def needs(name: str) -> Needs:
            return Needs(*(arrays[f"{name}.{field}"] for field in Needs.__slots__))

        plain: dict[str, Any] = {name: arrays[name] for name in _PLAIN}
        return cls(by_lot=needs("by_lot"), by_part=needs("by_part"), **plain)

    def __len__(self) -> int:
        return len(self.models)


_PLAIN = ("models", "versions", "pieces", "parts", "lots", "lot_prices", "part_prices")


def lot_keys(parts: Ints, colours: Ints) -> Ints:
    """The keys of lots by their parts' numbers and their colours."""
    return (parts.astype(np.int64) << _COLOUR_BITS) | colours.astype(np.int64)


def _array(values: array[int]) -> Ints:
    return np.frombuffer(values, dtype=values.typecode) if len(values) else np.zeros(0, values.typecode)


def _sorted(lots: Mapping[tuple[str, int], int]) -> tuple[npt.NDArray[np.bytes_], Ints]:
    """The lots' parts in order, and the key of each lot."""
    words = np.array([part.encode() for part, _ in lots] or [b""], dtype=np.bytes_)[: len(lots)]
    parts, numbers = np.unique(words, return_inverse=True)
    return parts, lot_keys(numbers, np.fromiter((colour for _, colour in lots), np.int64, len(lots)))


def _tidy(needs: Needs, names: Ints) -> Needs:
    """Needs in which each thing stands once a model, under its number in `names`, in the smallest types that hold them."""
    starts, things, numbers = [np.zeros(1, np.int64)], [_NOTHING], [_NOTHING]
    kinds = int(names.max()) + 1 if len(names) else 1
    for block in needs.blocks():
        model = np.repeat(np.arange(len(block.starts)), np.diff(np.append(block.starts, len(block.things))))
        key = model * kinds + names[block.things]
        order = np.argsort(key, kind="stable")
        key, first = np.unique(key[order], return_index=True)
        starts.append(starts[-1][-1] + np.searchsorted(key, np.arange(1, len(block.starts) + 1) * kinds))
        things.append(_small(key % kinds))
        numbers.append(_small(np.add.reduceat(block.numbers[order], first, dtype=np.int64)))
    return Needs(np.concatenate(starts), np.concatenate(things), np.concatenate(numbers))


_NOTHING = np.zeros(0, np.uint16)


def _small(values: Ints) -> Ints:
    return values.astype(np.uint16 if int(values.max()) < 2**16 else np.uint32)


def _least(parts: npt.NDArray[np.bytes_], prices: Mapping[tuple[str, int], int]) -> Ints:
    """The least price of each part in any colour; 0 where there is none."""
    least: dict[bytes, int] = {}
    for (part, _colour), price in prices.items():
        if price > 0:
            key = part.encode()
            least[key] = min(price, least.get(key, price))
    return np.fromiter((least.get(part, 0) for part in parts.tolist()), np.int64, len(parts))
