from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "users.tokens"
    label = "tokens"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from users import personal_data
        from users.notifications import registry

        from .kinds import KINDS
        from .personal_data import tokens

        registry.register(*KINDS)
        personal_data.register(tokens)
