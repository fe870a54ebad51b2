"""Invoices and credit notes: written once, numbered without gaps. What the books refuse is refused of them too."""

import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER invoices_stay BEFORE UPDATE OR DELETE ON marketplace_invoice
    FOR EACH ROW EXECUTE FUNCTION marketplace_ledger_append_only();
CREATE TRIGGER invoices_are_not_emptied BEFORE TRUNCATE ON marketplace_invoice
    FOR EACH STATEMENT EXECUTE FUNCTION marketplace_ledger_append_only();

CREATE FUNCTION marketplace_invoice_has_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.serial < 1 OR NEW.serial > 1 AND NOT EXISTS (
        SELECT FROM marketplace_invoice WHERE shop_id = NEW.shop_id AND kind = NEW.kind AND serial = NEW.serial - 1
    ) THEN
        RAISE EXCEPTION '% % of shop % leaves a gap before it', NEW.kind, NEW.serial, NEW.shop_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoices_without_gaps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invoices_without_gaps BEFORE INSERT ON marketplace_invoice
    FOR EACH ROW EXECUTE FUNCTION marketplace_invoice_has_no_gap();
"""
ALLOW = """
DROP TRIGGER invoices_without_gaps ON marketplace_invoice;
DROP FUNCTION marketplace_invoice_has_no_gap();
DROP TRIGGER invoices_are_not_emptied ON marketplace_invoice;
DROP TRIGGER invoices_stay ON marketplace_invoice;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('marketplace', '0017_address_changed'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('fr', 'Français')], default='en', max_length=5),
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invoice', 'Invoice'), ('credit', 'Credit note')], max_length=10)),
                ('serial', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=30, unique=True)),
                ('issued_on', models.DateField()),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français')], max_length=5)),
                ('currency', models.CharField(max_length=3)),
                ('treatment', models.CharField(max_length=10)),
                ('vat_country', models.CharField(blank=True, max_length=2)),
                ('rate', models.PositiveSmallIntegerField()),
                ('net', models.PositiveIntegerField()),
                ('tax', models.PositiveIntegerField()),
                ('gross', models.PositiveIntegerField()),
                ('details', models.JSONField()),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_notes', to='marketplace.invoice')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='marketplace.parcel')),
                ('refund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_notes', to='marketplace.refund')),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='marketplace.shop')),
            ],
            options={
                'verbose_name': 'invoice',
                'constraints': [models.UniqueConstraint(fields=('shop', 'kind', 'serial'), name='invoice_serial'), models.UniqueConstraint(fields=('parcel', 'refund'), name='invoice_of_parcel_and_refund', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('gross', django.db.models.expressions.CombinedExpression(models.F('net'), '+', models.F('tax')))), name='invoice_adds_up'), models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('kind', 'invoice'), ('refund', None)), models.Q(('corrects__isnull', False), ('kind', 'credit'), ('refund__isnull', False)), _connector='OR'), name='credit_note_corrects')],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
