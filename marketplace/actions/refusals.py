"""What several use cases refuse."""

from __future__ import annotations

from users.errors import ActionError


class WrongState(ActionError):
    """The order is past the point where this can be done."""

    status = 409


class TooMuch(ActionError):
    """More than there is left to give."""

    status = 409
