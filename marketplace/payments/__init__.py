"""Payment providers. Which one a site uses is a setting; the sandbox is built in."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from ..models import Payment


class Provider(Protocol):
    """What the marketplace asks of a provider. News of a payment comes to `actions.settle`, from the provider's own view."""

    name: str

    def page(self, payment: Payment) -> str:
        """The address of the page on which the buyer pays."""
        ...


@cache
def provider() -> Provider:
    """The site's provider."""
    from .sandbox import Sandbox

    return Sandbox()
