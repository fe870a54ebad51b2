"""Design in the Studio: lay the model out, keep every change, save a revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pycrdt import Doc

from users import files
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.rates import spend

from .. import ldraw
from ..ldraw.identity import assign_ids
from ..models import Creation, Revision, Workbench, WorkbenchChange
from ..naming import free_slug, index_for_search
from ..permissions import policy
from ..workbench.document import BadWorkbench, from_shared, to_shared
from .revising import BadModel, add_revision, limits

#: One change: a model of the largest size pasted at once.
MAX_CHANGE = 24 * 1024 * 1024
#: So many changes are melted into one when the workbench is next opened.
MELT_AFTER = 64
_EMPTY = b"0 %s\r\n0 Name: model.ldr\r\n"


class Elsewhere(ActionError):
    """The workbench was laid out anew since the Studio opened it."""

    status = 409


class TooLarge(ActionError):
    status = 413


@dataclass(slots=True)
class Opened:
    """The document as one Yjs update, the number of the last change in it, and the workbench's epoch."""

    update: bytes
    number: int
    epoch: int
    base: Revision | None


def begin(*, owner: Member, title: str = "") -> Creation:
    """A draft with nothing in it, to design. Raises TooMany."""
    spend("upload", owner.pk)
    title = title.strip()[:120] or _("Untitled")
    with transaction.atomic():
        creation = Creation.objects.create(owner=owner, title=title, slug=free_slug(owner, title))
        index_for_search(creation)
    return creation


def open_workbench(*, creation: Creation, member: Member) -> Opened:
    """The workbench's document; laid out from the newest revision when there is none or nothing was changed since.

    Raises NotAllowed.
    """
    if not policy.can_edit(member, creation):
        raise NotAllowed
    with transaction.atomic():
        locked = Creation.objects.select_for_update(of=("self",)).select_related("current").get(pk=creation.pk)
        bench = Workbench.objects.filter(creation=locked).select_related("base").first()
        outdated = bench is not None and bench.base_id != locked.current_id and bench.changed_at is None
        if bench is None or outdated:
            bench = _lay_out(locked, bench)
        rows = list(bench.changes.order_by("pk"))
        if len(rows) == 1:
            return Opened(bytes(rows[0].update), rows[0].pk, bench.epoch, bench.base)
        update = _melted(rows).get_update()
        number = rows[-1].pk if rows else 0
        if len(rows) > MELT_AFTER:
            # The last row takes all, so that `after=` of a Studio that is open elsewhere stays true.
            WorkbenchChange.objects.filter(pk=number).update(update=update)
            bench.changes.filter(pk__lt=number).delete()
        return Opened(update, number, bench.epoch, bench.base)


def _lay_out(creation: Creation, bench: Workbench | None) -> Workbench:
    if creation.current is None:
        document = ldraw.read(_EMPTY % creation.title.encode(), name="model.ldr")
    else:
        document = ldraw.read(files.load(creation.current.model), name=creation.current.file_name, limits=limits())
    assign_ids(document)
    if bench is None:
        bench = Workbench.objects.create(creation=creation, base=creation.current)
    else:
        bench.changes.all().delete()
        bench.base, bench.epoch = creation.current, bench.epoch + 1
        bench.save(update_fields=["base", "epoch"])
    WorkbenchChange.objects.create(workbench=bench, update=to_shared(document).get_update())
    return bench


def keep_changes(
    *, creation: Creation, member: Member, epoch: int, after: int, update: bytes
) -> tuple[int, list[bytes]]:
    """Keep a change, and tell what others (another tab, another computer) changed since change `after`.

    The cost is that of the change, not of the model. Returns the number to ask from next time. Raises NotAllowed, Elsewhere,
    TooLarge, BadModel.
    """
    if not policy.can_edit(member, creation):
        raise NotAllowed
    if len(update) > MAX_CHANGE:
        raise TooLarge(_("This change is too large to be kept in one piece."))
    if update:
        spend("change", member.pk)
        _check(update)
    with transaction.atomic():
        bench = Workbench.objects.select_for_update().filter(creation=creation).first()
        if bench is None or bench.epoch != epoch:
            raise Elsewhere(
                _("A new revision was made elsewhere. Your work is kept in this browser; open the Studio again.")
            )
        others = list(bench.changes.filter(pk__gt=after).order_by("pk"))
        number = others[-1].pk if others else after
        if update:
            number = WorkbenchChange.objects.create(workbench=bench, update=update).pk
            bench.changed_at = timezone.now()
            bench.save(update_fields=["changed_at"])
    return number, [bytes(row.update) for row in others]


def _check(update: bytes) -> None:
    try:
        Doc[Any]().apply_update(update)
    except Exception as error:  # pycrdt raises plain ValueErrors and, for some bytes, its own panics
        raise BadModel(_("This change cannot be read.")) from error


def save_revision(*, creation: Creation, member: Member, message: str = "") -> Revision:
    """Make what lies on the workbench a revision. Raises NotAllowed, BadModel, TooMany."""
    document = workbench_document(creation=creation, member=member)
    document.name = "model.ldr"
    assign_ids(document)
    revision = add_revision(
        creation=creation, member=member, data=ldraw.write(document), file_name="model.mpd", message=message
    )
    Workbench.objects.filter(creation=creation).update(base=revision, changed_at=None)
    return revision


def workbench_document(*, creation: Creation, member: Member) -> ldraw.Document:
    """What lies on the workbench, as LDraw. Raises NotAllowed, BadModel."""
    shared: Doc[Any] = Doc()
    shared.apply_update(open_workbench(creation=creation, member=member).update)
    try:
        return from_shared(shared)
    except BadWorkbench as error:
        raise BadModel(str(error)) from error


def _melted(rows: list[WorkbenchChange]) -> Doc[Any]:
    shared: Doc[Any] = Doc()
    for row in rows:
        shared.apply_update(bytes(row.update))
    return shared
