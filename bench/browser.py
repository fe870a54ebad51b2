"""The browser's figures: our viewer beside three.js's LDrawLoader, and the Studio with ten thousand parts."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from creations import ldraw
from creations.demo import designs
from creations.ldraw.colours import table
from creations.ldraw.flatten import flatten
from creations.ldraw.identity import assign_ids
from creations.ldraw.writer import number
from creations.rendering.materials import studio_colours
from creations.rendering.meshes import part_mesh
from creations.rendering.model import load
from creations.rendering.parts_pack import pack_of_document
from creations.rendering.scene_pack import scene_pack
from creations.workbench.document import to_shared
from prosum.browser import find
from prosum.node import npm

PAGE = Path("var/bench/page")
FLAGS = ["--no-sandbox", "--disable-quic", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
ROUNDS = 3
STUDIO_SECONDS = 120


def packed_with_parts(document: ldraw.Document) -> bytes:
    """The model as one file that holds all its parts as triangles: what LDrawLoader reads without a parts library."""
    flat = flatten(document)
    lines = ["0 FILE model.ldr"]
    for colour in table().values():
        clear = f" ALPHA {colour.alpha}" if colour.alpha < 255 else ""
        lines.append(
            f"0 !COLOUR {colour.name.replace(' ', '_')} CODE {colour.code} VALUE #{colour.rgb} EDGE #{colour.edge}{clear}"
        )
    for placed in flat.placed:
        lines.append(f"1 {placed.colour} {' '.join(map(number, placed.transform))} {placed.part}.dat")
    for part in sorted({placed.part for placed in flat.placed}):
        mesh = part_mesh(part)
        lines += [f"0 FILE {part}.dat", f"0 {part}", "0 !LDRAW_ORG Part", "0 BFC CERTIFY CW"]
        for corners in mesh.points[mesh.faces].round(2).tolist() if mesh else []:
            lines.append("3 16 " + " ".join(f"{value:g}" for corner in corners for value in corner))
    return "\n".join(lines).encode()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def _serve() -> tuple[ThreadingHTTPServer, str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(PAGE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


def _large(parts: int) -> ldraw.Document:
    """The moon base again and again, until it has so many parts."""
    base = flatten(designs.moon_base()).placed
    lines = []
    for k in range(parts):
        placed, copy = base[k % len(base)], k // len(base)
        x, y, z, *turn = placed.transform
        place = (x + 700 * (copy % 8), y, z + 700 * (copy // 8), *turn)
        lines.append(f"1 {placed.colour} {' '.join(map(number, place))} {placed.part}.dat")
    document = ldraw.read("\n".join(lines).encode())
    assign_ids(document)
    return document


def browser(files: Sequence[Path]) -> None:
    from playwright.sync_api import sync_playwright

    from .run import show

    path = find()
    if path is None:
        print("The browser's figures need Chromium; they are left out.")
        return
    npm(["exec", "--", "vite", "build", "--config", "vite.bench.config.ts", "--logLevel", "error"])
    models = {file.stem: ldraw.read(file.read_bytes(), name=file.name) for file in files} or {
        "moon base": designs.moon_base()
    }
    for index, document in enumerate(models.values()):
        (PAGE / f"{index}.glb").write_bytes(scene_pack(load(document, ldraw.Limits())))
        (PAGE / f"{index}.mpd").write_bytes(packed_with_parts(document))
    large = _large(10_000)
    (PAGE / "document.bin").write_bytes(to_shared(large).get_update())
    (PAGE / "parts.bin").write_bytes(pack_of_document(large, ldraw.Limits()))
    (PAGE / "colours.json").write_text(json.dumps(studio_colours()))
    server, address = _serve()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)

        def run(call: str) -> Any:
            page = chromium.new_page(viewport={"width": 1024, "height": 768})
            page.goto(f"{address}/bench.html")
            page.wait_for_function("window.bench !== undefined")
            result = page.evaluate(f"() => bench.{call}")
            page.close()
            return result

        print(
            "Opening a model in 3D, software rendering; the peer is LDrawLoader with the same parts packed into one file."
        )
        for index, name in enumerate(models):
            first, complete = map(min, zip(*(run(f"viewer('/{index}.glb')") for _ in range(ROUNDS)), strict=True))
            theirs = min(run(f"ldrawLoader('/{index}.mpd')") for _ in range(ROUNDS))
            show(f"{name[:36]}: first picture", first, "LDrawLoader", theirs, "ms", 1)
            show(f"{name[:36]}: all detail", complete, "LDrawLoader", theirs, "ms", 1)
            sizes = [(PAGE / f"{index}.{ending}").stat().st_size for ending in ("glb", "mpd")]
            show(f"{name[:36]}: bytes", sizes[0], "LDrawLoader", sizes[1], "KiB", 1 / 1024)
        found = run(f"within(bench.studio('/'), {STUDIO_SECONDS})")
        chromium.close()
    server.shutdown()
    if found is None:
        print(f"The Studio with 10,000 parts did not end within {STUDIO_SECONDS} s.")
        return
    print(f"The Studio with {found['parts']:,.0f} parts; the peer is the limit it must keep.")
    for what, key, limit in (
        ("opens, with its picture drawn to the end", "open", 5000.0), ("script a frame while orbiting, on average", "frame", 3.0), ("snap search (95 of 100)", "search", 4.0),
        ("snap search with collisions tested (95 of 100)", "legal", 8.0),
        ("placing a part (95 of 100)", "place", 8.0), ("moving a part (95 of 100)", "move", 8.0), ("draw calls", "calls", 300.0),
    ):  # fmt: skip
        show(what, found[key], "limit", limit, "" if key == "calls" else "ms", 1)
    print(f"  memory of the page: {found['memory']:.0f} MB")
