"""The Studio's other tools: turn about a joint, paint, measure, arrays, replacing, and the parts one has."""

from __future__ import annotations

import re

import pytest

from creations import actions

from .studio import LINES, enter, on_page, until

HINGE = b"""0 Hinge
1 4 0 -24 0 1 0 0 0 1 0 0 0 1 3937.dat
1 14 0 -24 0 1 0 0 0 1 0 0 0 1 3938.dat
1 1 0 -48 0 1 0 0 0 1 0 0 0 1 3004.dat
"""


@pytest.mark.django_db(transaction=True)
def test_what_hangs_on_a_hinge_turns_with_it(designer, ada):
    made = actions.create(owner=ada, data=HINGE, file_name="hinge.ldr")
    enter(designer, f"/@ada/{made.slug}/studio/")
    page = designer
    page.keyboard.press("j")
    until(page, "() => prosum.toolbox.tool.name === 'hinge'")
    page.evaluate(
        """() => { const top = [...prosum.scene.items.values()].find((item) => item.part.id === '3938');
            prosum.toolbox.tool.choose(top.owner, [0, -14, 0]); }"""
    )
    page.keyboard.press("a")
    base, top, brick = page.evaluate(LINES)
    assert base[2:] == [0, -24, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    turned = [round(value) for value in top[5:]]
    assert turned in ([1, 0, 0, 0, 0, -1, 0, 1, 0], [1, 0, 0, 0, 0, 1, 0, -1, 0]), "by 90 degrees about the hinge's pin"
    assert [round(value) for value in brick[5:]] == turned, "the brick on it too"
    page.keyboard.press("Control+z")
    assert page.evaluate(LINES)[2][2:5] == [0, -48, 0]


@pytest.mark.django_db(transaction=True)
def test_paint_measure_and_replace(open_tower):
    page = open_tower
    page.keyboard.press("p")
    page.click(".colour-recent [aria-label=Green]")
    page.mouse.click(*on_page(page, 20, -52, -10))
    until(page, f"() => ({LINES})()[2][1] === 2")
    page.keyboard.press("Escape")

    page.keyboard.press("m")
    page.mouse.click(*on_page(page, -30, -36, -20))
    page.mouse.click(*on_page(page, 30, -36, -20))
    page.wait_for_selector("footer >> text=studs")
    said = page.inner_text("footer")
    measured = re.search(r"([\d.]+) studs", said)
    assert measured and abs(float(measured[1]) - 3) < 0.05 and "2.4 cm" in said, "as well as one hits a pixel"
    page.keyboard.press("Escape")

    page.keyboard.press("v")
    page.mouse.click(*on_page(page, 20, -52, -10))
    until(page, "() => prosum.selection.size === 1")
    page.keyboard.press("Control+r")
    page.fill("#replace-search", "3003")
    page.click("dialog .part-take >> nth=0")
    until(page, f"() => ({LINES})()[2][0] === '3003.dat'")
    assert page.evaluate(LINES)[2][3] == -48, "it keeps its connection to the brick below"


@pytest.mark.django_db(transaction=True)
def test_an_array_is_one_change(open_tower):
    page = open_tower
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+Shift+A")
    page.fill("#count-x", "3")
    page.fill("#count-z", "2")
    page.fill("#gap-x", "100")
    page.fill("#gap-z", "60")
    page.click("dialog form .button")
    until(page, "() => prosum.scene.items.size === 18")
    assert len({(line[2], line[4]) for line in page.evaluate(LINES)}) == 6
    page.keyboard.press("Control+z")
    assert len(page.evaluate(LINES)) == 3


@pytest.mark.django_db(transaction=True)
def test_only_the_parts_one_has_counting_down(empty, tmp_path):
    page = empty
    mine = tmp_path / "mine.csv"
    mine.write_text("Part,Color,Quantity\n3003,4,2\n")
    page.click("[aria-label='Only parts I have']")
    page.set_input_files("#owned-file", mine)
    page.wait_for_selector("[data-part='3003']")
    assert page.locator("[data-part]").count() == 1
    assert page.inner_text(".part-left") == "2"
    page.click("[data-part='3003']")
    until(page, "() => prosum.toolbox.tool.name === 'place'")
    x, y = on_page(page, 0, 0, 0)
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    until(page, "() => prosum.scene.items.size === 1")
    until(page, "() => document.querySelector('.part-left').textContent === '1'")
