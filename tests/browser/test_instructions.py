"""Building instructions as a builder uses them."""

from __future__ import annotations

import pytest


@pytest.mark.django_db(transaction=True)
def test_instructions_go_step_by_step_offline_and_resume(visit, creation):
    page = visit()
    page.goto(f"/@ada/{creation.slug}/revisions/1/instructions/")
    page.wait_for_selector("#instructions[data-ready]")
    assert page.inner_text("output") == "1 / 3"
    page.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".number") == "2"
    assert page.inner_text("aside li strong") == "1×"
    page.keyboard.press("End")
    assert page.inner_text("output") == "3 / 3"
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector("#instructions[data-ready]")
    assert page.inner_text("output") == "3 / 3"
