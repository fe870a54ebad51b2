"""Payment providers. Which one a site uses is a setting; the sandbox is built in."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from users.errors import ActionError

from ..models import Payment
from .sandbox import Sandbox


class Provider(Protocol):
    """What the marketplace asks of a provider. News of a payment comes to `actions.settle`, from the provider's own view."""

    name: str

    def page(self, payment: Payment) -> str:
        """The address of the page on which the buyer pays."""
        ...


class OrdersClosed(ActionError):
    """The site has no payment provider."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("This site takes no orders: nobody is set up here to take the money."))


def takes_orders() -> bool:
    """Whether the site has a provider."""
    return settings.PROSUM_PAYMENT_PROVIDER != "none"


def provider() -> Provider:
    """The site's provider. Raises OrdersClosed when it has none."""
    name = settings.PROSUM_PAYMENT_PROVIDER
    if not takes_orders():
        raise OrdersClosed
    if name != Sandbox.name:
        raise ImproperlyConfigured(f"PAYMENT_PROVIDER is {name}: there are none and sandbox.")
    return Sandbox()
