"""The events of the users app itself."""

from django.utils.translation import gettext_lazy as _

from .registry import Kind

KINDS = (
    Kind(
        "member.followed",
        _("%(actor)s follows you"),
        recipients=lambda event: [event.data["member"]],
        icon="person",
        email=False,
    ),
)
