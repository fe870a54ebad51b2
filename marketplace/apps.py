from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    label = "marketplace"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from creations.events import CreationRevised
        from users import counters, leaving, personal_data
        from users.notifications import registry
        from users.work import kinds as work_kinds

        from .actions.importing import WORK as IMPORTS
        from .basket_plans import WORK
        from .counters import COUNTERS
        from .kinds import KINDS, claim_confirmed, price_again
        from .leaving import RULES
        from .personal_data import addresses, basket, invoices, messages, orders, owned, returns, shops, wanted
        from .works import KINDS as WORKS

        email_confirmed.connect(claim_confirmed, dispatch_uid="claim_orders")
        work_kinds.register(*WORK)
        registry.register(*KINDS)
        counters.register(*COUNTERS)
        leaving.register(*RULES)
        registry.subscribe(CreationRevised, price_again, label=_("price of a creation"))
        personal_data.register(orders)
        personal_data.register(invoices)
        personal_data.register(returns)
        personal_data.register(messages)
        personal_data.register(shops)
        personal_data.register(basket)
        personal_data.register(addresses)
        work_kinds.register(*WORKS, *IMPORTS)
        personal_data.register(owned)
        personal_data.register(wanted)
