"""Rows written under numbers that parts no longer have are put under today's; lots that become one are added up."""

from django.db import migrations

from creations.ldraw.numbers import renumbered

FOLDED = """
WITH gone AS (
    DELETE FROM creations_revisionlot USING unnest(%s::text[], %s::text[]) AS pair (old, new)
    WHERE part = old AND NOT custom RETURNING revision_id, new, colour, quantity
)
INSERT INTO creations_revisionlot AS kept (revision_id, part, colour, quantity, custom, flexible, length_mm)
SELECT revision_id, new, colour, sum(quantity), FALSE, FALSE, 0 FROM gone GROUP BY revision_id, new, colour
ON CONFLICT (revision_id, part, colour, custom, flexible, length_mm) DO UPDATE SET quantity = kept.quantity + excluded.quantity
RETURNING revision_id
"""
COUNTED = """
UPDATE creations_revision AS revision
SET lot_count = (SELECT count(*) FROM creations_revisionlot WHERE revision_id = revision.id)
WHERE id = ANY(%s)
"""
COPIED = """
UPDATE creations_creation AS creation SET lot_count = revision.lot_count
FROM creations_revision AS revision WHERE revision.id = creation.current_id AND revision.id = ANY(%s)
"""


def fold(apps, schema_editor):
    pairs = renumbered()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FOLDED, [list(pairs), list(pairs.values())])
        touched = list({revision for (revision,) in cursor})
        cursor.execute(COUNTED, [touched])
        cursor.execute(COPIED, [touched])


class Migration(migrations.Migration):
    dependencies = [("creations", "0004_flexible_lots")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
