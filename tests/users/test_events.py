"""Events hold what their kind needs, or are refused where they are recorded."""

from __future__ import annotations

import ast
import dataclasses
import importlib
from typing import Any, get_args, get_type_hints

import pytest
from django.apps import apps

from blog.events import CommentMade
from creations.events import CreationLiked, CreationRevised
from users.notifications import registry
from users.notifications.event_data import BadEventData, EventData
from users.notifications.models import Event
from users.notifications.outbox import record
from users.notifications.sentences import sentence

from ..site.test_structure import ROOT, modules


def kinds_of_data(base: type[EventData] = EventData) -> list[type[EventData]]:
    """Every class an event can be recorded with."""
    for app in apps.get_app_configs():
        if app.name in {"users", "creations", "marketplace", "blog"}:
            importlib.import_module(f"{app.name}.events")
    found = [base] if base.kind else []
    return [*found, *(one for below in base.__subclasses__() for one in kinds_of_data(below))]


def example(data: type[EventData]) -> dict[str, Any]:
    """Values that fit."""
    hints = get_type_hints(data)
    types = {field.name: (get_args(hints[field.name]) or (hints[field.name],))[0] for field in dataclasses.fields(data)}
    return {name: 7 if type_ is int else f"/{name}/" for name, type_ in types.items()}


def calls_of_record() -> dict[str, list[ast.expr]]:
    """The first argument of every call of `record`, by file."""
    found: dict[str, list[ast.expr]] = {}
    for path in modules():
        tree = ast.parse((ROOT / path).read_text())
        named = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and "outbox" in node.module
        ]
        if any(name.name == "record" for node in named for name in node.names):
            called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
            found[str(path)] = [node.args[0] for node in called if ast.unparse(node.func) == "record"]
    return found


def test_every_kind_has_one_class_and_is_recorded_somewhere():
    classes = kinds_of_data()
    assert len(classes) == len({one.kind for one in classes}) >= 15
    assert {registry.get(name).data for name in registry.names()} <= set(classes)
    sources = "".join((ROOT / path).read_text() for path in modules() if path.name not in {"events.py", "kinds.py"})
    tables = "".join(
        (ROOT / path).read_text().partition("ORDER_MOVED")[2] for path in modules() if path.name == "events.py"
    )
    assert not [one.__name__ for one in classes if one.__name__ not in sources + tables], "nobody records it"


def test_every_call_of_record_names_a_class():
    calls = calls_of_record()
    assert sum(map(len, calls.values())) >= 10
    for path, arguments in calls.items():
        for argument in arguments:
            made = isinstance(argument, ast.Call) and ast.unparse(argument.func) in {
                one.__name__ for one in kinds_of_data()
            }
            # What a variable holds the type checker knows.
            assert made or isinstance(argument, ast.Name), f"{path}: {ast.unparse(argument)}"


@pytest.mark.parametrize("data", kinds_of_data(), ids=lambda data: data.kind)
def test_a_missing_or_wrong_value_is_refused_where_it_is_recorded(data):
    fits = example(data)
    assert data(**fits).as_json() == fits and data.from_json({**fits, "older": 1}) == data(**fits)
    for name, value in fits.items():
        with pytest.raises(TypeError, match=name):
            data(**{key: value for key, value in fits.items() if key != name})
        for wrong in (b"bytes", 1.5, True, "seven" if isinstance(value, int) else 7):
            with pytest.raises(BadEventData, match=name):
                data(**{**fits, name: wrong})
        with pytest.raises(BadEventData, match=name):
            data.from_json({key: value for key, value in fits.items() if key != name})
    with pytest.raises(TypeError, match="unknown"):
        data(**fits, unknown=1)


@pytest.mark.django_db
def test_what_is_recorded_is_read_back(ada):
    liked = CreationLiked(title="Tower", owner=ada.pk, path="/@ada/tower/")
    kept = Event.objects.get(pk=record(liked, actor=ada, subject="creation:1").pk)
    assert (kept.kind, kept.subject) == ("creation.liked", "creation:1")
    assert registry.get(kept.kind).read(kept) == liked


@pytest.mark.django_db
def test_an_event_from_an_older_version_breaks_nobodys_page(client, ada):
    event = Event.objects.create(kind=CommentMade.kind, data={"path": "/@ada/tower/"})
    event.notifications.create(member=ada)
    for number in range(2):  # which would be one story, were they whole
        liked = Event.objects.create(kind=CreationLiked.kind, actor=None, subject="x:1", data={"path": "/"})
        liked.notifications.create(member=ada, happening=f"x {number}")
    assert sentence(event).path == "/@ada/tower/"
    client.force_login(ada)
    assert "Something happened." in client.get("/notifications/").content.decode()


def test_a_kind_whose_data_lack_what_is_told_is_refused():
    liked = registry.get(CreationLiked.kind)
    with pytest.raises(ValueError, match="no path"):
        registry.register(dataclasses.replace(liked, data=CreationRevised))
    assert CreationRevised.kind not in registry.names()
