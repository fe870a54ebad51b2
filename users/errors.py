"""What an action answers when it will not act. The message is a translated sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class ActionError(Exception):
    """The request makes sense but cannot be done. `status` is the HTTP status a view answers with.

    `field` is the name of what is not right, where one thing is: forms and the API say the message beside it.
    """

    status = 400
    headers: Mapping[str, str] = {}

    def __init__(self, message: Any, *, field: str = "") -> None:
        self.message = message
        self.field = field
        super().__init__(message)


class NotAllowed(ActionError):
    """The member lacks the permission."""

    status = 403

    def __init__(self, message: Any = _("You may not do this.")) -> None:
        super().__init__(message)


class Moved(Http404):
    """What is asked for is at another address now; `path` is that of the same page there, with the query."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class TooMany(ActionError):
    """Somebody did this too often in a short time; `wait` is how many seconds are left of it."""

    status = 429

    def __init__(self, wait: int = 60) -> None:
        self.wait = wait
        self.headers = {"Retry-After": str(wait)}
        minutes = -(-wait // 60)
        super().__init__(
            ngettext(
                "That was a lot in a short time. Please try again in a minute.",
                "That was a lot in a short time. Please try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )
