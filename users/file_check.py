"""Whether the file store holds what rows name, unharmed, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.utils import timezone

from .file_names import named

#: Folders whose files are made again when somebody asks for them: no row names them, and a damaged one may go.
MADE_WHEN_ASKED = ("parts/", "instructions/")
#: Folders whose files are named by the SHA-256 of their bytes.
NAMED_BY_CONTENT = ("models/", "scenes/", "booklets/", "buildable/")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass
class Findings:
    """`missing`: (name, which row names it). `orphans` are files no row names, older than the age asked for."""

    checked: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether all that rows name is there, unharmed."""
        return not (self.missing or self.damaged)


def check(*, age: timedelta, read: bool = True) -> Findings:
    """Compare store and rows; with `read`, look at the bytes of each file."""
    found = Findings()
    # Files first: a row that appears meanwhile names a file that may be missing from this list, never the other way round.
    kept = set(walk())
    wanted = dict(named())
    found.missing = sorted((name, who) for name, who in wanted.items() if name not in kept and not _exists(name))
    for name in sorted(kept):
        found.checked += 1
        if read and not is_sound(name):
            found.damaged.append(name)
        if name not in wanted and not name.startswith(MADE_WHEN_ASKED) and _is_older(name, age):
            found.orphans.append(name)
    return found


def walk(folder: str = "") -> Iterator[str]:
    """Every name in the store."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from walk(f"{folder}{name}/")


def is_sound(name: str) -> bool:
    """Whether a file's bytes are what its name says, or at least whole by the rules of its format."""
    try:
        with default_storage.open(name) as file:
            data: bytes = file.read()
    except FileNotFoundError:
        return True  # it went away meanwhile
    stem = PurePosixPath(name).stem
    if name.startswith(NAMED_BY_CONTENT) and _DIGEST.fullmatch(stem):
        return hashlib.sha256(data).hexdigest() == stem
    return _is_whole(PurePosixPath(name).suffix, data)


def _is_whole(ending: str, data: bytes) -> bool:
    match ending:
        case ".webp":
            return data[:4] == b"RIFF" and int.from_bytes(data[4:8], "little") + 8 == len(data)
        case ".jpg":
            return data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9"
        case ".glb":
            return data[:4] == b"glTF" and int.from_bytes(data[8:12], "little") == len(data)
        case ".png":
            return data[:4] == b"\x89PNG" and data[-8:-4] == b"IEND"
        case ".json":
            try:
                json.loads(data)
            except ValueError:
                return False
    return True


def _exists(name: str) -> bool:
    exists: bool = default_storage.exists(name)
    return exists


def _is_older(name: str, age: timedelta) -> bool:
    try:
        return bool(default_storage.get_modified_time(name) < timezone.now() - age)
    except FileNotFoundError:
        return False
