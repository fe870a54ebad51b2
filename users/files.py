"""Files named by what they hold: written once, never changed, cached for ever."""

from __future__ import annotations

import errno
import hashlib
import logging

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .errors import ActionError

logger = logging.getLogger(__name__)

#: What the system says when the disk, a quota or a limit is full.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOCKED = {errno.EROFS, errno.EACCES, errno.EPERM}


class NoRoom(ActionError):
    """The disk is full: nothing was kept, also no half."""

    status = 507
    sentence = _("There is no room left for files on this site. Nothing was kept; please try again later.")

    def __init__(self) -> None:
        super().__init__(self.sentence)


class NotWritable(NoRoom):
    """The folder of files is read-only, or belongs to somebody else: nothing was kept."""

    sentence = _("This site cannot keep files at the moment. Nothing was kept; please try again later.")


def as_no_room(error: BaseException) -> NoRoom | None:
    """What a full or locked disk is to whoever sent a file; None for every other error."""
    if not isinstance(error, OSError):
        return None
    if error.errno in _LOCKED and str(error.filename).startswith(str(settings.MEDIA_ROOT)):
        logger.error("files cannot be written: %s", error)
        return NotWritable()
    if error.errno not in _FULL:
        return None
    logger.error("no room for files: %s", error)
    return NoRoom()


def store(data: bytes, *, folder: str, ending: str) -> str:
    """Keep `data` and return its name, such as `models/3f/3f9a….mpd`. The same bytes are kept once. Raises NoRoom."""
    digest = hashlib.sha256(data).hexdigest()
    return store_as(data, f"{folder}/{digest[:2]}/{digest}{ending}")


def store_as(data: bytes, name: str) -> str:
    """Keep `data` under a name that already says what it holds (a digest of what it was made from). Raises NoRoom.

    A kept file of another length is a damaged one, from before files were written whole or by a broken disk: it is replaced.
    """
    try:
        if default_storage.exists(name):
            if default_storage.size(name) == len(data) and _refreshed(name):
                return name
            default_storage.delete(name)
        saved = default_storage.save(name, ContentFile(data))
    except OSError as error:
        if (refused := as_no_room(error)) is None:
            raise
        raise refused from error
    if saved != name:  # another process wrote the same bytes first
        default_storage.delete(saved)
    return name


def _refreshed(name: str) -> bool:
    """Whether a kept file counts as kept now, so that it is not tidied away before a row names it."""
    touch = getattr(default_storage, "touch", None)
    if touch is not None:
        touch(name)
    return touch is not None


def load(name: str) -> bytes:
    """The bytes kept under `name`. Raises FileNotFoundError."""
    with default_storage.open(name) as file:
        data: bytes = file.read()
    return data


def address(name: str) -> str:
    """Where a browser gets it."""
    return reverse("file", args=[name]) if name else ""
