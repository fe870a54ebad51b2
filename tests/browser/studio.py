"""What the tests of the Studio do again and again."""

from __future__ import annotations

import time
from pathlib import Path

from creations import ldraw

LINES = """() => [...prosum.store.file(prosum.store.mainKey).lines.values()].filter((line) => line.reference)
    .map((line) => [line.reference, line.colour, ...line.transform])"""
PANEL = """() => [...document.querySelectorAll('.lots .lot-count')].map((count) => parseInt(count.textContent))"""


def until(page, expression: str, seconds: float = 20) -> None:
    """Wait for something true in the page; its policy forbids Playwright's own way, which evaluates text."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(40)


def saved(page) -> None:
    until(page, "() => document.querySelector('.save-state')?.dataset.state === 'saved' && prosum.link.isSaved")


def enter(page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".model canvas")
    until(page, "() => window.prosum !== undefined")
    if page.locator(".tour").count():
        page.click(".tour >> text=No thanks")


def middle(page, across: float = 0.5, down: float = 0.55) -> tuple[float, float]:
    box = page.locator(".model canvas").bounding_box()
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def on_page(page, x: float, y: float, z: float) -> tuple[float, float]:
    """Where a point of the model, in LDU, is on the page."""
    return tuple(
        page.evaluate(
            """(at) => { const p = prosum.camera.toScene(at).project(prosum.stage.camera), f = prosum.stage.canvas.getBoundingClientRect();
                return [f.left + (p.x + 1) / 2 * f.width, f.top + (1 - p.y) / 2 * f.height]; }""",
            [x, y, z],
        )
    )


def take(page, part: str) -> None:
    page.fill("#part-search", part)
    page.click(f"[data-part='{part}']")
    until(page, "() => prosum.toolbox.tool.name === 'place'")


def exported(page, tmp_path: Path) -> bytes:
    page.click("[data-action=export]")
    with page.expect_download() as download:
        page.click(".exports button >> nth=0")
    page.click("#dialog [aria-label=Close]")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_bytes()


def panel(page) -> list[int]:
    """The quantities in the parts list panel, once it stands."""
    page.click("#tab-parts")
    page.wait_for_selector(".lots .lot-count")
    return sorted(page.evaluate(PANEL))


def lots(data: bytes) -> dict[tuple[str, int], int]:
    return {(lot.part, lot.colour): lot.quantity for lot in ldraw.parts_list(ldraw.read(data))}
