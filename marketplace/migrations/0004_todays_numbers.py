"""Stock kept under numbers that parts no longer have is put under today's: lots that become one are added up, with what is
reserved of them, and keep the price of the lot that had today's number, else of the oldest.

Orders keep the numbers they were placed with, and hold what they reserved in the lot that took the place of theirs.
"""

from django.db import migrations

from creations.ldraw.numbers import renumbered

RENUMBERED = "(SELECT * FROM unnest(%s::text[], %s::text[]) AS pair (old, new)) AS renumbered"

ADDED = f"""
INSERT INTO marketplace_stocklot AS kept (shop_id, part, colour, quantity, reserved, unit_price)
SELECT shop_id, new, colour, sum(quantity), sum(reserved), (array_agg(unit_price ORDER BY id))[1]
FROM marketplace_stocklot JOIN {RENUMBERED} ON part = old GROUP BY shop_id, new, colour
ON CONFLICT (shop_id, part, colour) DO UPDATE
SET quantity = kept.quantity + excluded.quantity, reserved = kept.reserved + excluded.reserved
"""
HELD = f"""
UPDATE marketplace_orderline AS line SET stock_id = kept.id
FROM marketplace_stocklot AS gone JOIN {RENUMBERED} ON gone.part = old
JOIN marketplace_stocklot AS kept ON kept.shop_id = gone.shop_id AND kept.part = new AND kept.colour = gone.colour
WHERE line.stock_id = gone.id
"""
REMOVED = f"DELETE FROM marketplace_stocklot USING {RENUMBERED} WHERE part = old"
#: What the gallery says a creation's parts cost: nothing while one of its lots cannot be had (`marketplace.pricing`).
PRICED = """
UPDATE creations_creation AS creation SET price = priced.price
FROM (SELECT revision_id, CASE WHEN bool_and(stock.quantity - stock.reserved >= lot.quantity) AND bool_and(stock.id IS NOT NULL)
                               THEN sum(lot.quantity * stock.unit_price) END AS price
      FROM creations_revisionlot AS lot
      JOIN marketplace_shop AS shop ON shop.is_house
      LEFT JOIN marketplace_stocklot AS stock
             ON stock.shop_id = shop.id AND stock.part = lot.part AND stock.colour = lot.colour
      WHERE NOT lot.custom GROUP BY revision_id) AS priced
WHERE priced.revision_id = creation.current_id AND creation.price IS DISTINCT FROM priced.price
"""


def fold(apps, schema_editor):
    pairs = renumbered()
    numbers = [list(pairs), list(pairs.values())]
    with schema_editor.connection.cursor() as cursor:
        for statement in (ADDED, HELD, REMOVED):
            cursor.execute(statement, numbers)
        cursor.execute(PRICED)


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0003_ledger_balances"), ("creations", "0005_todays_numbers")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
