from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "users.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ..mails import composers
        from .gathering import COMPOSER
        from .mails import compose

        composers.register(COMPOSER, compose)
