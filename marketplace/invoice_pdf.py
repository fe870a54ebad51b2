"""An invoice or credit note on paper, in its order's language, with the same as data within it (Factur-X)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import override
from facturx import generate_from_binary
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from creations.rendering.pages import BOLD, TEXT, load_fonts

from . import addresses
from .countries import country_name
from .factur_x import as_xml, is_told_as_data
from .models import Invoice
from .money import in_words
from .vat import WHOLE, Treatment

_TEXT = ParagraphStyle("text", fontName=TEXT, fontSize=9.5, leading=12.5)
_STRONG = ParagraphStyle("strong", parent=_TEXT, fontName=BOLD)
_HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=17, leading=22)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=8, leading=10.5, textColor=colors.HexColor("#666056"))
_RULE = colors.HexColor("#e6e1d7")
_MARGIN = 18 * mm
#: Every letter's font is within the file, as archives want it; a table would name one of its own.
_FONT = ("FONTNAME", (0, 0), (-1, -1), TEXT)


def invoice_pdf(invoice: Invoice) -> bytes:
    """A PDF in A4, with the XML attached where it can be told as data. The same row makes the same words for ever."""
    load_fonts()
    with override(invoice.language):
        title = invoice.title
        out = io.BytesIO()
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN,
            title=title,
            author=invoice.details["seller"]["name"],
            lang=invoice.language,
            initialFontName=TEXT,
        )
        document.build([*_top(invoice, title), _lines(invoice), Spacer(1, 4 * mm), _sums(invoice), *_notes(invoice)])
    made = out.getvalue()
    if not is_told_as_data(invoice):
        return made
    about = {"author": invoice.details["seller"]["name"], "title": title, "subject": title, "keywords": "Factur-X"}
    with_data: bytes = generate_from_binary(
        made, as_xml(invoice), flavor="factur-x", level="en16931", pdf_metadata=about, lang=invoice.language
    )
    return with_data


def _top(invoice: Invoice, title: str) -> list[Flowable]:
    seller, buyer = invoice.details["seller"], invoice.details["buyer"]
    facts = [
        _("Date: %(date)s") % {"date": format_date(invoice.issued_on, "long", locale=invoice.language)},
        _("Order %(number)s") % {"number": invoice.details["order"]},
    ]
    if invoice.corrects is not None:
        facts.append(
            _("Corrects invoice %(number)s of %(date)s")
            % {
                "number": invoice.corrects.number,
                "date": format_date(invoice.corrects.issued_on, "long", locale=invoice.language),
            }
        )
    of = [
        seller["name"],
        *([seller["shop"]] if seller["shop"] != seller["name"] else []),
        country_name(seller["country"]),
    ]
    if seller["vat_number"]:
        of.append(_("VAT number: %(number)s") % {"number": seller["vat_number"]})
    to = [*addresses.lines({"area": "", **buyer}), country_name(buyer["country"])]
    parties = Table([[_party(_("Seller"), of), _party(_("Buyer"), to)]], colWidths=["50%", "50%"])
    parties.setStyle(TableStyle([_FONT, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return [
        Paragraph(escape(title), _HEAD),
        *(Paragraph(escape(fact), _TEXT) for fact in facts),
        Spacer(1, 4 * mm),
        parties,
        Spacer(1, 6 * mm),
    ]


def _party(label: str, lines: Sequence[str]) -> list[Flowable]:
    return [Paragraph(escape(label), _SMALL), *(Paragraph(escape(line), _TEXT) for line in lines)]


def _lines(invoice: Invoice) -> Table:
    words = (_("Item"), _("Quantity"), _("Price with VAT") if _is_taxed(invoice) else _("Price"))
    rows = [[_cell(words[0], _SMALL), _cell(words[1], _SMALL, right=True), _cell(words[2], _SMALL, right=True)]]
    for line in invoice.details["lines"]:
        price = in_words(line["gross"], invoice.currency)
        rows.append([_cell(line["name"]), _cell(f"{line['quantity']}", right=True), _cell(price, right=True)])
    table = Table(rows, colWidths=[107.6 * mm, 24 * mm, 38 * mm], repeatRows=1)
    table.setStyle(
        TableStyle([_FONT, ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return table


def _sums(invoice: Invoice) -> Table:
    sums = []
    if _is_taxed(invoice):
        rate = format_decimal(100 * invoice.rate / WHOLE, locale=invoice.language)
        place = {"rate": rate, "country": country_name(invoice.vat_country)}
        sums = [
            (_("Without VAT"), invoice.net, _TEXT),
            (_("VAT %(rate)s %% (%(country)s)") % place, invoice.tax, _TEXT),
        ]
    label = _("Given back") if invoice.kind == Invoice.Kind.CREDIT else _("Total, paid")
    sums.append((label, invoice.gross, _STRONG))
    rows = [
        [_cell(word, style), _cell(in_words(amount, invoice.currency), style, right=True)]
        for word, amount, style in sums
    ]
    return Table(rows, colWidths=[60 * mm, 38 * mm], hAlign="RIGHT", style=[_FONT])


def _notes(invoice: Invoice) -> list[Flowable]:
    notes = []
    if invoice.treatment == Treatment.EXPORT:
        notes.append(_("Export: no VAT is charged. Import tax and customs may be due where it arrives."))
    elif invoice.treatment == Treatment.NONE:
        notes.append(_("No VAT is charged: the seller is exempt as a small business."))
    elif invoice.vat_country != invoice.details["seller"]["country"]:
        notes.append(_("VAT of the buyer’s country, declared through the One-Stop-Shop."))
    if invoice.details["royalty"] and invoice.kind == Invoice.Kind.INVOICE:
        amount = in_words(invoice.details["royalty"], invoice.currency)
        notes.append(
            _("The order’s royalty of %(amount)s goes to the designers and is not part of this.") % {"amount": amount}
        )
    return [Spacer(1, 6 * mm), *(Paragraph(escape(note), _SMALL) for note in notes)]


def _is_taxed(invoice: Invoice) -> bool:
    return invoice.treatment == Treatment.TAXED


def _cell(text: str, style: ParagraphStyle = _TEXT, *, right: bool = False) -> Paragraph:
    return Paragraph(escape(text), ParagraphStyle("right", parent=style, alignment=TA_RIGHT) if right else style)
