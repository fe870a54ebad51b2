"""How long pictures take and how much memory, beside LeoCAD's raster picture of the same file where LeoCAD is installed."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from creations import ldraw
from creations.ldraw.colours import table
from creations.ldraw.flatten import flatten
from creations.rendering.meshes import part_mesh

from .measuring import show

ROUNDS = 3
#: What a portrait of the largest shared model may take, in gigabytes.
_MOST = 1.2


def pictures(files: Sequence[Path]) -> None:
    """Print seconds of quick pictures and gigabytes of portraits, each made in a process of its own, start included."""
    print("Quick pictures, 512x384, each in a process of its own; the peer is LeoCAD with the same meshes.")
    programs = [shutil.which(name) for name in ("xvfb-run", "leocad")]
    if None in programs:
        print("  LeoCAD is not installed (apt-get install leocad xvfb): without a peer.")
    for path in files:
        name = path.name[:50]
        ours = min(_ours("quick", path)[0] for _ in range(ROUNDS))
        if None in programs:
            print(f"  {name:<58} {ours * 1e3:>9.1f} ms")
        else:
            show(name, ours, "LeoCAD", _leocad(path))
    print("Portraits, 1024x768, 16 samples: memory at most; beside what it may take.")
    for path in files:
        seconds, memory = _ours("portrait", path)
        show(f"{path.name[:40]} in {seconds:.0f} s", memory, "limit", _MOST, "GB", 1)


def _ours(kind: str, path: Path) -> tuple[float, float]:
    """Seconds and gigabytes of a picture."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bench.pictures", kind, str(path)]
    memory = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return time.perf_counter() - began, float(memory)


def _leocad(path: Path) -> float:
    """Seconds of LeoCAD's picture, the shortest of some."""
    with TemporaryDirectory() as folder:
        _parts_library(Path(folder), path)
        model, picture = Path(folder, "model.mpd"), Path(folder, "model.png")
        model.write_bytes(path.read_bytes())
        size = ["-w", "512", "-h", "384"]
        command = ["xvfb-run", "-a", "leocad", "-l", folder, "-i", str(picture), *size, str(model)]
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            times.append(time.perf_counter() - began)
        if not picture.exists():
            raise RuntimeError("LeoCAD drew nothing")
    return min(times)


def _parts_library(folder: Path, model: Path) -> None:
    """The model's parts, with our meshes, as LeoCAD wants a library."""
    parts = folder / "parts"
    parts.mkdir()
    colours = [
        f"0 !COLOUR {colour.name.replace(' ', '_')} CODE {colour.code} VALUE #{colour.rgb} EDGE #{colour.edge}"
        + (f" ALPHA {colour.alpha}" if colour.alpha < 255 else "")
        for colour in table().values()
    ]
    (folder / "LDConfig.ldr").write_text("\n".join(colours))
    for part in {placed.part for placed in flatten(ldraw.read(model.read_bytes())).placed}:
        mesh = part_mesh(part)
        if mesh is None:
            continue
        head = [f"0 {part}", f"0 Name: {part}.dat", "0 !LDRAW_ORG Part", "0 BFC CERTIFY CW"]
        corners = mesh.points[mesh.faces].round(2).tolist()
        faces = ["3 16 " + " ".join(f"{value:g}" for value in chain.from_iterable(face)) for face in corners]
        (parts / f"{part}.dat").write_text("\n".join(head + faces))


def _draw(kind: str, path: Path) -> None:
    """Draw in this process and print its peak of memory in gigabytes."""
    from creations.rendering.model import load

    model = load(ldraw.read(path.read_bytes()), ldraw.Limits())
    if kind == "quick":
        from creations.rendering.quick_look import quick_look

        quick_look(model)
    else:
        from creations.rendering.path_tracing import Shot, render

        render(model, Shot())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak * (1 if sys.platform == "darwin" else 1024) / 1e9)


if __name__ == "__main__":
    _draw(sys.argv[1], Path(sys.argv[2]))
