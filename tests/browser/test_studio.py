"""The Studio as a designer uses it: real WebGL, mouse, keyboard and finger."""

from __future__ import annotations

import json
from typing import Any

import pytest

from creations.models import Creation
from prosum.paths import ROOT

from .people import sign_in
from .studio import LINES, enter, exported, lots, middle, on_page, panel, take, until


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
    until(page, "() => prosum.link.revisions.base === 1")
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
    until(page, "() => prosum.toolbox.tool.name === 'place'")
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
    until(page, "() => prosum.model.path.length === 2")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    page.click(".crumbs button >> nth=0")
    until(page, "() => prosum.model.path.length === 1")
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
def test_what_cannot_be_done_is_said(open_tower):
    page = open_tower
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+m")
    page.fill("#submodel-name", "Core")
    page.click("#dialog button:has-text('Make a submodel')")
    until(page, "() => prosum.store.files.size === 2")
    page.keyboard.press("Control+Enter")
    until(page, "() => prosum.model.path.length === 2")
    page.click("#tab-steps")
    page.click("[aria-label='Place Core once more']")
    page.wait_for_selector(".hint >> text=A model cannot contain itself.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_serious(visit, ada, creation, shop, width, scheme):
    axe = (ROOT / "creations/studio/node_modules/axe-core/axe.min.js").read_text("utf-8")
    page = visit(width=width, scheme=scheme, member="ada")
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
def test_a_finger_orbits_places_and_moves(browser, live_server, open_gate, ada, creation, shop):
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
    until(page, "() => prosum.toolbox.tool.name === 'place'")
    page.tap(".sheet-tools button >> nth=0")
    page.touchscreen.tap(*middle(page, 0.3, 0.8))
    until(page, "() => prosum.scene.items.size === 4")

    # A tap selects; then the finger carries it. Beside it, the finger turns the view.
    page.tap("[data-action=tool-select]") if page.evaluate("() => prosum.toolbox.tool.name") != "select" else None
    until(page, "() => prosum.toolbox.tool.name === 'select'")
    at = on_page(page, 20, -52, -10)
    page.touchscreen.tap(*at)
    until(page, "() => prosum.selection.size === 1")
    before = page.evaluate(LINES)[2]
    finger = context.new_cdp_session(page)

    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        for kind, share in [("touchStart", 0), *[("touchMove", k / 6) for k in range(1, 7)], ("touchEnd", 1)]:
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    drag(at, (at[0] + 70, at[1] + 90))
    until(page, f"() => Math.abs(({LINES})()[2][2] - {before[2]}) + Math.abs(({LINES})()[2][4] - {before[4]}) > 15")
    eye = page.evaluate("() => prosum.stage.camera.position.toArray()")
    moved = page.evaluate(LINES)
    drag(middle(page, 0.2, 0.2), middle(page, 0.6, 0.3))
    until(page, f"() => prosum.stage.camera.position.distanceTo({{x: {eye[0]}, y: {eye[1]}, z: {eye[2]}}}) > 0.01")
    assert page.evaluate(LINES) == moved
    context.close()
