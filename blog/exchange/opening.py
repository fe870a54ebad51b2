"""What file it is: plain or packed, of which program."""

from __future__ import annotations

import gzip
import mmap
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .limits import DEFAULT_LIMITS, Limits
from .records import ExchangeError

_BEGINNING = 4096
_TOO_LARGE = "This file is too large to be read."


@contextmanager
def opened(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[bytes | mmap.mmap]:
    """The bytes of an export, out of the ZIP or gzip it may be in. Raises ExchangeError."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise ExchangeError(f"The file cannot be opened: {error.strerror or error}.") from error
    with file:
        beginning = file.read(4)
        file.seek(0)
        if beginning[:2] == b"\x1f\x8b" or beginning == b"PK\x03\x04":
            with tempfile.TemporaryFile() as plain:
                _unpack(file, plain, zipped=beginning[:1] == b"P", limits=limits)
                with _mapped(plain, limits) as data:
                    yield data
        else:
            with _mapped(file, limits) as data:
                yield data


@contextmanager
def _mapped(file: IO[bytes], limits: Limits) -> Iterator[bytes | mmap.mmap]:
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.size:
        raise ExchangeError(_TOO_LARGE)
    beginning = file.read(_BEGINNING)
    file.seek(0)
    if not beginning.strip(b"\xef\xbb\xbf \t\r\n\0"):
        if size <= _BEGINNING:
            raise ExchangeError("This file is empty.", 1)
        beginning = b""
    wide = _wide(beginning)
    if wide:
        yield file.read().decode(wide, "replace").encode("utf-8")
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def _wide(beginning: bytes) -> str:
    """The encoding with two bytes for each sign, if it is one."""
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if beginning[:4] == b"<\0?\0":
        return "utf-16-le"
    return "utf-16-be" if beginning[:4] == b"\0<\0?" else ""


def _unpack(file: IO[bytes], plain: IO[bytes], *, zipped: bool, limits: Limits) -> None:
    try:
        if not zipped:
            with gzip.open(file) as packed:
                _copy(packed, plain, limits)
            return
        with zipfile.ZipFile(file) as archive, archive.open(_export_in(archive)) as packed:
            _copy(packed, plain, limits)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError) as error:
        raise ExchangeError(f"The packed file cannot be read: {error}.") from error


def _export_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The largest file that begins as an export does, else raises ExchangeError."""
    files = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: -info.file_size)
    for info in files[:1000]:
        with archive.open(info) as member:
            beginning = member.read(_BEGINNING).removeprefix(b"\xef\xbb\xbf").lstrip()
        if beginning.startswith(b"///DOTCLEAR|") or (b"<rss" in beginning or beginning.startswith(b"<?xml")):
            return info
    raise ExchangeError("There is no export of a blog in this archive.")


def _copy(packed: IO[bytes] | gzip.GzipFile, plain: IO[bytes], limits: Limits) -> None:
    size = 0
    while piece := packed.read(1 << 20):
        size += len(piece)
        if size > limits.size:
            raise ExchangeError(_TOO_LARGE)
        plain.write(piece)
    plain.flush()
