"""Pair points so that they move as little as possible in all.

By the shortest augmenting paths of Jonker and Volgenant (Computing 38, 1987). Where that costs more than one may spend,
the nearest pairs first, among those that lie in the same slice, so that no file costs minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SLICE = 48


def cost_of(old: int, new: int) -> int:
    """How many passes over a row the best assignment of so many points may take."""
    return min(old, new) ** 2


def assign(
    old: Sequence[tuple[float, ...]], new: Sequence[tuple[float, ...]], *, best: bool = True
) -> list[tuple[int, int]]:
    """Index pairs (old, new), as many as the shorter side has points; the best ones, or quickly found ones."""
    if not old or not new:
        return []
    a, b = np.array(old), np.array(new)
    if best:
        return _optimal(_distances(a, b))
    return _greedy(a, b)


def _distances(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)))


def _optimal(cost: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The cheapest assignment of all rows of `cost` (or of all columns, if those are fewer)."""
    if cost.shape[0] > cost.shape[1]:
        return [(row, column) for column, row in _optimal(cost.T)]
    rows, columns = cost.shape
    u, v = np.zeros(rows), np.zeros(columns)
    row_of = np.full(columns, -1)
    column_of = np.full(rows, -1)
    for start in range(rows):
        shortest = np.full(columns, np.inf)
        before = np.full(columns, -1)
        done = np.zeros(columns, dtype=bool)
        seen = np.zeros(rows, dtype=bool)
        row, least, sink = start, 0.0, -1
        while sink < 0:
            seen[row] = True
            reach = least + cost[row] - u[row] - v
            better = ~done & (reach < shortest)
            shortest[better] = reach[better]
            before[better] = row
            column = int(np.argmin(np.where(done, np.inf, shortest)))
            least = float(shortest[column])
            done[column] = True
            if row_of[column] < 0:
                sink = column
            else:
                row = int(row_of[column])
        u[start] += least
        others = seen.copy()
        others[start] = False
        u[others] += least - shortest[column_of[others]]
        v[done] -= least - shortest[done]
        while True:
            row = int(before[sink])
            row_of[sink] = row
            column_of[row], sink = sink, int(column_of[row])
            if row == start:
                break
    return [(row, int(column_of[row])) for row in range(rows)]


def _greedy(a: NDArray[np.float64], b: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The nearest pairs first within slices along the longest side; what is left over, slice after slice."""
    axis = int(np.argmax(np.ptp(np.concatenate([a, b]), axis=0)))
    left, right = np.argsort(a[:, axis], kind="stable"), np.argsort(b[:, axis], kind="stable")
    parts = max(1, -(-max(len(a), len(b)) // _SLICE))
    found: list[tuple[int, int]] = []
    rest_a: list[int] = []
    rest_b: list[int] = []
    for mine, theirs in zip(np.array_split(left, parts), np.array_split(right, parts), strict=True):
        cost = _distances(a[mine], b[theirs])
        free_a, free_b = set(range(len(mine))), set(range(len(theirs)))
        for flat in np.argsort(cost, axis=None, kind="stable"):
            row, column = divmod(int(flat), cost.shape[1])
            if row in free_a and column in free_b:
                free_a.discard(row)
                free_b.discard(column)
                found.append((int(mine[row]), int(theirs[column])))
                if not free_a or not free_b:
                    break
        rest_a += [int(mine[row]) for row in sorted(free_a)]
        rest_b += [int(theirs[column]) for column in sorted(free_b)]
    return found + list(zip(rest_a, rest_b, strict=False))
