from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "users.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import kinds  # noqa: F401  (registers what users themselves are told)
