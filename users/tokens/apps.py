from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "users.tokens"
    label = "tokens"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import kinds, personal_data  # noqa: F401  (they register themselves)
