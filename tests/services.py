"""The tests' own PostgreSQL and Valkey, started before Django's settings are read (a plugin named in pyproject.toml).

Migrating takes longer than most tests. It is done once for a set of migrations: the cluster is kept below `var/`, later
runs begin with a copy, and each test process takes its database from it (`TEST["TEMPLATE"]`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from prosum.embedded import Services
from prosum.paths import ROOT, VAR

os.environ["DJANGO_SETTINGS_MODULE"] = "prosum.settings.testing"
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
_services: Services | None = None

KEPT = VAR / "tests"
#: How many migrated clusters are kept, the newest ones.
KEEP = 3


def migrated_cluster() -> Path:
    """The folder of a stopped cluster whose database `prosum` is migrated; made when there is none of these migrations."""
    made_from = hashlib.sha256()
    for file in sorted([ROOT / "uv.lock", *ROOT.glob("[!.]*/**/migrations/*.py")]):
        made_from.update(file.read_bytes())
    kept = KEPT / made_from.hexdigest()[:16]
    if kept.exists():
        kept.touch()
        return kept
    folder = Path(tempfile.mkdtemp(prefix="prosum-migrating-"))
    with Services(folder):
        migrate = "from prosum.manage import manage; manage(['migrate', '--verbosity', '0'])"
        subprocess.run([sys.executable, "-c", migrate], cwd=ROOT, check=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    try:
        (folder / "postgres").rename(kept)
    except OSError:  # another file system, or another run was faster
        if not kept.exists():
            copy(folder / "postgres", kept)
    shutil.rmtree(folder, ignore_errors=True)
    for old in sorted(KEPT.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[KEEP:]:
        shutil.rmtree(old, ignore_errors=True)
    return kept


def copy(cluster: Path, into: Path) -> None:
    """Copy a stopped cluster with its owners: PostgreSQL refuses data of somebody else's."""
    shutil.copytree(cluster, into, symlinks=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        for path in [cluster, *cluster.rglob("*")]:
            owner = path.lstat()
            os.chown(into / path.relative_to(cluster), owner.st_uid, owner.st_gid, follow_symlinks=False)


if not _worker:
    # The first process starts the services; xdist's workers inherit their addresses.
    for name in ("DATABASE_URL", "REDIS_URL", "PROSUM_VAR"):
        os.environ.pop(name, None)
    _cluster = migrated_cluster()
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    _folder = Path(tempfile.mkdtemp(prefix="prosum-tests-"))
    copy(_cluster, _folder / "postgres")
    _services = Services(_folder, throw_away=True)
    _services.__enter__()
else:
    number = int(_worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("db=0", f"db={2 * number}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if _services is not None:
        _services.stop()
