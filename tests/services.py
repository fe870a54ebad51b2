"""The tests' own PostgreSQL and Valkey, started before Django's settings are read (a plugin named in pyproject.toml)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from prosum.embedded import Services

os.environ["DJANGO_SETTINGS_MODULE"] = "prosum.settings.testing"
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
_services: Services | None = None

if not _worker:
    # The first process starts the services; xdist's workers inherit their addresses.
    for name in ("DATABASE_URL", "REDIS_URL", "PROSUM_VAR"):
        os.environ.pop(name, None)
    _services = Services(Path(tempfile.mkdtemp(prefix="prosum-tests-")), throw_away=True)
    _services.__enter__()
else:
    number = int(_worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("db=0", f"db={2 * number}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if _services is not None:
        _services.stop()
