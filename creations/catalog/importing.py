"""Fill the catalogue from the parts library, again and again with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from ..ldraw import colours
from ..ldraw.numbers import renumbered, today
from . import library
from .models import Colour, Part, PartAlias
from .search import part_words

#: Called with the number done and the number in all.
Progress = Callable[[int, int], None]
BATCH = 1000


def import_catalog(progress: Progress = lambda done, total: None, only: Iterable[str] | None = None) -> tuple[int, int]:
    """Import colours, parts and old numbers; returns how many parts and colours there are.

    `only` limits the import to these parts. Numbers that a part no longer has are no parts of their own.
    """
    chosen = {today(part) for part in only} if only is not None else None
    current = (part for part in library.parts() if today(part.id) == part.id)
    found = [part for part in current if chosen is None or part.id in chosen]
    with transaction.atomic():
        _import_colours()
        for start in range(0, len(found), BATCH):
            _import_parts(found[start : start + BATCH])
            progress(min(start + BATCH, len(found)), len(found))
        _import_old_numbers({part.id for part in found})
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalog_part")
    return len(found), Colour.objects.count()


def _import_old_numbers(parts: set[str]) -> None:
    """The old numbers of these parts lead to them; those that were parts of their own so far are no more."""
    old = {number: part for number, part in renumbered().items() if part in parts}
    Part.objects.filter(pk__in=old).delete()
    aliases = [PartAlias(id=number, part_id=part) for number, part in old.items()]
    PartAlias.objects.bulk_create(
        aliases, update_conflicts=True, update_fields=["part"], unique_fields=["id"], batch_size=BATCH
    )


def _import_colours() -> None:
    rows = [
        Colour(
            code=c.code, name=c.name, rgb=c.rgb, edge=c.edge, alpha=c.alpha, luminance=c.luminance, finish=c.finish,
            lego=c.lego, bricklink=c.bricklink,
        )
        for c in colours.table().values()
    ]  # fmt: skip
    fields = ["name", "rgb", "edge", "alpha", "luminance", "finish", "lego", "bricklink"]
    Colour.objects.bulk_create(rows, update_conflicts=True, update_fields=fields, unique_fields=["code"])


def _import_parts(parts: list[library.LibraryPart]) -> None:
    rows = []
    for part in parts:
        box = part.bounds
        width, height, depth = (box[3] - box[0], box[4] - box[1], box[5] - box[2]) if box else (None, None, None)
        rows.append(
            (part.id, part.name[:200], part.category[:60], part.popularity, width, height, depth)
            + (library.has_mesh(part.id), part_words(part.id, part.name, part.category))
        )
    placeholder = "(%s, %s, %s, %s, %s, %s, %s, %s, to_tsvector('simple', %s))"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_part (id, name, category, popularity, width, height, depth, has_mesh, search) VALUES "
            + ", ".join([placeholder] * len(rows))
            + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, category = excluded.category,"
            " popularity = excluded.popularity, width = excluded.width, height = excluded.height,"
            " depth = excluded.depth, has_mesh = excluded.has_mesh, search = excluded.search",
            [value for row in rows for value in row],
        )
