"""A member's orders as they take them away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.forms import model_to_dict

from users.models import Member

from .actions.baskets import PLAIN_OPTIONS
from .models import ADDRESS_FIELDS, Basket, Invoice, OrderMessage, Return, StockLot

DECISION = ("part", "colour", "to_part", "to_colour", "quantity", "accepted")


def orders(member: Member) -> Iterable[tuple[str, Any]]:
    """`orders.json`: a member's orders with amounts in minor units, and the address of each."""
    fields = (
        "number",
        "title",
        "money",
        "ended",
        "currency",
        "parts_price",
        "shipping_price",
        "fees_price",
        "royalty",
        "total",
        "created_at",
    )
    yield "orders.json", list(member.orders.order_by("id").values(*fields, *ADDRESS_FIELDS, "email"))


def invoices(member: Member) -> Iterable[tuple[str, Any]]:
    """`invoices.json`: the invoices and credit notes of a member's orders; amounts in minor units."""
    fields = ("number", "kind", "issued_on", "currency", "net", "tax", "gross", "rate", "vat_country", "details")
    mine = Invoice.objects.filter(parcel__order__buyer=member).order_by("pk")
    yield "invoices.json", list(mine.values(*fields))


def returns(member: Member) -> Iterable[tuple[str, Any]]:
    """`returns.json`: what a member sent back, or wanted to, with the shops' answers."""
    mine = Return.objects.filter(parcel__order__buyer=member)
    fields = ("parcel__order__number", "parcel__shop__name", "state", "reason", "words", "answer", "created_at")
    yield "returns.json", list(mine.values(*fields))


def messages(member: Member) -> Iterable[tuple[str, Any]]:
    """`messages.json`: what a member and the other side wrote to each other about orders, as buyer and as shop."""
    mine = OrderMessage.objects.filter(Q(order__buyer=member) | Q(shop__owner=member)).order_by("pk")
    fields = ("order__number", "shop__name", "by_shop", "body", "created_at", "read_at")
    yield "messages.json", list(mine.filter(hidden=False).values(*fields))


def shops(member: Member) -> Iterable[tuple[str, Any]]:
    """`shops/….json`: a member's shops as they present themselves, with all their lots; prices in ten-thousandths."""
    for shop in member.shops.order_by("pk"):
        lots = shop.lots.order_by("pk").values(*(field.name for field in StockLot._meta.fields if field.name != "shop"))
        yield f"shops/{shop.slug}.json", {"shop": model_to_dict(shop, exclude=["owner"]), "lots": list(lots)}


def basket(member: Member) -> Iterable[tuple[str, Any]]:
    """`basket.json`: what a member wants to order, and how it may be supplied."""
    held = Basket.objects.filter(owner=member).first()
    if held is not None:
        yield (
            "basket.json",
            {
                "options": model_to_dict(held, fields=list(PLAIN_OPTIONS)),
                "creations": list(held.creations.values("revision__creation__title", "revision__number", "times")),
                "lots": list(held.lots.values("part", "colour", "quantity")),
                "substitutes": list(held.decisions.values(*DECISION)),
                "trusted shops": list(member.trusted_shops.values_list("shop__name", flat=True)),
            },
        )


def addresses(member: Member) -> Iterable[tuple[str, Any]]:
    """`addresses.json`: a member's address book."""
    yield "addresses.json", list(member.addresses.values(*ADDRESS_FIELDS, "is_default"))


def owned(member: Member) -> Iterable[tuple[str, Any]]:
    """`my-parts.json`: the parts a member has at home."""
    yield "my-parts.json", list(member.owned_lots.order_by("pk").values("part", "colour", "quantity"))


def wanted(member: Member) -> Iterable[tuple[str, Any]]:
    """`wanted.json`: what a member asks the shops for."""
    fields = ("part", "colour", "quantity", "used", "country", "asked_at", "ends_at", "told_at")
    yield "wanted.json", list(member.wanted_lots.values(*fields))
