"""What members are told about their tokens."""

from django.utils.translation import gettext_lazy as _

from ..notifications.registry import Kind, register

register(
    Kind(
        "token.created",
        _(
            "A token for the API was made in your name: %(name)s. If that was not you, revoke it and change your password."
        ),
        recipients=lambda event: [event.data["member"]],
        icon="lock",
    )
)
