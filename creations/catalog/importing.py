"""Fill the catalogue from the parts library, again and again with the same result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import resources

from django.db import connection, transaction

from ..ldraw import colours, numbers
from . import library
from .findable import Findable, findable
from .models import Colour, Edition, Part, PartAlias

#: Called with the number done and the number in all.
Progress = Callable[[int, int], None]
BATCH = 1000
#: Bump when what is kept of a part changes.
VERSION = 1


def import_catalog(progress: Progress = lambda done, total: None, only: Iterable[str] | None = None) -> tuple[int, int]:
    """Import colours, parts and old numbers; returns how many parts and colours there are.

    One part is one row: retired numbers and twins become its old numbers. `only` limits the import to these part ids.
    """
    old = numbers.renumbered()
    chosen = {old.get(part, part) for part in only} if only is not None else None
    ids = (part for part in library.names() if part not in old and (chosen is None or part in chosen))
    real = [library.part(part) for part in ids]
    by_part = _by_part(old)
    with transaction.atomic():
        _import_colours()
        Part.objects.filter(pk__in=old).delete()
        known = {part.id for part in real}.union(Part.objects.values_list("pk", flat=True))
        prints = _Prints(known, old)
        for start in range(0, len(real), BATCH):
            _import_parts(real[start : start + BATCH], by_part, prints)
            progress(min(start + BATCH, len(real)), len(real))
        aliases = [PartAlias(id=number, part_id=part) for number, part in old.items() if part in known]
        PartAlias.objects.bulk_create(
            aliases, update_conflicts=True, update_fields=["part"], unique_fields=["id"], batch_size=BATCH
        )
        with connection.cursor() as cursor:
            for statement in _AFTERWARDS:
                cursor.execute(statement)
        if only is None:
            Edition.objects.all().delete()
            Edition.objects.create(stamp=_stamp())
    return len(real), Colour.objects.count()


def is_current() -> bool:
    """Whether the whole catalogue was imported from the data and tables of this release."""
    return Edition.objects.filter(stamp=_stamp()).exists()


def _stamp() -> str:
    """A digest of what an import depends on."""
    digest = hashlib.sha256(json.dumps([VERSION, library.version()]).encode())
    for folder in (resources.files(__package__) / "names" / "tables", resources.files("creations.ldraw") / "tables"):
        for table in sorted(folder.iterdir(), key=lambda entry: entry.name):
            digest.update(table.read_bytes())
    return digest.hexdigest()


# --- Numbers ----------------------------------------------------------------------------------------------------------


def _by_part(old: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, part in old.items():
        found.setdefault(part, []).append(number)
    return found


class _Prints:
    """Which mould's print a part is."""

    def __init__(self, known: set[str], old: dict[str, str]) -> None:
        self.known = known
        self.old = old

    def mould(self, part: str) -> str | None:
        """The row of its mould; None for what is no print, and where the mould is not imported."""
        found = library.mould_of(part)
        found = self.old.get(found, found)
        return found if found in self.known and found != part else None


# --- Rows -------------------------------------------------------------------------------------------------------------


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


_COLUMNS = (
    "id",
    "name",
    "category",
    "popularity",
    "width",
    "height",
    "depth",
    "has_mesh",
    "mould_id",
    "called",
    "search",
    "own_words",
)
_VECTORS = "to_tsvector('simple', %s), to_tsvector('simple', %s)"
_AFTERWARDS = (
    "UPDATE catalog_part SET print_count = found.number FROM (SELECT mould.id, count(print.id) AS number FROM catalog_part mould"
    " LEFT JOIN catalog_part print ON print.mould_id = mould.id GROUP BY mould.id) found"
    " WHERE found.id = catalog_part.id AND found.number <> catalog_part.print_count",
    "DELETE FROM catalog_word",
    "INSERT INTO catalog_word (word, parts) SELECT word, ndoc FROM ts_stat('SELECT search FROM catalog_part')"
    " WHERE word ~ '^[a-z]+$'",
    "ANALYZE catalog_part",
)


def _import_parts(parts: Sequence[library.LibraryPart], old: dict[str, list[str]], prints: _Prints) -> None:
    rows = []
    for part in parts:
        box = part.bounds
        width, height, depth = (box[3] - box[0], box[4] - box[1], box[5] - box[2]) if box else (None, None, None)
        mould = prints.mould(part.id)
        found = findable(part, [*old.get(part.id, ()), *_elsewhere(part.id, prints)], is_print=mould is not None)
        rows.append(
            (part.id, part.name[:200], part.category[:60], part.popularity, width, height, depth)
            + (library.has_mesh(part.id), mould, found.as_text(), " ".join(found.all_words()), _own_words(mould, found))
        )
    row = f"({', '.join(['%s'] * (len(_COLUMNS) - 2))}, {_VECTORS})"
    updated = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO catalog_part ({', '.join(_COLUMNS)}) VALUES {', '.join([row] * len(rows))}"
            f" ON CONFLICT (id) DO UPDATE SET {updated}",
            [value for row in rows for value in row],
        )


def _elsewhere(part: str, prints: _Prints) -> list[str]:
    """The part's numbers at other sites, unless they are another part's here."""
    found = [(numbers.part_elsewhere(part, site) or "").lower() for site in numbers.Site]
    return [number for number in found if number and number not in prints.known and number not in prints.old]


def _own_words(mould: str | None, found: Findable) -> str:
    """What finds a print and not its mould; nothing for what is no print."""
    if mould is None:
        return ""
    shared = _mould_words(mould)
    return " ".join(word for word in found.all_words() if word not in shared)


@lru_cache(maxsize=64)
def _mould_words(mould: str) -> frozenset[str]:
    return frozenset(findable(library.part(mould), ()).words)
