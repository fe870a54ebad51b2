"""Tokens with which a member's own programs speak to the API."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from ..one_line import OneLineField

#: The longest a token may live, in days; a leap year's last day is not worth an error.
LONGEST = 366


class Scope(models.TextChoices):
    """What a token's holder may do. Each scope includes those before it."""

    READ = "read", _("Read what you can see, drafts included")
    WRITE = "write", _("Read, and change what is yours")


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, asked as pages and the API ask."""

    def living(self) -> TokenQuerySet:
        """Those that have not expired."""
        return self.filter(expiry__gt=timezone.now())


class ApiToken(AbstractAuthToken):
    """A token of one member. Only a hash of it is kept (`digest`, SHA-512 of 256 random bits).

    Every change of the member's password, and being deactivated, deletes all of them (`Member.save`).
    """

    name = OneLineField(max_length=60)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    last_used_at = models.DateTimeField(null=True)

    objects = AuthTokenManager.from_queryset(TokenQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="token_name_once"),
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="token_scope_known"),
            models.CheckConstraint(
                condition=models.Q(expiry__isnull=False, expiry__lte=models.F("created") + timedelta(days=LONGEST)),
                name="token_expires",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def may_write(self) -> bool:
        """Whether its holder may change anything."""
        return self.scope == Scope.WRITE
