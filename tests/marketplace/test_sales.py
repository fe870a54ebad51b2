"""Labels on paper, sales by month, and the table for the tax return: to the cent, and by the letter of the country."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from marketplace import actions
from marketplace.labels import PAPERS, labels_pdf
from marketplace.models import Invoice, Order, Shop
from marketplace.sales import bars, sales_by_month
from tests.background import work_off
from tests.marketplace.test_changing import read
from tests.marketplace.test_paying import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def business(shop):
    Shop.objects.update(is_business=True, vat_number="FR40303265045", legal_name="La Maison, 29200 Brest")
    shop.refresh_from_db()
    return shop


def test_a_shop_sees_its_months_and_takes_a_table_to_the_tax_office(client, creation, basile, business, address):
    for to in (address, replace(address, country="DE", postcode="10115", city="Berlin")):
        pay(actions.place_order(buyer=basile, revision=creation.current, address=to))
    first = Order.objects.order_by("pk")[0].parcels.get()
    actions.refund_parcel(parcel=first, member=business.owner, goodwill=120)
    work_off("now")
    months = sales_by_month(business)
    assert len(months) == 12 and (months[-1].sold, months[-1].back) == (1040, 120) and not months[0].sold
    assert bars(months)[-1].height == 100 and bars(months)[0].height == 0
    client.force_login(business.owner)
    page = read(client, "/shops/house/sales/")
    assert "€10.40" in page and "€1.20" in page and "<svg" in page and 'height="100.0"' in page
    french = client.get("/shops/house/sales/", headers={"Accept-Language": "fr"}).content.decode()
    assert 'height="100.0"' in french, "a drawing's numbers have points in every language"
    answer = client.get("/shops/house/tax.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["country"], row["rate"], row["invoices"], row["credit_notes"], row["gross"]) for row in rows] == [
        ("DE", "19.0", "1", "0", "5.20"),
        ("FR", "20.0", "1", "1", "4.00"),
    ]
    signed = {"invoice": 1, "credit": -1}
    for name in ("net", "tax", "gross"):
        whole = sum(signed[one.kind] * getattr(one, name) for one in Invoice.objects.all())
        assert sum(round(100 * float(row[name])) for row in rows) == whole, name


def test_labels_are_printed_in_the_order_of_the_country_and_only_ones_own(client, creation, basile, shop, address, ada):
    long = replace(address, name="N" * 100, street="S" * 200)
    abroad = replace(address, country="US", city="Springfield", postcode="62701", area="IL")
    for to in (address, long, abroad):
        pay(actions.place_order(buyer=basile, revision=creation.current, address=to))
    parcels = [order.parcels.select_related("order", "shop").get() for order in Order.objects.order_by("pk")]
    assert len(PdfReader(io.BytesIO(labels_pdf(parcels * 3, PAPERS["a4"]))).pages) == 2, "nine labels, eight on a sheet"
    chosen = "&".join(f"parcel={parcel.pk}" for parcel in parcels)
    client.force_login(shop.owner)
    assert f'value="{parcels[0].pk}"' in read(client, "/shop/")
    made = client.get(f"/shop/labels.pdf?{chosen}&paper=roll", headers={"Accept-Language": "fr"})
    pages = PdfReader(io.BytesIO(made.content)).pages
    assert len(pages) == 3 and [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [100, 150]
    at_home, other = pages[0].extract_text(), pages[2].extract_text()
    assert "29200 BREST" in at_home and "FRANCE" not in at_home, "no country on a label that stays in it"
    assert "SPRINGFIELD, IL 62701" in other and "TATS-UNIS" in other
    for asked in ("", "parcel=x", f"parcel={'9' * 30}", "parcel=9" * 300):
        assert client.get(f"/shop/labels.pdf?{asked}").status_code == 302
    client.force_login(ada)
    assert client.get(f"/shop/labels.pdf?{chosen}").status_code == 302, "of a shop of one's own alone"
