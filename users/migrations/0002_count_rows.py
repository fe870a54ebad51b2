"""Counters that cannot drift: a trigger function that counts the rows a statement inserted, deleted or changed.

    CREATE TRIGGER … AFTER INSERT ON <table> REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION count_rows(<key>, <counted table>, <counter>, <condition>);

`key` is the column that names the counting row; `condition`, if given, says in SQL which rows count. The counting rows are
locked in the order of their ids before any of them changes, so that two statements never wait for each other.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION count_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key text := TG_ARGV[0];
    counted text := TG_ARGV[1];
    counter text := TG_ARGV[2];
    condition text := COALESCE(TG_ARGV[3], 'true');
    changes text := concat_ws(
        ' UNION ALL ',
        CASE WHEN TG_OP <> 'DELETE' THEN format('SELECT %I AS key, 1 AS change FROM new_rows WHERE %s', key, condition) END,
        CASE WHEN TG_OP <> 'INSERT' THEN format('SELECT %I AS key, -1 AS change FROM old_rows WHERE %s', key, condition) END
    );
    found bigint;
BEGIN
    changes := format(
        'SELECT key, sum(change)::int AS change FROM (%s) AS row WHERE key IS NOT NULL GROUP BY key HAVING sum(change) <> 0',
        changes
    );
    EXECUTE format(
        'SELECT count(*) FROM (SELECT FROM %I WHERE id IN (SELECT key FROM (%s) AS changed) ORDER BY id FOR NO KEY UPDATE) AS locked',
        counted, changes
    ) INTO found;
    IF found > 0 THEN
        -- A statement of its own: it sees what was committed while this one waited for the locks.
        EXECUTE format(
            'UPDATE %I AS counting SET %I = GREATEST(counting.%I + changed.change, 0) FROM (%s) AS changed WHERE counting.id = changed.key',
            counted, counter, counter, changes
        );
    END IF;
    RETURN NULL;
END $$;
"""
BACKWARDS = "DROP FUNCTION count_rows();"


class Migration(migrations.Migration):
    dependencies = [("users", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
