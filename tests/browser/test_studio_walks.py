"""From the first visit to a published creation, as people go."""

from __future__ import annotations

import time

import pytest

from creations import actions, ldraw
from creations.demo import designs
from creations.models import Creation

from .people import sign_up
from .studio import LINES, middle, on_page, saved, take, until


@pytest.mark.django_db(transaction=True)
def test_published_from_inside_in_french(visit, ada, shop):
    page = visit(locale="fr-FR", member="ada")
    page.goto("/studio/")
    page.fill("#title", "Ma tour")
    page.click("main form.stack button")
    page.wait_for_selector(".tour")
    for _ in range(2):
        page.click(".tour .button:not(.quiet)") if page.locator(".tour .button:not(.quiet)").count() else None
    page.fill("#part-search", "3003")
    page.click("[data-part='3003']")
    until(page, "() => window.prosum.toolbox.tool.name === 'place'")
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
def test_from_sign_up_to_a_published_model_of_twenty_parts_in_under_five_minutes(visit, shop):
    """With pauses as a hand makes them; only what is on the screen is used."""
    began = time.monotonic()
    page = visit()

    def pause(seconds: float = 0.4) -> None:
        page.wait_for_timeout(1000 * seconds)

    sign_up(page, "newcomer")
    page.click("header >> text=Design")
    page.fill("#title", "My first house")
    page.click("text=Start building")
    page.wait_for_selector(".tour")
    pause(2)
    page.click("[data-part='3003'] >> nth=0")
    pause()
    until(page, "() => prosum.toolbox.tool.name === 'place'")
    page.click(".tour.is-at-colours >> text=Next")
    page.mouse.move(*middle(page))
    pause()
    page.mouse.click(*middle(page))
    until(page, "() => prosum.scene.items.size === 1")
    page.click(".tour >> text=Build on")
    x, _, z = page.evaluate(LINES)[0][2:5]
    # Five towers of four bricks, each brick clicked onto the one below, the ground's ones beside the first.
    for tower in range(5):
        for floor in range(4):
            if (tower, floor) == (0, 0):
                continue
            at = on_page(page, x + 60 * (tower - 2 if tower else 0) + (0 if tower != 2 else 180), -24 * floor, z)
            page.mouse.move(*at, steps=3)
            pause(0.25)
            page.mouse.click(*at)
            until(page, f"() => prosum.scene.items.size === {4 * tower + floor + 1}")
    page.keyboard.press("Escape")
    pause()
    page.click("[data-action=publish]")
    page.wait_for_selector("dialog[open]")
    pause(3)
    page.click("dialog form .button")
    page.wait_for_selector("dialog a.button")
    took = time.monotonic() - began
    creation = Creation.objects.get(title="My first house")
    assert creation.is_public and creation.part_count == 20 and creation.owner.username == "newcomer"
    assert took < 300


@pytest.mark.django_db(transaction=True)
def test_the_moon_base_opened_forked_changed_and_published(visit, ada, make_member, shop):
    make_member("basile")
    base = actions.create(owner=ada, data=ldraw.write(designs.moon_base()), file_name="moon.mpd", title="Moon base")
    actions.publish(creation=base, member=ada)
    page = visit(member="basile")
    page.goto("/@ada/moon-base/")
    page.click("button:has-text('Fork')")
    page.wait_for_url("**/@basile/moon-base/edit/")
    page.click("text=Design in the Studio")
    page.wait_for_selector(".model canvas")
    until(page, "() => window.prosum !== undefined")
    if page.locator(".tour").count():
        page.click(".tour >> text=No thanks")
    parts = page.evaluate("() => prosum.scene.items.size")
    take(page, "3003")
    page.mouse.move(*middle(page, 0.5, 0.75))
    page.mouse.click(*middle(page, 0.5, 0.75))
    until(page, f"() => prosum.scene.items.size === {parts + 1}")
    page.keyboard.press("Escape")
    saved(page)
    page.click("[data-action=publish]")
    page.fill("#publish-title", "Moon base with a crate")
    page.click("dialog form .button")
    page.click("dialog a.button")
    page.wait_for_url("**/@basile/moon-base-with-a-crate/")
    assert "Moon base with a crate" in page.inner_text("main") and "Forked from" in page.inner_text("main")
    fork = Creation.objects.get(owner__username="basile")
    assert fork.is_public and fork.part_count == base.part_count + 1 and fork.upstream_id == base.pk
    assert fork.revisions.count() == 2
