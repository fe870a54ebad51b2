"""Numbers that parts no longer have are no parts of their own: they lead to the part that has today's number."""

from django.db import migrations

from creations.ldraw.numbers import renumbered


def fold(apps, schema_editor):
    Part, PartAlias = apps.get_model("catalog", "Part"), apps.get_model("catalog", "PartAlias")
    pairs = renumbered()
    present = set(Part.objects.filter(pk__in=set(pairs.values())).values_list("pk", flat=True))
    aliases = [PartAlias(id=old, part_id=new) for old, new in pairs.items() if new in present]
    PartAlias.objects.bulk_create(
        aliases, update_conflicts=True, update_fields=["part"], unique_fields=["id"], batch_size=1000
    )
    Part.objects.filter(pk__in=[alias.id for alias in aliases]).delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
