"""Browsers without windows: the Studio's own document, journal and link in a Node process, on a real server."""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prosum.node import node
from prosum.paths import STUDIO


def build(folder: Path) -> Path:
    """The program, built from the Studio's sources."""
    vite = [node(), str(STUDIO / "node_modules/vite/bin/vite.js"), "build", "--logLevel", "error"]
    arguments = ["--config", "vite.driver.config.ts", "--outDir", str(folder)]
    subprocess.run([*vite, *arguments], cwd=STUDIO, check=True)
    return folder / "driver.js"


class Browsers:
    """Asks the program, from any thread: `ask("one", "open")`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._waiting: dict[int, queue.Queue[Any]] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, name: str, verb: str, *values: Any) -> Any:
        answer: queue.Queue[Any] = queue.Queue()
        with self._lock:
            number = next(self._numbers)
            self._waiting[number] = answer
            assert self._process.stdin
            self._process.stdin.write(json.dumps([number, name, verb, *values]) + "\n")
            self._process.stdin.flush()
        return answer.get(timeout=60)

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            number, answer = json.loads(line)
            self._waiting.pop(number).put(answer)


@contextmanager
def browsers(program: Path) -> Iterator[Browsers]:
    process = subprocess.Popen([node(), str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Browsers(process)
    finally:
        process.kill()
        process.wait()
