"""Addresses of buying and selling."""

from django.urls import path

from .views import buying, prices, sandbox, selling

urlpatterns = [
    path("@<str:username>/<slug:slug>/revisions/<int:number>/order/", buying.order_parts, name="order_parts"),
    path("orders/", buying.orders, name="orders"),
    path("orders/<str:number>/", buying.order, name="order"),
    path("orders/<str:number>/pay/", buying.pay, name="order_pay"),
    path("orders/<str:number>/cancel/", buying.cancel, name="order_cancel"),
    path("orders/<str:number>/received/", buying.received, name="order_received"),
    path("prices/", prices.prices, name="prices"),
    path("shop/", selling.shop, name="shop"),
    path("shop/parcels/<int:pk>/", selling.parcel, name="parcel"),
    path("shop/parcels/<int:pk>/move/", selling.move, name="parcel_move"),
    path("pay/sandbox/webhook/", sandbox.webhook, name="sandbox_webhook"),
    path("pay/sandbox/<str:reference>/", sandbox.page, name="sandbox_page"),
]
