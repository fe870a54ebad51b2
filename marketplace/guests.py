"""Orders of visitors: whoever holds the signed link of one may do with it what its buyer may. A link is no sign-in.

The link is in every mail of the order. Opening it notes the order's number in the browser's session, so that the pages of the
order keep their addresses and the link stays out of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from users.errors import ActionError
from users.permissions import Visitor

from .models import Order

#: A newer mail has a newer link.
LIFETIME = timedelta(days=90)
#: Where the session keeps the numbers of the orders whose links were opened, and how many of them.
_HELD, _MOST = "orders_by_link", 20
_signer = TimestampSigner(salt="marketplace.order")


class LinkExpired(ActionError):
    """The link was good once."""

    status = 410


class BadLink(ActionError):
    """The link was never good."""

    status = 404


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever holds the link of the order `number`."""

    number: str
    is_authenticated: ClassVar[bool] = False
    pk: ClassVar[None] = None


#: Who may ask for something to be done to an order.
Asker = Visitor | Guest


def link_of(order: Order) -> str:
    """The whole address that opens a visitor's order for `LIFETIME`."""
    return settings.SITE_URL + reverse("order_link", args=[_signer.sign(order.number)])


def number_in(token: str) -> str:
    """The number of the order that a link opens. Raises LinkExpired, BadLink."""
    try:
        return _signer.unsign(token, max_age=LIFETIME)
    except SignatureExpired as error:
        raise LinkExpired(
            _("This link has become too old. The newest mail about your order has a newer one.")
        ) from error
    except BadSignature as error:
        raise BadLink(_("This link is not whole. Copy all of it from the mail about your order.")) from error


def let_in(request: HttpRequest, order: Order) -> None:
    """From now on this browser may ask for the visitor's order."""
    held = [number for number in request.session.get(_HELD, []) if number != order.number]
    request.session[_HELD] = [*held, order.number][-_MOST:]


def asker_of(request: HttpRequest, number: str) -> Asker:
    """Who asks for an order: a guest in whose browser its link was opened, else the visitor."""
    return Guest(number) if number in request.session.get(_HELD, []) else request.user


def signed_in_or_by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send to the sign-in page who is neither signed in nor holds the link of the order `number` (or, without that, any)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            held = request.session.get(_HELD, [])
            if not (kwargs["number"] in held if "number" in kwargs else held):
                return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return answer
