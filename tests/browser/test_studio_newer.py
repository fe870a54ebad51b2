"""A revision made elsewhere while somebody designs: what each changed is shown, and both stay."""

from __future__ import annotations

import pytest

from creations import actions
from creations.models import Creation

from .studio import LINES, enter, saved, until

BRICK = b"1 4 0 -96 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n"


@pytest.fixture
def superseded(open_tower, ada, creation, tower):
    """The tower with a brick added in the Studio, and a newer revision uploaded since."""
    page = open_tower
    page.click(".model canvas", position={"x": 5, "y": 5})
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    until(page, "() => prosum.scene.items.size === 6")
    saved(page)
    actions.add_revision(creation=creation, member=ada, data=tower + BRICK, file_name="tower.ldr")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    page.click("text=Revision 2 was made elsewhere")
    page.wait_for_selector(".both")
    return page


@pytest.mark.django_db(transaction=True)
def test_mine_is_saved_over_the_newer_one_knowingly(superseded, creation):
    page = superseded
    assert "3 parts added" in page.inner_text(".both") and "1 part added" in page.inner_text(".both")
    page.click("text=Save mine as revision 3")
    until(page, "() => prosum.link.revisions.base === 3")
    assert [(r.number, r.part_count) for r in creation.revisions.all()] == [(3, 6), (2, 4), (1, 3)]


@pytest.mark.django_db(transaction=True)
def test_the_newer_one_is_taken_and_mine_becomes_a_copy(superseded, creation):
    page = superseded
    page.click("text=Take the newer one, keep mine as a copy")
    page.wait_for_selector("#dialog a[href]")
    copy = Creation.objects.exclude(pk=creation.pk).get()
    assert (copy.upstream, copy.part_count, copy.is_draft) == (creation, 6, True)
    page.click("#dialog >> text=Open the newer one")
    until(page, "() => window.prosum?.link.revisions.base === 2 && prosum.scene.items.size === 4")


@pytest.mark.django_db(transaction=True)
def test_a_save_that_meets_a_newer_revision_shows_both(open_tower, ada, creation, tower):
    page = open_tower
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    saved(page)
    page.click("[data-action=save]")
    page.fill("#message", "Mine")
    actions.add_revision(creation=creation, member=ada, data=tower + BRICK, file_name="tower.ldr")
    page.click("#dialog form .button")
    page.wait_for_selector(".both")
    assert creation.revisions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_was_painted_here_and_elsewhere_at_once_is_shown_and_the_other_can_be_taken(open_tower):
    page = open_tower
    other = page.context.browser.new_context(base_url=page.url.split("/@")[0])
    other.add_cookies(page.context.cookies())
    second = other.new_page()
    enter(second, page.url)
    page.context.set_offline(True)
    for tab, colour in ((page, "Green"), (second, "White")):
        tab.keyboard.press("Control+a")
        tab.click(f".colour-recent [aria-label={colour}]")
    saved(second)
    page.context.set_offline(False)
    page.click("text=Changed here and elsewhere at once")
    page.wait_for_selector(".overlaps tbody tr:nth-child(2)")
    page.click(".overlaps tbody tr:first-child td:nth-child(3) button")
    page.click(".overlaps tbody tr:nth-child(2) td:nth-child(2) button")
    assert {line[1] for line in page.evaluate(LINES)} >= {2, 15}
    page.click("#dialog >> text=Done")
    until(page, "() => prosum.overlaps.found.length === 0")
    other.close()
