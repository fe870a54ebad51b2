from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "prosum"
    label = "platform"

    def ready(self) -> None:
        from users import leaving

        from . import celery, checks  # noqa: F401  (tasks belong to this Celery application)
        from .leaving import RULES

        leaving.register(*RULES)
