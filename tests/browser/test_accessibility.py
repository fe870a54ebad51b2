"""axe finds nothing serious on any page, in either scheme, wide or narrow, and no page scrolls sideways."""

from __future__ import annotations

from pathlib import Path

import pytest

from blog import actions as blog
from blog.models import ArticleIndexPage, ArticlePage
from creations import actions
from creations.models import Creation
from marketplace import actions as marketplace
from users.notifications.tasks import drain_events

from .people import sign_in

AXE = Path(__file__).resolve().parents[2] / "creations" / "studio" / "node_modules" / "axe-core" / "axe.min.js"
#: A word as long as anybody may type: pages break it.
ENDLESS = "Donaudampfschiff" * 15
PAGES = (
    "/", "/creations/", "/@ada/tower/", "/@ada/tower/embed/", "/@ada/tower/lineage/", "/@ada/tower/history/", "/parts/", "/parts/3001/", "/colours/",
    "/@ada/", "/about/", "/en/articles/", "/en/articles/long/", "/account/login/", "/account/signup/", "/en/nothing/",
)  # fmt: skip
MEMBERS = (
    "/upload/", "/settings/", "/settings/tokens/", "/settings/delete/", "/notifications/", "/collections/", "/orders/", "/@ada/tower/edit/", "/@ada/hushed/", "/@ada/hushed/edit/",
    "/@ada/tower/", "/@ada/tower/revisions/1/order/", "/orders/{order}/", "/account/email/", "/account/password/change/",
)  # fmt: skip


def violations(page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{page.url}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")
    ]


def overflow(page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url}: {wide} px too wide"] if wide > 1 else []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme", "locale"), [(1280, "light", "en-GB"), (390, "dark", "fr-FR")])
def test_every_page(visit, creation, shop, address, ada, make_member, tower, width, scheme, locale):
    blog.comment(author=make_member(ENDLESS[:30].lower()), body=ENDLESS, subject=creation)
    drain_events()
    hushed = actions.publish(
        creation=actions.create(owner=ada, data=tower, file_name="hushed.ldr", title="Hushed"), member=ada
    )
    actions.hide(creation=hushed, member=make_member("marin", "moderator"), reason=ENDLESS)
    Creation.objects.update(title=ENDLESS[:80])
    index = ArticleIndexPage.objects.get(locale__language_code="en")
    index.add_child(instance=ArticlePage(title=ENDLESS, slug="long", summary=ENDLESS, owner=ada, locale=index.locale))
    order = marketplace.place_order(buyer=ada, revision=creation.current, address=address)
    actions.create_collection(member=ada, name="Mine")
    names = {"revision": creation.current_id, "order": order.number}
    page = visit(locale=locale, width=width, scheme=scheme)
    problems = []
    for addresses, member in ((PAGES, None), (MEMBERS, "ada")):
        if member:
            sign_in(page, member)
        for path in addresses:
            page.goto(path.format(**names))
            problems += violations(page) + overflow(page)
    assert not problems, "\n".join(problems)
