"""What members do with their own account and with each other."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from .editions import edit
from .errors import ActionError, NotAllowed
from .events import MemberFollowed
from .leaving import leave
from .models import Follow, Member
from .notifications.outbox import record
from .pictures import store_upload


class WrongPassword(ActionError):
    """The password given to confirm is not the member's."""

    status = 403


def follow(*, member: Member, followed: Member) -> None:
    """Begin to follow a member. Following twice changes nothing."""
    if member == followed:
        raise NotAllowed(_("You cannot follow yourself."))
    with transaction.atomic():
        _follow, created = Follow.objects.get_or_create(follower=member, followed=followed)
        if created:
            path = reverse("profile", args=[member.username])
            happened = MemberFollowed(member=followed.pk, path=path)
            record(happened, actor=member, subject=f"member:{followed.pk}")


def unfollow(*, member: Member, followed: Member) -> None:
    """Stop following a member. Doing so twice changes nothing."""
    Follow.objects.filter(follower=member, followed=followed).delete()


def update_profile(
    *, member: Member, avatar: UploadedFile[bytes] | None = None, edition: int | None = None, **fields: Any
) -> Member:
    """Change what the profile shows. `fields` are names of the profile form. Raises BadPicture, EditedMeanwhile."""
    name = store_upload(avatar).name if avatar is not None else None
    with transaction.atomic():
        locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        edit(locked, fields, edition)
        locked.avatar = name or locked.avatar
        locked.save(update_fields=[*fields, "avatar", "edition"])
    return locked


def delete_account(*, member: Member, password: str, request: HttpRequest) -> None:
    """Delete the member by the rules of `leaving`, and end the session. Raises WrongPassword, CannotLeave, AlreadyGone."""
    if member.has_usable_password() and not member.check_password(password):
        raise WrongPassword(_("That is not your password. Nothing was deleted."))
    leave(member)
    logout(request)
