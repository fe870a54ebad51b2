"""How the code is arranged: what a newcomer may rely on when reading it."""

from __future__ import annotations

import ast
import importlib.util
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from creations.events import CreationRevised
from users import personal_data, profile_sections
from users.notifications import registry

ROOT = Path(__file__).resolve().parents[2]
APPS = ("users", "creations", "marketplace", "blog", "platform/prosum")
#: Where a framework knows no other way than that a module registers as it is imported.
BY_FRAMEWORK = ("templatetags", "wagtail_hooks.py", "admin.py", "api/urls.py")


def modules() -> list[Path]:
    """Every Python file of the apps, migrations apart, relative to the project."""
    found = [path.relative_to(ROOT) for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in found if not {"migrations", "node_modules"} & set(path.parts)]


def registrations(path: Path) -> list[str]:
    """What a module does to another's table as it is imported: bare calls, and decorators that register."""
    body = ast.parse((ROOT / path).read_text()).body
    done: list[ast.expr] = [one.value for one in body if isinstance(one, ast.Expr)]
    for one in body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef):
            done += one.decorator_list
    names = [ast.unparse(one.func if isinstance(one, ast.Call) else one) for one in done]
    return [name for name in names if name.split(".")[-1] in {"register", "receiver", "connect", "subscribe"}]


def test_nothing_registers_itself_by_being_imported():
    looked_at = [path for path in modules() if not any(word in str(path) for word in BY_FRAMEWORK)]
    assert len(looked_at) > 150
    guilty = {str(path): names for path in looked_at if (names := registrations(path))}
    assert not guilty, "an app's ready() registers"


def test_only_who_is_signed_in_reaches_a_view_that_counts_on_it():
    """`MemberRequest` is a promise to the type checker; `login_required`, on the view itself or on what calls it, keeps it."""
    promised = 0
    for path in modules():
        tree = ast.parse((ROOT / path).read_text())
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            if any(one.annotation and ast.unparse(one.annotation) == "MemberRequest" for one in function.args.args):
                guards = {ast.unparse(mark) for mark in function.decorator_list}
                assert "login_required" in guards or function.name.startswith("_"), f"{path}: {function.name}"
                promised += 1
    assert promised > 20


def test_no_file_imports_another_in_a_circle_not_even_inside_a_function():
    graph = grimp.build_graph("bench", "prosum", "users", "creations", "marketplace", "blog")
    assert len(graph.modules) > 250
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


TABLES = [path for path in modules() if path.name in {"kinds.py", "personal_data.py", "profile.py", "signals.py"}]


@pytest.mark.parametrize("path", TABLES, ids=str)
def test_importing_a_table_registers_nothing(path):
    def registered() -> tuple[object, ...]:
        return registry.names(), dict(registry._handlers), list(personal_data._sources), profile_sections.sections()[:]

    before = registered()
    name = ".".join(path.with_suffix("").parts)
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert registered() == before


def test_every_app_has_registered_what_it_brings():
    assert {name.split(".")[0] for name in registry.names()} >= {"member", "creation", "order", "comment", "article"}
    sources = [".".join(path.with_suffix("").parts) for path in modules() if path.name == "personal_data.py"]
    assert {source.__module__ for source in personal_data._sources} == set(sources)
    assert [section.__module__ for section in profile_sections.sections()] == ["creations.profile", "blog.profile"]
    assert registry.handlers(CreationRevised.kind)


def test_a_second_registration_under_the_same_name_is_refused():
    with pytest.raises(ValueError, match=r"creation\.liked"):
        registry.register(registry.get("creation.liked"))
    with pytest.raises(ValueError, match="twice"):
        personal_data.register(personal_data.account)
    with pytest.raises(ValueError, match="twice"):
        profile_sections.register(profile_sections.sections()[0])
