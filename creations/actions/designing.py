"""Design in the Studio: begin, open the workbench, keep every change, save a revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pycrdt import Doc

from users.errors import ActionError, NotAllowed
from users.models import Member
from users.one_line import one_line

from .. import ldraw
from ..kept_models import kept_limits
from ..ldraw.identity import assign_ids
from ..models import Creation, Revision
from ..naming import index_for_search, with_free_slug
from ..permissions import policy
from ..workbench.differences import Differences, differences
from ..workbench.document import BadWorkbench
from ..workbench.keeping import Bench, held
from .forking import fork
from .revising import BadModel, Prepared, prepare, write_revision

#: One change: a model of the largest size pasted at once.
MAX_CHANGE = 24 * 1024 * 1024
FILE_NAME = "model.mpd"


class Elsewhere(ActionError):
    """The workbench was laid out anew since the Studio opened it."""

    status = 409


class Superseded(ActionError):
    """A revision was made that the designer has not seen; `newest` is its number."""

    status = 409

    def __init__(self, newest: int) -> None:
        super().__init__(
            _("Revision %(number)d was made elsewhere. Nothing was overwritten: choose what becomes of both.")
            % {"number": newest}
        )
        self.newest = newest


class NothingUnsaved(ActionError):
    """All that is on the workbench is saved already."""

    status = 409


class TooLarge(ActionError):
    """A change is too large to be kept in one piece."""

    status = 413


class Gone(ActionError):
    """The creation was deleted meanwhile."""

    status = 404


@dataclass(slots=True)
class Opened:
    """The document as one Yjs update and the number of the last change in it.

    `base` and `newest` are numbers of revisions, 0 for none: where they differ, unsaved work lies on an older revision.
    """

    update: bytes
    number: int
    epoch: int
    base: int
    newest: int


@dataclass(slots=True)
class Kept:
    """What others changed meanwhile, the number to ask from next time, and the revisions as in Opened."""

    number: int
    others: list[bytes]
    base: int
    newest: int


def begin(*, owner: Member, title: str = "") -> Creation:
    """A draft with nothing in it, to design."""
    title = one_line(title)[:120] or _("Untitled")
    with transaction.atomic():
        creation = with_free_slug(
            owner, title, lambda slug: Creation.objects.create(owner=owner, title=title, slug=slug)
        )
        index_for_search(creation)
    return creation


def open_workbench(*, creation: Creation, member: Member) -> Opened:
    """The workbench's document; laid out from the newest revision when there is none or nothing is unsaved.

    Raises NotAllowed, Gone.
    """
    _require_author(creation, member)
    with _holding(creation) as bench:
        newest = _newest(creation)
        if bench.epoch == 0 or (bench.base != newest and not bench.differs(creation.title)):
            bench.lay_out(newest, creation.title)
        elif bench.is_of_another_shape:
            bench.reshape()
        number, update = bench.melted()
    return Opened(update, number, bench.epoch, bench.base_number, newest.number if newest else 0)


def keep_changes(*, creation: Creation, member: Member, epoch: int, after: int, update: bytes) -> Kept:
    """Keep a change (none if empty), and tell what others (another tab, another computer) changed since change `after`.

    The cost is that of the change, not of the model. Raises NotAllowed, Elsewhere, Gone, TooLarge, BadModel.
    """
    _require_author(creation, member)
    if len(update) > MAX_CHANGE:
        raise TooLarge(_("This change is too large to be kept in one piece."))
    if update:
        _check(update)
    with _holding(creation) as bench:
        _require_layout(bench, epoch)
        number, others = bench.since(after)
        if update:
            number = bench.keep(update)
        newest = _newest(creation)
    return Kept(number, others, bench.base_number, newest.number if newest else 0)


def save_revision(*, creation: Creation, member: Member, base: int, over: int = 0, message: str = "") -> Revision:
    """Make what lies on the workbench a revision, on top of revision `base` (0 for none) that it was opened from.

    A newer revision is only built upon by who names it in `over`. What is kept while this runs stays unsaved. Where nothing
    differs from the newest revision, no other is made and that one is returned. Raises
    NotAllowed, Superseded, Elsewhere, Gone, BadModel.
    """
    _require_author(creation, member)
    with _holding(creation) as bench:
        if bench.epoch == 0:
            bench.lay_out(_newest(creation), creation.title)
        epoch, number, document = bench.epoch, bench.number, _document(bench)
    prepared = _prepare(document)
    with transaction.atomic():
        locked = _locked(creation)
        bench = held(locked)
        _require_layout(bench, epoch)
        newest = _newest(locked)
        current = newest.number if newest else 0
        if bench.base_number != base or current not in (base, over):
            raise Superseded(current)
        if newest is not None and current == base and not bench.differs(locked.title):
            bench.mark_saved(newest, bench.number)
            return newest
        revision = write_revision(locked, member, prepared, FILE_NAME, message)
        bench.mark_saved(revision, number)
    return revision


def keep_as_copy(*, creation: Creation, member: Member, epoch: int) -> Creation:
    """Put what is unsaved into a fork of its own, and lay the workbench out from the newest revision.

    Raises NotAllowed, NothingUnsaved, Elsewhere, Gone, BadModel.
    """
    _require_author(creation, member)
    with transaction.atomic():
        locked = _locked(creation)
        bench = held(locked)
        _require_layout(bench, epoch)
        newest = _newest(locked)
        if newest is None or not bench.differs(locked.title):
            raise NothingUnsaved(_("Everything on the workbench is saved already."))
        prepared = _prepare(_document(bench))
        copy = fork(revision=bench.base or newest, member=member)
        # Without the title: the copy may be shown to those who may not know of this one.
        write_revision(copy, member, prepared, FILE_NAME, _("Kept from the workbench"))
        bench.lay_out(newest, locked.title)
    return copy


def workbench_document(*, creation: Creation, member: Member) -> ldraw.Document:
    """What lies on the workbench, as LDraw. Raises NotAllowed, BadModel."""
    open_workbench(creation=creation, member=member)
    with _holding(creation) as bench:
        return _document(bench)


def workbench_differences(*, creation: Creation, member: Member) -> Differences:
    """What the workbench and the newest revision each changed since the workbench's base. Raises NotAllowed, BadModel."""
    open_workbench(creation=creation, member=member)
    with _holding(creation) as bench:
        return differences(bench.base, _document(bench), _newest(creation), kept_limits())


@contextmanager
def _holding(creation: Creation) -> Iterator[Bench]:
    """The workbench for a transaction of its own. Raises Gone."""
    try:
        with transaction.atomic():
            yield held(creation)
    except (Creation.DoesNotExist, IntegrityError) as error:  # deleted before, or while we looked
        raise _gone() from error


def _locked(creation: Creation) -> Creation:
    """The creation's row, for who changes both: it is locked before the workbench. Raises Gone."""
    locked = Creation.objects.select_for_update(no_key=True).filter(pk=creation.pk).first()
    if locked is None:
        raise _gone()
    return locked


def _require_author(creation: Creation, member: Member) -> None:
    if not policy.can_edit(member, creation):
        raise NotAllowed


def _require_layout(bench: Bench, epoch: int) -> None:
    if bench.epoch != epoch or epoch == 0:
        raise Elsewhere(
            _("A new revision was made elsewhere. Your work is kept in this browser; open the Studio again.")
        )


def _newest(creation: Creation) -> Revision | None:
    """Asked anew: a revision may have come since the creation was read."""
    return Revision.objects.filter(creation=creation).order_by("-number").first()


def _document(bench: Bench) -> ldraw.Document:
    try:
        return bench.document()
    except BadWorkbench as error:
        raise BadModel(str(error)) from error


def _prepare(document: ldraw.Document) -> Prepared:
    document.name = "model.ldr"
    assign_ids(document)
    return prepare(ldraw.write(document), FILE_NAME, None)


def _gone() -> Gone:
    return Gone(_("This creation was deleted. What you made is kept in this browser."))


def _check(update: bytes) -> None:
    try:
        Doc[Any]().apply_update(update)
    except Exception as error:  # pycrdt raises plain ValueErrors and, for some bytes, its own panics
        raise BadModel(_("This change cannot be read.")) from error
