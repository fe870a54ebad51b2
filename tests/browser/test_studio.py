"""The Studio as a designer uses it: real WebGL, a real server, a real network that goes away."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from creations import actions, ldraw
from creations.demo import designs
from creations.models import Creation
from prosum.paths import ROOT

from .test_journey import sign_in

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
    until(page, "() => document.querySelector('.save-state')?.dataset.state === 'saved' && prosum.sync.isSaved")


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
            """(at) => { const p = prosum.toScene(at).project(prosum.stage.camera), f = prosum.canvas.getBoundingClientRect();
                return [f.left + (p.x + 1) / 2 * f.width, f.top + (1 - p.y) / 2 * f.height]; }""",
            [x, y, z],
        )
    )


def take(page, part: str) -> None:
    page.fill("#part-search", part)
    page.click(f"[data-part='{part}']")
    until(page, "() => prosum.tool.name === 'place'")


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


@pytest.fixture
def designer(visit, ada, shop):
    page = visit()
    sign_in(page, "ada")
    return page


@pytest.fixture
def empty(designer, ada):
    """An empty creation, open in the Studio."""
    creation = actions.begin(owner=ada, title="Tower")
    enter(designer, f"/@ada/{creation.slug}/studio/")
    return designer


@pytest.mark.django_db(transaction=True)
def test_a_tower_by_mouse_undone_redone_painted_and_saved(empty, tmp_path):
    page = empty
    take(page, "3003")
    page.mouse.move(*middle(page))
    page.mouse.click(*middle(page))
    until(page, "() => prosum.scene.items.size === 1")
    x, y, z = page.evaluate(LINES)[0][2:5]
    assert (x % 10, y, z % 10) == (0, -24, 0)
    for floor in range(1, 10):
        page.keyboard.press("5")  # from above, where no stud hides the middle
        page.mouse.move(*on_page(page, x, -24 * floor, z))
        page.mouse.click(*on_page(page, x, -24 * floor, z))
        until(page, f"() => prosum.scene.items.size === {floor + 1}")
    placed = page.evaluate(LINES)
    assert [line[3] for line in placed] == [-24 * (floor + 1) for floor in range(10)], "each sits on the one below"
    assert {(line[2], line[4]) for line in placed} == {(x, z)}
    page.keyboard.press("Escape")

    for _ in range(10):
        page.keyboard.press("Control+z")
    assert page.evaluate(LINES) == []
    until(page, "() => document.querySelector('[data-action=undo]').disabled")
    for _ in range(10):
        page.keyboard.press("Control+y")
    assert page.evaluate(LINES) == placed

    page.keyboard.press("Control+a")
    page.click(".colour-recent [aria-label=Blue]")
    assert {line[1] for line in page.evaluate(LINES)} == {1}
    until(page, "() => prosum.checker.report !== undefined && prosum.checker.findings.length === 0")

    assert panel(page) == [10]
    assert lots(exported(page, tmp_path)) == {("3003", 1): 10}
    page.click("[data-action=save]")
    page.fill("#message", "A tower")
    page.click("#dialog form .button")
    until(page, "() => prosum.sync.revision === 1")
    creation = Creation.objects.get()
    assert creation.part_count == 10
    assert creation.current.message == "A tower"


@pytest.mark.django_db(transaction=True)
def test_a_tower_by_keyboard_alone(empty):
    page = empty
    page.keyboard.press("/")
    page.keyboard.type("3003")
    page.wait_for_selector("[data-part='3003']")
    page.keyboard.press("Enter")
    until(page, "() => prosum.tool.name === 'place'")
    for floor in range(10):
        page.keyboard.press("Enter")
        until(page, f"() => prosum.scene.items.size === {floor + 1}")
    heights = [line[3] for line in page.evaluate(LINES)]
    assert heights == [-24 * (floor + 1) for floor in range(10)]
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    page.keyboard.press("d")
    last = page.evaluate(LINES)[-1]
    assert last[3] == heights[-1] - 8
    assert [round(value) for value in last[5:]] != [1, 0, 0, 0, 1, 0, 0, 0, 1], "it was turned"
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert [line[3] for line in page.evaluate(LINES)] == heights
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] .shortcuts")
    page.keyboard.press("Escape")


@pytest.fixture
def open_tower(designer, creation):
    enter(designer, f"/@ada/{creation.slug}/studio/")
    return designer


@pytest.mark.django_db(transaction=True)
def test_dragging_moves_and_snaps(open_tower):
    page = open_tower
    top = on_page(page, 20, -52, -10)
    page.mouse.move(*top)
    page.mouse.down()
    page.mouse.move(top[0] + 30, top[1] + 4, steps=4)
    page.mouse.move(*on_page(page, 160, 24, 60), steps=6)
    page.mouse.up()
    moved = page.evaluate(LINES)[2]
    assert moved[3] == 0, "it stands on the ground"
    assert moved[2] > 60
    page.keyboard.press("Control+z")
    assert page.evaluate(LINES)[2][2:5] == [0, -48, 0]


@pytest.mark.django_db(transaction=True)
def test_submodels_are_made_entered_left_and_exploded(open_tower, tmp_path):
    page = open_tower
    before = lots(exported(page, tmp_path))
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+m")
    page.fill("#submodel-name", "Core")
    page.click("#dialog form .button")
    until(page, "() => prosum.store.files.size === 2")
    assert lots(exported(page, tmp_path)) == before
    page.keyboard.press("Control+Enter")
    until(page, "() => prosum.path.length === 2")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    page.click(".crumbs button >> nth=0")
    until(page, "() => prosum.path.length === 1")
    assert sum(lots(exported(page, tmp_path)).values()) == 2 * sum(before.values())
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+Shift+E")
    until(page, "() => prosum.store.files.size === 1")
    assert len(page.evaluate(LINES)) == 6


@pytest.mark.django_db(transaction=True)
def test_steps_panels_numbers_and_checks(open_tower):
    page = open_tower
    page.click("#tab-steps")
    page.click(".steps .step-open >> nth=0")
    assert page.evaluate("() => [...prosum.scene.lines].filter((line) => prosum.scene.isVisible(line)).length") == 1
    page.keyboard.press("\\")
    page.mouse.click(*on_page(page, 20, -52, -10))
    until(page, "() => prosum.selection.size === 1")
    page.click("#tab-selection")
    page.fill("#number-x", "13.5")
    page.keyboard.press("Tab")
    assert page.evaluate(LINES)[2][2] == 13.5
    until(page, "() => prosum.checker.findings.some((finding) => finding.kind === 'collision')")
    page.click("#tab-checks")
    page.click(".findings button >> nth=0")
    assert page.evaluate("() => prosum.selection.size") == 2
    page.click("#tab-history")
    page.click(".history button >> text=As it was opened")
    assert page.evaluate(LINES)[2][2] == 0
    page.keyboard.press("Control+a")
    page.keyboard.press("h")
    assert page.evaluate("() => [...prosum.scene.lines].some((line) => prosum.scene.isVisible(line))") is False
    page.keyboard.press("Shift+H")
    assert page.evaluate("() => [...prosum.scene.lines].every((line) => prosum.scene.isVisible(line))") is True


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_by_a_reload_a_crash_two_tabs_or_the_network(empty):
    page = empty
    context = page.context
    take(page, "3003")
    page.mouse.move(*middle(page))
    page.mouse.click(*middle(page))
    until(page, "() => prosum.scene.items.size === 1")
    # Reload at once, before the server can have heard of it.
    page.reload()
    until(page, "() => window.prosum?.scene.items.size === 1")
    saved(page)

    # A second tab sees what is done in the first, and the other way round.
    other = context.new_page()
    enter(other, page.url)
    until(other, "() => prosum.scene.items.size === 1")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    until(other, "() => prosum.scene.items.size === 2")
    other.close()

    # The network goes; work goes on, the tab dies, and the browser still has it.
    context.set_offline(True)
    page.keyboard.press("Control+d")
    page.keyboard.press("Control+d")
    until(page, "() => document.querySelector('.save-state').dataset.state === 'offline'")
    assert page.evaluate("() => prosum.scene.items.size") == 4
    context.set_offline(False)
    saved(page)

    # What the server has is what the browser has: another browser of hers opens the same.
    cookies = context.cookies()
    elsewhere = page.context.browser.new_context(base_url=page.url.split("/@")[0])
    elsewhere.add_cookies(cookies)
    second = elsewhere.new_page()
    enter(second, page.url)
    until(second, "() => prosum.scene.items.size === 4")
    second.keyboard.press("Control+a")
    second.keyboard.press("Delete")
    saved(second)
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    until(page, "() => prosum.scene.items.size === 0")
    elsewhere.close()


@pytest.mark.django_db(transaction=True)
def test_closed_while_offline_and_opened_again(empty):
    page = empty
    take(page, "3003")
    page.mouse.move(*middle(page))
    page.mouse.click(*middle(page))
    saved(page)
    page.context.set_offline(True)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    page.wait_for_timeout(300)
    address = page.url
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    enter(again, address)
    until(again, "() => prosum.scene.items.size === 2")
    saved(again)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", designs.__all__)
def test_every_model_of_the_demo_opens_and_comes_back_the_same(designer, ada, name, tmp_path):
    document = getattr(designs, name)()
    creation = actions.create(owner=ada, data=ldraw.write(document), file_name=f"{name}.mpd")
    enter(designer, f"/@ada/{creation.slug}/studio/")
    found = exported(designer, tmp_path)
    kept = ldraw.write(ldraw.read(_model(creation), name="model.mpd"))
    assert found == kept, "exported as it was saved, id for id"
    assert panel(designer) == sorted(lots(found).values())
    # Bring the export in again: the same parts once more.
    path = tmp_path / "again.mpd"
    path.write_bytes(found)
    designer.click("[data-action=import]")
    designer.set_input_files("#bring-file", path)
    until(designer, "() => !document.querySelector('dialog[open]')")
    twice = lots(exported(designer, tmp_path))
    assert twice == {lot: 2 * count for lot, count in lots(found).items()}


def _model(creation: Creation) -> bytes:
    from users import files

    return files.load(creation.current.model)


@pytest.mark.django_db(transaction=True)
def test_a_random_session_exports_what_its_panel_shows_and_undoes_to_the_start(open_tower, tmp_path):
    page = open_tower
    start = exported(page, tmp_path)
    keys = [
        "Control+a",
        "Control+d",
        "ArrowRight",
        "d",
        "PageUp",
        "Control+g",
        "Control+d",
        "h",
        "Shift+H",
        "w",
        "Control+i",
    ]
    for turn in range(44):
        page.keyboard.press(keys[(turn * 7) % len(keys)])
        if turn % 5 == 0:
            page.click(f".colour-recent button >> nth={turn % 9}")
    assert panel(page) == sorted(lots(exported(page, tmp_path)).values())
    for _ in range(page.evaluate("() => prosum.store.history.undoStack.length")):
        page.keyboard.press("Control+z")
    assert exported(page, tmp_path) == start


@pytest.mark.django_db(transaction=True)
def test_a_studio_file_and_a_bad_file_brought_in(open_tower, tmp_path):
    import zipfile

    page = open_tower
    studio = tmp_path / "from-studio.io"
    with zipfile.ZipFile(studio, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.ldr", "0 From Studio\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3005.dat\r\n")
    page.click("[data-action=import]")
    page.set_input_files("#bring-file", studio)
    until(page, "() => prosum.store.files.size === 2")
    bad = tmp_path / "bad.ldr"
    bad.write_text("0 Bad\n1 4 0 0 3005.dat\n")
    page.click("[data-action=import]")
    page.set_input_files("#bring-file", bad)
    page.wait_for_selector("dialog[open] .refusal")
    assert "bad.ldr, 2" in page.inner_text("dialog[open] .refusal")


@pytest.mark.django_db(transaction=True)
def test_published_from_inside_in_french(visit, ada, shop):
    page = visit(locale="fr-FR")
    sign_in(page, "ada")
    page.goto("/studio/")
    page.fill("#title", "Ma tour")
    page.click("main form.stack button")
    page.wait_for_selector(".tour")
    for _ in range(2):
        page.click(".tour .button:not(.quiet)") if page.locator(".tour .button:not(.quiet)").count() else None
    page.fill("#part-search", "3003")
    page.click("[data-part='3003']")
    until(page, "() => window.prosum.tool.name === 'place'")
    page.mouse.move(*middle(page))
    page.mouse.click(*middle(page))
    until(page, "() => prosum.scene.items.size === 1")
    page.wait_for_selector(".tour.is-at-save")
    page.click("[data-action=publish]")
    page.click("dialog form .button")
    page.wait_for_selector("dialog a.button")
    creation = Creation.objects.get(title="Ma tour")
    assert creation.is_public and creation.part_count == 1
    assert "Publier" in page.inner_text("[data-region=top]")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_serious(visit, ada, creation, shop, width, scheme):
    axe = (ROOT / "creations/studio/node_modules/axe-core/axe.min.js").read_text("utf-8")
    page = visit(width=width, scheme=scheme)
    sign_in(page, "ada")
    enter(page, f"/@ada/{creation.slug}/studio/")
    page.wait_for_timeout(400)
    page.evaluate(axe)
    found: Any = page.evaluate(
        "async () => (await axe.run()).violations.filter((v) => ['serious', 'critical'].includes(v.impact))"
    )
    told = [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found]
    assert not told, json.dumps(told, indent=1)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.django_db(transaction=True)
def test_a_finger_orbits_places_and_moves(browser, live_server, ada, creation, shop):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, "ada")
    enter(page, f"/@ada/{creation.slug}/studio/")
    page.tap(".sheet-tools button >> nth=0")
    page.fill("#part-search", "3003")
    page.tap("[data-part='3003']")
    until(page, "() => prosum.tool.name === 'place'")
    page.tap(".sheet-tools button >> nth=0")
    page.touchscreen.tap(*middle(page, 0.3, 0.8))
    until(page, "() => prosum.scene.items.size === 4")
    context.close()
