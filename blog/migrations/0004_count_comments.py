"""The counter of a creation's comments follows them; a deleted one that keeps its place does not count."""

from django.db import migrations

ROWS = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows"}
FORWARDS = "".join(
    f"CREATE TRIGGER comment_count_{event.lower()} AFTER {event} ON blog_comment REFERENCING {rows}"
    " FOR EACH STATEMENT EXECUTE FUNCTION"
    " count_rows('creation_id', 'creations_creation', 'comment_count', 'deleted_at IS NULL');\n"
    for event, rows in ROWS.items()
)
BACKWARDS = "".join(f"DROP TRIGGER comment_count_{event.lower()} ON blog_comment;\n" for event in ROWS)


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0003_initial"),
        ("creations", "0003_count_likes_builds_forks"),
        ("users", "0002_count_rows"),
    ]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
