"""`prosum run`: the whole site on one machine, from nothing to an address, and everything stopped at the end."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from . import queues, serving
from .embedded import Services, ServiceUnavailable
from .listening import Listening
from .paths import VAR
from .supervising import Deaths, GivenUp, Program, Supervisor

READY_SECONDS = 60
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stop(Exception):
    """Somebody asked the site to end."""


def run() -> int:
    """Start everything, wait for Ctrl-C or SIGTERM, stop everything. Returns the exit status."""
    began = time.monotonic()
    os.environ["DJANGO_SETTINGS_MODULE"] = "prosum.settings.local"
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
    supervisor = Supervisor(VAR / "logs", say)
    try:
        say("Starting PostgreSQL and Valkey …")
        with Services(share=True) as services:
            try:
                _prepare(listening, port)
                say("Starting the web server …")
                programs = _programs(listening, port)
                supervisor.start(programs.pop("web"))
                _wait(listening, port, supervisor)
                # The others come after the first page can be served: all at once they would share two cores.
                supervisor.start(*programs.values())
                _announce(listening, port, time.monotonic() - began)
                _watch(supervisor, services)
            finally:
                services.forget()
                supervisor.end()
    except Stop:
        say("Stopped.")
        return 0
    except (ServiceUnavailable, GivenUp) as error:
        print(f"prosum: {error}", file=sys.stderr)
        return 1
    return 1


def say(text: str) -> None:
    """Print a line at once."""
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
    from creations.catalog.importing import is_current

    if not is_current():
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


def _programs(listening: Listening, port: int) -> dict[str, Program]:
    """All processes of the site by name."""
    python = sys.executable
    beat = [python, "-m", "celery", "-A", "prosum.celery", "beat", "--schedule", str(VAR / "beat"), "--pidfile", ""]
    live = int(os.environ["LIVE_PORT"])
    # To a Celery worker SIGQUIT means: a few seconds for what is running, then back into the queue with it.
    workers = {name: ([python, "-m", "prosum.cli", "worker", name], signal.SIGQUIT) for name in queues.WORKERS}
    lines: dict[str, tuple[list[str], signal.Signals]] = {
        "web": (serving.command("web", host=listening.address, port=port), signal.SIGTERM),
        "live": (serving.command("live", host=listening.address, port=live), signal.SIGTERM),
        **workers,
        "beat": ([*beat, "--loglevel", "WARNING"], signal.SIGTERM),
    }
    return {name: Program(name, line, serving.environment(name), end) for name, (line, end) in lines.items()}


def _wait(listening: Listening, port: int, supervisor: Supervisor) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        supervisor.look()
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


def _watch(supervisor: Supervisor, services: Services) -> None:
    """Start again what dies, children and services. Raises GivenUp."""
    deaths: dict[str, Deaths] = {}
    while True:
        for name, log in services.dead():
            say(f"{name} ended by itself: starting it again.")
            time.sleep(deaths.setdefault(name, Deaths(name)).pause(log))
            services.revive(name)
        supervisor.look()
        time.sleep(0.5)
