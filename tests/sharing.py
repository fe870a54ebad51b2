"""How the tests are shared between processes (a plugin named in pyproject.toml).

A file goes whole to one process, as its tests share what was made for the first. What takes longest goes first, so that no
process waits for the other at the end, and what waits (for a killed worker, a silent broker) beside what computes.
"""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

#: Wait most of their time.
WAITING = (
    "tests/site/test_running.py",
    "tests/site/test_load.py",
    "tests/site/test_neighbours.py",
    "tests/work/test_lifecycle.py",
    "tests/users/test_mails.py",
    "tests/site/test_settings.py",
)
#: Compute longest. Browsers come together: between them and others Chromium would start anew.
LONG = (
    "tests/site/test_hostile_input.py",
    "tests/browser/",
    "tests/creations/test_two_browsers.py",
    "tests/site/test_permissions.py",
    "tests/site/test_doors.py",
    "tests/site/test_methods.py",
)
#: Their tests may run in any process.
APART = ("tests/site/test_hostile_input.py",)
_FIRST = [*filter(None, chain.from_iterable(zip_longest(WAITING, LONG)))]


def _place(item: pytest.Item) -> int:
    return next((place for place, start in enumerate(_FIRST) if item.nodeid.startswith(start)), len(_FIRST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In several processes the longest come first; alone, tests keep their order."""
    if hasattr(config, "workerinput"):
        items.sort(key=_place)


class _Shares(LoadFileScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(APART) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Shares:
    """Used by `-n` whatever `--dist` says."""
    return _Shares(config, log)
