"""Pages by key instead of by number: as cheap at the end of a list as at its beginning, and stable while it grows."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import DateTimeField, IntegerField, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

from .input.json_reader import BadJSON, read_json
from .input.numbers import LARGEST

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Keyset(Generic[M]):
    """One page. `after` leads to the next one; it is empty on the last."""

    items: Sequence[M]
    after: str


def page(queryset: QuerySet[M], *, order: str, size: int, after: str = "") -> Keyset[M]:
    """`size` items in the order of a field or annotation ("-" for falling), ties broken by primary key the same way.

    A cursor that does not fit is ignored: a list from its beginning is a better answer than an error.
    """
    falling = order.startswith("-")
    name = order.removeprefix("-")
    beyond = "lt" if falling else "gt"
    queryset = queryset.order_by(order, "-pk" if falling else "pk") if name != "pk" else queryset.order_by(order)
    key = _decode(after, queryset, name)
    if key is not None:
        value, pk = key
        if name == "pk":
            queryset = queryset.filter(**{f"pk__{beyond}": pk})
        else:
            # The first condition alone bounds the index scan; the second splits ties.
            ties = Q(**{f"{name}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk})
            queryset = queryset.filter(ties, **{f"{name}__{beyond}e": value})
    found = list(queryset[: size + 1])
    more = len(found) > size
    items = found[:size]
    return Keyset(items, _encode(items[-1], name) if more else "")


def _encode(item: Model, name: str) -> str:
    value: Any = getattr(item, name)
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    raw = json.dumps([value, item.pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _decode(cursor: str, queryset: QuerySet[Any], name: str) -> tuple[Any, Any] | None:
    """The values in a cursor, when they are such as `_encode` writes for these fields."""
    if not cursor or len(cursor) > 300:
        return None
    try:
        found = read_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), most_depth=1)
        if not isinstance(found, list) or len(found) != 2:
            return None
        value, pk = found
        return _valid(queryset, name, value), _valid(queryset, "pk", pk)
    except (ValueError, BadJSON):
        return None


def _valid(queryset: QuerySet[Any], name: str, value: Any) -> Any:
    """The value as the field has it. Raises ValueError for what it cannot hold."""
    meta = queryset.model._meta
    computed = queryset.query.annotations.get(name)
    field = computed.output_field if computed else meta.pk if name == "pk" else meta.get_field(name)
    if isinstance(field, DateTimeField):
        moment = parse_datetime(value) if isinstance(value, str) else None
        # At the calendar's ends a date leaves it when it is told in another time zone.
        if moment is None or moment.tzinfo is None or not 1900 < moment.year < 9000:
            raise ValueError(name)
        return moment
    wanted: type = int if isinstance(field, IntegerField) else str
    if type(value) is not wanted or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError(name)
    return value
