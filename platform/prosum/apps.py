from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "prosum"
    label = "platform"

    def ready(self) -> None:
        from django.core import checks

        from users import leaving

        from . import celery  # noqa: F401  (tasks belong to this Celery application)
        from .checks import connections_fit
        from .leaving import RULES

        leaving.register(*RULES)
        checks.register(connections_fit, checks.Tags.database)
