"""Open a shop, say how it sells and sends, approve it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from users.collisions import under_a_free_name, violated
from users.editions import edit
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.notifications.outbox import record

from ..countries import COUNTRIES, UNION
from ..events import ShopApproved, ShopWaits
from ..models import ShippingBand, ShippingMethod, Shop, Zone
from ..permissions import shop_policy
from ..prices import offers_moved

#: As many ways of sending as anybody can keep apart, and as many bands as a price list of a post has.
MOST_METHODS = 8
MOST_BANDS = 60
#: No address of ours stands where one of these would.
TAKEN = {"new", "open"}


class BadShop(ActionError):
    """Something about the shop is not right; `field` says what."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a shop presents itself and sells. Amounts are minor units of the site's currency, countries ISO 3166."""

    name: str
    country: str
    language: str
    about: str = ""
    terms: str = ""
    minimum: int = 0
    lot_fee_free: int = 0
    lot_fee: int = 0
    handling_days: int = 2
    away_until: date | None = None
    tracking_page: str = ""
    is_business: bool = False
    legal_name: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A parcel up to `max_grams` costs `price` minor units to `zone`."""

    zone: str
    max_grams: int
    price: int


def open_shop(*, member: Member, terms: Terms, is_house: bool = False) -> Shop:
    """A shop of the member's with two usual ways of sending, to be changed; it waits where the operator approves shops.

    Raises NotAllowed, BadShop.
    """
    if not is_house and not shop_policy.can_open(member):
        raise NotAllowed(_("Nobody opens a shop here: this site has a shop of its own."))
    fields = _checked(terms)
    approved = None if settings.PROSUM_SHOPS == "approval" and not is_house else timezone.now()
    try:
        with transaction.atomic():
            shop = under_a_free_name(
                lambda: _free_slug(terms.name),
                lambda slug: Shop.objects.create(
                    owner=member, slug=slug, is_house=is_house, approved_at=approved, **fields
                ),
                "marketplace_shop_slug_key",
            )
            give_usual_ways(shop)
            if shop.is_waiting:
                record(ShopWaits(shop=shop.name, path=shop.get_absolute_url()), actor=member, subject=f"shop:{shop.pk}")
    except IntegrityError as error:
        if violated(error) in ("one_shop_a_member", "one_house_shop"):
            raise BadShop(
                _("You have a shop already.") if not is_house else _("There is a house shop already.")
            ) from error
        raise
    return shop


def approve_shop(*, shop: Shop, member: Member) -> Shop:
    """Let a waiting shop sell. Raises NotAllowed."""
    if not shop_policy.can_approve(member, shop):
        raise NotAllowed
    with transaction.atomic():
        shop = Shop.objects.select_for_update().get(pk=shop.pk)
        if shop.is_waiting:
            shop.approved_at = timezone.now()
            shop.save(update_fields=["approved_at"])
            offers_moved(shop)
            told = ShopApproved(shop=shop.name, owner=shop.owner_id, path=shop.get_absolute_url())
            record(told, actor=member, subject=f"shop:{shop.pk}")
    return shop


def change_shop(*, shop: Shop, member: Member, terms: Terms, edition: int | None = None) -> Shop:
    """Say anew how it sells. Raises NotAllowed, BadShop, EditedMeanwhile."""
    if not shop_policy.can_run(member, shop):
        raise NotAllowed
    fields = _checked(terms)
    with transaction.atomic():
        shop = Shop.objects.select_for_update().get(pk=shop.pk)
        edit(shop, fields, edition)
        shop.save(update_fields=[*fields, "edition"])
        offers_moved(shop)
    return shop


def keep_shipping(
    *,
    shop: Shop,
    member: Member,
    name: str,
    tracked: bool,
    free_from: int | None,
    bands: Sequence[Band],
    method: ShippingMethod | None = None,
) -> ShippingMethod:
    """Add a way of sending, or say anew what `method` costs. Raises NotAllowed, BadShop."""
    if not shop_policy.can_run(member, shop) or (method is not None and method.shop_id != shop.pk):
        raise NotAllowed
    if not bands:
        raise BadShop(_("Say for one weight at least what it costs."), field="bands")
    if len({(band.zone, band.max_grams) for band in bands}) < len(bands):
        raise BadShop(_("The same weight stands there twice."), field="bands")
    if len(bands) > MOST_BANDS or any(band.zone not in Zone.values for band in bands):
        raise BadShop(_("These are too many weights."), field="bands")
    with transaction.atomic():
        Shop.objects.select_for_update().get(pk=shop.pk)
        kept = method or ShippingMethod(shop=shop)
        if method is None and shop.shipping_methods.count() >= MOST_METHODS:
            raise BadShop(_("A shop has at most %(number)d ways of sending.") % {"number": MOST_METHODS})
        kept.name, kept.tracked, kept.free_from = name, tracked, free_from
        kept.save()
        offers_moved(shop)
        kept.bands.all().delete()
        ShippingBand.objects.bulk_create(
            ShippingBand(method=kept, zone=band.zone, max_grams=band.max_grams, price=band.price) for band in bands
        )
    return kept


def remove_shipping(*, method: ShippingMethod, member: Member) -> None:
    """Send that way no more. Raises NotAllowed."""
    if not shop_policy.can_run(member, method.shop):
        raise NotAllowed
    with transaction.atomic():
        method.delete()
        offers_moved(method.shop)


def _checked(terms: Terms) -> Mapping[str, Any]:
    """The fields of the row. Raises BadShop."""
    if terms.country not in COUNTRIES:
        raise BadShop(_("Choose a country."), field="country")
    if terms.tracking_page and not (
        terms.tracking_page.startswith("https://") and "{number}" in terms.tracking_page.partition("/")[2]
    ):
        raise BadShop(
            _("The page that follows parcels begins with https:// and has {number} where the number goes."),
            field="tracking_page",
        )
    number = ""
    if terms.is_business and terms.vat_number:
        number = _vat_number(terms.vat_number, terms.country)
    fields = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    return {**fields, "vat_number": number}


def _vat_number(text: str, country: str) -> str:
    """The number as it is written, its check digits right. Outside the Union it is kept as it is typed."""
    if country not in UNION:
        return text.strip().upper()[:20]
    prefix = "EL" if country == "GR" else country
    try:
        number = "".join(sign for sign in text.upper() if sign.isalnum())
        number = number if number[:2].isalpha() else prefix + number
        if not number.startswith(prefix):
            raise BadShop(_("This VAT number is of another country than the shop."), field="vat_number")
        return str(vat.validate(number))
    except ValidationError as error:
        raise BadShop(
            _("This is no VAT number: please check its digits. It begins as in %(example)s.")
            % {"example": f"{prefix}…"},
            field="vat_number",
        ) from error


def _free_slug(name: str) -> str:
    stem = slugify(name)[:40] or "shop"
    taken = set(Shop.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | TAKEN
    return next(slug for k in range(1, 10**6) if (slug := stem if k == 1 else f"{stem}-{k}") not in taken)


#: What a small shop of the Union usually asks, in grams and minor units: {zone: [(up to, price)]}.
_LETTER = {"home": [(100, 250), (250, 390)], "union": [(100, 390), (250, 590)]}
_PARCEL = {
    "home": [(500, 490), (1000, 590), (2000, 790), (5000, 1190), (10000, 1790)],
    "union": [(500, 990), (1000, 1190), (2000, 1490), (5000, 1990), (10000, 2990)],
    "world": [(500, 1590), (1000, 1990), (2000, 2990), (5000, 4990)],
}


def give_usual_ways(shop: Shop) -> None:
    """Two ways of sending, a letter and a parcel, named in the shop's language and to be changed by the seller."""
    with override(shop.language):
        ways = ((_("Letter without tracking"), False, _LETTER), (_("Parcel"), True, _PARCEL))
    for name, tracked, prices in ways:
        method = ShippingMethod.objects.create(shop=shop, name=name, tracked=tracked)
        ShippingBand.objects.bulk_create(
            ShippingBand(method=method, zone=zone, max_grams=grams, price=price)
            for zone, rows in prices.items()
            for grams, price in rows
        )
