"""The pages that libraries write work under their policies: the browser complains of nothing (`visit` fails if it does)."""

from __future__ import annotations

import pytest

from blog.models import ArticleIndexPage, ArticlePage

from .people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(make_member):
    index = ArticleIndexPage.objects.get(locale__language_code="en")
    page = ArticlePage(
        title="On towers", slug="on-towers", summary="They stand.", owner=make_member("eloise", "editor"),
        locale=index.locale, body=[("text", "<p>Up.</p>")],
    )  # fmt: skip
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_an_editor_writes(visit, creation, article):
    page = visit(width=1440)
    sign_in(page, "eloise")
    page.goto("/editor/")
    page.wait_for_selector("h1")
    page.goto(f"/editor/pages/{article.pk}/edit/")
    page.fill("#id_title", "On high towers")
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Higher. ")
    # Choosers and dates begin with an inline script, which is allowed by its hash.
    page.locator("#id_featured-chooser [data-chooser-action-choose]").first.click()
    page.click(".modal-dialog a:text-is('Tower')")
    page.wait_for_selector("#id_featured-chooser:has-text('Tower')")
    page.get_by_label("Toggle status").first.click()
    page.click("button:visible:has-text('Set schedule')")
    page.click("#id_go_live_at")
    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("[name=action-publish]").evaluate("button => button.click()")
    page.wait_for_selector("text=published")
    article.refresh_from_db()
    assert article.title == "On high towers" and article.featured == creation


def test_an_operator_looks_about(visit, make_member):
    make_member("olga", is_staff=True, is_superuser=True)
    page = visit(width=1440)
    sign_in(page, "olga")
    for address in ("/operator/", "/operator/account/emailaddress/", "/operator/auth/group/add/", "/editor/users/"):
        page.goto(address)
        page.wait_for_selector("h1")


def test_a_programmer_reads_the_api_and_calls_it(visit, creation):
    page = visit(width=1440)
    page.goto("/api/docs/")
    page.locator(".opblock-summary", has_text="/api/v1/colours/").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.wait_for_selector(".live-responses-table >> text=200")
