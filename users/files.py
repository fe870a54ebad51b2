"""Files named by what they hold: written once, never changed, cached for ever."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse


def store(data: bytes, *, folder: str, ending: str) -> str:
    """Keep `data` and return its name, such as `models/3f/3f9a….mpd`. The same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    return store_as(data, f"{folder}/{digest[:2]}/{digest}{ending}")


def store_as(data: bytes, name: str) -> str:
    """Keep `data` under a name that already says what it holds (a digest of what it was made from)."""
    if not default_storage.exists(name):
        saved = default_storage.save(name, ContentFile(data))
        if saved != name:  # another process wrote the same bytes first
            default_storage.delete(saved)
    return name


def load(name: str) -> bytes:
    """The bytes kept under `name`. Raises FileNotFoundError."""
    with default_storage.open(name) as file:
        data: bytes = file.read()
    return data


def address(name: str) -> str:
    """Where a browser gets it."""
    return reverse("file", args=[name]) if name else ""
