from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    label = "marketplace"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from creations.events import CreationRevised
        from users import personal_data
        from users.notifications import registry

        from .kinds import KINDS, price_again
        from .personal_data import orders

        registry.register(*KINDS)
        registry.subscribe(CreationRevised, price_again)
        personal_data.register(orders)
