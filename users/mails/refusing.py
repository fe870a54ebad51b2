"""Addresses that refuse mails for good, and who should know of it."""

from __future__ import annotations

from .models import RefusedAddress


def refusal_of(address: str) -> str | None:
    """What a mail server said when it refused the address, None for one that takes mails."""
    return RefusedAddress.objects.filter(address__iexact=address).values_list("answer", flat=True).first()


def stop_address(address: str, answer: str) -> None:
    """Send nothing more there; `answer` is the server's reply, with its code."""
    known = RefusedAddress.objects.filter(address__iexact=address).first() or RefusedAddress(address=address)
    known.answer = answer[:500]
    known.save()
