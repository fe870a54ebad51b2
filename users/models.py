"""Members and whom they follow."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .editions import Edited
from .file_names import FileNameField
from .one_line import OneLineField


class Role(models.TextChoices):
    """What a member may do beyond designing and buying; each role is a group of the same name."""

    SELLER = "seller", _("Seller")
    EDITOR = "editor", _("Editor")
    MODERATOR = "moderator", _("Moderator")
    OPERATOR = "operator", _("Operator")


class Member(Edited, AbstractUser):
    """Somebody with an account. The user name stands in addresses; the display name is shown."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"))
    display_name = OneLineField(_("name shown"), max_length=60, blank=True)
    bio = models.TextField(_("about me"), max_length=2000, blank=True)
    links = models.TextField(_("links"), max_length=1000, blank=True, help_text=_("One address a line."))
    avatar = FileNameField(is_picture=True, max_length=200, blank=True, editable=False)
    language = models.CharField(
        _("language"), max_length=5, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    #: Of the IANA list; empty is the site's own.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    wants_email = models.BooleanField(_("send me notifications by e-mail"), default=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="member_username_any_case"),
            models.UniqueConstraint(Lower("email"), name="member_email_any_case", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new password, or being deactivated, revokes all tokens in the same transaction.

        Django marks a new password with `_password`, whoever sets it (a page, a reset, a command), and does not mark the
        better hash of an old one.
        """
        revokes = self.pk is not None and (self._password is not None or not self.is_active)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if revokes:
                self.auth_token_set.all().delete()

    def set_unusable_password(self) -> None:
        """Close the way in by password; that is a change of password too."""
        super().set_unusable_password()
        self._password = ""

    def get_absolute_url(self) -> str:
        """The member's page."""
        return reverse("profile", args=[self.username])

    def get_full_name(self) -> str:
        """The name shown."""
        return str(self)

    def get_short_name(self) -> str:
        """The name shown."""
        return str(self)

    @property
    def link_list(self) -> list[str]:
        """The links that are safe to show as links."""
        return [link for link in self.links.split() if link.startswith(("https://", "http://"))]

    def has_role(self, role: Role) -> bool:
        """Whether the member is in the role's group. Operators hold every role."""
        if not self.is_active:
            return False
        if not hasattr(self, "_roles"):
            self._roles = set(self.groups.values_list("name", flat=True))
        return self.is_superuser or role in self._roles or Role.OPERATOR in self._roles


class Follow(models.Model):
    """`follower` hears of what `followed` publishes."""

    follower = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="following")
    followed = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="followers")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~models.Q(follower=models.F("followed")), name="follow_somebody_else"),
        ]


class CounterRepair(models.Model):
    """The nightly check found a counter that was wrong: `counter` as in `users.counters`, `row` the id of its row."""

    counter = models.CharField(max_length=80)
    row = models.BigIntegerField()
    was = models.IntegerField()
    became = models.IntegerField()
    found_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.counter} of {self.row}: {self.was} -> {self.became}"


class Submission(models.Model):
    """A form that was sent, and what was answered; see `users.once`. Kept for a day."""

    key = models.CharField(max_length=64, unique=True)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="submission_age")]

    def __str__(self) -> str:
        return self.key
