"""The counters of creations follow their likes, builds and forks (see `users/migrations/0002_count_rows.py`)."""

from django.db import migrations

ROWS = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows"}
COUNTED = [
    ("creations_like", "creation_id", "like_count"),
    ("creations_build", "creation_id", "build_count"),
    ("creations_creation", "upstream_id", "fork_count"),
]

FORWARDS = "".join(
    f"CREATE TRIGGER {counter}_{event.lower()} AFTER {event} ON {table} REFERENCING {rows}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION count_rows('{key}', 'creations_creation', '{counter}');\n"
    for table, key, counter in COUNTED
    for event, rows in ROWS.items()
)
BACKWARDS = "".join(
    f"DROP TRIGGER {counter}_{event.lower()} ON {table};\n" for table, _key, counter in COUNTED for event in ROWS
)


class Migration(migrations.Migration):
    dependencies = [("creations", "0002_initial"), ("users", "0002_count_rows")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
