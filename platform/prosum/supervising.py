"""Keep a site's processes running: what dies is started again, a little later each time, until that is hopeless."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: So many deaths of one process within so many seconds are too many.
MOST_DEATHS = 6
WITHIN = 60.0
#: Seconds before the first new start; each further death within the time doubles them.
FIRST_PAUSE = 0.5
#: Seconds that all processes together have to end.
ENDING = 12.0


class GivenUp(Exception):
    """A process or service dies again and again. The message is a sentence for whoever runs the site."""


@dataclass(frozen=True)
class Program:
    """What to run. `ends_with` is the signal by which it ends in good order."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    ends_with: signal.Signals = signal.SIGTERM


@dataclass
class Deaths:
    """When something died, and whether and when to try again."""

    name: str
    times: deque[float] = field(default_factory=deque)

    def pause(self, log: Path) -> float:
        """Count one more death; seconds to wait before the next start. Raises GivenUp."""
        now = time.monotonic()
        self.times.append(now)
        while self.times[0] < now - WITHIN:
            self.times.popleft()
        if len(self.times) >= MOST_DEATHS:
            raise GivenUp(f"{self.name} ended {len(self.times)} times within a minute: see {log}.")
        return float(FIRST_PAUSE * 2 ** (len(self.times) - 1))


class Child:
    """A running program, its log, and its next start when it is dead."""

    def __init__(self, program: Program, logs: Path) -> None:
        self.program = program
        self.log = logs / f"{program.name}.log"
        self.deaths = Deaths(program.name)
        self.again_at: float | None = None
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            # A session of its own, so that Ctrl-C reaches only the supervisor, which then ends the children in order.
            return subprocess.Popen(
                self.program.command,
                stdout=log,
                stderr=log,
                env=dict(self.program.environment),
                start_new_session=True,
                preexec_fn=_die_with_parent(),
            )

    def look(self, say: Callable[[str], None]) -> None:
        """Start it again when it is dead and its pause is over. Raises GivenUp."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self.again_at is None:
            self.kill()  # children it left behind hold its port
            pause = self.deaths.pause(self.log)
            self.again_at = now + pause
            say(f"{self.program.name} ended by itself (status {self.process.returncode}): starting it again.")
        if now >= self.again_at:
            self.again_at = None
            self.process = self._start()

    def kill(self) -> None:
        """End it by force, with its own children."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


class Supervisor:
    """The children of one site. `say` tells whoever runs it what happens."""

    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        self.logs = logs
        self.say = say
        self.children: list[Child] = []

    def start(self, *programs: Program) -> None:
        """Start programs and look after them from now on."""
        self.children += [Child(program, self.logs) for program in programs]

    def look(self) -> None:
        """Start again what is dead. Raises GivenUp."""
        for child in self.children:
            child.look(self.say)

    def end(self) -> None:
        """Ask each child to end, wait for all, then end by force what is left."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.send_signal(child.program.ends_with)
        end = time.monotonic() + ENDING
        for child in self.children:
            try:
                child.process.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux, ask the kernel to end a child whose parent was killed without a chance to tidy up."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(1, signal.SIGTERM)  # 1: PR_SET_PDEATHSIG
