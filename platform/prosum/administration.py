"""Django's administration with our site in place of its default. A module of its own: `apps.py` may hold one configuration."""

from django.contrib.admin.apps import AdminConfig


class OperatorConfig(AdminConfig):
    default_site = "prosum.doors.OperatorSite"
