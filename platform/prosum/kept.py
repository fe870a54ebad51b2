"""Secrets that a laptop's site makes for itself at first and keeps beside its data, for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from .paths import VAR


def kept_secret(name: str, *, bytes_of_chance: int = 48, folder: Path = VAR) -> str:
    """The secret in the file `name`, made now if there is none. The file has mode 600.

    Processes that start together agree: the file is written elsewhere and linked, and the first link stays.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(bytes_of_chance))
                file.flush()
                os.fsync(file.fileno())
            os.link(partial, path)
        except FileExistsError:
            pass  # another process was faster
        finally:
            os.unlink(partial)
    return path.read_text().strip()
