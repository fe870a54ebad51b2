"""How often the API may be called: by the site's rates, which tell visitors apart as everywhere else."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from users.rates import OTHER, SAFE_METHODS, spend


class Rate(BaseThrottle):
    """Counts each call, and what changes something as what the view's `rates` say of its action."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """True. Raises TooMany."""
        spend("api" if request.user.is_authenticated else "api_visitor", request)
        if request.method not in SAFE_METHODS:
            spend(getattr(view, "rates", {}).get(getattr(view, "action", None), OTHER), request)
        return True
