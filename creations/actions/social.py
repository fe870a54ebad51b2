"""Likes, collections and builds. Their counters are the database's to keep (`users/counters.py`)."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from users.errors import ActionError, NotAllowed
from users.models import Member
from users.notifications.outbox import record
from users.one_line import one_line
from users.pictures import store_upload

from ..events import CreationBuilt, CreationLiked
from ..locking import lock_counters
from ..models import Build, Collection, CollectionItem, Creation, Like
from ..permissions import policy


class NameTaken(ActionError):
    """The member has a collection of that name."""


def like(*, creation: Creation, member: Member) -> None:
    """Like a creation; doing so twice changes nothing. Raises NotAllowed."""
    if not policy.can_view(member, creation):
        raise NotAllowed
    with transaction.atomic():
        _made, created = Like.objects.get_or_create(creation=creation, member=member)
        if created:
            happened = CreationLiked(title=creation.title, owner=creation.owner_id, path=creation.get_absolute_url())
            record(happened, actor=member, subject=f"creation:{creation.pk}")


def unlike(*, creation: Creation, member: Member) -> None:
    """Take a like back, if there is one."""
    with transaction.atomic():
        lock_counters(creation.pk)
        Like.objects.filter(creation=creation, member=member).delete()


def create_collection(*, member: Member, name: str, is_public: bool = True) -> Collection:
    """Raises NameTaken."""
    name = one_line(name)[:60]
    if not name:
        raise NameTaken(_("Give the collection a name."))
    try:
        with transaction.atomic():
            return Collection.objects.create(owner=member, name=name, is_public=is_public)
    except IntegrityError as error:
        raise NameTaken(_("You already have a collection of that name.")) from error


def collect(*, creation: Creation, collection: Collection, member: Member) -> None:
    """Put a creation into one of the member's own collections. Raises NotAllowed."""
    if collection.owner_id != member.pk or not policy.can_view(member, creation):
        raise NotAllowed
    CollectionItem.objects.get_or_create(collection=collection, creation=creation)


def uncollect(*, creation: Creation, collection: Collection, member: Member) -> None:
    """Take a creation out of one of the member's own collections. Raises NotAllowed."""
    if collection.owner_id != member.pk:
        raise NotAllowed
    CollectionItem.objects.filter(collection=collection, creation=creation).delete()


def record_build(
    *, creation: Creation, member: Member, note: str = "", photo: UploadedFile[bytes] | None = None
) -> Build:
    """Say that the member built it; saying so again replaces note and photo. Raises NotAllowed, BadPicture."""
    if not policy.can_view(member, creation):
        raise NotAllowed
    name = store_upload(photo).name if photo is not None else ""
    with transaction.atomic():
        build, created = Build.objects.get_or_create(creation=creation, member=member)
        build.note = note[:500]
        build.photo = name or build.photo
        build.save()
        if created:
            record(
                CreationBuilt(
                    title=creation.title, owner=creation.owner_id, note=build.note, path=creation.get_absolute_url()
                ),
                actor=member,
                subject=f"creation:{creation.pk}",
            )
    return build


def delete_build(*, build: Build, member: Member) -> None:
    """Take a build away: its builder may, and a moderator. Raises NotAllowed."""
    if build.member_id != member.pk and not policy.can_moderate(member):
        raise NotAllowed
    with transaction.atomic():
        lock_counters(build.creation_id)
        build.delete()
