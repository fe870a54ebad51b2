"""The workbench under its own lock: laid out, opened, changed, melted, saved.

    none -> laid out -> changed -> saved -> changed …        a newer revision from elsewhere: superseded

A `Bench` is only had from `held`, inside a transaction, and nobody else has it until that ends. Who also locks the creation
locks it first. Numbers of changes grow in the order in which they were kept, because they are given under the lock.
"""

from __future__ import annotations

from typing import Any

from pycrdt import Doc, Map

from users import files

from .. import ldraw
from ..ldraw.identity import assign_ids
from ..models import Creation, Revision, Workbench, WorkbenchChange
from .document import SHAPE, BadWorkbench, file_names, from_shared, to_shared

#: So many changes are melted into one when the workbench is next opened.
MELT_AFTER = 64
_EMPTY = b"0 %s\r\n0 Name: model.ldr\r\n"
_MARKS = ("hidden", "locked")


def held(creation: Creation) -> Bench:
    """The creation's workbench, nobody else's until the transaction ends; not yet laid out when there was none.

    Raises Creation.DoesNotExist for one that was deleted, TransactionManagementError outside of a transaction.
    """
    rows = Workbench.objects.select_for_update(of=("self",)).select_related("base").filter(creation=creation.pk)
    row = rows.first()
    if row is None:
        Workbench.objects.get_or_create(creation=Creation.objects.get(pk=creation.pk))
        row = rows.get()
    return Bench(row)


class Bench:
    """A workbench whose lock one holds."""

    def __init__(self, row: Workbench) -> None:
        self.row = row

    @property
    def base(self) -> Revision | None:
        """The revision it was laid out from or last saved as, while that exists."""
        return self.row.base

    @property
    def base_number(self) -> int:
        """The number of the revision it was laid out from or saved as; 0 for none."""
        return self.row.base.number if self.row.base else 0

    @property
    def epoch(self) -> int:
        """How often it was laid out anew; changes of another layout do not fit."""
        return self.row.epoch

    @property
    def number(self) -> int:
        """The last change's; 0 when it was never laid out."""
        return self.row.changes.order_by("-pk").values_list("pk", flat=True).first() or 0

    @property
    def is_changed(self) -> bool:
        """Whether anything was kept that `base` does not contain."""
        return self.row.changes.filter(pk__gt=self.row.saved).exists()

    @property
    def is_of_another_shape(self) -> bool:
        """Whether its document is laid out as an earlier version did."""
        return self.row.shape != SHAPE

    def lay_out(self, revision: Revision | None, title: str) -> None:
        """Another document in the place of what lies there: a revision's model, or an empty one of this title.

        What is hidden and locked stays so. Raises LDrawError.
        """
        self._replace(_model_of(revision, title))
        self.row.base = revision
        self.row.saved = self.number
        self.row.save()

    def reshape(self) -> None:
        """The same model in today's shape; what is unsaved stays unsaved. Raises BadWorkbench."""
        changed = self.is_changed
        self._replace(self.document())
        self.row.saved = 0 if changed else self.number
        self.row.save()

    def _replace(self, document: ldraw.Document) -> None:
        old = _doc(self.since(0)[1]) if self.row.epoch else None
        shared = to_shared(document)
        if old is not None:
            _carry_marks(old, shared)
        self.row.changes.all().delete()
        self.keep(shared.get_update())
        self.row.epoch += 1
        self.row.shape = SHAPE

    def keep(self, update: bytes) -> int:
        """Keep a change; returns its number."""
        return WorkbenchChange.objects.create(workbench=self.row, update=update).pk

    def since(self, number: int) -> tuple[int, list[bytes]]:
        """The last change's number, and the changes after `number`."""
        rows = list(self.row.changes.filter(pk__gt=number).order_by("pk"))
        return (rows[-1].pk if rows else number), [bytes(row.update) for row in rows]

    def melted(self) -> tuple[int, bytes]:
        """The last change's number, and the whole document as one update; many changes become one."""
        number, updates = self.since(0)
        if len(updates) == 1:
            return number, updates[0]
        update = _doc(updates).get_update()
        if len(updates) > MELT_AFTER:
            # The last row takes all, so that the numbers which Studios elsewhere remember stay true.
            WorkbenchChange.objects.filter(pk=number).update(update=update)
            self.row.changes.filter(pk__lt=number).delete()
        return number, update

    def document(self) -> ldraw.Document:
        """What lies there, as LDraw. Raises BadWorkbench."""
        return from_shared(_doc(self.since(0)[1]))

    def differs(self, title: str) -> bool:
        """Whether the model is another than `base`'s: what was changed and changed back is no change."""
        if not self.is_changed:
            return False
        try:
            return ldraw.write(self.document()) != ldraw.write(_model_of(self.row.base, title))
        except BadWorkbench:
            return True

    def mark_saved(self, revision: Revision, number: int) -> None:
        """`revision` contains everything up to change `number`; what was kept since stays unsaved."""
        self.row.base, self.row.saved = revision, number
        self.row.save(update_fields=["base", "saved"])


def _carry_marks(old: Doc[Any], new: Doc[Any]) -> None:
    """What is hidden and locked, under the keys that its files have in the new document."""
    keys = {name: key for key, name in file_names(new).items()}
    names = file_names(old)
    for marks in _MARKS:
        for mark in old.get(marks, type=Map):
            key, _, line = mark.partition("/")
            if names.get(key) in keys:
                new.get(marks, type=Map)[f"{keys[names[key]]}/{line}"] = True


def _model_of(revision: Revision | None, title: str) -> ldraw.Document:
    # Held to no limits: it was held to those of its day when it came in, and must open for ever.
    if revision is None:
        document = ldraw.read(_EMPTY % title.encode(), name="model.ldr")
    else:
        data = files.load(revision.model)
        document = ldraw.read(data, name=revision.file_name, limits=ldraw.Limits(size=len(data)))
    assign_ids(document)
    return document


def _doc(updates: list[bytes]) -> Doc[Any]:
    shared: Doc[Any] = Doc()
    for update in updates:
        shared.apply_update(update)
    return shared
