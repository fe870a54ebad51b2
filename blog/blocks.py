"""What an article is made of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from creations.models import Creation, Visibility


class CreationChooserBlock(blocks.ChooserBlock):
    """Choose a public creation by its title."""

    @property
    def target_model(self) -> type[Creation]:
        return Creation

    @property
    def widget(self) -> Any:
        from django import forms

        return forms.Select()

    def get_form_state(self, value: Any) -> Any:
        return value.pk if isinstance(value, Creation) else value

    class Meta:
        icon = "view"

    @property
    def field(self) -> Any:
        from django import forms

        choices = Creation.objects.filter(visibility=Visibility.PUBLIC).order_by("title")
        return forms.ModelChoiceField(queryset=choices, required=self._required, help_text=self._help_text)

    def value_from_form(self, value: Any) -> Any:
        return value

    def clean(self, value: Any) -> Any:
        return super().clean(value)


class CreationBlock(blocks.StructBlock):
    """A creation shown live: its picture, its model in 3D, its price of today."""

    creation = CreationChooserBlock(label=_("Creation"))
    remark = blocks.CharBlock(required=False, max_length=200, label=_("Remark"))

    class Meta:
        icon = "view"
        label = _("Creation")
        template = "blog/blocks/creation.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blog/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blog/blocks/picture.html"


class ArticleBody(blocks.StreamBlock):
    heading = blocks.CharBlock(icon="title", label=_("Heading"), template="blog/blocks/heading.html")
    text = blocks.RichTextBlock(
        icon="pilcrow", label=_("Text"), features=["bold", "italic", "link", "ol", "ul", "code"], template="blog/blocks/text.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    creation = CreationBlock()
