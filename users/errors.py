"""What an action answers when it will not act. The message is a translated sentence for the person who asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class ActionError(Exception):
    """The request makes sense but cannot be done. `status` is the HTTP status a view answers with."""

    status = 400

    def __init__(self, message: Any) -> None:
        self.message = message
        super().__init__(message)


class NotAllowed(ActionError):
    """The member lacks the permission."""

    status = 403

    def __init__(self, message: Any = _("You may not do this.")) -> None:
        super().__init__(message)


class TooMany(ActionError):
    """The member did this too often in a short time."""

    status = 429

    def __init__(self, message: Any = _("That was a lot in a short time. Please wait a little and try again.")) -> None:
        super().__init__(message)
