"""Addresses of buying and selling."""

from django.urls import path, re_path

from .views import basket_order, baskets, books, buying, prices, refunds, sandbox, selling, shops, stock, stripe

urlpatterns = [
    path("@<str:username>/<slug:slug>/revisions/<int:number>/order/", buying.order_parts, name="order_parts"),
    path("orders/", buying.orders, name="orders"),
    path("orders/<str:number>/", buying.order, name="order"),
    path("orders/<str:number>/pay/", buying.pay, name="order_pay"),
    path("orders/<str:number>/cancel/", buying.cancel, name="order_cancel"),
    path("orders/<str:number>/received/", buying.received, name="order_received"),
    path(
        "@<str:username>/<slug:slug>/revisions/<int:number>/basket/", baskets.add_creation, name="basket_add_creation"
    ),
    path("basket/", baskets.basket, name="basket"),
    path("basket/plan/", baskets.plan, name="basket_plan"),
    path("basket/lots/", baskets.add_lots, name="basket_add_lots"),
    path("basket/change/", baskets.change, name="basket_change"),
    path("basket/options/", baskets.options, name="basket_options"),
    path("basket/order/", basket_order.order, name="basket_order"),
    path("basket/again/", baskets.again, name="basket_again"),
    path("prices/", prices.prices, name="prices"),
    path("shop/", selling.shop, name="shop"),
    path("shop/parcels/<int:pk>/", selling.parcel, name="parcel"),
    path("shop/parcels/<int:pk>/slip.pdf", selling.slip, name="parcel_slip"),
    path("shop/parcels/<int:pk>/pick/", selling.pick, name="parcel_pick"),
    path("shop/parcels/<int:pk>/move/", selling.move, name="parcel_move"),
    path("shops/open/", shops.open_shop, name="shop_open"),
    path("shops/<slug:slug>/", shops.page, name="shop_page"),
    path("shops/<slug:slug>/settings/", shops.settings_page, name="shop_settings"),
    path("shops/<slug:slug>/shipping/", shops.shipping, name="shop_shipping"),
    path("shops/<slug:slug>/shipping/<int:pk>/remove/", shops.shipping_remove, name="shop_shipping_remove"),
    path("shops/<slug:slug>/approve/", shops.approve, name="shop_approve"),
    path("shops/<slug:slug>/stock/", stock.stock, name="stock"),
    path("shops/<slug:slug>/stock/add/", stock.add, name="stock_add"),
    path("shops/<slug:slug>/stock/many/", stock.many, name="stock_many"),
    path("shops/<slug:slug>/stock/<int:pk>/", stock.lot, name="stock_lot"),
    path("shop/parcels/<int:pk>/refund/", refunds.parcel_refund, name="parcel_refund"),
    path("books/", books.books, name="books"),
    re_path(r"^books/(?P<kind>payment|refund|payout)/(?P<pk>[0-9]{1,9})/$", books.decide, name="books_decide"),
    path("pay/stripe/webhook/", stripe.webhook, name="stripe_webhook"),
    path("pay/stripe/<str:reference>/", stripe.page, name="stripe_page"),
    path("pay/sandbox/webhook/", sandbox.webhook, name="sandbox_webhook"),
    path("pay/sandbox/<str:reference>/", sandbox.page, name="sandbox_page"),
]
