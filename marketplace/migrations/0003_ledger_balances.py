"""No database transaction can end with entries that do not balance, whatever wrote them."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION marketplace_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    booked bigint := COALESCE(NEW.transaction_id, OLD.transaction_id);
    difference numeric;
BEGIN
    SELECT COALESCE(SUM(amount), 0) INTO difference FROM marketplace_ledgerentry WHERE transaction_id = booked;
    IF difference <> 0 THEN
        RAISE EXCEPTION 'ledger transaction % is out of balance by %', booked, difference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT OR UPDATE OR DELETE ON marketplace_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION marketplace_ledger_balances();
"""
BACKWARDS = """
DROP TRIGGER ledger_balances ON marketplace_ledgerentry;
DROP FUNCTION marketplace_ledger_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0002_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
