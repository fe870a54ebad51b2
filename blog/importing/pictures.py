"""The pictures of a blog: out of an archive of its files, or fetched where it stood."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection

from ..exchange.links import full_size

LARGEST = 20 * 1024 * 1024  # bytes of one picture
_MOST_PIXELS = 60_000_000
_FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}

Finder = Callable[[str], bytes | None]


class Pictures:
    """Finds the pictures of old addresses, each once; without finders there are none.

    A picture is kept in the site's library; one that is there already, byte for byte, is used.
    """

    def __init__(self, *finders: Finder) -> None:
        self._finders = finders
        self._found: dict[str, Any] = {}

    @property
    def number(self) -> int:
        """How many were found."""
        return len({image.pk for image in self._found.values() if image is not None})

    def found(self, address: str, title: str = "") -> Any:
        """The picture of an address, in its full size where that is to be had; None where there is none."""
        key = full_size(address)
        if key not in self._found:
            self._found[key] = self._find(key, title) or (self._find(address, title) if address != key else None)
        return self._found[key]

    def address(self, address: str) -> str | None:
        """Where a picture that was found stands now."""
        image = self._found.get(full_size(address))
        return str(image.file.url) if image is not None else None

    def _find(self, address: str, title: str) -> Any:
        for finder in self._finders:
            data = finder(address)
            if data:
                kept = _kept(data, PurePosixPath(unquote(urlsplit(address).path)).stem, title)
                if kept is not None:
                    return kept
        return None


class Archive:
    """A folder or ZIP of a blog's files. A file is found by as much of the end of its path as both have."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip = None if path.is_dir() else zipfile.ZipFile(path)
        names = (
            self._zip.namelist()
            if self._zip is not None
            else [each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()]
        )
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._by_name[name.rsplit("/", 1)[-1].casefold()].append(name)

    def __call__(self, address: str) -> bytes | None:
        """The file's bytes; None where there is none or it is too large."""
        parts = unquote(urlsplit(address).path).casefold().split("/")
        candidates = self._by_name.get(parts[-1], [])
        if not parts[-1] or not candidates:
            return None
        return self._read(max(candidates, key=lambda name: _common(name.casefold().split("/"), parts)))

    def _read(self, name: str) -> bytes | None:
        if self._zip is None:
            file = self._path / name
            inside = file.resolve().is_relative_to(self._path.resolve())
            return file.read_bytes() if inside and file.stat().st_size <= LARGEST else None
        try:
            with self._zip.open(name) as member:
                data = member.read(LARGEST + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
            return None
        return data if len(data) <= LARGEST else None


def _common(one: list[str], other: list[str]) -> int:
    number = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        number += 1
    return number


def _kept(data: bytes, name: str, title: str) -> Any:
    """The picture in the library; None for what is no picture that we show."""
    model = get_image_model()
    known = model.objects.filter(file_hash=sha1(data, usedforsecurity=False).hexdigest()).first()
    if known is not None:
        return known
    kind = _kind(data)
    if kind is None:
        return None
    image = model(
        title=(title or name)[:255],
        file=ImageFile(io.BytesIO(data), name=f"{name[:80] or 'picture'}.{kind}"),
        collection=Collection.get_first_root_node(),
    )
    image._set_image_file_metadata()
    image.save()
    return image


def _kind(data: bytes) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=list(_FORMATS)) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return None
                kind = _FORMATS[picture.format or ""]
                picture.verify()
    except (OSError, ValueError, KeyError, SyntaxError, Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        return None
    return kind
