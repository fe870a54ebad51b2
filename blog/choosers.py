"""Choosing a creation in the editor: searched by title, page by page, however many there are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import ChooserBlock

from creations.models import Creation

NOT_FOR_ALL = _("Choose a creation that everybody can see.")
_NOT_PUBLIC = _("A creation that is not public")


class _PublicOnly:
    def get_object_list(self) -> QuerySet[Creation]:
        return Creation.objects.public().order_by("-published_at")

    def filter_object_list(self, objects: Any) -> Any:
        return objects


class _Choose(_PublicOnly, ChooseView):
    pass


class _Results(_PublicOnly, ChooseResultsView):
    pass


class _Chosen(ChosenView):
    def get_object(self, pk: Any) -> Creation:
        return Creation.objects.public().get(pk=pk)


class _ChosenSeveral(ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet[Creation]:
        return Creation.objects.public().filter(pk__in=pks)


class _Chooser(BaseChooser):
    def get_display_title(self, instance: Creation) -> str:
        """One that was chosen while it was public may have been taken back, and renamed."""
        return str(instance if instance.is_public else _NOT_PUBLIC)


class _Block(ChooserBlock):
    def clean(self, value: Creation | None) -> Any:
        if value is not None and not value.is_public:
            raise ValidationError(NOT_FOR_ALL)
        return super().clean(value)


class CreationChooserViewSet(ChooserViewSet):
    """The pages of the dialog in which an editor chooses a creation to show."""

    model = "creations.Creation"
    icon = "view"
    choose_one_text = _("Choose a creation")
    choose_another_text = _("Choose another creation")
    edit_item_text = _("Edit this creation")
    choose_view_class = _Choose
    choose_results_view_class = _Results
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenSeveral
    base_widget_class = _Chooser
    base_block_class = _Block


creation_chooser = CreationChooserViewSet("creation_chooser", url_prefix="creation-chooser")
CreationChooserBlock = creation_chooser.get_block_class(name="CreationChooserBlock", module_path="blog.blocks")
