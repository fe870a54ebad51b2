"""Forks count while everybody finds them: somebody's drafts are no news of a creation, and nobody can inflate it with them."""

from django.db import migrations

ROWS = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows"}
PUBLIC = "visibility = ''public'' AND hiding_id IS NULL"


def triggers(*more: str) -> str:
    words = ", ".join(f"'{word}'" for word in ("upstream_id", "creations_creation", "fork_count", *more))
    return "".join(
        f"DROP TRIGGER fork_count_{event.lower()} ON creations_creation;\n"
        f"CREATE TRIGGER fork_count_{event.lower()} AFTER {event} ON creations_creation REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION count_rows({words});\n"
        for event, rows in ROWS.items()
    )


def counted(condition: str) -> str:
    return (
        "UPDATE creations_creation AS up SET fork_count ="
        f" (SELECT count(*) FROM creations_creation WHERE upstream_id = up.id AND {condition});\n"
    )


class Migration(migrations.Migration):
    dependencies = [("creations", "0007_credit_and_royalties")]
    operations = [
        migrations.RunSQL(triggers(PUBLIC), triggers()),
        migrations.RunSQL(counted(PUBLIC.replace("''", "'")), counted("true")),
    ]
