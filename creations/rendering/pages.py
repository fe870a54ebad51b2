"""Pages of a PDF (ReportLab): text in our letters, pictures fitted into their places."""

from __future__ import annotations

import io
from importlib.resources import files as resources
from typing import BinaryIO

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

TEXT, BOLD = "Prosum-Text", "Prosum-Bold"
INK, MUTED = HexColor(0x1C1A17), HexColor(0x6E675D)


class Pages:
    """What is written to `out`, page after page of the same `size` in points; y points up from the lower edge."""

    def __init__(self, out: BinaryIO, size: tuple[float, float]) -> None:
        load_fonts()
        self.width, self.height = size
        self.canvas = Canvas(out, pagesize=size, pageCompression=1)
        self.pages = 0

    def turn(self) -> None:
        """Begin the next page."""
        self.pages += 1
        self.canvas.showPage()

    def end(self) -> int:
        """Write what is left; returns the number of pages."""
        self.canvas.save()
        return self.pages

    def image(self, reader: ImageReader | None, x: float, y: float, side: float) -> None:
        """Draw a square picture, its lower left corner at (x, y) and `side` points wide; a frame when there is none."""
        if reader is None:
            # Nobody has a picture of it: an empty frame says more than nothing.
            self.canvas.setStrokeColor(MUTED)
            self.canvas.setLineWidth(0.6)
            self.canvas.roundRect(x + side * 0.2, y + side * 0.2, side * 0.6, side * 0.6, 4, stroke=1, fill=0)
            return
        self.canvas.drawImage(reader, x, y, side, side, mask="auto", preserveAspectRatio=True, anchor="c")

    def picture(
        self, data: io.BytesIO, size: tuple[int, int], x: float, y: float, wide: float, high: float, largest: float
    ) -> None:
        """Fit an encoded picture of `size` pixels into the middle of a place; a pixel takes at most `largest` points."""
        scale = min(wide / size[0], high / size[1], largest)
        width, height = size[0] * scale, size[1] * scale
        self.canvas.drawImage(ImageReader(data), x + (wide - width) / 2, y + (high - height) / 2, width, height)

    def text(self, text: str, x: float, y: float, font: str, size: float, colour: Color = INK) -> float:
        """Write a line that begins at (x, y), `size` points high; returns y."""
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)
        return y


def jpeg(picture: Image.Image) -> io.BytesIO:
    """The picture as a JPEG, without the transparency it may have."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=86, subsampling=0, optimize=True)
    return io.BytesIO(out.getvalue())


def load_fonts() -> None:
    """Source Sans Pro: Latin, Greek and Cyrillic letters, under the SIL Open Font License."""
    if TEXT in pdfmetrics.getRegisteredFontNames():
        return
    folder = resources("font_source_sans_pro") / "files"
    for name, file in ((TEXT, "SourceSansPro-Regular.ttf"), (BOLD, "SourceSansPro-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
