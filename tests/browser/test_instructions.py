"""Building instructions as a builder uses them."""

from __future__ import annotations

import pytest

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
