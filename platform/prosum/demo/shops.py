"""The demo's shops beside the house's: small ones in four countries, so that a plan has something to choose from.

What each has follows from numbers that look random and are always the same. One statement for all of them: together they
have tens of thousands of lots.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from marketplace import actions
from marketplace.actions.shops import Terms
from marketplace.house import COLOURS
from marketplace.models import ShippingBand, Shop
from users.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """A shop to open. `share`: of a thousand lots it could have, `price`: percent of the house's, `used`: of a thousand lots.

    `sells` is a regular expression on categories, empty for all; `pieces`: about so many of a lot; `post` multiplies what
    sending costs.
    """

    owner: str
    terms: Terms
    share: int
    price: int
    used: int = 0
    sells: str = ""
    pieces: int = 60
    post: float = 1.0
    free_from: int | None = None


STALLS = (
    Stall(
        owner="lucie",
        terms=Terms(
            name="Bric-à-brac de Brest", country="FR", language="fr", handling_days=1,
            about="Un grenier trié par couleur, à cinq minutes du port.",
            terms="Retours sous 14 jours. Emballage : cartons réemployés.",
        ),
        share=260, price=88, used=350, pieces=40, post=0.9,
    ),
    Stall(
        owner="greta",
        terms=Terms(
            name="Steinkiste", country="DE", language="en", minimum=500, handling_days=1, is_business=True,
            legal_name="Steinkiste GmbH (demo), Musterweg 1, 01067 Dresden", vat_number="DE999999995",
            about="Bricks and plates by the thousand.",
            terms="New parts only. VAT invoices with every parcel.",
        ),
        share=420, price=70, sells="^(Brick|Plate|Tile|Slope)", pieces=220, post=1.1, free_from=6000,
    ),
    Stall(
        owner="jonas",
        terms=Terms(
            name="Klein und Fein", country="DE", language="en", lot_fee_free=30, lot_fee=10, handling_days=3,
            about="Rare colours, small parts, minifigures.", terms="Each lot beyond thirty costs ten cents: I pick by hand.",
        ),
        share=240, price=82, sells="^(Minifig|Tile|Plate|Bar|Cone|Cylinder|Dish|Hinge|Panel|Technic|Wheel|Tyre)", pieces=25, post=0.8,
    ),
    Stall(
        owner="pieter",
        terms=Terms(
            name="Pieters Plaatjes", country="NL", language="en", handling_days=2, about="If it is flat, I have it.",
            terms="Sent on Tuesdays and Fridays.",
        ),
        share=380, price=74, used=120, sells="^(Plate|Tile|Baseplate|Wedge|Slope|Round|Dish)", pieces=90,
    ),
    Stall(
        owner="noor",
        terms=Terms(
            name="La Brocante", country="BE", language="fr", minimum=300, handling_days=4,
            about="Des pièces qui ont vécu, lavées et triées.", terms="Tout est d’occasion ; les rayures sont dites.",
        ),
        share=300, price=55, used=1000, pieces=14, post=0.85,
    ),
)  # fmt: skip

#: Each part in each usual colour that falls to a shop, dearer or cheaper than at the house by its own chance, in the
#: drawer of its category.
_STOCK = """
WITH stall (shop, share, factor, used, sells, pieces) AS (
    SELECT * FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::text[], %s::int[])
), sold AS MATERIALIZED (  -- a pattern for each part, not for each lot
    SELECT stall.*, part.id AS part, part.category
    FROM catalog_part AS part JOIN stall ON stall.sells = '' OR part.category ~ stall.sells
    WHERE part.popularity > 30
), usual AS (
    SELECT part, min(unit_price) AS unit_price FROM marketplace_stocklot WHERE shop_id = %s GROUP BY part
), chosen AS (
    SELECT sold.*, colour, usual.unit_price,
           abs(hashtext(sold.shop || 'lot' || sold.part || ':' || colour)) AS chance,
           abs(hashtext(sold.part || '/' || sold.shop || '/' || colour)) AS luck
    FROM sold JOIN usual USING (part), unnest(%s::int[]) AS colour
), priced AS (
    SELECT *, chance / 1000 %% 1000 < used AS is_used,
           GREATEST(20, 10 * (unit_price::bigint * factor * (70 + luck %% 61) / 100000))::int AS price
    FROM chosen WHERE chance %% 1000 < share
)
INSERT INTO marketplace_stocklot (shop_id, part, colour, condition, quantity, unit_price, bulk, tier1_from, tier1_price,
                                  sale_percent, location, retain)
SELECT shop, part, colour, CASE WHEN is_used THEN 'U' ELSE 'N' END,
       1 + luck %% pieces + CASE WHEN luck %% 7 = 0 THEN 3 * pieces ELSE 0 END,
       CASE WHEN is_used THEN GREATEST(10, price * 7 / 10) ELSE price END,
       1,
       CASE WHEN NOT is_used AND luck %% 5 = 0 THEN 50 END,
       CASE WHEN NOT is_used AND luck %% 5 = 0 THEN price * 85 / 100 END,
       CASE WHEN luck %% 29 = 0 THEN 10 ELSE 0 END,
       upper(left(category, 2)) || '-' || 1 + abs(hashtext(part)) %% 90,
       luck %% 11 = 0
FROM priced
"""


def open_shops(people: dict[str, Member], house: Shop) -> None:
    """The shops with their stock and ways of sending, once."""
    stalls = [stall for stall in STALLS if not people[stall.owner].shops.filter(is_house=False).exists()]
    if not stalls:
        return
    shops = []
    for stall in stalls:
        shop = actions.open_shop(member=people[stall.owner], terms=stall.terms)
        Shop.objects.filter(pk=shop.pk, approved_at=None).update(approved_at=shop.opened_at)
        shop.shipping_methods.filter(tracked=True).update(free_from=stall.free_from)
        bands = list(ShippingBand.objects.filter(method__shop=shop))
        for band in bands:
            band.price = 10 * round(band.price * stall.post / 10)
        ShippingBand.objects.bulk_update(bands, ["price"])
        shops.append(shop)
    columns = [[getattr(stall, name) for stall in stalls] for name in ("share", "price", "used", "sells", "pieces")]
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, [[shop.pk for shop in shops], *columns, house.pk, list(COLOURS)])
        cursor.execute("ANALYZE marketplace_stocklot")
