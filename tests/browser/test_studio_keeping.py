"""Nothing a designer did is lost: by a reload, a crash, another tab, or a network that goes away."""

from __future__ import annotations

import pytest

from .studio import enter, middle, saved, take, until


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
