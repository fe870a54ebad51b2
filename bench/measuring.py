"""Measure a call and print its figure beside a peer's."""

from __future__ import annotations

import time
from collections.abc import Callable

ROUNDS = 7


def best(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of some rounds, in seconds: what the code takes when nothing else does."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times)


def show(what: str, ours: float, peer: str, theirs: float, unit: str = "ms", scale: float = 1e3) -> None:
    """Print one line: our figure, a peer's, and their ratio. Both times `scale` are in `unit`."""
    print(
        f"  {what:<58} {ours * scale:>9.1f} {unit:<3} {peer:<28} {theirs * scale:>9.1f} {unit:<3} ratio {ours / theirs:>6.2f}"
    )
