"""The books are written once. Rows are neither changed nor taken away, and no entries are added to a transaction of another
moment; every transaction balances in each currency.

Emptying all tables of the database at once (`flush`, with which tests begin anew) is no change of the books; whoever does that
says so in the transaction (`prosum.postgres`).
"""

from django.db import migrations, models
from django.db.models import Func

REFUSE = """
CREATE FUNCTION marketplace_ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('prosum.flushing', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the books are append only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
END $$;
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON marketplace_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION marketplace_ledger_append_only();
CREATE TRIGGER transactions_stay BEFORE UPDATE OR DELETE ON marketplace_ledgertransaction
    FOR EACH ROW EXECUTE FUNCTION marketplace_ledger_append_only();
CREATE TRIGGER entries_are_not_emptied BEFORE TRUNCATE ON marketplace_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION marketplace_ledger_append_only();
CREATE TRIGGER transactions_are_not_emptied BEFORE TRUNCATE ON marketplace_ledgertransaction
    FOR EACH STATEMENT EXECUTE FUNCTION marketplace_ledger_append_only();

CREATE FUNCTION marketplace_ledger_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM marketplace_ledgertransaction
                   WHERE id = NEW.transaction_id AND written_in = pg_current_xact_id()::text) THEN
        RAISE EXCEPTION 'ledger transaction % was written before: nothing is added to it', NEW.transaction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entries_come_with_their_transaction BEFORE INSERT ON marketplace_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION marketplace_ledger_is_open();

CREATE OR REPLACE FUNCTION marketplace_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT currency, SUM(amount) AS amount INTO wrong
    FROM marketplace_ledgerentry entry JOIN marketplace_account account ON account.id = entry.account_id
    WHERE entry.transaction_id = NEW.transaction_id GROUP BY currency HAVING SUM(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'ledger transaction % is out of balance by % %', NEW.transaction_id, wrong.amount, wrong.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER ledger_balances ON marketplace_ledgerentry;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON marketplace_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION marketplace_ledger_balances();

CREATE FUNCTION marketplace_account_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.currency, NEW.kind) IS DISTINCT FROM (OLD.currency, OLD.kind) THEN
        RAISE EXCEPTION 'account % keeps its kind and currency', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_stays BEFORE UPDATE ON marketplace_account
    FOR EACH ROW EXECUTE FUNCTION marketplace_account_stays();
"""
ALLOW = """
DROP TRIGGER account_stays ON marketplace_account;
DROP TRIGGER entries_stay ON marketplace_ledgerentry;
DROP TRIGGER transactions_stay ON marketplace_ledgertransaction;
DROP TRIGGER entries_are_not_emptied ON marketplace_ledgerentry;
DROP TRIGGER transactions_are_not_emptied ON marketplace_ledgertransaction;
DROP TRIGGER entries_come_with_their_transaction ON marketplace_ledgerentry;
DROP FUNCTION marketplace_account_stays();
DROP FUNCTION marketplace_ledger_append_only();
DROP FUNCTION marketplace_ledger_is_open();
"""
#: What was booked before had its purpose and order for a key.
KEYS = "UPDATE marketplace_ledgertransaction SET key = purpose || ':' || COALESCE(order_id, -id)"
PURPOSES = [
    ("payment", "payment"),
    ("sale", "sale"),
    ("royalty", "royalty"),
    ("fee", "provider fee"),
    ("refund", "refund"),
    ("royalty-reversed", "royalty reversed"),
    ("refund-sent", "refund sent"),
    ("refund-returned", "refund returned"),
    ("chargeback", "chargeback"),
    ("chargeback-won", "chargeback won"),
    ("payout-asked", "payout asked for"),
    ("payout-sent", "payout sent"),
    ("payout-returned", "payout returned"),
]


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0005_stock_lots")]
    operations = [
        migrations.RemoveConstraint("ledgertransaction", "booked_once"),
        migrations.AddField("ledgertransaction", "key", models.CharField(max_length=60, null=True, unique=True)),
        migrations.RunSQL(KEYS, ""),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", ""),
        migrations.AlterField("ledgertransaction", "key", models.CharField(max_length=60, unique=True)),
        migrations.AddField(
            "ledgertransaction",
            "written_in",
            models.TextField(
                editable=False,
                db_default=Func(Func(function="pg_current_xact_id"), function="text", output_field=models.TextField()),
            ),
        ),
        migrations.AlterField("ledgertransaction", "purpose", models.CharField(choices=PURPOSES, max_length=20)),
        migrations.AlterField(
            "account",
            "kind",
            models.CharField(
                choices=[
                    ("provider", "Provider"),
                    ("held", "Held"),
                    ("shop", "Shop"),
                    ("designer", "Designer"),
                    ("payouts", "Payouts"),
                    ("house", "House"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "ledgertransaction",
            models.CheckConstraint(
                condition=models.Q(purpose__in=[name for name, _ in PURPOSES]), name="booking_has_a_name"
            ),
        ),
        migrations.AddIndex("ledgertransaction", models.Index(fields=["order", "purpose"], name="booking_of_order")),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
