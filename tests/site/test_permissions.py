"""Who gets what from every address: one row a URL pattern, and no pattern without a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from users.models import Member

from ..marketplace.test_paying import pay
from .discovery import LIBRARIES, patterns

VISITORS = ("anonymous", "other", "owner", "moderator")


@dataclass
class Row:
    """Method, address and the status each of VISITORS gets. 302 to the sign-in page is written 'in'."""

    method: str
    address: str
    expected: tuple[object, ...]
    data: dict[str, object] | None = None


ALL = (200,) * 4
SIGNED_IN = ("in", 200, 200, 200)
GONE_IN = ("in", 302, 302, 302)
NO_OPERATOR = ("in", 403, 403, 403)
OWNER_PAGE = ("in", 403, 200, 403)
OWNER_POST = ("in", 403, 302, 403)
#: Who runs something sees its page, others do not know of it.
OWNER_ONLY = ("in", 404, 200, 404)
OWNER_CHANGES = ("in", 404, 302, 404)
SHOP = {"name": "Bricks", "country": "BE", "language": "en", "handling_days": "2"}
LOT = {"condition": "N", "quantity": "5", "unit_price": "0.035", "bulk": "1"}
DRAFT = "/@ada/secret/"
OPEN = "/@ada/tower/"

MATRIX: dict[str, list[Row]] = {
    "home": [Row("get", "/", ALL)],
    "about": [Row("get", "/about/", ALL)],
    "health": [Row("get", "/health/", ALL)],
    "ready": [Row("get", "/health/ready/", ALL)],
    "file": [Row("get", "/files/pictures/no/such.webp", (404,) * 4), Row("get", "/files/models/{model}", (404,) * 4)],
    "mailbox": [Row("get", "/mailbox/", (404,) * 4)],
    "sitemap": [Row("get", "/sitemap.xml", ALL)],
    "settings": [Row("get", "/settings/", SIGNED_IN)],
    "export": [Row("post", "/settings/export/", SIGNED_IN)],
    "account_delete": [Row("get", "/settings/delete/", SIGNED_IN)],
    "tokens": [Row("get", "/settings/tokens/", SIGNED_IN), Row("post", "/settings/tokens/", GONE_IN, {"name": "x", "scope": "read", "days": "7"})],
    "tokens_revoke": [Row("post", "/settings/tokens/revoke/", GONE_IN, {"all": "1"})],
    "background_first": [Row("get", "/background/", NO_OPERATOR)],
    "background": [Row("get", "/background/events/", NO_OPERATOR), Row("get", "/background/no/", NO_OPERATOR)],
    "background_move": [Row("post", "/background/work/move/", NO_OPERATOR, {"row": "1", "move": "retry"})],
    "language": [Row("post", "/language/", (302,) * 4, {"language": "fr"})],
    "notifications": [Row("get", "/notifications/", SIGNED_IN)],
    "notifications_read": [Row("post", "/notifications/read/", GONE_IN)],
    "notifications_unread": [Row("get", "/notifications/unread/", SIGNED_IN)],
    "notification_settings": [Row("get", "/settings/notifications/", SIGNED_IN)],
    "notification_mute": [Row("post", "/notifications/mute/", GONE_IN, {"key": "creation:1"})],
    "unsubscribe": [Row("get", "/unsubscribe/{unsubscribe}/", ALL), Row("post", "/unsubscribe/{unsubscribe}/", ALL), Row("get", "/unsubscribe/3.x:no/", (404,) * 4)],
    "notification_open": [Row("get", "/notifications/{notification}/", ("in", 404, 302, 404))],
    "profile": [Row("get", "/@ada/", ALL)],
    "follow": [Row("post", "/@ada/follow/", ("in", 302, 403, 302))],
    "gallery": [Row("get", "/creations/", ALL)],
    "upload": [Row("get", "/upload/", SIGNED_IN)],
    "collections": [Row("get", "/collections/", SIGNED_IN)],
    "collection": [Row("get", "/collections/{collection}/", (404, 404, 200, 404))],
    "collection_change": [Row("post", "/collections/{collection}/change/", ("in", 404, 302, 404))],
    "build_delete": [Row("post", "/builds/{build}/delete/", ("in", 403, 302, 302))],
    "parts": [Row("get", "/parts/", ALL)],
    "part": [Row("get", "/parts/3001/", ALL)],
    "part_picture": [Row("get", "/parts/3001/4.webp", ALL)],
    "colours": [Row("get", "/colours/", ALL)],
    "creation": [Row("get", OPEN, ALL), Row("get", DRAFT, (404, 404, 200, 200))],
    "creation_embed": [Row("get", OPEN + "embed/", ALL), Row("get", DRAFT + "embed/", (404,) * 4)],
    "oembed": [Row("get", "/oembed/?url=/@ada/tower/", ALL), Row("get", "/oembed/?url=/@ada/secret/", (404,) * 4)],
    "creation_progress": [Row("get", OPEN + "progress/", ALL), Row("get", DRAFT + "progress/", (404, 404, 200, 200))],
    "creation_lineage": [Row("get", OPEN + "lineage/", ALL), Row("get", DRAFT + "lineage/", (404, 404, 200, 200))],
    "creation_history": [Row("get", OPEN + "history/", ALL), Row("get", DRAFT + "history/", (404, 404, 200, 200))],
    "creation_compare": [Row("get", DRAFT + "compare/", (404, 404, 400, 400)), Row("get", OPEN + "compare/", (400,) * 4)],
    "revision_model": [Row("get", OPEN + "revisions/1/model.mpd", ALL), Row("get", DRAFT + "revisions/1/model.mpd", (404, 404, 200, 200))],
    "revision_parts": [Row("get", OPEN + "revisions/1/parts/csv/", ALL), Row("get", DRAFT + "revisions/1/parts/csv/", (404, 404, 200, 200))],
    "revision_instructions": [Row("get", OPEN + "revisions/1/instructions/", ALL), Row("get", DRAFT + "revisions/1/instructions/", (404, 404, 200, 200))],
    "instructions_pdf": [Row("get", OPEN + "revisions/1/instructions/pdf/", ALL), Row("get", DRAFT + "revisions/1/instructions/pdf/", (404, 404, 200, 200)), Row("post", OPEN + "revisions/1/instructions/pdf/", GONE_IN, {"paper": "a4"}), Row("post", DRAFT + "revisions/1/instructions/pdf/", (404, 404, 302, 302), {"paper": "a4"})],
    "instructions_pdf_file": [Row("get", OPEN + "revisions/1/instructions/pdf/a4/", (404,) * 4), Row("get", DRAFT + "revisions/1/instructions/pdf/a4/", (404,) * 4)],
    "offline_worker": [Row("get", "/offline.js", ALL)],
    "revision_restore": [Row("post", OPEN + "revisions/1/restore/", OWNER_POST), Row("post", DRAFT + "revisions/1/restore/", ("in", 404, 302, 403))],
    "revision_add": [Row("post", OPEN + "revisions/add/", OWNER_POST, {"file": "model"})],
    "creation_edit": [Row("get", OPEN + "edit/", OWNER_PAGE), Row("get", DRAFT + "edit/", ("in", 404, 200, 403))],
    "picture_add": [Row("post", OPEN + "pictures/add/", ("in", 403, 400, 403))],
    "picture_change": [Row("post", OPEN + "pictures/change/", OWNER_POST)],
    "creation_draw": [Row("post", OPEN + "draw/", OWNER_POST), Row("post", DRAFT + "draw/", ("in", 404, 302, 403))],
    "creation_delete": [Row("post", OPEN + "delete/", OWNER_POST, {"title": "Tower"})],
    "creation_hide": [Row("post", OPEN + "hide/", ("in", 403, 403, 302), {"reason": "Not kind"}), Row("post", OPEN + "hide/", ("in", 403, 403, 400))],
    "creation_lift_hiding": [Row("post", OPEN + "hide/lift/", ("in", 403, 403, 302))],
    "creation_fork": [Row("post", OPEN + "fork/", GONE_IN), Row("post", DRAFT + "fork/", ("in", 404, 302, 403))],
    "studio_begin": [Row("get", "/studio/", SIGNED_IN), Row("post", "/studio/", GONE_IN, {"title": "New"})],
    "studio_parts": [Row("get", "/studio/parts/?ids=3001", ALL), Row("get", "/studio/parts/", (404,) * 4)],
    "studio_read": [Row("post", "/studio/read/", SIGNED_IN, {"file": "model"})],
    "studio_list": [Row("post", "/studio/lists/csv/", ("in", 400, 400, 400))],
    "studio": [Row("get", OPEN + "studio/", OWNER_PAGE), Row("get", DRAFT + "studio/", ("in", 404, 200, 403))],
    "studio_document": [Row("get", OPEN + "studio/document/", OWNER_PAGE), Row("get", DRAFT + "studio/document/", ("in", 404, 200, 403))],
    "studio_changes": [Row("post", OPEN + "studio/changes/", ("in", 403, 409, 403)), Row("post", DRAFT + "studio/changes/", ("in", 404, 409, 403))],
    "studio_meshes": [Row("get", OPEN + "studio/meshes/", OWNER_PAGE), Row("get", DRAFT + "studio/meshes/", ("in", 404, 200, 403))],
    "studio_save": [Row("post", OPEN + "studio/save/", OWNER_PAGE, {"base": "1"}), Row("post", DRAFT + "studio/save/", ("in", 404, 200, 403), {"base": "1"})],
    "studio_both": [Row("get", OPEN + "studio/both/", OWNER_PAGE), Row("get", DRAFT + "studio/both/", ("in", 404, 200, 403))],
    "studio_copy": [Row("post", OPEN + "studio/copy/", ("in", 403, 409, 403)), Row("post", DRAFT + "studio/copy/", ("in", 404, 409, 403))],
    "studio_publish": [Row("post", OPEN + "studio/publish/", OWNER_PAGE, {"title": "Tower", "licence": "by"}), Row("post", DRAFT + "studio/publish/", ("in", 404, 200, 403), {"title": "Secret", "licence": "by"})],
    "prices": [Row("post", "/prices/", (400,) * 4)],
    "creation_like": [Row("post", OPEN + "like/", GONE_IN), Row("post", DRAFT + "like/", ("in", 404, 302, 302))],
    "creation_collect": [Row("post", OPEN + "collect/", GONE_IN, {"name": "New"})],
    "creation_build": [Row("post", OPEN + "build/", GONE_IN), Row("post", DRAFT + "build/", ("in", 404, 302, 302))],
    "order_parts": [Row("get", OPEN + "revisions/1/order/", ALL), Row("get", DRAFT + "revisions/1/order/", (404, 404, 200, 200))],
    "addresses": [Row("get", "/addresses/", SIGNED_IN), Row("post", "/addresses/", ("in", 422, 422, 422))],
    "address_change": [Row("post", "/addresses/{address}/", ("in", 404, 302, 404), {"prefer": "1"})],
    "orders": [Row("get", "/orders/", SIGNED_IN)],
    "my_parts": [Row("get", "/my-parts/", SIGNED_IN)],
    "my_parts_bring": [Row("post", "/my-parts/bring/", ("in", 422, 422, 422))],
    "my_parts_change": [Row("post", "/my-parts/change/", GONE_IN, {"part": "3001", "colour": "4", "quantity": "2"})],
    "my_parts_forget": [Row("post", "/my-parts/forget/", GONE_IN)],
    "buildable": [Row("get", "/my-parts/build/", SIGNED_IN)],
    "creation_my_parts": [Row("get", OPEN + "my-parts/", SIGNED_IN), Row("get", DRAFT + "my-parts/", ("in", 404, 200, 200))],
    "creation_own": [Row("post", OPEN + "my-parts/own/", GONE_IN), Row("post", DRAFT + "my-parts/own/", ("in", 404, 302, 302))],
    "creation_order_missing": [Row("post", OPEN + "my-parts/order/", GONE_IN), Row("post", DRAFT + "my-parts/order/", ("in", 404, 302, 302))],
    "creation_missing": [Row("get", OPEN + "my-parts/csv/", SIGNED_IN), Row("get", DRAFT + "my-parts/csv/", ("in", 404, 200, 200))],
    "order": [Row("get", "/orders/{order}/", ("in", 404, 200, 404)), Row("get", "/orders/{guest_order}/", ("in", 404, 404, 404))],
    "order_link": [Row("get", "/orders/link/{link}/", (302,) * 4), Row("get", "/orders/link/{order}:1:no/", (404,) * 4)],
    "order_again": [Row("post", "/orders/{order}/again/", ("in", 404, 302, 404))],
    "order_pay": [Row("post", "/orders/{order}/pay/", ("in", 404, 302, 404))],
    "order_address": [Row("get", "/orders/{order}/address/", ("in", 404, 200, 404))],
    "order_cancel": [Row("post", "/orders/{order}/cancel/", ("in", 404, 302, 404))],
    "invoice": [Row("get", "/orders/{order}/invoices/1.pdf", ("in", 404, 404, 404))],
    "order_longer": [Row("post", "/orders/{order}/longer/", ("in", 404, 302, 404))],
    "order_received": [Row("post", "/orders/{order}/received/", ("in", 404, 409, 404))],
    "shop": [Row("get", "/shop/", ("in", 403, 200, 403))],
    "parcel": [Row("get", "/shop/parcels/{parcel}/", ("in", 404, 404, 404))],
    "parcel_slip": [Row("get", "/shop/parcels/{parcel}/slip.pdf", ("in", 404, 404, 404))],
    "parcel_pick": [Row("post", "/shop/parcels/{parcel}/pick/", ("in", 404, 404, 404))],
    "parcel_absent": [Row("post", "/shop/parcels/{parcel}/absent/", ("in", 404, 404, 404), {"line": "1", "pieces": "1"})],
    "parcel_move": [Row("post", "/shop/parcels/{parcel}/move/", ("in", 404, 404, 404))],
    "shop_labels": [Row("get", "/shop/labels.pdf?parcel={parcel}", GONE_IN)],
    "shop_sales": [Row("get", "/shops/{shop}/sales/", OWNER_ONLY)],
    "shop_tax": [Row("get", "/shops/{shop}/tax.csv", OWNER_ONLY)],
    "shop_open": [Row("get", "/shops/open/", SIGNED_IN), Row("post", "/shops/open/", ("in", 302, 422, 302), SHOP)],
    "shop_page": [Row("get", "/shops/{shop}/", ALL), Row("get", "/shops/{waiting}/", (404,) * 4)],
    "shop_settings": [Row("get", "/shops/{shop}/settings/", OWNER_ONLY), Row("post", "/shops/{shop}/settings/", OWNER_CHANGES, SHOP)],
    "shop_shipping": [Row("get", "/shops/{shop}/shipping/", OWNER_ONLY), Row("post", "/shops/{shop}/shipping/", OWNER_CHANGES, {"name": "Letter", "grams_0": "100", "home_0": "2.50"}), Row("get", "/shops/{shop}/shipping/?method={method}", OWNER_ONLY), Row("get", "/shops/{shop}/shipping/?method={other_method}", ("in", 404, 404, 404))],
    "shop_shipping_remove": [Row("post", "/shops/{shop}/shipping/{method}/remove/", OWNER_CHANGES), Row("post", "/shops/{shop}/shipping/{other_method}/remove/", ("in", 404, 404, 404))],
    "shop_approve": [Row("post", "/shops/{waiting}/approve/", NO_OPERATOR)],
    "stock": [Row("get", "/shops/{shop}/stock/", OWNER_ONLY)],
    "stock_add": [Row("get", "/shops/{shop}/stock/add/", OWNER_ONLY), Row("post", "/shops/{shop}/stock/add/", OWNER_CHANGES, {**LOT, "part": "3001", "colour": "4"})],
    "stock_many": [Row("post", "/shops/{shop}/stock/many/", OWNER_CHANGES, {"what": "offer", "every": "1"})],
    "stock_lot": [Row("get", "/shops/{shop}/stock/{lot}/", OWNER_ONLY), Row("post", "/shops/{shop}/stock/{lot}/", OWNER_CHANGES, LOT), Row("get", "/shops/{shop}/stock/{other_lot}/", ("in", 404, 404, 404))],
    "messages": [Row("get", "/orders/{order}/messages/{sells}/", ("in", 404, 404, 404)), Row("get", "/orders/{paid}/messages/house/", ("in", 404, 200, 404)), Row("post", "/orders/{paid}/messages/house/", ("in", 404, 302, 404), {"body": "Hello"}), Row("get", "/orders/{paid}/messages/{shop}/", ("in", 404, 404, 404))],
    "message_report": [Row("post", "/orders/{paid}/messages/{message}/report/", ("in", 404, 302, 404)), Row("post", "/orders/{order}/messages/{message}/report/", ("in", 404, 404, 404))],
    "messages_reported": [Row("get", "/orders/messages/reported/", ("in", 403, 403, 200))],
    "message_judge": [Row("post", "/orders/messages/{message}/judge/", ("in", 403, 403, 403)), Row("post", "/orders/messages/{reported}/judge/", ("in", 403, 403, 302))],
    "return_ask": [Row("get", "/orders/{order}/parcels/{parcel}/return/", ("in", 404, 409, 404)), Row("post", "/orders/{order}/parcels/{parcel}/return/", ("in", 404, 409, 404))],
    "return_withdraw": [Row("post", "/orders/{order}/returns/1/withdraw/", ("in", 404, 404, 404))],
    "return": [Row("get", "/shop/returns/1/", ("in", 404, 404, 404)), Row("post", "/shop/returns/1/", ("in", 404, 404, 404))],
    "parcel_refund": [Row("get", "/shop/parcels/{parcel}/refund/", ("in", 404, 404, 404)), Row("post", "/shop/parcels/{parcel}/refund/", ("in", 404, 404, 404))],
    "earnings": [Row("get", "/earnings/", SIGNED_IN)],
    "earnings_table": [Row("get", "/earnings/table.csv", SIGNED_IN)],
    "earnings_payout": [Row("post", "/earnings/payout/", ("in", 404, 404, 404), {"account": "1"})],
    "earnings_connect": [Row("post", "/earnings/connect/", GONE_IN)],
    "books": [Row("get", "/books/", NO_OPERATOR)],
    "books_decide": [Row("post", "/books/payment/1/", NO_OPERATOR), Row("post", "/books/refund/1/", NO_OPERATOR), Row("post", "/books/payout/1/", NO_OPERATOR)],
    "basket": [Row("get", "/basket/", ALL)],
    "basket_add_creation": [Row("post", OPEN + "revisions/1/basket/", (302,) * 4), Row("post", DRAFT + "revisions/1/basket/", (404, 404, 302, 302))],
    "basket_add_lots": [Row("post", "/basket/lots/", (302,) * 4, {"part": "3001", "colour": "4", "quantity": "2"}), Row("post", "/basket/lots/", (422,) * 4, {"part": "no"})],
    "basket_plan": [Row("get", "/basket/plan/", (404, 404, 200, 404))],
    "basket_change": [Row("post", "/basket/change/", (404, 404, 302, 404), {"empty": "1"})],
    "basket_options": [Row("post", "/basket/options/", (404, 404, 302, 404), {"country": "FR"})],
    "basket_order": [Row("get", "/basket/order/", (302,) * 4)],
    "basket_substitutes": [
        Row("post", "/basket/substitutes/", (404, 404, 302, 404), {"back": "1"}),
        Row("post", "/basket/substitutes/", (404, 404, 409, 404), {"accept": "all", "asked": "older"}),
    ],
    "shop_trust": [Row("post", "/shops/{shop}/trust/", GONE_IN, {"trusted": "1"}), Row("post", "/shops/{waiting}/trust/", NO_OPERATOR, {"trusted": "1"})],
    "wanted": [Row("get", "/wanted/", ALL), Row("get", "/wanted/?q=3001", ALL)],
    "wanted_ask": [Row("post", "/wanted/ask/", GONE_IN, {"part": "3001", "colour": "4"}), Row("post", "/wanted/ask/", ("in", 422, 422, 422), {"part": "no"})],
    "wanted_stop": [Row("post", "/wanted/stop/", GONE_IN, {"number": "1"})],
    "creation_any_colour": [Row("get", OPEN + "any-colour/", OWNER_PAGE), Row("post", OPEN + "any-colour/", OWNER_POST)],
    "creation_price": [Row("get", OPEN + "price/?country=BE", ALL), Row("get", DRAFT + "price/", (404, 404, 200, 200))],
    "basket_again": [Row("post", "/basket/again/", (404, 404, 302, 404))],
    "stripe_page": [Row("get", "/pay/stripe/{payment}/", ("in", 404, 404, 404))],
    "stripe_webhook": [Row("post", "/pay/stripe/webhook/", (400,) * 4)],
    "stock_files": [Row("get", "/shops/{shop}/stock/files/", OWNER_ONLY), Row("post", "/shops/{shop}/stock/files/", OWNER_CHANGES, {"file": "stock", "mode": "merge"})],
    "stock_import": [Row("get", "/shops/{shop}/stock/files/{import}/", OWNER_ONLY), Row("get", "/shops/{shop}/stock/files/{other_import}/", ("in", 404, 404, 404))],
    "stock_import_tell": [Row("post", "/shops/{shop}/stock/files/{import}/tell/", OWNER_CHANGES, {"mode": "add"}), Row("post", "/shops/{shop}/stock/files/{other_import}/tell/", ("in", 404, 404, 404), {"mode": "add"})],
    "stock_import_apply": [Row("post", "/shops/{shop}/stock/files/{import}/apply/", OWNER_CHANGES), Row("post", "/shops/{shop}/stock/files/{other_import}/apply/", ("in", 404, 404, 404))],
    "stock_import_put_away": [Row("post", "/shops/{shop}/stock/files/{import}/put-away/", OWNER_CHANGES), Row("post", "/shops/{shop}/stock/files/{other_import}/put-away/", ("in", 404, 404, 404))],
    "stock_export": [Row("get", "/shops/{shop}/stock/as/csv/", OWNER_ONLY), Row("get", "/shops/{shop}/stock/as/exe/", ("in", 404, 404, 404))],
    "sandbox_page": [Row("get", "/pay/sandbox/{payment}/", ("in", 404, 200, 404))],
    "sandbox_webhook": [Row("post", "/pay/sandbox/webhook/", (400,) * 4)],
    "articles": [Row("get", "/articles/", (302,) * 4)],
    "comment_add": [Row("post", "/comments/creation/{creation}/add/", GONE_IN, {"body": "Hi"}), Row("post", "/comments/creation/{secret}/add/", ("in", 404, 302, 302), {"body": "Hi"})],
    "comment_edit": [Row("get", "/comments/{comment}/edit/", ("in", 404, 200, 404))],
    "comment_delete": [Row("post", "/comments/{comment}/delete/", ("in", 403, 302, 302))],
    "api:creation-list": [Row("get", "/api/v1/creations/", ALL), Row("post", "/api/v1/creations/", (401, 400, 400, 400))],
    "api:creation-detail": [Row("get", "/api/v1/creations/{creation}/", ALL), Row("get", "/api/v1/creations/{secret}/", (404, 404, 200, 200)), Row("delete", "/api/v1/creations/{creation}/", (401, 403, 204, 403))],
    "api:creation-fork": [Row("post", "/api/v1/creations/{creation}/fork/", (401, 201, 201, 201)), Row("post", "/api/v1/creations/{secret}/fork/", (401, 404, 201, 403))],
    "api:creation-like": [Row("put", "/api/v1/creations/{creation}/like/", (401, 204, 204, 204))],
    "api:revision-list": [Row("get", "/api/v1/creations/{creation}/revisions/", ALL), Row("get", "/api/v1/creations/{secret}/revisions/", (404, 404, 200, 200))],
    "api:revision-detail": [Row("get", "/api/v1/creations/{secret}/revisions/1/", (404, 404, 200, 200))],
    "api:revision-parts": [Row("get", "/api/v1/creations/{secret}/revisions/1/parts/", (404, 404, 200, 200))],
    "api:part-list": [Row("get", "/api/v1/parts/", ALL)],
    "api:part-detail": [Row("get", "/api/v1/parts/3001/", ALL)],
    "api:colour-list": [Row("get", "/api/v1/colours/", ALL)],
    "api:colour-detail": [Row("get", "/api/v1/colours/4/", ALL)],
}  # fmt: skip


def test_every_pattern_has_its_row():
    ours = {name for path, name in patterns() if not path.startswith(LIBRARIES)}
    assert ours == set(MATRIX), f"without a row: {ours - set(MATRIX)}; without a pattern: {set(MATRIX) - ours}"


@pytest.fixture
def world(ada, basile, make_member, creation, shop, address, tower):
    """One of everything, all of it Ada's, with another member and a moderator looking on."""
    from blog import actions as blog
    from creations import actions
    from marketplace import actions as marketplace
    from marketplace.actions.baskets import new_basket
    from marketplace.actions.shops import Terms
    from marketplace.guests import link_of
    from marketplace.models import OrderMessage, Shop
    from users.notifications.models import Event, Notification
    from users.notifications.preferences import unsubscribe_token

    secret = actions.create(owner=ada, data=tower, file_name="secret.ldr", title="Secret")
    order = marketplace.place_order(buyer=ada, revision=creation.current, address=address)
    marketplace.start_payment(order=order, member=ada)
    paid = marketplace.place_order(buyer=ada, revision=creation.current, address=address)
    pay(paid)
    letters = [OrderMessage.objects.create(order=paid, shop=shop, by_shop=True, body="Hi") for _ in range(2)]
    OrderMessage.objects.filter(pk=letters[1].pk).update(reported_at=timezone.now())
    guests = marketplace.place_order(buyer=AnonymousUser(), revision=creation.current, address=address)
    notification = Notification.objects.create(member=ada, event=Event.objects.create(kind="x", data={"path": "/"}))
    stall = marketplace.open_shop(member=ada, terms=Terms(name="Ada’s", country="BE", language="en"))
    stranger = make_member("wim")
    waiting = marketplace.open_shop(member=stranger, terms=Terms(name="Wim’s", country="NL", language="en"))
    Shop.objects.filter(pk=waiting.pk).update(approved_at=None)
    marketplace.add_lots(basket=new_basket(ada), lots=[("3001", 4, 2)])
    stocked = {"data": b"part,colour,quantity,price\n3001,4,9,0.10\n", "name": "s.csv", "mode": "merge"}
    names = {
        "import": marketplace.bring_stock_file(shop=stall, member=ada, **stocked).pk,
        "other_import": marketplace.bring_stock_file(shop=waiting, member=stranger, **stocked).pk,
        "shop": stall.slug,
        "waiting": waiting.slug,
        "lot": stall.lots.create(part="3001", colour=4, quantity=5, unit_price=350).pk,
        "other_lot": waiting.lots.create(part="3001", colour=4, quantity=5, unit_price=350).pk,
        "method": stall.shipping_methods.first().pk,
        "other_method": waiting.shipping_methods.first().pk,
        "model": creation.current.model.removeprefix("models/"),
        "notification": notification.pk,
        "unsubscribe": unsubscribe_token(ada, "creation.liked"),
        "collection": actions.create_collection(member=ada, name="Mine", is_public=False).pk,
        "build": actions.record_build(creation=creation, member=ada).pk,
        "creation": creation.pk,
        "secret": secret.pk,
        "revision": creation.current_id,
        "secret_revision": secret.current_id,
        "order": order.number,
        "address": marketplace.keep_address(member=ada, address=address).pk,
        "paid": paid.number,
        "sells": shop.slug,
        "message": letters[0].pk,
        "reported": letters[1].pk,
        "guest_order": guests.number,
        "link": link_of(guests).rstrip("/").rpartition("/")[2],
        "parcel": order.parcels.get().pk,
        "payment": order.payments.get().reference,
        "comment": blog.comment(author=ada, body="Hello", subject=creation).pk,
    }
    people = {"anonymous": None, "other": basile, "owner": ada, "moderator": make_member("marin", "moderator")}
    return names, people


#: So many tests share the rows: making the world takes longer than asking for an address.
SHARES = 10


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_matrix(world, tower, share: int):
    """What each visitor gets; whatever they change is taken back before the next asks."""
    names, people = world
    wrong = []
    for row in [row for rows in MATRIX.values() for row in rows][share::SHARES]:
        found: list[object] = []
        for visitor in VISITORS:
            with transaction.atomic():
                found.append(_asked(people[visitor], row, names, tower))
                transaction.set_rollback(True)
            cache.clear()
        if tuple(found) != row.expected:
            wrong.append(f"{row.method} {row.address}: {found}, to be {row.expected}")
    assert not wrong, "\n".join(wrong)


def _asked(member: Member | None, row: Row, names: dict[str, Any], tower: bytes) -> int | str:
    """What a visitor gets: a status, or `in` when they are led to sign in."""
    client = Client()
    if member is not None:
        client.force_login(Member.objects.get(pk=member.pk))
    data = dict(row.data or {})
    if data.get("file") == "model":
        data["file"] = SimpleUploadedFile("tower.ldr", tower)
    elif data.get("file") == "stock":
        data["file"] = SimpleUploadedFile("stock.csv", b"part,colour,quantity,price\n3001,4,9,0.10\n")
    answer = getattr(client, row.method)(row.address.format(**names), data)
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return "in"
    return int(answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/editor/", "/operator/", "/account/email/", "/account/mfa/"])
def test_the_libraries_own_pages_ask_for_a_sign_in(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.django_db
def test_forms_need_their_token(ada, creation):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post(OPEN + "like/").status_code == 403
