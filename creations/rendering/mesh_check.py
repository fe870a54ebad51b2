"""`prosum catalog meshes`: look through all meshes of the parts library for holes and flipped faces.

What is found is kept in `creations/catalog/broken_meshes.txt`, since looking takes minutes: those named there are mended whenever they are
read. With a new parts library it is written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..catalog import library
from .mending import faults
from .meshes import decoded

#: Called with the number of parts done.
Progress = Callable[[int], None]


def broken_meshes(parts: Iterable[str], progress: Progress = lambda done: None) -> dict[str, tuple[int, int]]:
    """By part, how many holes its mesh has and how many flipped faces; those without either are left out."""
    found = {}
    for done, part in enumerate(parts):
        mesh = decoded(library.draco_frame(part) or b"")
        wrong = faults(mesh.points, mesh.faces) if mesh is not None else None
        if wrong:
            found[part] = (len(wrong.holes), len(wrong.flipped))
        progress(done + 1)
    return found


def check_meshes(*, write: bool, progress: Progress = lambda done: None) -> int:
    """Compare the list with what is found in all meshes, or write it; returns the exit code."""
    found = broken_meshes(library.drawable(), progress)
    holes, flipped = (sum(row[k] for row in found.values()) for k in (0, 1))
    print(f"{len(found):,} meshes have {holes:,} holes and {flipped:,} flipped faces.")
    if write:
        library.write_broken(found)
        return 0
    changed = sorted(found.keys() ^ library.broken())
    if changed:
        print(f"The list of them says otherwise of {len(changed):,}: {', '.join(changed[:20])}. Write it with --write.")
    return 1 if changed else 0
