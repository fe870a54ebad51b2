"""`prosum run`: the whole site on one machine, from nothing to an address, and everything stopped at the end."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from . import queues, serving
from .embedded import Services, ServiceUnavailable
from .listening import Listening
from .paths import VAR

READY_SECONDS = 60
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stop(Exception):
    """Somebody asked the site to end."""


def run() -> int:
    """Start everything, wait for Ctrl-C or SIGTERM, stop everything. Returns the exit status."""
    began = time.monotonic()
    port = int(os.environ.get("PORT", "8000"))
    for number in SIGNALS:
        signal.signal(number, _stop)
    listening = Listening.from_environment()
    try:
        is_free = listening.can_bind(port)
    except OSError:
        print(f"HOST={listening.host} is no address of this machine.", file=sys.stderr)
        return 1
    if not is_free:
        print(f"Port {port} is taken: choose another, as in `PORT=8080 make run`.", file=sys.stderr)
        return 1
    children: list[subprocess.Popen[bytes]] = []
    try:
        say("Starting PostgreSQL and Valkey …")
        with Services(share=True) as services:
            try:
                _prepare(listening, port)
                say("Starting the web server …")
                _start(children, listening, port, "web")
                _wait(listening, port, children)
                # The others come after the first page can be served: all at once they would share two cores.
                _start(children, listening, port, "live", *queues.WORKERS, "beat")
                _announce(listening, port, time.monotonic() - began)
                _watch(children)
            finally:
                services.forget()
                _end(children)
    except Stop:
        say("Stopped.")
        return 0
    except ServiceUnavailable as error:
        print(f"prosum: {error}", file=sys.stderr)
        return 1
    return 1


def say(text: str) -> None:
    print(text, flush=True)


def _stop(number: int, frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C must not interrupt the tidying up.
    for signal_number in SIGNALS:
        signal.signal(signal_number, signal.SIG_IGN)
    raise Stop


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(listening: Listening, port: int) -> None:
    os.environ.setdefault("SITE_URL", f"http://{listening.site}:{port}")
    live = int(os.environ.get("LIVE_PORT") or _free_port())
    os.environ["LIVE_PORT"] = str(live)
    os.environ.setdefault("LIVE_URL", f"http://{listening.site}:{live}")
    import django
    from django.core.management import call_command

    django.setup()
    say("Bringing the database up to date …")
    call_command("migrate", verbosity=0)
    from creations.catalog.models import Part

    if not Part.objects.exists():
        say("Importing the parts catalogue …")
        call_command("import_catalog")
    from blog.models import ArticlePage

    if not listening.is_private:
        from .demo.people import replace_known_password

        replace_known_password()
    # The articles come last: while there are none, an interrupted loading is taken up again.
    if not os.environ.get("PROSUM_NO_DEMO") and not ArticlePage.objects.exists():
        say("Loading the demo content …")
        call_command("load_demo")
    from django.db import connections

    connections.close_all()


def _start(children: list[subprocess.Popen[bytes]], listening: Listening, port: int, *names: str) -> None:
    logs = VAR / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    python = sys.executable
    commands = {
        "web": serving.command("web", host=listening.address, port=port),
        "live": serving.command("live", host=listening.address, port=int(os.environ["LIVE_PORT"])),
        "beat": [
            *(python, "-m", "celery", "-A", "prosum.celery", "beat"),
            *("--schedule", str(VAR / "beat"), "--pidfile", "", "--loglevel", "WARNING"),
        ],
        **{name: [python, "-m", "prosum.cli", "worker", name] for name in queues.WORKERS},
    }
    for name in names:
        log = (logs / f"{name}.log").open("ab")
        # A session of its own, so that Ctrl-C reaches only this process, which then ends the children in order.
        children.append(
            subprocess.Popen(
                commands[name],
                stdout=log,
                stderr=log,
                env=serving.environment(name),
                start_new_session=True,
                preexec_fn=_die_with_parent(),
            )
        )
        log.close()


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux, ask the kernel to end a child whose parent was killed without a chance to tidy up."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(1, signal.SIGTERM)  # 1: PR_SET_PDEATHSIG


def _wait(listening: Listening, port: int, children: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        _check(children)
        try:
            with urllib.request.urlopen(f"http://{listening.probe}:{port}/health/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"The web server did not answer within {READY_SECONDS} s: see {VAR / 'logs' / 'web.log'}.")


def _announce(listening: Listening, port: int, seconds: float) -> None:
    from .demo.people import LOGINS, password

    say(f"\n  Prosum is ready after {seconds:.1f} s:  {os.environ['SITE_URL']}/\n")
    if not listening.is_private:
        say("  Everybody who can reach this machine can open it. Debug pages and mails are for this machine alone.\n")
    if not os.environ.get("PROSUM_NO_DEMO"):
        for name, role in LOGINS.items():
            say(f"    {name:<8} {role}")
        say(f"    the password of each: {password()}")
    reads_mails = listening.is_private or listening.is_everywhere
    mails = f"http://localhost:{port}/mailbox/" if reads_mails else VAR / "mailbox"
    say(f"\n  Mails: {mails}   Logs: {VAR / 'logs'}   Ctrl-C stops everything.\n")


def _check(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is not None:
            name = " ".join(map(str, child.args[2:6]))  # type: ignore[index]
            raise SystemExit(f"A process ended by itself ({name}): see {VAR / 'logs'}.")


def _watch(children: list[subprocess.Popen[bytes]]) -> None:
    while True:
        _check(children)
        time.sleep(0.5)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask each child to end, wait for all, then end by force what is left, with its own children."""
    for child in reversed(children):
        if child.poll() is None:
            # To a Celery worker SIGQUIT means: a few seconds for what is running, then back into the queue with it.
            is_worker = "worker" in child.args  # type: ignore[operator]
            child.send_signal(signal.SIGQUIT if is_worker else signal.SIGTERM)
    end = time.monotonic() + 12
    for child in children:
        try:
            child.wait(timeout=max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
