"""The editor's additions to Wagtail's own pages."""

from __future__ import annotations

from wagtail import hooks

from .choosers import creation_chooser


@hooks.register("register_admin_viewset")
def register_creation_chooser() -> object:
    """Called by Wagtail: the dialog in which an editor chooses a creation."""
    return creation_chooser
