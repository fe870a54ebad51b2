"""Building instructions as a builder uses them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from creations import actions

from .studio import until

CART = b"""0 FILE cart.ldr
1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat
0 STEP
1 16 -40 24 0 1 0 0 0 1 0 0 0 1 axle.ldr
1 16 40 24 0 1 0 0 0 1 0 0 0 1 axle.ldr
0 FILE axle.ldr
0 Axle with wheels
1 0 -10 0 0 1 0 0 0 1 0 0 0 1 3005.dat
1 0 10 0 0 1 0 0 0 1 0 0 0 1 3005.dat
"""


def opened(page, slug: str):
    page.goto(f"/@ada/{slug}/revisions/1/instructions/")
    page.wait_for_selector("#instructions[data-offline]")
    return page


@pytest.mark.django_db(transaction=True)
def test_instructions_go_step_by_step_and_resume(visit, creation):
    page = opened(visit(), creation.slug)
    assert page.inner_text("output") == "1 / 3"
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".number") == "2"
    assert page.inner_text("aside li strong") == "1×"
    page.keyboard.press("End")
    page.reload()
    page.wait_for_selector("#instructions[data-ready]")
    assert page.inner_text("output") == "3 / 3"


@pytest.mark.django_db(transaction=True)
def test_instructions_open_without_a_network_once_they_were_opened(visit, creation):
    page = opened(visit(), creation.slug)
    assert page.get_attribute("#instructions", "data-offline") == "yes"
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#instructions[data-ready]")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("output") == "2 / 3"
    # The parts' pictures are there too.
    until(
        page,
        "() => [...document.querySelectorAll('aside img')].every((image) => image.complete && image.naturalWidth > 0)",
    )
    assert page.locator("aside img").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_submodel_is_a_call_out_built_before_it_is_put_in_place(visit, ada, catalog):
    made = actions.create(owner=ada, data=CART, file_name="cart.mpd", title="Cart")
    actions.publish(creation=made, member=ada)
    page = opened(visit(), "cart")
    page.keyboard.press("ArrowRight")
    assert "Axle with wheels" in page.inner_text(".callout") and "2×" in page.inner_text(".callout")
    assert "is-submodel" in page.get_attribute("#instructions", "class")
    page.keyboard.press("ArrowRight")
    assert page.locator(".callout").count() == 0
    assert page.inner_text(".is-built strong") == "2×"
    page.click("text=built in step 2")
    assert page.inner_text("output") == "2 / 3"


def height_of(picture: bytes, band: int) -> float:
    """How far down the picture, on average, its pixels are of that band above all: 0 red, 2 blue."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
    others = np.delete(pixels, band, axis=2).max(axis=2)
    return float(np.nonzero(pixels[..., band] > others + 60)[0].mean())


@pytest.mark.django_db(transaction=True)
def test_a_rotstep_turns_the_model_and_its_end_turns_it_back(visit, ada, catalog):
    """A blue brick on a red one: under it, while it is built upside down."""
    rows = [(4, 0, "STEP"), (1, -24, "ROTSTEP 0 0 180 REL"), (15, -48, "ROTSTEP END")]
    text = "\n".join(f"1 {colour} 0 {y} 0 1 0 0 0 1 0 0 0 1 3001.dat\n0 {end}" for colour, y, end in rows)
    made = actions.create(owner=ada, data=text.encode(), file_name="turned.ldr", title="Turned")
    actions.publish(creation=made, member=ada)
    page = opened(visit(), "turned")
    is_above = []
    for step in (2, 3):
        page.keyboard.press("ArrowRight")
        assert page.inner_text("output") == f"{step} / 3"
        page.wait_for_timeout(500)
        picture = page.locator("main canvas").screenshot()
        is_above.append(height_of(picture, 2) < height_of(picture, 0))
    assert is_above == [False, True]
