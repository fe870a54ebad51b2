"""What an article is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from .choosers import CreationChooserBlock
from .exchange.cleaning import clean


class CreationBlock(blocks.StructBlock):
    """A creation shown live: its picture, its model in 3D, its price of today."""

    creation = CreationChooserBlock(label=_("Creation"))
    remark = blocks.CharBlock(required=False, max_length=200, label=_("Remark"))

    class Meta:
        icon = "view"
        label = _("Creation")
        template = "blog/blocks/creation.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said, and who."""

    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blog/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its caption."""

    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blog/blocks/picture.html"


class HtmlBlock(blocks.RawHTMLBlock):
    """Something that was made elsewhere and that the other blocks cannot hold: tables, notes, figures of another blog."""

    def clean(self, value: str) -> str:
        """Only what an article may hold, whoever typed it."""
        return clean(super().clean(value))

    class Meta:
        icon = "code"
        label = _("HTML")
        template = "blog/blocks/html.html"


class ArticleBody(blocks.StreamBlock):
    """What an article is made of, in any order."""

    heading = blocks.CharBlock(icon="title", label=_("Heading"), template="blog/blocks/heading.html")
    text = blocks.RichTextBlock(
        icon="pilcrow",
        label=_("Text"),
        features=["bold", "italic", "link", "ol", "ul", "code"],
        template="blog/blocks/text.html",
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    creation = CreationBlock()
    html = HtmlBlock()
