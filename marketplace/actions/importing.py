"""Stock by file: bring one, say how it is meant, apply what it would do, put it away."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creations.catalog.library import names
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.work import actions as work
from users.work.kinds import CannotBeDone, Job, Keep, Kind

from ..file_lots import stock_fields
from ..models import ImportMode, ImportState, LineKind, Shop, StockImport, StockImportLine, StockLot
from ..permissions import shop_policy
from ..staging import Staged, parts_of_last_time
from ..stock_files import FORMATS

READING, APPLYING = "stock.read", "stock.apply"
#: A larger file, or one of more lines that do something, is done in the background.
AT_ONCE_BYTES = 512 * 1024
AT_ONCE_LINES = 3000
#: As many files are kept of a shop; older ones go.
MOST_KEPT = 50
#: So many numbers a seller says the parts of.
MOST_PARTS = 2000
_PIECE = 1000
#: What is waited for orders that are just being made.
_LOCK_TIMEOUT = "10s"
_DOING = (LineKind.NEW, LineKind.CHANGED, LineKind.DELETED)


class BadStockFile(ActionError):
    """A stock file cannot be taken, or not now; the message says why."""


def bring_stock_file(*, shop: Shop, member: Member, data: bytes, name: str, mode: str, form: str = "") -> StockImport:
    """Keep a stock file and compare it with the stock; nothing of the stock changes. Raises NotAllowed, BadStockFile."""
    if not shop_policy.can_run(member, shop):
        raise NotAllowed
    if len(data) > settings.PROSUM_STOCK_FILE_BYTES:
        most = settings.PROSUM_STOCK_FILE_BYTES // 2**20
        raise BadStockFile(_("A stock file has at most %(number)d MB.") % {"number": most})
    if mode not in ImportMode.values or form not in ("", *FORMATS):
        raise BadStockFile(_("Choose what the file is."))
    with transaction.atomic():
        brought = StockImport.objects.create(
            shop=shop,
            member=member,
            name=name[:120] or "-",
            digest=hashlib.sha256(data).hexdigest(),
            packed=zlib.compress(data, 6),
            mode=mode,
            form=form,
            parts=parts_of_last_time(shop),
        )
        old = StockImport.objects.filter(shop=shop).order_by("-pk").values("pk")[MOST_KEPT:]
        StockImport.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return _stage(brought, len(data))


def tell_of_stock_file(
    *,
    brought: StockImport,
    member: Member,
    mode: str | None = None,
    numbers: str | None = None,
    columns: Mapping[str, str] | None = None,
    parts: Mapping[str, str] | None = None,
) -> StockImport:
    """Say otherwise how a file is read and compared, or (with nothing said) compare it anew.

    `parts` are added to what was said before. Raises NotAllowed, BadStockFile.
    """
    if not shop_policy.can_run(member, brought.shop):
        raise NotAllowed
    with transaction.atomic():
        kept = _locked(brought)
        if not kept.may_be_told:
            raise BadStockFile(_("This file is being worked on, or was applied already."))
        if mode is not None and mode not in ImportMode.values:
            raise BadStockFile(_("Choose what the file is."))
        kept.mode = mode or kept.mode
        if numbers is not None:
            kept.numbers = numbers
        if columns is not None:
            kept.columns = dict(columns)
        if parts:
            kept.parts = {**kept.parts, **_known(parts)}
        if len(kept.parts) > MOST_PARTS:
            raise BadStockFile(_("These are too many numbers: mend them in the file."))
        kept.state = ImportState.READING
        kept.save(update_fields=["mode", "numbers", "columns", "parts", "state"])
    return _stage(kept, len(kept.data))


def apply_stock_file(*, brought: StockImport, member: Member, delete: bool = False) -> StockImport:
    """Do what was shown. Quantities are put on or taken off, so that what was sold meanwhile stays sold; `delete` says that
    the lots that are listed to be taken away may go. Raises NotAllowed, BadStockFile.
    """
    if not shop_policy.can_run(member, brought.shop):
        raise NotAllowed
    with transaction.atomic():
        kept = _locked(brought)
        if kept.state != ImportState.STAGED:
            raise BadStockFile(_("This file is being worked on, or was applied already."))
        kept.found["delete"] = delete
        if kept.count(*_DOING) > AT_ONCE_LINES:
            kept.state = ImportState.APPLYING
            kept.save(update_fields=["state", "found"])
            work.ask(kind=APPLYING, subject=kept.subject, again=True)
            return kept
    try:
        with transaction.atomic():
            kept = _locked(brought)
            if kept.state != ImportState.STAGED:
                raise BadStockFile(_("This file is being worked on, or was applied already."))
            kept.found["delete"] = delete
            _apply(kept)
    except (IntegrityError, OperationalError) as error:
        raise BadStockFile(_sentence(error)) from error
    return kept


def put_away_stock_file(*, brought: StockImport, member: Member) -> None:
    """Forget a file; what it did stays done. Raises NotAllowed, BadStockFile."""
    if not shop_policy.can_run(member, brought.shop):
        raise NotAllowed
    with transaction.atomic():
        kept = _locked(brought)
        if kept.state == ImportState.APPLYING:
            raise BadStockFile(_("This file is being worked on, or was applied already."))
        work.forget(subject=kept.subject)
        kept.delete()


def _locked(brought: StockImport) -> StockImport:
    kept = StockImport.objects.select_for_update(of=("self",)).select_related("shop").filter(pk=brought.pk).first()
    if kept is None:
        raise BadStockFile(_("This file was put away meanwhile."))
    return kept


def _known(parts: Mapping[str, str]) -> dict[str, str]:
    found = {written.strip().lower()[:64]: part for written, part in parts.items()}
    if any(part not in names() for part in found.values()):
        raise BadStockFile(_("There is no part of this number: look for it in the catalogue."))
    return found


def _stage(brought: StockImport, size: int) -> StockImport:
    if size > AT_ONCE_BYTES:
        work.ask(kind=READING, subject=brought.subject, again=True)
        return brought
    staged = Staged(brought)
    with transaction.atomic():
        staged.keep()
    brought.refresh_from_db()
    return brought


def _of(job: Job, state: ImportState) -> StockImport | None:
    pk = int(job.subject.partition(":")[2])
    return StockImport.objects.select_related("shop").filter(pk=pk, state=state).first()


def read_in_background(job: Job) -> Keep | None:
    """Read and compare a large file."""
    brought = _of(job, ImportState.READING)
    return None if brought is None else Staged(brought).keep


def apply_in_background(job: Job) -> Keep | None:
    """Apply a large file. What does not fit the stock any more is staged again, with the reason."""
    brought = _of(job, ImportState.APPLYING)
    if brought is None:
        return None

    def keep() -> None:
        try:
            with transaction.atomic():
                kept = _locked(brought)
                if kept.state == ImportState.APPLYING:
                    _apply(kept)
        except (IntegrityError, OperationalError) as error:
            StockImport.objects.filter(pk=brought.pk).update(state=ImportState.STAGED, problem=_sentence(error))
        except BadStockFile as error:
            raise CannotBeDone(str(error.message)) from error

    return keep


WORK = (
    Kind(READING, gettext_lazy("Reading of a stock file"), read_in_background, queue="long", priority=2),
    Kind(APPLYING, gettext_lazy("Applying of a stock file"), apply_in_background, queue="long", priority=1),
)


def _sentence(error: Exception) -> str:
    if isinstance(error, OperationalError):
        return _("Orders are just being made from this stock. Please try again in a moment.")
    return _("Your stock was changed meanwhile so that this does not fit any more. Compare the file again.")


def _apply(brought: StockImport) -> None:
    """All of it or nothing, under the locks of the lots it touches."""
    assert connection.in_atomic_block, "locks of rows end with their transaction"
    shop, delete = brought.shop, bool(brought.found.get("delete"))
    kinds = [LineKind.CHANGED, LineKind.DELETED] if delete else [LineKind.CHANGED]
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
    touched = brought.lines.filter(kind__in=kinds, lot__isnull=False).values("lot")
    list(
        StockLot.objects.select_for_update()
        .filter(shop=shop, pk__in=touched)
        .order_by("pk")
        .values_list("pk", flat=True)
        .iterator(chunk_size=_PIECE)
    )
    _set_fields(brought)
    _move_quantities(brought)
    _add_new(brought)
    if delete:
        gone = StockLot.objects.filter(shop=shop, pk__in=brought.lines.filter(kind=LineKind.DELETED).values("lot"))
        gone.filter(reserved=0).delete()
        gone.update(quantity=F("reserved"))
    brought.state, brought.applied_at, brought.packed, brought.problem = ImportState.APPLIED, timezone.now(), b"", ""
    brought.save(update_fields=["state", "applied_at", "packed", "found", "problem"])


def _set_fields(brought: StockImport) -> None:
    changed = brought.lines.filter(kind=LineKind.CHANGED).exclude(fields={}).order_by("pk")
    for piece in _pieces(changed.iterator(_PIECE)):
        lots = StockLot.objects.filter(shop=brought.shop).in_bulk([line.lot for line in piece])
        names: set[str] = set()
        for line in piece:
            if line.lot in lots:
                values = stock_fields({name: pair[1] for name, pair in line.fields.items()})
                names |= values.keys()
                for name, value in values.items():
                    setattr(lots[line.lot], name, value)
        if names and lots:
            StockLot.objects.bulk_update(lots.values(), sorted(names), batch_size=_PIECE)


def _move_quantities(brought: StockImport) -> None:
    """In one statement: a difference to what there is now, and never below what is promised."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE marketplace_stocklot AS lot SET quantity = GREATEST(lot.quantity + moved.by, lot.reserved)
            FROM (
                SELECT line.lot, SUM(line.by) AS by FROM marketplace_stockimportline AS line
                WHERE line.stock_import_id = %s AND line.kind = 'changed' AND line.by <> 0 GROUP BY line.lot
            ) AS moved
            WHERE lot.id = moved.lot AND lot.shop_id = %s
            """,
            [brought.pk, brought.shop_id],
        )


def _add_new(brought: StockImport) -> None:
    lines = brought.lines.filter(kind=LineKind.NEW).order_by("pk").iterator(_PIECE)
    for piece in _pieces(lines):
        StockLot.objects.bulk_create(_new_lot(brought.shop, line.fields) for line in piece)


def _new_lot(shop: Shop, values: Mapping[str, Any]) -> StockLot:
    return StockLot(
        shop=shop,
        part=values["part"],
        colour=values["colour"],
        quantity=values["quantity"],
        **stock_fields(values),
    )


def _pieces(lines: Iterable[StockImportLine]) -> Iterable[list[StockImportLine]]:
    piece: list[StockImportLine] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    if piece:
        yield piece
