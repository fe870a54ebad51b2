"""What the site can be asked: its addresses with their parameters, the names its views read, the API's operations."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.http import QueryDict
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.datastructures import MultiValueDict

#: Whole trees of libraries that bring their own tests; of their pages every one is asked, with fewer values.
LIBRARIES = ("account/", "editor/", "operator/", "documents/", "<language>/", "api/docs/", "api/schema/")
_READ = re.compile(r"(?:GET|POST|FILES|query_params)(?:\.(?:get|getlist))?[\[(]\s*\"(\w+)\"")


def patterns(resolver: URLResolver | None = None, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """Every URL pattern as (its path, its full name)."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            if type(entry.pattern).__name__ == "LocalePrefixPattern":
                path = "<language>/"
            yield from patterns(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield path, f"{namespace}{entry.name}"


def slots(address: str) -> list[tuple[str, str]]:
    """The places of an address that its pattern captures, as what stands before and after each."""
    path, _, query = address.partition("?")
    captured = dict.fromkeys(str(value) for value in resolve(path).kwargs.values() if value)
    found = []
    for value in captured:
        for match in re.finditer(rf"(?<=[/@]){re.escape(value)}(?=[/.]|$)", path):
            found.append((path[: match.start()], path[match.end() :] + (f"?{query}" if query else "")))
    return found


def methods(view: Any) -> set[str]:
    """What a view lets through: the methods its decorators name, those of an API's actions, else all."""
    if hasattr(view, "actions"):
        return {method.upper() for method in view.actions}
    while view is not None:
        code = getattr(view, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            return set(view.__closure__[code.co_freevars.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return {"GET", "POST", "PUT", "PATCH", "DELETE"}


def names_in_source(address: str) -> set[str]:
    """The names that the source of an address's view reads from a request, also where no request of the tests gets to."""
    view = inspect.unwrap(resolve(address.partition("?")[0]).func)
    found = set()
    for part in (getattr(view, "cls", view), *_helpers(view)):
        with suppress(OSError, TypeError):
            found |= set(_READ.findall(inspect.getsource(part)))
    return found


def _helpers(view: Any) -> list[Any]:
    """The functions of its own module that a view names."""
    names = getattr(getattr(view, "__code__", None), "co_names", ())
    known = [getattr(view, "__globals__", {}).get(name) for name in names]
    return [one for one in known if inspect.isfunction(one) and one.__module__ == view.__module__]


@contextmanager
def recorded() -> Iterator[set[str]]:
    """The names that are read from queries and forms meanwhile, by views, forms and libraries alike."""
    names: set[str] = set()
    originals = {name: getattr(MultiValueDict, name) for name in ("__getitem__", "get", "getlist")}

    def recording(original):
        def read(self, key, *args, **kwargs):
            if isinstance(self, QueryDict) and isinstance(key, str) and key.isidentifier():
                names.add(key)
            return original(self, key, *args, **kwargs)

        return read

    try:
        for name, original in originals.items():
            setattr(MultiValueDict, name, recording(original))
        yield names
    finally:
        for name, original in originals.items():
            setattr(MultiValueDict, name, original)
