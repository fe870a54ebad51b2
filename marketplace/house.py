"""The house shop: of most parts it has most colours, at demo prices that are plausible and always the same.

A part costs by its volume, more when it is rare or its finish is dear. Written as one statement: the stock is a quarter
of a million lots.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from users.models import Member

from .actions.shops import give_usual_ways
from .models import Shop

#: The most popular parts are kept in colours of the first list, all others in those of the second: so many of a hundred.
#: Beyond these, what the creations here are made of.
POPULAR = 3000
KEPT = 64
COLOURS = (0, 1, 2, 4, 5, 10, 14, 15, 19, 22, 25, 26, 27, 28, 29, 30, 31, 34, 36, 40, 41, 46, 47, 57, 70, 71, 72, 73, 74, 78,
           84, 85, 151, 179, 191, 212, 226, 272, 288, 297, 308, 320, 321, 322, 323, 326, 378, 379, 484)  # fmt: skip
BASIC_COLOURS = (0, 1, 4, 14, 15, 71, 72)

_STOCK = """
WITH ranked AS (
    SELECT id, category, popularity,
           COALESCE(width * height * depth, 8000) AS volume,
           row_number() OVER (ORDER BY popularity DESC, id) AS place
    FROM catalog_part
), offered AS (
    SELECT ranked.*, code FROM ranked, unnest(%(colours)s::int[]) AS code
    WHERE place <= %(popular)s AND abs(hashtext(code || 'kept' || ranked.id)) %% 100 < %(kept)s
    UNION ALL
    SELECT ranked.*, code FROM ranked, unnest(%(basic)s::int[]) AS code
    WHERE place > %(popular)s AND abs(hashtext(code || 'kept' || ranked.id)) %% 100 < %(kept)s
    UNION
    SELECT ranked.*, wanted.colour FROM ranked
    JOIN (SELECT DISTINCT part, colour FROM creations_revisionlot WHERE NOT custom) AS wanted ON wanted.part = ranked.id
)
INSERT INTO marketplace_stocklot (shop_id, part, colour, quantity, unit_price)
SELECT %(shop)s, offered.id, code,
       40 + abs(hashtext(offered.id || ':' || code)) %% (200 + 12 * LEAST(popularity, 400)),
       10 * GREATEST(30, round(10 * (3 + 0.00019 * LEAST(volume, 4e6))
           * CASE WHEN offered.category LIKE 'Minifig%%' THEN 2.2 WHEN offered.category = 'Electric' THEN 6 ELSE 1 END
           * CASE colour.finish WHEN 'transparent' THEN 1.2 WHEN 'pearl' THEN 1.35 WHEN 'chrome' THEN 3 WHEN 'metal' THEN 1.5 ELSE 1 END
           * (1 + 0.8 / (1 + ln(1 + popularity)))))::int
FROM offered JOIN catalog_colour colour USING (code)
WHERE NOT EXISTS (SELECT FROM marketplace_stocklot AS lot
                  WHERE lot.shop_id = %(shop)s AND lot.part = offered.id AND lot.colour = code)
"""


def open_house_shop(owner: Member) -> Shop:
    """The house shop with its stock; doing it again adds what the catalogue has gained."""
    shop, made = Shop.objects.get_or_create(
        is_house=True,
        defaults={"owner": owner, "name": "La Maison des briques", "slug": "house", "country": "FR", "language": "fr"},
    )
    if made:
        give_usual_ways(shop)
    values: dict[str, Any] = {
        "shop": shop.pk,
        "popular": POPULAR,
        "kept": KEPT,
        "colours": list(COLOURS),
        "basic": list(BASIC_COLOURS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, values)
        cursor.execute("ANALYZE marketplace_stocklot")
    return shop
