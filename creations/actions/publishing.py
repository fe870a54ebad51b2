"""What the author says about a creation, its pictures, and who sees it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from users.editions import edit
from users.errors import ActionError, NotAllowed
from users.leaving import leave
from users.models import Member
from users.notifications.outbox import record
from users.one_line import one_line
from users.pictures import store_upload

from ..events import CreationPublished
from ..licences import licences_for, may_earn
from ..locking import lock_with_upstream
from ..models import Creation, Picture, Royalty, Tag, Visibility
from ..naming import index_for_search, keep_former, with_free_slug
from ..permissions import policy

MAX_TAGS = 8
LONGEST_TAG = 30
MAX_PICTURES = 24
_FIELDS = (
    "title",
    "story",
    "licence",
    "royalty",
    "royalty_cents",
    "royalty_percent",
    "forks_give_percent",
    "visibility",
)

HIDDEN = gettext_lazy("A moderator has hidden this creation. Only a moderator can show it again.")


class CannotPublish(ActionError):
    """Something is missing or forbidden; the message says what."""


def update(
    *,
    creation: Creation,
    member: Member,
    tags: list[str] | None = None,
    edition: int | None = None,
    **fields: Any,
) -> Creation:
    """Change what `_FIELDS` name; going public the first time is publishing.

    `edition` is the one the changes were made to, None for whatever it is now. Raises NotAllowed, CannotPublish,
    EditedMeanwhile.
    """
    if not policy.can_edit(member, creation):
        raise NotAllowed
    with transaction.atomic():
        lock_with_upstream(creation.pk)
        creation = Creation.objects.select_for_update(no_key=True).get(pk=creation.pk)
        seen_by, announced = creation.visibility, creation.announced_at
        other_tags = tags is not None and set(_tag_names(tags)) != {tag.name for tag in creation.tags.all()}
        edit(creation, {name: fields[name] for name in _FIELDS if name in fields}, edition, more=other_tags)
        _check(creation)
        if creation.is_hidden and creation.visibility not in (seen_by, Visibility.DRAFT):
            raise CannotPublish(HIDDEN)
        unseen = creation.published_at is None
        if not creation.is_draft and unseen:
            creation.published_at = timezone.now()
        if creation.is_public and creation.announced_at is None:
            creation.published_at = creation.announced_at = timezone.now()
        if not creation.is_draft and unseen:
            # Nobody else has the address yet, so it may still follow the title; its author's open pages find it still.
            with_free_slug(creation.owner, creation.title, lambda slug: _save(creation, slug), but=creation.pk)
        else:
            _save(creation, creation.slug)
        if creation.announced_at != announced:
            _announce(creation)
        if tags is not None:
            creation.tags.set(_tags(tags))
        index_for_search(creation)
    return creation


def publish(*, creation: Creation, member: Member, **fields: Any) -> Creation:
    """Show a creation in the gallery, with other words and terms if `fields` give some. Raises NotAllowed, CannotPublish."""
    if policy.can_edit(member, creation) and creation.is_hidden:
        raise CannotPublish(HIDDEN)
    return update(creation=creation, member=member, visibility=Visibility.PUBLIC, **fields)


def unpublish(*, creation: Creation, member: Member) -> Creation:
    """Take a creation back to a draft. Raises NotAllowed."""
    return update(creation=creation, member=member, visibility=Visibility.DRAFT)


def _save(creation: Creation, slug: str) -> None:
    """By name: what others count meanwhile stays as they counted it."""
    was, creation.slug = creation.slug, slug
    creation.save(update_fields=[*_FIELDS, "slug", "published_at", "announced_at", "edition", "updated_at"])
    if slug != was:
        keep_former(creation, was)


def _announce(creation: Creation) -> None:
    record(
        CreationPublished(title=creation.title, owner=creation.owner_id, path=creation.get_absolute_url()),
        actor=creation.owner,
        subject=f"creation:{creation.pk}",
    )


def delete_creation(*, creation: Creation, member: Member) -> None:
    """Delete a creation with its revisions. Forks stay; they only lose the link. Raises NotAllowed, CannotLeave, AlreadyGone."""
    if not policy.can_edit(member, creation):
        raise NotAllowed
    leave(creation)


def add_picture(*, creation: Creation, member: Member, upload: UploadedFile[bytes], caption: str = "") -> Picture:
    """Raises NotAllowed, BadPicture."""
    if not policy.can_edit(member, creation):
        raise NotAllowed
    if creation.pictures.count() >= MAX_PICTURES:
        raise CannotPublish(_("A creation has at most %(number)d pictures.") % {"number": MAX_PICTURES})
    stored = store_upload(upload)
    return Picture.objects.create(
        creation=creation, name=stored.name, width=stored.width, height=stored.height, caption=caption[:200]
    )


def delete_picture(*, picture: Picture, member: Member) -> None:
    """Take a picture from its creation; a cover falls back to the path-traced one. Raises NotAllowed."""
    if not policy.can_edit(member, picture.creation):
        raise NotAllowed
    picture.delete()


def choose_cover(*, creation: Creation, member: Member, picture: Picture | None) -> None:
    """Show one of the creation's pictures as its cover, or (None) the path-traced one. Raises NotAllowed."""
    if not policy.can_edit(member, creation):
        raise NotAllowed
    if picture is not None and picture.creation_id != creation.pk:
        raise NotAllowed(_("That picture belongs to another creation."))
    creation.cover = picture
    creation.save(update_fields=["cover", "updated_at"])


def _check(creation: Creation) -> None:
    creation.title = one_line(creation.title)
    if not creation.title:
        raise CannotPublish(_("Give your creation a title."), field="title")
    if creation.current_id is None and not creation.is_draft:
        raise CannotPublish(_("Upload a model before you publish."))
    _check_royalty(creation)
    allowed = licences_for(creation)
    if creation.licence not in allowed:
        names = ", ".join(str(licence.label) for licence in allowed)
        raise CannotPublish(_("Upstream's licence asks that forks use: %(names)s.") % {"names": names}, field="licence")


def _check_royalty(creation: Creation) -> None:
    if creation.royalty == Royalty.NONE:
        creation.royalty_cents = creation.royalty_percent = 0
    elif not may_earn(creation):
        raise CannotPublish(
            _("Others' work in it came under a licence that lets nobody earn with it: you earn nothing."),
            field="royalty",
        )
    elif creation.royalty == Royalty.AMOUNT and not creation.royalty_cents:
        raise CannotPublish(_("Say how much you earn, or choose to earn nothing."), field="royalty_amount")
    elif creation.royalty == Royalty.PERCENT and not creation.royalty_percent:
        raise CannotPublish(_("Say how much you earn, or choose to earn nothing."), field="royalty_percent")


def _tag_names(names: list[str]) -> list[str]:
    """The tags in what was typed. Raises CannotPublish for too many, and for one too long."""
    cleaned = [name for name in dict.fromkeys(one_line(name.lower()) for name in names) if name]
    if len(cleaned) > MAX_TAGS:
        raise CannotPublish(_("A creation has at most %(number)d tags.") % {"number": MAX_TAGS}, field="tags")
    for name in cleaned:
        if len(name) > LONGEST_TAG:
            told = {"tag": name, "number": LONGEST_TAG}
            raise CannotPublish(
                _("“%(tag)s” is too long for a tag: at most %(number)d characters.") % told, field="tags"
            )
    return cleaned


def _tags(names: list[str]) -> list[Tag]:
    # In one order, so that two who bring the same new tags never wait for each other.
    return [Tag.objects.get_or_create(name=name)[0] for name in sorted(_tag_names(names))]
