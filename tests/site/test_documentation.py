"""What the documentation says of the house is so."""

from __future__ import annotations

import re
import subprocess

import pytest

from .test_structure import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ROOMS = ("users", "creations", "marketplace", "blog", "platform", "tests", "bench", "docs")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
HOUSE, PLANNED = ARCHITECTURE.split("## Planned, not built")


def kept_paths() -> set[str]:
    """Every file of the project and every folder it lies in, as paths from the project's root."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = {line for line in listed.stdout.splitlines() if (ROOT / line).exists()}
    return files | {"/".join(file.split("/")[:depth]) for file in files for depth in range(1, file.count("/") + 1)}


def named_paths(text: str) -> set[str]:
    """What a text names in backticks as a path of the project, without what follows a file's name."""
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", text)
    return {path.rstrip("/") for path in named if path.split("/")[0] in ROOMS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_a_document_names_exists(document):
    text = HOUSE if document.name == "architecture.md" else document.read_text()
    assert not named_paths(text) - kept_paths()


def test_what_is_planned_is_not_built():
    """Whoever builds it moves it up among the rooms."""
    planned = set(re.findall(r"^- `([\w./-]+)`:", PLANNED, re.MULTILINE))
    assert len(planned) >= 2
    assert not {path.rstrip("/") for path in planned} & kept_paths()


def rooms_told() -> dict[str, list[str]]:
    """The rooms in the picture of the house, each with those that are drawn inside it."""
    told: dict[str, list[str]] = {}
    for indent, names in re.findall(r"^    ( *)((?:\w+/(?:, )?)+)", HOUSE, re.MULTILINE):
        found = re.findall(r"(\w+)/", names)
        if indent:
            told[list(told)[-1]] += found
        else:
            told |= {name: [] for name in found}
    return told


def test_every_room_stands_in_the_picture_and_no_other():
    folders = {path for path in kept_paths() if (ROOT / path).is_dir()}
    unnamed = {"migrations", "management", "templatetags", "models", "actions", "views"}
    told = rooms_told()
    assert set(told) == {path for path in folders if "/" not in path and not path.startswith(".")} - {"docs"}
    for room, inside in told.items():
        if room not in {"tests", "bench"}:
            there = {path.split("/")[1] for path in folders if path.startswith(f"{room}/") and path.count("/") == 1}
            assert set(inside) == there - unnamed, room


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_a_newcomer_is_led_to_it(name):
    assert "(docs/architecture.md)" in (ROOT / name).read_text()
