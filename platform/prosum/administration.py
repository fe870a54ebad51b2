"""Django's administration with our site in place of its default. A module of its own: `apps.py` may hold one configuration."""

from django.contrib.admin.apps import AdminConfig


class OperatorConfig(AdminConfig):
    """Django's administration as `doors.OperatorSite`."""

    default_site = "prosum.doors.OperatorSite"
