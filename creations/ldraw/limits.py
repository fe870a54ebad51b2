"""How much a model file may ask for. Every limit has a message of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` in bytes, `placements` after submodels are expanded, `depth` of submodels, `lines` and `files` in one file;
    `problems` kept of lines that cannot be read.

    With the defaults the largest legal file is read in under 2 s and 512 MiB.
    """

    size: int = 32 * 1024 * 1024
    placements: int = 200_000
    depth: int = 64
    lines: int = 1_200_000
    files: int = 20_000
    problems: int = 1000


DEFAULT_LIMITS = Limits()

#: A coordinate or a matrix's value beyond this (in LDU: 4 km) is no model's: it would only break what computes with it.
FARTHEST = 1e7
