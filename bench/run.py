"""`make bench`: each figure beside a peer's or a floor's, measured in the same run, as a ratio."""

from __future__ import annotations

import gzip
import subprocess
import sys
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from creations import ldraw
from creations.demo import designs

from .browser import browser
from .buildable import buildable
from .measuring import best, show
from .notifications import notifications
from .pages import pages
from .pictures import pictures
from .planning import planning


def flat(number: int) -> bytes:
    """An LDraw file of so many bricks, side by side in one file."""
    line = "1 {c} {x} {y} 0 1 0 0 0 1 0 0 0 1 3001.dat"
    return "\n".join(line.format(c=k % 16, x=20 * (k % 500), y=-24 * (k // 500)) for k in range(number)).encode()


def _listed(data: bytes) -> ldraw.PartsList:
    return ldraw.parts_list(ldraw.read(data))


def parts_lists(files: Sequence[Path]) -> None:
    """Print how long reading and counting takes, beside bricklayer's own reader, and whether it grows linearly."""
    print("Parts lists: read a file and count its parts; the peer is bricklayer's own reader.")
    import bricklayer

    cases = [(f"{path.name[:40]}", path.read_bytes(), path) for path in files]
    temporary = Path("var/bench")
    temporary.mkdir(parents=True, exist_ok=True)
    for name, data in (("moon base", ldraw.write(designs.moon_base())), ("5,000 bricks in one file", flat(5000))):
        path = temporary / f"{name}.mpd"
        path.write_bytes(data)
        cases.append((name, data, path))
    for name, data, path in cases:
        listed = _listed(data)
        ours = best(partial(_listed, data))
        try:
            theirs = best(partial(bricklayer.read_ldraw, path), 3)
        except Exception as error:
            print(f"  {name}: bricklayer refuses it ({type(error).__name__})")
            continue
        show(f"{name} ({listed.parts:,} parts)", ours, "bricklayer.read_ldraw", theirs)
    sizes = (50_000, 100_000, 200_000)
    measured = [best(partial(_listed, flat(size)), 2) for size in sizes]
    for size, seconds in zip(sizes, measured, strict=True):
        show(f"{size:,} placements", seconds, "linear from 50,000", measured[0] * size / sizes[0])


def command() -> None:
    """Print how long the command line takes, beside an empty Python."""
    print("The command line: `prosum ldraw parts` on the moon base; the floor is an empty Python.")
    path = Path("var/bench/moon base.mpd")
    prosum = Path(sys.executable).with_name("prosum")
    ours = best(lambda: subprocess.run([prosum, "ldraw", "parts", path], stdout=subprocess.DEVNULL, check=True))
    floor = best(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    show("prosum ldraw parts", ours, "python -c pass", floor)


def scene_packs(files: Sequence[Path]) -> None:
    """Print how large scene packs are, beside the model's text and plain arrays, gzipped."""
    print(
        "Scene packs: bytes for the browser; the peer is the model's text and the same meshes as plain arrays, gzipped."
    )
    from creations.rendering.model import load
    from creations.rendering.scene_pack import scene_pack

    for path in [*files, Path("var/bench/moon base.mpd")]:
        model = load(ldraw.read(path.read_bytes()), ldraw.Limits())
        pack = len(scene_pack(model))
        meshes = {id(group.mesh): group.mesh for group in model.instances}.values()
        plain = b"".join(mesh.points.tobytes() + mesh.faces.tobytes() for mesh in meshes) + path.read_bytes()
        show(path.name[:50], pack, "gzip of plain arrays", len(gzip.compress(plain, 6)), "KiB", 1 / 1024)


def run(names: Sequence[str]) -> None:
    """Run all benchmarks, or the named ones; further names are model files to measure too."""
    warnings.simplefilter("ignore")
    files = [Path(name) for name in names if Path(name).is_file()]
    parts_lists(files)
    command()
    scene_packs(files)
    pictures([*files, Path("var/bench/moon base.mpd")])
    planning()
    buildable()
    pages()
    notifications()
    browser(files)


if __name__ == "__main__":
    run(sys.argv[1:])
