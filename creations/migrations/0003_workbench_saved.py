"""What is unsaved on a workbench is derived from its changes; what was a flag becomes the number it stood for."""

from django.db import migrations, models
from django.db.models import Max


def number_what_is_saved(apps, schema_editor):
    workbench = apps.get_model("creations", "Workbench")
    for bench in workbench.objects.filter(changed_at=None).annotate(last=Max("changes__pk")):
        workbench.objects.filter(pk=bench.pk).update(saved=bench.last or 0)


class Migration(migrations.Migration):
    dependencies = [("creations", "0002_initial")]

    operations = [
        migrations.AddField("workbench", "saved", models.BigIntegerField(default=0)),
        migrations.AddField("workbench", "shape", models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField("workbench", "epoch", models.PositiveIntegerField(default=0)),
        migrations.RunPython(number_what_is_saved, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("workbench", "changed_at"),
    ]
