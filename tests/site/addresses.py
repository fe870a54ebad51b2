"""One real address for every URL pattern there is, the libraries' too: for tests that list and miss none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.contrib.admindocs.views import simplify_regex
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

_SAMPLES = {
    "int": "1",
    "slug": "users",
    "str": "x",
    "path": "a/b.webp",
    "uuid": "0" * 8 + ("-" + "0" * 4) * 3 + "-" + "0" * 12,
}
_BY_NAME = {
    "url": "add/",
    "pk": "1",
    "number": "1",
    "creation_pk": "1",
    "app_label": "users",
    "format": ".json",
    "kind": "creation",
}
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


def _written(pattern: object) -> str:
    """A pattern as an address with samples in its places."""
    if isinstance(pattern, LocalePrefixPattern):
        return "en/"
    route = str(pattern)
    if not isinstance(pattern, RoutePattern):
        route = simplify_regex(route).lstrip("/").replace("<var>", "")
    return _PLACE.sub(lambda place: _BY_NAME.get(place[2]) or _SAMPLES.get(place[1] or "str", "1"), route)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = prefix + _written(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, address)
        else:
            yield address, entry


def addresses() -> list[str]:
    """Every address, once, that leads to some view."""
    found = []
    for address, _pattern in _walk(get_resolver(), "/"):
        try:
            resolve(address)
        except Resolver404:
            continue
        found.append(address)
    return list(dict.fromkeys(found))
