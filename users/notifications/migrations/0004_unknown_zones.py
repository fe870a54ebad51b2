"""A zone that the database does not know is taken for UTC: one member's must not keep an event from everybody else."""

from django.db import migrations

MAIL_AT = """
CREATE OR REPLACE FUNCTION prosum_mail_at(
    how text, after timestamptz, zone text, digest_hour int, digest_weekday int, quiet_from int, quiet_until int
) RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL UNSAFE AS $$
DECLARE
    here timestamp;
    today timestamp;
    found timestamptz;
BEGIN
    IF how = 'never' THEN
        RETURN NULL;
    ELSIF how = 'at_once' AND quiet_from IS NULL THEN
        RETURN after;
    END IF;
    BEGIN
        here := after AT TIME ZONE zone;
    EXCEPTION WHEN invalid_parameter_value THEN
        zone := 'UTC';
        here := after AT TIME ZONE zone;
    END;
    today := date_trunc('day', here);
    IF how = 'at_once' THEN
        IF quiet_from < quiet_until THEN
            IF extract(hour FROM here) < quiet_from OR extract(hour FROM here) >= quiet_until THEN
                RETURN after;
            END IF;
        ELSIF extract(hour FROM here) < quiet_from AND extract(hour FROM here) >= quiet_until THEN
            RETURN after;
        ELSIF extract(hour FROM here) >= quiet_from THEN
            today := today + interval '1 day';
        END IF;
        RETURN greatest(after, (today + make_interval(hours => quiet_until)) AT TIME ZONE zone);
    END IF;
    IF how = 'weekly' THEN
        today := today + make_interval(days => (digest_weekday - extract(isodow FROM here)::int + 7) % 7);
    END IF;
    found := (today + make_interval(hours => digest_hour)) AT TIME ZONE zone;
    IF found <= after THEN
        today := today + make_interval(days => CASE how WHEN 'weekly' THEN 7 ELSE 1 END);
        found := (today + make_interval(hours => digest_hour)) AT TIME ZONE zone;
    END IF;
    RETURN found;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_wishes")]
    operations = [migrations.RunSQL(MAIL_AT, migrations.RunSQL.noop)]
