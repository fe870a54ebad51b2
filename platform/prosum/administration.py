"""Django's administration with our site in place of its default. A module of its own: `apps.py` may hold one configuration."""

from django.contrib.admin.apps import AdminConfig


class OperatorConfig(AdminConfig):
    """Django's administration as `doors.OperatorSite`."""

    default_site = "prosum.doors.OperatorSite"

    def ready(self) -> None:
        """As Django's, but for the numbers of invoices: whoever changed one by hand would leave a gap in a shop's books."""
        super().ready()
        from django.contrib import admin
        from sequences.models import Sequence

        admin.site.unregister(Sequence)
