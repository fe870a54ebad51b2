"""`make run` keeps its site up: whatever is killed comes back, and what cannot is told."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from prosum import supervising
from prosum.queues import WORKERS
from prosum.supervising import GivenUp, Program, Supervisor

from ..servers import crowd, free_port, visit
from ..services import copy, migrated_cluster

#: What tells a child by its command line.
CHILDREN = {
    "web": "prosum.wsgi:application",
    "live": "prosum.live:application",
    "beat": "prosum.celery beat",
    **{name: f"--hostname {name}@" for name in WORKERS},
}


class Site:
    """A running `prosum run`."""

    def __init__(self, folder: Path) -> None:
        apart = {"DATABASE_URL", "REDIS_URL", "SITE_URL", "LIVE_URL", "DJANGO_SETTINGS_MODULE"}
        self.folder, self.port, self.live_port = folder, free_port(), free_port()
        settings = {"PROSUM_VAR": str(folder), "PROSUM_NO_DEMO": "1", "PORT": str(self.port)}
        settings["LIVE_PORT"] = str(self.live_port)
        settings["DJANGO_SETTINGS_MODULE"] = "prosum.settings.local"
        self.output = (folder.parent / "output").open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "prosum.cli", "run"],
            env={**{k: v for k, v in os.environ.items() if k not in apart}, **settings},
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )

    def says(self) -> str:
        return (self.folder.parent / "output").read_text()

    def wait(self, what, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not what():
            assert self.process.poll() is None and time.monotonic() < end, self.says()
            time.sleep(0.2)

    def pid(self, name: str) -> int | None:
        return self._child(CHILDREN[name])

    def valkey(self) -> int | None:
        return self._child("valkey")

    def _child(self, words: str) -> int | None:
        for child in psutil.Process(self.process.pid).children():
            try:
                if words in " ".join(child.cmdline()):
                    return child.pid
            except psutil.Error:  # it ended meanwhile, or is dead and not yet noticed
                continue
        return None

    def postmaster(self) -> int | None:
        try:
            return int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return None

    def serves(self) -> bool:
        return visit(self.port, "/creations/", timeout=10).status == 200


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    # Not below pytest's own folder: as root, PostgreSQL runs as somebody else, who may not look into that.
    folder = Path(tempfile.mkdtemp(prefix="prosum-site-"))
    (folder / "var").mkdir()
    copy(migrated_cluster(), folder / "var" / "postgres")  # as on a laptop that was started before
    site = Site(folder / "var")
    try:
        site.wait(lambda: "Prosum is ready" in site.says(), 240)
        yield site
    finally:
        site.process.send_signal(signal.SIGTERM)
        site.process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def test_killed_processes_come_back(site):
    site.wait(lambda: all(site.pid(name) for name in CHILDREN), 60)
    killed = {name: site.pid(name) for name in CHILDREN}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)
    for name, pid in killed.items():
        site.wait(lambda name=name, pid=pid: site.pid(name) not in (None, pid), 60)
    site.wait(site.serves, 120)
    site.wait(lambda: visit(site.live_port, "/live/health", timeout=5).status == 200, 60)
    assert [name for name in CHILDREN if f"{name} ended by itself" not in site.says()] == []


def test_a_killed_broker_comes_back_and_pages_never_notice(site):
    killed = site.valkey()
    os.kill(killed, signal.SIGKILL)
    assert site.serves()
    site.wait(lambda: site.valkey() not in (None, killed), 30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["restarted", "killed"])
def test_pages_recover_when_the_database_was_away(site, number):
    crowd(site.port, ["/creations/"] * 20)  # every pooled connection is in use once
    away = site.postmaster()
    os.kill(away, number)
    site.wait(lambda: site.postmaster() not in (None, away), 60)
    site.wait(site.serves, 30)
    # Not one of the dead connections is left for others to find.
    assert {answer.status for answer in crowd(site.port, ["/creations/"] * 20)} == {200}


def test_a_process_that_dies_again_and_again_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.001)
    told: list[str] = []
    supervisor = Supervisor(tmp_path, told.append)
    supervisor.start(Program("web", [sys.executable, "-c", "print('no'); raise SystemExit(3)"], os.environ))
    with pytest.raises(GivenUp, match=r"web ended 6 times within a minute: see .*web\.log"):
        for _ in range(600):
            supervisor.look()
            time.sleep(0.05)
    assert len(told) == 5 and re.search(r"status 3", told[0])
    assert (tmp_path / "web.log").read_text().count("no") == 6
    supervisor.end()
