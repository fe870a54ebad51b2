"""Write invoices when parcels are paid and credit notes when money goes back, numbered without gaps in each shop.

Only businesses invoice; a private seller does not. The caller holds the order's lock, and asks last of all: the numbers'
rows are locked by shop, after everything else, until the transaction ends. One that is taken back gives its numbers back.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from sequences import get_next_value

from ..amounts import worth
from ..models import Invoice, Order, OrderLine, Parcel, Refund, RefundLine, RefundShare
from ..packing_slip import rows_of
from ..sharing import spread
from ..taxing import vat_for
from ..vat import Treatment, Vat

logger = logging.getLogger(__name__)

#: What an invoice's number begins with.
PREFIX = {Invoice.Kind.INVOICE: "INV", Invoice.Kind.CREDIT: "CRN"}

#: What is invoiced as one line: its name, pieces, and price with tax in minor units.
Row = tuple[str, int, int]


def invoice_order(order: Order) -> list[Invoice]:
    """An invoice for each parcel of an order that was just sold, where its shop is a business."""
    parcels = order.parcels.select_related("shop", "order").filter(shop__is_business=True).order_by("shop")
    return [made for parcel in parcels if parcel.total and (made := _invoice(parcel)) is not None]


def credit(refund: Refund) -> list[Invoice]:
    """A credit note for each parcel whose shop gives some of a refund back, where it was invoiced."""
    shares = refund.shares.select_related("parcel__shop", "parcel__order").order_by("parcel__shop")
    return [
        _credit_note(invoice, share)
        for share in shares
        if share.amount and (invoice := Invoice.objects.filter(parcel=share.parcel.first_id, refund=None).first())
    ]


def _invoice(parcel: Parcel) -> Invoice | None:
    vat = vat_for(parcel.shop, parcel.order.country)
    if not isinstance(vat, Vat):
        # It was handled when it was ordered, and its shop has moved since: better no invoice than one that is not true.
        logger.warning("parcel %s is not invoiced: %s", parcel.pk, vat)
        return None
    language = parcel.order.language
    with override(language):
        lines = list(parcel.lines.order_by("pk"))
        rows = [(name, line.quantity, line.price) for name, line in zip(_names(lines, language), lines, strict=True)]
        rows += [(_("Shipping"), 1, parcel.shipping_price), (_("Fees"), 1, parcel.fees_price)]
    return _write(Invoice(kind=Invoice.Kind.INVOICE), parcel, vat, rows, tax=vat.of(parcel.total))


def _credit_note(invoice: Invoice, share: RefundShare) -> Invoice:
    """Its tax is counted over all that was credited so far, so that in the end exactly what was invoiced went back."""
    vat = Vat(Treatment(invoice.treatment), invoice.vat_country, invoice.rate)
    before = invoice.credit_notes.aggregate(sum=Sum("gross"))["sum"] or 0
    tax = vat.of(before + share.amount) - vat.of(before)
    note = Invoice(kind=Invoice.Kind.CREDIT, refund=share.refund, corrects=invoice)
    return _write(note, share.parcel, vat, _given_back(share, invoice.language), tax=tax)


def _given_back(share: RefundShare, language: str) -> list[Row]:
    found = RefundLine.objects.filter(refund=share.refund, line__parcel=share.parcel).select_related("line")
    pieces: list[RefundLine] = list(found.order_by("line"))
    with override(language):
        names = _names([one.line for one in pieces], language)
        rows = [
            (name, one.quantity, worth(one.line, _before(one), one.quantity))
            for name, one in zip(names, pieces, strict=True)
        ]
        rest = share.parts - sum(price for _name, _pieces, price in rows)
        return [*rows, (_("Parts"), 1, rest), (_("Shipping"), 1, share.shipping), (_("Goodwill"), 1, share.goodwill)]


def _before(one: RefundLine) -> int:
    """How many pieces of its line went back by earlier refunds."""
    earlier = RefundLine.objects.filter(line=one.line, refund__lt=one.refund_id)
    return earlier.aggregate(sum=Sum("quantity"))["sum"] or 0


def _names(lines: Sequence[OrderLine], language: str) -> list[str]:
    return [f"{row.part}, {row.colour}" for row in rows_of(lines, language)]


def _write(invoice: Invoice, parcel: Parcel, vat: Vat, rows: Sequence[Row], *, tax: int) -> Invoice:
    """Number it, with everything that is true now. Rows that cost nothing are left out, but for parts."""
    rows = [row for row in rows if row[2] or row[1] > 1]
    order, shop, was = parcel.order, parcel.shop, invoice.corrects
    invoice.shop, invoice.parcel = shop, parcel
    invoice.issued_on, invoice.language, invoice.currency = timezone.localdate(), order.language, order.currency
    invoice.treatment, invoice.vat_country, invoice.rate = vat.treatment.value, vat.country, vat.rate
    invoice.gross, invoice.tax = sum(price for _name, _pieces, price in rows), tax
    invoice.net = invoice.gross - tax
    nets = spread(invoice.net, [price for _name, _pieces, price in rows])
    details: dict[str, Any] = {
        "order": order.number,
        "seller": was.details["seller"] if was else _seller(parcel),
        "buyer": order.address_parts,
        "royalty": order.royalty,
        "lines": [
            {"name": name, "quantity": pieces, "gross": price, "net": net}
            for (name, pieces, price), net in zip(rows, nets, strict=True)
        ],
    }
    invoice.details = details
    kind = Invoice.Kind(invoice.kind)
    invoice.serial = get_next_value(f"{kind.value}:{shop.pk}")
    invoice.number = f"{PREFIX[kind]}-{shop.pk}-{invoice.serial:05d}"
    invoice.save(force_insert=True)
    return invoice


def _seller(parcel: Parcel) -> dict[str, str]:
    shop = parcel.shop
    return {
        "name": shop.legal_name or shop.name,
        "shop": shop.name,
        "country": shop.country,
        "vat_number": shop.vat_number,
    }
