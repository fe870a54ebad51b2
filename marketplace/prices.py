"""Keep what creations cost true while stock moves: what is stale is found set by set, and planned anew."""

from __future__ import annotations

import logging
import time

from django.db import connection, transaction

from creations.models import Creation

from .models import CreationPrice, Shop
from .pricing import Quote, quote

logger = logging.getLogger(__name__)

#: Seconds that one run of the clock's task plans.
SPAN = 15.0

#: Every creation whose current revision wants a lot that moved. One statement, however much moved.
_STALE = """
WITH moved AS (
    DELETE FROM marketplace_stockmove WHERE id IN (SELECT id FROM marketplace_stockmove ORDER BY id LIMIT 200000)
    RETURNING part, colour
), touched AS (
    SELECT DISTINCT creation.id
    FROM (SELECT DISTINCT part, colour FROM moved) AS lot
    JOIN creations_revisionlot AS wanted ON wanted.part = lot.part AND wanted.colour = lot.colour AND NOT wanted.custom
    JOIN creations_creation AS creation ON creation.current_id = wanted.revision_id
)
UPDATE marketplace_creationprice AS price SET stale_since = now()
FROM touched WHERE price.creation_id = touched.id AND price.stale_since IS NULL
"""
_NEVER = """
INSERT INTO marketplace_creationprice (creation_id, total, pieces, missing, shops, country, planned_at, stale_since)
SELECT creation.id, 0, 0, 0, 0, '', now(), now() FROM creations_creation AS creation
WHERE creation.current_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM marketplace_creationprice AS price WHERE price.creation_id = creation.id)
ON CONFLICT DO NOTHING
"""


def mark_stale() -> int:
    """Note which prices the stock's moves touch, and which creations have none yet; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STALE)
        marked = cursor.rowcount
        cursor.execute(_NEVER)
        return int(marked + cursor.rowcount)


def offers_moved(shop: Shop) -> None:
    """All that a shop offers is sold otherwise: its terms or its shipping changed, or it went away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO marketplace_stockmove (part, colour)"
            " SELECT DISTINCT part, colour FROM marketplace_stocklot WHERE shop_id = %s",
            [shop.pk],
        )


def plan_stale(span: float = SPAN) -> int:
    """Plan stale prices for so many seconds, those first that wait longest; returns how many.

    One that cannot be planned is told in the log, stays stale and holds up no other.
    """
    until, done, failed = time.monotonic() + span, 0, set[int]()
    while time.monotonic() < until:
        stale = CreationPrice.objects.filter(stale_since__isnull=False).exclude(pk__in=failed)
        first = stale.order_by("stale_since").first()
        if first is None:
            break
        creation = Creation.objects.select_related("current__creation").get(pk=first.creation_id)
        try:
            keep_price(creation, since=first.stale_since)
            done += 1
        except Exception:
            logger.exception("the price of creation %s is not found", creation.pk)
            failed.add(creation.pk)
    return done


def keep_price(creation: Creation, *, since: object = None) -> Quote | None:
    """Plan a creation's parts and keep what they cost, for its page, the gallery's order and its filter.

    A price that became stale again while it was planned stays stale: `since` is what it said before.
    """
    if creation.current is None:
        CreationPrice.objects.filter(creation=creation).delete()
        return None
    made = quote(creation.current, parcels=None)
    values = {
        "total": made.total,
        "pieces": made.parts,
        "missing": made.missing_pieces,
        "shops": len(made.parcels),
        "country": made.country,
    }
    with transaction.atomic():
        price, _made = CreationPrice.objects.select_for_update().get_or_create(creation=creation, defaults=values)
        for name, value in values.items():
            setattr(price, name, value)
        if since is None or price.stale_since == since:
            price.stale_since = None
        price.save()
        # Only a whole price is one that can be compared with others.
        creation.price = made.total if made.is_complete else None
        Creation.objects.filter(pk=creation.pk).update(price=creation.price)
    return made
