"""Whatever is sent, to whichever address, by whom: an answer below 500, and in a refusal a sentence.

Nothing here names a page: addresses come from the resolver by way of the permission matrix (which has a row for each),
parameters from what the views read while they answer and from their source, the API's operations from its description.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from users.input.request import AnyHandler, AnyRequest
from users.models import Member

from . import discovery
from .hostile_values import (
    BODIES,
    COOKIES,
    CURSORS,
    HEADER_VALUES,
    HEADERS,
    JSON_VALUES,
    TEXTS,
    in_address,
    in_form,
)
from .test_permissions import MATRIX, Row, world  # noqa: F401

pytestmark = pytest.mark.django_db
VISITORS = ("anonymous", "member", "owner", "operator")
#: `HOSTILE=all` sends everything as everybody, which takes many times as long. The gate sends each value as one visitor
#: in turn, so that each parameter meets all four; of the values a seventh to each parameter, others to the next, so that
#: the site meets all many times over; and of parameters that differ by their digits alone one.
ALL = os.environ.get("HOSTILE") == "all"
FORM = "application/x-www-form-urlencoded"
#: So many tests share the addresses; `tests/sharing.py` gives them to whichever process is free.
SHARES = 12
SHARP = {"NUL inside", "high surrogate", "invalid UTF-8", "4,400 digits"}
_DIGITS = re.compile(r"\d+")
_TAGS = re.compile(r"<(script|style|svg|head|nav|header|footer)\b.*?</\1>|<[^>]+>", re.DOTALL)


class _Environment(RequestFactory):
    """Makes what a WSGI server hands over, and no request of it yet."""

    def request(self, **given: Any) -> dict[str, Any]:
        return self._base_environ(**given)


class Asker:
    """Sends requests as one visitor, each in a transaction that is taken back, and keeps what went wrong.

    Straight to the site's own handler: the test client has another, and copies the context of every template, which takes longer than the page.
    """

    handler = AnyHandler()

    def __init__(self, name: str, member: Member | None) -> None:
        client = Client()
        if member is not None:
            client.force_login(member)
        self.name, self.cookies = name, "; ".join(f"{key}={one.value}" for key, one in client.cookies.items())
        self.faults: list[str] = []
        self.asked = 0

    def ask(self, method: str, address: str, told: str, cookie: str = "", **given: Any) -> None:
        self.asked += 1
        raised: list[str] = []

        def note(**signal: Any) -> None:
            raised.append(repr(sys.exc_info()[1]))

        got_request_exception.connect(note)
        try:
            with transaction.atomic():
                fault = _fault(self._answer(method, address, cookie or self.cookies, **given))
                transaction.set_rollback(True)
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        finally:
            got_request_exception.disconnect(note)
        if fault:
            said = f"{self.name}: {method} {address[:120]} ({told}): {fault} {' '.join(raised)}"
            self.faults.append(said[:400])

    def _answer(self, method: str, address: str, cookie: str, **given: Any) -> HttpResponseBase:
        request = AnyRequest(_Environment().generic(method.upper(), address, HTTP_COOKIE=cookie, **given))
        request._dont_enforce_csrf_checks = True  # as the test client does
        return self.handler.get_response(request)


def _fault(answer: Any) -> str:
    """What is wrong with an answer: that it broke, or that it refuses without a sentence."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    elif answer.status_code >= 500 and answer.status_code != 501:
        return str(answer.status_code)
    elif 400 <= answer.status_code != 405 and not _sentence(answer):
        return f"{answer.status_code} without a sentence: {answer.content[:80]!r}"
    return ""


def _sentence(answer: Any) -> bool:
    """Whether a refusal says something to whoever was refused."""
    body = answer.content.decode()
    if "json" in answer.get("Content-Type", ""):
        told = json.loads(body)
        body = str(told.get("error") or told.get("detail") or "")
    return len(_TAGS.sub(" ", body).split()) >= 3


@pytest.fixture
def askers(world, make_member, settings, root_collection):  # noqa: F811
    """The four visitors. Nobody is held back by rates: it is the views that are tried."""
    settings.PROSUM_RATES = dict.fromkeys(settings.PROSUM_RATES, "10000000/h")
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.CRITICAL)  # ten thousand lines that say "Not Found"
    names, people = world
    operator = make_member("olga", "operator", is_staff=True, is_superuser=True)
    found = []
    for name, member in zip(VISITORS, (None, people["other"], people["owner"], operator), strict=True):
        found.append(Asker(name, member))
    yield names, found
    logging.disable(logging.NOTSET)


def _turns(visitors: list[Asker]) -> Iterator[list[Asker]]:
    """Who sends the next value."""
    return itertools.repeat(visitors) if ALL else ([one] for one in itertools.cycle(visitors))


def _report(askers: list[Asker]) -> None:
    faults = [fault for asker in askers for fault in asker.faults]
    assert not faults, f"{len(faults)} of {sum(a.asked for a in askers)} requests:\n" + "\n".join(faults[:80])


def _rows(name: str, names: dict[str, Any]) -> list[Row]:
    """One row for each method that an address takes; who else may see it is the permission matrix's matter."""
    rows = {row.method: row for row in reversed(MATRIX[name])}
    for row in list(rows.values()):
        view = resolve(row.address.format(**names).partition("?")[0]).func
        for method in discovery.methods(view) - {"OPTIONS", "HEAD"}:
            rows.setdefault(method.lower(), Row(method.lower(), row.address, ()))
    return list(rows.values())


def _chosen(values: dict[str, Any], *where: str) -> dict[str, Any]:
    """The values that are sent there: the same in each run, whatever numbers the rows of the database got."""
    if ALL:
        return values
    return {
        t: v for t, v in values.items() if not zlib.crc32(" ".join((*where, t)).encode()) % (3 if t in SHARP else 7)
    }


def _values(name: str) -> dict[str, bytes]:
    return {**TEXTS, **{k: v.encode() for k, v in CURSORS.items()}} if name == "after" else TEXTS


@pytest.mark.parametrize("share", range(SHARES))
def test_addresses(share: int, askers):
    names, visitors = askers
    for name in sorted(MATRIX)[share::SHARES]:
        for row in _rows(name, names):
            address = row.address.format(**names)
            _send_paths(visitors, row, name, address)
            _send_fields(visitors, row, name, address)
            _send_bodies(visitors, row, name, address)
            _send_headers(visitors, row, name, address)
    _report(visitors)


def _send_paths(visitors: list[Asker], row: Row, name: str, address: str) -> None:
    turns = _turns(visitors)
    for place, (before, after) in enumerate(discovery.slots(address)):
        for told, value in _chosen(TEXTS, name, str(place)).items():
            for visitor in next(turns):
                visitor.ask(row.method, before + in_address(value) + after, f"path: {told}")


def _send_fields(visitors: list[Asker], row: Row, name: str, address: str) -> None:
    """Every name that the view's source reads, and that it was seen to read: what it reads for one may be for another."""
    turns = _turns(visitors)
    fields = {key: value for key, value in (row.data or {}).items() if value != "model"}
    done: set[str] = set()
    wanted = {*fields, *discovery.names_in_source(address)}
    with discovery.recorded() as read:
        visitors[2].ask(row.method, address, "as it is", data=in_form(fields, "x", b""), content_type=FORM)
        while todo := _unlike(sorted((wanted | read) - done), done):
            done.update(todo)
            for field_name, (told, value) in itertools.chain.from_iterable(
                itertools.product([one], _chosen(_values(one), name, one).items()) for one in todo
            ):
                for visitor in next(turns):
                    _send_field(visitor, row, address, fields, field_name, told, value)


def _unlike(names: list[str], done: set[str]) -> list[str]:
    """Those of the names that do not only differ by their digits from another or from one that is done."""
    if ALL:
        return names
    seen = {_DIGITS.sub("0", name) for name in done}
    return [one for one in names if (mark := _DIGITS.sub("0", one)) not in seen and not seen.add(mark)]


def _send_field(
    visitor: Asker, row: Row, address: str, fields: dict[str, Any], name: str, told: str, value: bytes
) -> None:
    if row.method == "get":
        visitor.ask("get", f"{address.partition('?')[0]}?{name}={in_address(value)}", f"{name}: {told}")
    else:
        body = in_form(fields, name, value)
        visitor.ask(row.method, address, f"{name}: {told}", data=body, content_type=FORM)


def _send_bodies(visitors: list[Asker], row: Row, name: str, address: str) -> None:
    turns = _turns(visitors)
    for told, (body, content_type) in _chosen(BODIES, name).items():
        for method in {row.method, "post"} - {"get"}:
            for visitor in next(turns):
                visitor.ask(method, address, f"body: {told}", data=body, content_type=content_type)


def _send_headers(visitors: list[Asker], row: Row, name: str, address: str) -> None:
    """All headers at once; below some addresses are asked with each alone."""
    turns = _turns(visitors)
    for told, value in _chosen(HEADER_VALUES, name).items():
        for visitor in next(turns):
            visitor.ask(row.method, address, f"headers: {told}", headers=_headers(value))


def _headers(value: str, only: tuple[str, ...] = HEADERS) -> dict[str, str]:
    # A host that is not ours is refused before anything is read, which would hide the rest.
    return {name: value for name in only if name != "Host" or only != HEADERS}


def test_each_header_and_cookie_alone(askers):
    _names, visitors = askers
    turns = _turns(visitors)
    pages = ("/", "/@ada/tower/", "/creations/?after=x", "/api/v1/creations/", "/account/login/")
    addresses = itertools.repeat(pages) if ALL else ([page] for page in itertools.cycle(pages))
    for told, value in HEADER_VALUES.items():
        for header in HEADERS:
            for address, visitor in itertools.product(next(addresses), next(turns)):
                visitor.ask("get", address, f"{header}: {told}", headers=_headers(value, (header,)))
        for cookie, address in itertools.product(COOKIES, next(addresses)):
            visitors[0].ask("get", address, f"cookie {cookie}: {told}", cookie=f"{cookie}={value}")
    _report(visitors)


def _operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """The API's operations by their id: method, path and description."""
    from drf_spectacular.generators import SchemaGenerator

    schema = SchemaGenerator().get_schema(public=True)
    return {
        operation["operationId"]: (method, path, _properties(schema, operation))
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    }


def _properties(schema: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The names an operation takes in its query and in its body."""
    query = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
    body: list[str] = []
    for content in operation.get("requestBody", {}).get("content", {}).values():
        shape = content["schema"]
        while "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        body += shape.get("properties", {})
    return {"query": query, "body": sorted(set(body))}


def test_api_operations(askers):
    names, visitors = askers
    turns = _turns(visitors)
    fill = {"id": names["creation"], "creation_pk": names["creation"], "number": 1, "code": 4}
    for operation, (method, path, takes) in _operations().items():
        if "/parts/{id}" in path:
            address = path.replace("{id}", "3001")
        else:
            address = path.format(**fill)
        for field_name in takes["query"]:
            for told, value in _values(field_name).items():
                for visitor in next(turns):
                    visitor.ask(
                        method, f"{address}?{field_name}={in_address(value)}", f"{operation} {field_name}: {told}"
                    )
        for field_name in takes["body"]:
            for told, raw in _chosen(JSON_VALUES, operation, field_name).items():
                body = f'{{"{field_name}": {raw}}}'.encode()
                for visitor in next(turns):
                    told_where = f"{operation} {field_name}: {told}"
                    visitor.ask(method, address, told_where, data=body, content_type="application/json")
        if method != "get":
            for told, (body, content_type) in BODIES.items():
                for visitor in next(turns):
                    visitor.ask(method, address, f"{operation}: {told}", data=body, content_type=content_type)
    _report(visitors)


def _library_addresses() -> list[str]:
    """Every page of the libraries, its parameters filled in with something of the right kind."""
    found = set()
    for path, _name in discovery.patterns():
        # Wagtail has a page that breaks on purpose, to show operators what they would see.
        if path.startswith(discovery.LIBRARIES) and "failwhale" not in path and "(?P" not in path:
            found.add("/" + re.sub(r"<(\w+:)?\w+>", lambda match: "1" if match[1] == "int:" else "x", path))
    return sorted(found)


@pytest.mark.parametrize("tree", sorted({tree for tree in discovery.LIBRARIES if tree[0] != "<"}))
def test_libraries(tree: str, askers):
    """The pages of libraries: the values that broke ours, in paths and in what they read, as who may see most.

    In the gate all that a page reads is hostile at once, and each place of an address in one way.
    """
    _names, visitors = askers
    few = {
        name: TEXTS[name] for name in ("NUL inside", "high surrogate", "4,400 digits", "beyond 64 bits", "line ends")
    }
    ways = itertools.repeat([*few]) if ALL else ([told] for told in itertools.cycle(few))
    for address in _library_addresses():
        if not address.startswith("/" + tree):
            continue
        with discovery.recorded() as read:
            visitors[3].ask("get", address, "as it is")
        for told, value in few.items():
            for names in [[name] for name in sorted(read)] if ALL else [sorted(read)] if read else []:
                query = "&".join(f"{name}={in_address(value)}" for name in names)
                visitors[3].ask("get", f"{address}?{query}", f"{', '.join(names)}: {told}")
        with suppress(Resolver404):  # a page that no address of ours leads to
            for before, after in discovery.slots(address):
                for told in next(ways):
                    visitors[3].ask("get", before + in_address(few[told]) + after, f"path: {told}")
    _report(visitors)


def test_every_view_that_is_tried_is_reached(askers):
    """The suite tries nothing when its addresses lead nowhere."""
    names, _visitors = askers
    for rows in MATRIX.values():
        for row in rows:
            assert resolve(row.address.format(**names).partition("?")[0])
