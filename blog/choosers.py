"""Choosing a creation in the editor: searched by title, page by page, however many there are."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from creations.models import Creation


class _PublicOnly:
    def get_object_list(self) -> QuerySet[Creation]:
        return Creation.objects.public().order_by("-published_at")

    def filter_object_list(self, objects: Any) -> Any:
        return objects


class _Choose(_PublicOnly, ChooseView):
    pass


class _Results(_PublicOnly, ChooseResultsView):
    pass


class CreationChooserViewSet(ChooserViewSet):
    """The pages of the dialog in which an editor chooses a creation to show."""

    model = "creations.Creation"
    icon = "view"
    choose_one_text = _("Choose a creation")
    choose_another_text = _("Choose another creation")
    edit_item_text = _("Edit this creation")
    choose_view_class = _Choose
    choose_results_view_class = _Results


creation_chooser = CreationChooserViewSet("creation_chooser", url_prefix="creation-chooser")
CreationChooserBlock = creation_chooser.get_block_class(name="CreationChooserBlock", module_path="blog.blocks")
