from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.management.commands import createsuperuser

from users.models import Member


class Command(createsuperuser.Command):
    help = "Make an operator who may do everything. Their address counts as confirmed: whoever sits at the server vouches for it."

    def handle(self, *args: Any, **options: Any) -> None:
        before = set(Member.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        # Otherwise nobody could come in before a mail server works.
        for member in Member.objects.filter(is_superuser=True).exclude(pk__in=before).exclude(email=""):
            EmailAddress.objects.get_or_create(
                user=member, email=member.email.lower(), defaults={"verified": True, "primary": True}
            )
