"""The packing slip of a parcel: what lies in it, for whom, from whom; drawer by drawer, as it is picked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from creations.catalog.names import colour_name
from creations.queries import names_of
from creations.rendering.pages import BOLD, TEXT, load_fonts

from .countries import country_name
from .models import OrderLine, Parcel

_TEXT = ParagraphStyle("text", fontName=TEXT, fontSize=9.5, leading=12.5)
_HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=17, leading=22)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=8, textColor=colors.HexColor("#666056"))


@dataclass(frozen=True, slots=True)
class Row:
    """A lot as the slip names it; `replaced` says for which lots it stands in, empty for most."""

    location: str
    part: str
    colour: str
    quantity: int
    replaced: str = ""


def rows_of(lines: Sequence[OrderLine], language: str) -> list[Row]:
    """The lines with names, one query for all."""
    replaced = {part for line in lines for part, _colour, _pieces in line.instead_of}
    names = names_of({line.part for line in lines} | replaced)
    return [
        Row(
            location=line.location,
            part=f"{names[line.part]} ({line.part})" if line.part in names else line.part,
            colour=f"{colour_name(line.colour, language)} · {line.get_condition_display()}",
            quantity=line.left,
            replaced=_replaced(line, names, language),
        )
        for line in lines
    ]


def _replaced(line: OrderLine, names: dict[str, str], language: str) -> str:
    return "; ".join(
        _("%(pieces)d of them instead of %(part)s, %(colour)s")
        % {"pieces": pieces, "part": names.get(part, part), "colour": colour_name(colour, language)}
        for part, colour, pieces in line.instead_of
    )


def packing_slip(parcel: Parcel, lines: Sequence[OrderLine], language: str) -> bytes:
    """A PDF in A4, in the current language."""
    load_fonts()
    out = io.BytesIO()
    title = _("Packing slip %(number)s") % {"number": parcel.order.number}
    margin = 18 * mm
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=margin, title=title
    )
    document.build([*_top(parcel, title), _table(rows_of(lines, language)), Spacer(1, 5 * mm), *_foot(lines)])
    return out.getvalue()


def _top(parcel: Parcel, title: str) -> list[Flowable]:
    order, shop = parcel.order, parcel.shop
    to = (*order.address_lines, country_name(order.country))
    sender = (shop.name, *([shop.legal_name] if shop.legal_name else []), country_name(shop.country))
    addresses = Table([[_lines(_("From"), sender), _lines(_("Sent to"), to)]], colWidths=["50%", "50%"])
    addresses.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return [Paragraph(escape(title), _HEAD), Spacer(1, 4 * mm), addresses, Spacer(1, 6 * mm)]


def _lines(label: str, lines: Sequence[str]) -> list[Flowable]:
    return [Paragraph(escape(label), _SMALL), *(Paragraph(escape(line), _TEXT) for line in lines)]


def _table(rows: list[Row]) -> Table:
    head = [Paragraph(escape(str(word)), _SMALL) for word in (_("Location"), _("Part"), _("Colour"), _("Quantity"))]
    body = [
        [
            Paragraph(escape(row.location), _TEXT),
            [Paragraph(escape(row.part), _TEXT), *([Paragraph(escape(row.replaced), _SMALL)] if row.replaced else [])],
            Paragraph(escape(row.colour), _TEXT),
            str(row.quantity),
        ]
        for row in rows
    ]
    table = Table([head, *body], colWidths=[26 * mm, 80 * mm, 48 * mm, 20 * mm], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#e6e1d7")),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("FONTNAME", (3, 1), (3, -1), BOLD),
                ("ALIGN", (3, 0), (3, -1), "RIGHT"),
            ]
        )
    )
    return table


def _foot(lines: Sequence[OrderLine]) -> list[Flowable]:
    pieces = sum(line.left for line in lines)
    counted = _("%(lots)d lots, %(pieces)d pieces") % {"lots": len(lines), "pieces": pieces}
    return [Paragraph(escape(counted), _TEXT)]
