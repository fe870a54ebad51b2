"""New creations from model files, and new revisions of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from users import files
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.notifications.outbox import record
from users.one_line import one_line

from .. import ldraw
from ..catalog import library
from ..events import CreationRevised
from ..kept_models import kept_document, limits
from ..ldraw.archives import MODEL_ENDINGS, files_inside, is_archive
from ..ldraw.identity import assign_ids
from ..ldraw.studio_io import is_studio_file, read_studio
from ..ldraw.summary import summarise
from ..ldraw.together import Named, read_together
from ..making import ask_for_pictures, hold_still
from ..models import Creation, Revision, RevisionLot
from ..naming import index_for_search, with_free_slug
from ..permissions import policy

#: A lot has the same fields in the file and in the database.
LOT_FIELDS = [each.name for each in fields(ldraw.Lot)]
ENDINGS = (".ldr", ".mpd", ".dat", ".io", ".zip")


class BadModel(ActionError):
    """The file cannot be used as a model; the message says where and why."""


@dataclass(slots=True)
class Prepared:
    """A checked model, ready to be written."""

    data: bytes
    title: str
    facts: dict[str, Any]
    lots: list[ldraw.Lot]
    parts: int


def read_upload(file: UploadedFile[bytes]) -> bytes:
    """The bytes of an uploaded model file; one too large is refused before it is read. Raises BadModel."""
    limit = limits().size
    if (file.size or 0) > limit:
        raise BadModel(_("%(name)s is larger than %(size)d MB.") % {"name": file.name, "size": limit // 1024 // 1024})
    return bytes(file.read())


def read_model(data: bytes, name: str, bounds: ldraw.Limits) -> ldraw.Document:
    """The document in a file of one of ENDINGS. Raises LDrawError."""
    if is_studio_file(name):
        return read_studio(data, name=name, limits=bounds)
    if not is_archive(name):
        return ldraw.read(data, name=name, limits=bounds)
    documents = _models_in(data, name, bounds)
    if len(documents) > 1:
        names = ", ".join(document.name for document in documents[:6])
        raise ldraw.LDrawError(f"the archive holds models that do not refer to each other: {names}", file=name)
    return documents[0]


def _models_in(data: bytes, name: str, bounds: ldraw.Limits) -> list[ldraw.Document]:
    files = files_inside(data, name=name, limits=bounds)
    if not files:
        raise ldraw.LDrawError("there is no model file in this archive", file=name)
    return read_together(files, limits=bounds)


def brought_together(files: Sequence[UploadedFile[bytes]]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What was uploaded at once, as the name and the bytes of one file for each creation it makes.

    Files that refer to each other are one, those in an archive too. What cannot be read so comes as it is, and the
    action it is given to says why; each file's bytes are read when they are asked for. Raises BadModel.
    """
    bounds = limits()
    loose = [file for file in files if (file.name or "").lower().endswith(MODEL_ENDINGS)]
    if len(loose) < 2 or sum(file.size or 0 for file in loose) > bounds.size:
        loose = []
    for file in files:
        if file not in loose and not is_archive(file.name or ""):
            yield file.name or "", partial(read_upload, file)
    if loose:
        yield from _joined([Named(file.name or "", read_upload(file)) for file in loose], bounds, spare=True)
    for file in files:
        if is_archive(file.name or ""):
            yield from _joined(_inside(read_upload(file), file.name or "", bounds), bounds, spare=False)


def _inside(data: bytes, name: str, bounds: ldraw.Limits) -> list[Named]:
    try:
        found = files_inside(data, name=name, limits=bounds)
    except ldraw.LDrawError as error:
        raise BadModel(str(error)) from error
    if not found:
        raise BadModel(_("There is no model file in %(name)s.") % {"name": name})
    return found


def one_upload(files: Sequence[UploadedFile[bytes]]) -> tuple[str, bytes]:
    """The name and the bytes of the one model that the files are together. Raises BadModel."""
    models = list(brought_together(files))
    if len(models) != 1:
        names = ", ".join(name for name, _read in models[:6])
        raise BadModel(
            _("These files do not refer to each other, so they are no one model: %(names)s") % {"names": names}
        )
    name, read = models[0]
    return name, read()


def _joined(group: list[Named], bounds: ldraw.Limits, *, spare: bool) -> Iterator[tuple[str, Callable[[], bytes]]]:
    try:
        documents = read_together(group, limits=bounds, spare=spare)
    except ldraw.LDrawError:
        for file in group:
            yield file.path, partial(bytes, file.data)
    else:
        for document in documents:
            yield document.name, partial(ldraw.write, document)


def create(*, owner: Member, data: bytes, file_name: str, title: str = "", message: str = "") -> Creation:
    """A draft with the model in `data` as its first revision. Raises BadModel."""
    prepared = prepare(data, file_name, None)
    named = (one_line(name) for name in (title, prepared.title, PurePath(file_name).stem))
    title = next(filter(None, named), _("Untitled"))[:120]
    with transaction.atomic():
        creation = with_free_slug(
            owner, title, lambda slug: Creation.objects.create(owner=owner, title=title, slug=slug)
        )
        write_revision(creation, owner, prepared, file_name, message)
        index_for_search(creation)
    return creation


def add_revision(*, creation: Creation, member: Member, data: bytes, file_name: str, message: str = "") -> Revision:
    """A new revision of a creation. Raises NotAllowed, BadModel."""
    if not policy.can_edit(member, creation):
        raise NotAllowed
    parent = None
    if creation.current is not None:
        parent = kept_document(creation.current)
    prepared = prepare(data, file_name, parent)
    with transaction.atomic():
        locked = Creation.objects.select_for_update().get(pk=creation.pk)
        return write_revision(locked, member, prepared, file_name, message)


def restore(*, revision: Revision, member: Member) -> Revision:
    """Make an older revision's model the newest. Raises NotAllowed."""
    if not policy.can_edit(member, revision.creation):
        raise NotAllowed
    message = _("Restored revision %(number)d") % {"number": revision.number}
    with transaction.atomic():
        creation = Creation.objects.select_for_update().get(pk=revision.creation_id)
        return copy_revision(revision, creation, member, message)


def copy_revision(revision: Revision, creation: Creation, author: Member, message: str) -> Revision:
    """The same model as another creation's or an older revision: nothing is parsed or rendered again."""
    hold_still(revision)
    copied = Revision.objects.create(
        creation=creation,
        number=_next_number(creation),
        author=author,
        message=message,
        **{
            name: getattr(revision, name)
            for name in ("file_name", "model", "size", "part_count", "lot_count", "facts", "scene", "picture")
        },
    )
    RevisionLot.objects.bulk_create(
        RevisionLot(revision=copied, **{name: getattr(lot, name) for name in LOT_FIELDS}) for lot in revision.lots.all()
    )
    _make_current(creation, copied)
    if not copied.scene:
        ask_for_pictures(copied)
    return copied


def draw_again(*, creation: Creation, member: Member) -> None:
    """Have what could not be made of the newest revision tried again. Raises NotAllowed."""
    if creation.current is None or not policy.can_edit(member, creation):
        raise NotAllowed
    with transaction.atomic():
        ask_for_pictures(creation.current, again=True)


def prepare(data: bytes, file_name: str, parent: ldraw.Document | None) -> Prepared:
    """Read, count and check a model; placements without an id take those of `parent`. Raises BadModel."""
    name = PurePath(file_name.replace("\\", "/")).name[:200]
    if not name.lower().endswith(ENDINGS):
        raise BadModel(
            _("%(name)s is no model file: its name must end in .ldr, .mpd, .dat, .io or .zip.") % {"name": name}
        )
    bounds = limits()
    try:
        document = read_model(data, name, bounds)
        summary, parts, _flat = summarise(
            document,
            known=library.names().__contains__,
            bounds=library.bounds().get,
            printed=library.is_printed,
            limits=bounds,
        )
    except ldraw.LDrawError as error:
        raise BadModel(str(error)) from error
    assign_ids(document, parent)
    quantities: Counter[ldraw.Lot] = Counter()
    for lot in parts:
        quantities[replace(lot, part=lot.part[:120], quantity=0)] += lot.quantity
    lots = [replace(lot, quantity=quantity) for lot, quantity in quantities.items()]
    facts = summary.as_facts()
    title = (
        summary.title
        if summary.title.lower() not in ("main", "untitled", "model", "untitled model", "main model", "main")
        else ""
    )
    return Prepared(ldraw.write(document), title, facts, lots, parts.parts)


def write_revision(creation: Creation, author: Member, prepared: Prepared, file_name: str, message: str) -> Revision:
    """The next revision. The caller holds the creation's lock (or has just made it)."""
    revision = Revision.objects.create(
        creation=creation,
        number=_next_number(creation),
        author=author,
        message=message[:200],
        file_name=PurePath(file_name.replace("\\", "/")).name[:200],
        model=files.store(prepared.data, folder="models", ending=".mpd"),
        size=len(prepared.data),
        part_count=prepared.parts,
        lot_count=len(prepared.lots),
        facts=prepared.facts,
    )
    RevisionLot.objects.bulk_create(
        [RevisionLot(revision=revision, **{name: getattr(lot, name) for name in LOT_FIELDS}) for lot in prepared.lots],
        batch_size=2000,
    )
    _make_current(creation, revision)
    ask_for_pictures(revision)
    return revision


def _next_number(creation: Creation) -> int:
    """The caller holds the creation's lock (or has just made it)."""
    newest = creation.revisions.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _make_current(creation: Creation, revision: Revision) -> None:
    creation.current = revision
    creation.part_count = revision.part_count
    creation.lot_count = revision.lot_count
    creation.price = None  # the marketplace works it out again
    creation.save(update_fields=["current", "part_count", "lot_count", "price", "updated_at"])
    record(CreationRevised(creation=creation.pk), actor=None, subject=f"creation:{creation.pk}")
