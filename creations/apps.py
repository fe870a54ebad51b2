from django.apps import AppConfig


class CreationsConfig(AppConfig):
    name = "creations"
    label = "creations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import kinds, personal_data, profile  # noqa: F401  (they register themselves)
