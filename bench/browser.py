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
from creations.ldraw.flatten import flatten
from creations.ldraw.identity import assign_ids
from creations.ldraw.placement_lines import number
from creations.rendering.materials import studio_colours
from creations.rendering.model import load
from creations.rendering.parts_pack import pack_of_document
from creations.rendering.scene_pack import scene_pack
from creations.workbench.document import to_shared
from prosum.browser import find
from prosum.node import npm

from .measuring import show
from .packed import packed_with_parts

PAGE = Path("var/bench/page")
FLAGS = ["--no-sandbox", "--disable-quic", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
ROUNDS = 3
STUDIO_SECONDS = 120


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
    """Print how long a browser takes to open a model in 3D, beside three.js's loader; `files` are more models."""
    from playwright.sync_api import sync_playwright

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
        (PAGE / f"{index}.mpd").write_bytes(packed_with_parts(document, lines=True))
        (PAGE / f"{index}-bare.mpd").write_bytes(packed_with_parts(document, lines=False))
    large = _large(10_000)
    (PAGE / "document.bin").write_bytes(to_shared(large).get_update())
    (PAGE / "parts.bin").write_bytes(pack_of_document(large, ldraw.Limits()))
    (PAGE / "colours.json").write_text(json.dumps(studio_colours("en")))
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
            "Opening a model in 3D, software rendering. The peer is LDrawLoader with the same parts packed into one file, with"
        )
        print("the edges the library's files hold; 'bare' is the same without them, which it draws smoothed all over.")
        for index, name in enumerate(models):
            title = name[:36]
            first, complete = map(min, zip(*(run(f"viewer('/{index}.glb')") for _ in range(ROUNDS)), strict=True))
            for peer, file in (("LDrawLoader", f"{index}.mpd"), ("LDrawLoader, bare", f"{index}-bare.mpd")):
                theirs = min(run(f"ldrawLoader('/{file}')") for _ in range(ROUNDS))
                show(f"{title}: first picture", first, peer, theirs, "ms", 1)
                show(f"{title}: all detail", complete, peer, theirs, "ms", 1)
                sizes = [(PAGE / each).stat().st_size for each in (f"{index}.glb", file)]
                show(f"{title}: bytes", sizes[0], peer, sizes[1], "KiB", 1 / 1024)
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
