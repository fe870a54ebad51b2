"""Address labels of parcels: eight on a sheet of A4 (two by four, 99.1 x 67.7 mm), or one on a roll's 100 x 150 mm."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from creations.rendering.pages import BOLD, TEXT, load_fonts

from . import addresses
from .countries import country_name
from .models import Parcel


@dataclass(frozen=True, slots=True)
class Paper:
    """Where labels lie on a page; all in points, `left` and `top` of the first, `gap` between columns."""

    page: tuple[float, float]
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    gap: float = 0
    size: float = 12


PAPERS = {
    "a4": Paper(A4, 99.1 * mm, 67.7 * mm, columns=2, rows=4, left=4.65 * mm, top=13.1 * mm, gap=2.5 * mm),
    "roll": Paper((100 * mm, 150 * mm), 100 * mm, 150 * mm, size=15),
}
#: So many parcels are labelled at once.
MOST = 200
_MARGIN = 7 * mm
_SMALL, _LEAST = 7.5, 5


def labels_pdf(parcels: Sequence[Parcel], paper: Paper) -> bytes:
    """A label for each parcel, in the current language; lines that are too long are made smaller."""
    load_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=paper.page)
    canvas.setTitle(_("Address labels"))
    on_page = paper.columns * paper.rows
    for number, parcel in enumerate(parcels):
        if number and number % on_page == 0:
            canvas.showPage()
        row, column = divmod(number % on_page, paper.columns)
        left = paper.left + column * (paper.width + paper.gap)
        top = paper.page[1] - paper.top - row * paper.height
        _label(canvas, parcel, paper, left + _MARGIN, top - _MARGIN)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _label(canvas: Canvas, parcel: Parcel, paper: Paper, left: float, top: float) -> None:
    order, shop, width = parcel.order, parcel.shop, paper.width - 2 * _MARGIN
    sender = f"{shop.legal_name or shop.name}, {country_name(shop.country)} · {order.number}"
    _line(canvas, sender, TEXT, _SMALL, left, top - _SMALL, width)
    below = top - _SMALL - 8 * mm
    abroad = [country_name(order.country).upper()] if order.country != shop.country else []
    for line in [*addresses.lines(order.address_parts, capitals=True), *abroad]:
        below -= 1.3 * paper.size
        _line(canvas, line, BOLD, paper.size, left, below, width)


def _line(canvas: Canvas, text: str, font: str, size: float, left: float, below: float, width: float) -> None:
    while size > _LEAST and stringWidth(text, font, size) > width:
        size -= 0.5
    while text and stringWidth(text, font, size) > width:
        text = text[:-1]
    canvas.setFont(font, size)
    canvas.drawString(left, below, text)
