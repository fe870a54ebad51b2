"""Invoices and credit notes: true to the cent, numbered without a gap, never changed, and readable by machines."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.db import IntegrityError, connections, transaction
from facturx import get_facturx_xml_from_pdf, xml_check_xsd
from lxml import etree
from pypdf import PdfReader

from marketplace import actions
from marketplace.actions.invoicing import invoice_order
from marketplace.models import Invoice, Order, Shop, StockLot
from marketplace.payments import sandbox
from tests.background import work_off
from users.personal_data import archive

from .test_paying import deliver, order, pay  # noqa: F401

ENGLISH = {"Accept-Language": "en"}
NUMBER = "FR40303265045"


@pytest.fixture
def business(shop):
    """The house shop as a business whose parts have odd prices."""
    Shop.objects.update(is_business=True, vat_number=NUMBER, legal_name="La Maison SARL, 2 rue du Port, 29200 Brest")
    for price, lot in enumerate(StockLot.objects.filter(part="3001").order_by("colour"), 1233):
        StockLot.objects.filter(pk=lot.pk).update(unit_price=price * 10)
    shop.refresh_from_db()
    return shop


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def data_of(pdf: bytes) -> dict[str, list[str]]:
    """What the embedded data say, by the names of their elements; checked by the library's own schema."""
    _name, xml = get_facturx_xml_from_pdf(pdf, check_xsd=True)
    assert xml_check_xsd(xml, flavor="factur-x", level="en16931")
    found: dict[str, list[str]] = {}
    for element in etree.fromstring(xml).iter():
        if element.text and element.text.strip():
            found.setdefault(etree.QName(element).localname, []).append(element.text)
    return found


@pytest.mark.django_db
def test_a_paid_parcel_is_invoiced_and_what_goes_back_is_credited_to_the_cent(client, business, order, basile, ada):  # noqa: F811
    Order.objects.update(language="fr")
    order.refresh_from_db()
    assert not Invoice.objects.exists(), "not before it is paid"
    pay(order)
    parcel = order.parcels.get()
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.gross, invoice.rate) == (f"INV-{business.pk}-00001", parcel.total, 200)
    assert (
        invoice.tax == round(parcel.total / 6) and sum(line["net"] for line in invoice.details["lines"]) == invoice.net
    )
    for line in parcel.lines.order_by("pk"):
        actions.refund_parcel(parcel=parcel, member=business.owner, pieces={line.pk: 1}, goodwill=1)
    actions.refund_rest(order=order, member=business.owner, parcel=parcel)
    work_off("now")
    notes = list(Invoice.objects.filter(kind="credit").order_by("serial"))
    assert [note.serial for note in notes] == [1, 2, 3, 4] and {note.corrects_id for note in notes} == {invoice.pk}
    for name in ("gross", "tax", "net"):
        assert sum(getattr(note, name) for note in notes) == getattr(invoice, name), name
    for document in (invoice, *notes):
        lines = document.details["lines"]
        assert (
            sum(line["gross"] for line in lines) == document.gross
            and sum(line["net"] for line in lines) == document.net
        )
        assert abs(document.tax - document.gross / 6) < 1.01

    client.force_login(basile)
    page = client.get(order.get_absolute_url(), headers=ENGLISH).content.decode()
    assert f"Invoice {invoice.number}" in page and f"Credit note {notes[3].number}" in page
    pdf = client.get(invoice.get_absolute_url(), headers=ENGLISH)
    assert pdf["Content-Type"] == "application/pdf"
    words = text_of(pdf.content)
    for said in (
        f"Facture {invoice.number}",
        "La Maison SARL",
        f"Numéro de TVA : {NUMBER}",
        "TVA 20 % (France)",
        "Chloé",
    ):
        assert said in words, f"{said}: {words}"
    fonts = PdfReader(BytesIO(pdf.content)).pages[0]["/Resources"]["/Font"].values()
    assert all("/FontDescriptor" in font for font in fonts), "a letter whose font is not in the file"
    data = data_of(pdf.content)
    assert data["TypeCode"][0] == "380" and data["GrandTotalAmount"] == [f"{invoice.gross / 100:.2f}"]
    assert data["TaxTotalAmount"] == [f"{invoice.tax / 100:.2f}"] and data["DuePayableAmount"] == ["0.00"]
    assert sum(round(100 * float(net)) for net in data["LineTotalAmount"][:-1]) == invoice.net
    credit = client.get(notes[0].get_absolute_url(), headers=ENGLISH).content
    assert "Avoir" in text_of(credit) and data_of(credit)["TypeCode"][0] == "381"
    assert data_of(credit)["IssuerAssignedID"] == [order.number, invoice.number]
    assert invoice.number.encode() in archive_of(basile)

    client.force_login(business.owner)
    seen = client.get(f"/shop/parcels/{parcel.pk}/", headers=ENGLISH).content.decode()
    assert invoice.get_absolute_url() in seen and client.get(invoice.get_absolute_url()).status_code == 200
    client.force_login(ada)
    assert client.get(invoice.get_absolute_url()).status_code == 404


def archive_of(member) -> bytes:
    import zipfile

    return zipfile.ZipFile(BytesIO(archive(member))).read("invoices.json")


@pytest.mark.django_db
def test_what_the_provider_sends_back_is_credited_too(business, order):  # noqa: F811
    payment = pay(order)
    deliver(
        *sandbox.tell(about="refund", payment_id=payment.reference, provider_id="r", amount=order.total, state="done")
    )
    invoice, credit = Invoice.objects.order_by("kind").reverse()
    assert (credit.gross, credit.tax) == (invoice.gross, invoice.tax)


@pytest.mark.django_db
def test_an_invoice_stays_as_it_was(business, order):  # noqa: F811
    pay(order)
    Shop.objects.update(legal_name="Another", vat_number="", is_business=False)
    invoice = Invoice.objects.get()
    assert invoice.details["seller"]["vat_number"] == NUMBER and NUMBER in text_of(pdf_of(invoice))
    refused = [
        lambda: Invoice.objects.update(gross=1),
        lambda: invoice.delete(),
        lambda: Invoice.objects.filter(pk=invoice.pk).update(details={}),
        lambda: copy_of(invoice, serial=3),
        lambda: copy_of(invoice, serial=0),
    ]
    for act in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    actions.refund_rest(order=order, member=business.owner, parcel=order.parcels.get())
    assert Invoice.objects.get(kind="credit").details["seller"] == invoice.details["seller"]


def copy_of(invoice: Invoice, serial: int) -> None:
    fields = {field.attname: getattr(invoice, field.attname) for field in Invoice._meta.fields if field.name != "id"}
    Invoice.objects.create(**{**fields, "serial": serial, "number": f"X{serial}", "refund_id": None})


def pdf_of(invoice: Invoice) -> bytes:
    from marketplace.invoice_pdf import invoice_pdf

    return invoice_pdf(invoice)


@pytest.mark.django_db
def test_private_sellers_issue_none_and_others_what_is_true_of_them(order, shop):  # noqa: F811
    with transaction.atomic():
        pay(order)
        assert not Invoice.objects.exists(), "a private seller"
    Shop.objects.update(is_business=True)
    Order.objects.update(language="en")
    (small,) = invoice_order(Order.objects.get())
    assert (small.treatment, small.tax) == ("none", 0)
    assert "exempt as a small business" in text_of(pdf_of(small)) and "/EmbeddedFiles" not in str(
        PdfReader(BytesIO(pdf_of(small))).root_object
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "rate", "treatment", "said"),
    [("FI", 255, "taxed", "One-Stop-Shop"), ("US", 0, "export", "Export: no VAT is charged")],
)
def test_the_rate_is_that_of_where_it_goes(business, order, country, rate, treatment, said):  # noqa: F811
    Order.objects.update(country=country, language="en")
    order.refresh_from_db()
    pay(order)
    invoice = Invoice.objects.get()
    assert (invoice.rate, invoice.treatment) == (rate, treatment)
    pdf = pdf_of(invoice)
    assert said in text_of(pdf) and data_of(pdf)["RateApplicablePercent"][0] == f"{rate / 10:.2f}"


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_under_two_threads_and_those_of_undone_work_are_given_again(
    creation, basile, business, address
):
    orders = [actions.place_order(buyer=basile, revision=creation.current, address=address) for _number in range(12)]
    start = threading.Barrier(2)

    class UndoneError(Exception):
        pass

    def half(mine: list[Order]) -> None:
        start.wait(10)
        for number, one in enumerate(mine):
            try:
                with transaction.atomic():
                    invoice_order(one)
                    if number % 3 == 0:
                        raise UndoneError
            except UndoneError:
                pass
        connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(half, (orders[:6], orders[6:])))
    assert list(Invoice.objects.order_by("serial").values_list("serial", flat=True)) == list(range(1, 9))
