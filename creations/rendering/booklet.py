"""Building instructions to print: a cover, the parts, and a page or two for each step, as a PDF (ReportLab)."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.utils import ImageReader, simpleSplit

from ..ldraw.build_plan import BuildPlan, BuildStep
from .model import Model
from .pages import BOLD, INK, MUTED, TEXT, Pages, jpeg
from .step_pictures import StepPictures

PAPERS = {"a4": landscape(A4), "letter": landscape(LETTER)}
#: More steps than this are for the screen.
MOST_STEPS = 1500

_ACCENT = HexColor(0xB83A14)
_BOX, _CALLOUT = HexColor(0xF3EFE7), HexColor(0xFCEEE6)
_MARGIN = 30.0
#: Points a pixel of a step's picture takes at most: small things stay small.
_LARGEST = 0.5
_CELL = 52.0
_BOX_ROWS = 2


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says, in the reader's language: `author` as in "by ada", `facts` as in "12 parts"."""

    title: str
    author: str
    facts: Sequence[str]
    licence: str
    address: str
    picture: Image.Image | None


@dataclass(frozen=True, slots=True)
class Words:
    """What the other pages say, in the reader's language; `step` from a step's number and the number of steps."""

    parts: str
    step: Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class ListedLot:
    """A lot with the names of part and colour in the reader's language; `colour` is an LDraw code."""

    part: str
    colour: int
    quantity: int
    name: str
    colour_name: str


def write_booklet(
    out: BinaryIO,
    *,
    paper: str,
    cover: Cover,
    plan: BuildPlan,
    model: Model,
    lots: Sequence[ListedLot],
    words: Words,
    part_picture: Callable[[str, int], bytes | None],
    progress: Callable[[float], None] = lambda share: None,
) -> int:
    """Write the PDF and return its number of pages. `paper` is a key of PAPERS.

    `part_picture` gives the encoded square picture of a part in an LDraw colour, or None when there is none; `progress` is
    told the share of the steps that are drawn, from 0 to 1.
    """
    # Hundreds of pictures of full size would make a file nobody can mail.
    pictures = StepPictures(plan, model, 1000 if len(plan.steps) <= 200 else 760)
    made = _Booklet(out, paper, cover, plan, words, part_picture)
    made.cover()
    made.parts(lots)
    for index, picture in enumerate(pictures):
        made.step(index, picture)
        progress((index + 1) / len(plan.steps))
    return made.end()


class _Booklet(Pages):
    def __init__(
        self,
        out: BinaryIO,
        paper: str,
        cover: Cover,
        plan: BuildPlan,
        words: Words,
        part_picture: Callable[[str, int], bytes | None],
    ) -> None:
        super().__init__(out, PAPERS[paper])
        self.cover_page = cover
        self.plan = plan
        self.words = words
        self.part_picture = part_picture
        self.canvas.setTitle(cover.title)
        self.canvas.setAuthor(cover.author)
        self.canvas.setCreator("Prosum")
        self._parts: dict[tuple[str, int], ImageReader | None] = {}
        self._finished: dict[int, ImageReader] = {}
        self._wanted = {one.built for step in plan.steps for one in step.submodels}

    # --- Pages --------------------------------------------------------------------------------------------------------

    def cover(self) -> None:
        cover, left = self.cover_page, _MARGIN + 10
        column = self.width * 0.36
        y = self.height - 150
        for line in simpleSplit(cover.title, BOLD, 34, column)[:4]:
            y = self.text(line, left, y, BOLD, 34) - 38
        y = self.text(cover.author, left, y, TEXT, 15, MUTED) - 40
        y = self.text(" · ".join(cover.facts), left, y, BOLD, 15) - 22
        for line in simpleSplit(cover.licence, TEXT, 10.5, column)[:3]:
            y = self.text(line, left, y, TEXT, 10.5, MUTED) - 14
        code = QrCodeWidget(cover.address, barLevel="M")
        code.barFillColor = INK
        x0, y0, x1, y1 = code.getBounds()
        side = 84.0
        drawing = Drawing(side, side, transform=[side / (x1 - x0), 0, 0, side / (y1 - y0), 0, 0])
        drawing.add(code)
        renderPDF.draw(drawing, self.canvas, left - 6, _MARGIN + 16)
        self.text(cover.address, left, _MARGIN + 6, TEXT, 9, MUTED)
        if cover.picture is not None:
            x = left + column + 24
            self.picture(
                jpeg(cover.picture),
                cover.picture.size,
                x,
                _MARGIN,
                self.width - x - _MARGIN,
                self.height - 2 * _MARGIN,
                2.0,
            )
        self._turn(numbered=False)

    def parts(self, lots: Sequence[ListedLot]) -> None:
        columns, rows = 7, 4
        wide = (self.width - 2 * _MARGIN) / columns
        high = (self.height - 2 * _MARGIN - 54) / rows
        for start in range(0, len(lots), columns * rows):
            self.text(self.words.parts, _MARGIN, self.height - _MARGIN - 20, BOLD, 22)
            for k, lot in enumerate(lots[start : start + columns * rows]):
                x, y = _MARGIN + (k % columns) * wide, self.height - _MARGIN - 40 - (k // columns) * high
                self._part(lot.part, lot.colour, x + 6, y - 62, 58)
                self.text(f"{lot.quantity}×", x + 70, y - 26, BOLD, 14)
                self.text(lot.part[:14], x + 70, y - 42, TEXT, 8.5, MUTED)
                lines = [
                    *simpleSplit(lot.name, TEXT, 8.5, wide - 14)[:2],
                    *simpleSplit(lot.colour_name, TEXT, 8.5, wide - 14)[:1],
                ]
                for number, line in enumerate(lines):
                    self.text(
                        line, x + 6, y - 74 - 10.5 * number, TEXT, 8.5, MUTED if number == len(lines) - 1 else INK
                    )
            self._turn()

    def step(self, index: int, picture: Image.Image) -> None:
        step = self.plan.steps[index]
        if index in self._wanted:
            small = picture.copy()
            small.thumbnail((260, 260))
            self._finished[index] = ImageReader(jpeg(small))
        fits = int((self.width - 2 * _MARGIN - 24) // _CELL)
        wanted = len(step.lots) + len(step.submodels)
        if wanted > fits * _BOX_ROWS:
            # Too many to stand beside their picture: a page for them, then one for it.
            self._ground(step)
            self._box(step, fits, rows=8)
            self._heading(index, step, self.height - _MARGIN - 8 * _CELL - 60)
            self._turn(step=index)
            self._ground(step)
            bottom = self.height - _MARGIN
        else:
            self._ground(step)
            bottom = self._box(step, fits, rows=_BOX_ROWS)
        self._heading(index, step, bottom - 62)
        low = _MARGIN + 22
        self.picture(
            jpeg(picture), picture.size, _MARGIN + 70, low, self.width - 2 * _MARGIN - 80, bottom - low - 10, _LARGEST
        )
        self._turn(step=index)

    # --- What they are made of ----------------------------------------------------------------------------------------

    def _ground(self, step: BuildStep) -> None:
        """A call-out's pages are tinted and framed, so that one sees at a glance what is built apart."""
        if not step.title:
            return
        self.canvas.setFillColor(_CALLOUT)
        self.canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.canvas.setFillColor(HexColor(0xFFFFFF))
        self.canvas.setStrokeColor(_ACCENT)
        self.canvas.setLineWidth(1.5)
        self.canvas.roundRect(14, 14, self.width - 28, self.height - 28, 14, stroke=1, fill=1)

    def _box(self, step: BuildStep, fits: int, rows: int) -> float:
        """The step's parts; returns the height of its lower edge."""
        entries = len(step.lots) + len(step.submodels)
        top: float = self.height - _MARGIN
        if entries == 0:
            return top
        used = min(rows, -(-entries // fits))
        columns = min(entries, fits)
        low: float = top - used * (_CELL + 12) - 8
        self.canvas.setFillColor(_BOX)
        self.canvas.roundRect(_MARGIN, low, columns * _CELL + 20, top - low, 10, stroke=0, fill=1)
        for k in range(min(entries, rows * fits)):
            x, y = _MARGIN + 10 + (k % fits) * _CELL, top - 8 - (k // fits) * (_CELL + 12) - _CELL + 6
            if k < len(step.submodels):
                one = step.submodels[k]
                self.image(self._finished.get(one.built), x + 2, y, _CELL - 6)
                quantity = one.quantity
            else:
                lot = step.lots[k - len(step.submodels)]
                self._part(lot.part, lot.colour, x + 2, y, _CELL - 6)
                quantity = lot.quantity
            self.text(f"{quantity}×", x + 4, y - 9, BOLD, 10.5)
        return low

    def _heading(self, index: int, step: BuildStep, y: float) -> None:
        self.text(str(index + 1), _MARGIN, y, BOLD, 52)
        if step.title:
            line = self.words.step(step.number, step.of)
            words = simpleSplit(step.title, BOLD, 11, 120)[:2]
            for number, text in enumerate(words):
                self.text(text, _MARGIN, y - 20 - 13 * number, BOLD, 11)
            self.text(line, _MARGIN, y - 20 - 13 * len(words), TEXT, 10, MUTED)
            if step.times > 1:
                self.text(f"{step.times}×", _MARGIN, y - 48 - 13 * len(words), BOLD, 26, _ACCENT)

    def _part(self, part: str, colour: int, x: float, y: float, side: float) -> None:
        if (part, colour) not in self._parts:
            drawn = self.part_picture(part, colour)
            self._parts[part, colour] = ImageReader(_on_white(drawn)) if drawn else None
        self.image(self._parts[part, colour], x, y, side)

    def _turn(self, numbered: bool = True, step: int | None = None) -> None:
        if numbered:
            self.text(self.cover_page.title[:80], _MARGIN, 18, TEXT, 8, MUTED)
            self.canvas.drawRightString(self.width - _MARGIN, 18, str(self.pages + 1))
        if step is not None:
            share = (step + 1) / len(self.plan.steps)
            self.canvas.setFillColor(_ACCENT)
            self.canvas.rect(0, 0, self.width * share, 3, stroke=0, fill=1)
        self.turn()


def _on_white(webp: bytes) -> Image.Image:
    with Image.open(io.BytesIO(webp)) as drawn:
        return drawn.convert("RGBA").resize((180, 180), Image.Resampling.LANCZOS)
