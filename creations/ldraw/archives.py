"""Model files in a zip, read without believing what it says of itself."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits
from .together import Named

MODEL_ENDINGS = (".ldr", ".mpd", ".dat")
_MAX_ENTRIES = 2000
#: What begins each entry of a zip's directory.
_ENTRY = b"PK\x01\x02"
#: No LDraw text compresses better than this; a bomb does.
_MAX_RATIO = 200
#: Other methods unpack in memory that nothing bounds.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
#: What `zipfile` raises for bytes that are no zip, or a spoilt one.
_SPOILT = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, ValueError)


def is_archive(name: str) -> bool:
    """Whether a file of this name is a zip."""
    return name.lower().endswith(".zip")


def is_model_path(path: str) -> bool:
    """Whether an entry of an archive, or a file in a folder, is a model file; what systems hide there is none."""
    names = path.replace("\\", "/").split("/")
    return path.lower().endswith(MODEL_ENDINGS) and not any(name.startswith((".", "__MACOSX")) for name in names)


def files_inside(
    data: bytes,
    *,
    name: str,
    what: str = "archive",
    password: bytes | None = None,
    limits: Limits = DEFAULT_LIMITS,
    wanted: Callable[[str], bool] = is_model_path,
) -> list[Named]:
    """The files in a zip whose paths are `wanted`; at most `limits.size` bytes of them are unpacked in all.

    Raises LDrawError when it is no zip or a damaged one, LDrawLimitError when it would unpack to more.
    """
    # Counted before the directory is read: each entry becomes an object a hundred times its size.
    if data.count(_ENTRY) > _MAX_ENTRIES:
        raise LDrawLimitError(f"the archive holds more than {_MAX_ENTRIES:,} files", file=name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*_SPOILT, NotImplementedError) as error:
        raise LDrawError(f"this is no {what}, or it is damaged", file=name) from error
    found: list[Named] = []
    left = limits.size
    with archive:
        for entry in archive.infolist():
            if not entry.is_dir() and wanted(entry.filename):
                unpacked = _unpacked(archive, entry, name, what, password, left)
                left -= len(unpacked)
                found.append(Named(entry.filename, unpacked))
    return found


def _unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, what: str, password: bytes | None, most: int
) -> bytes:
    if entry.compress_type not in _METHODS:
        raise LDrawError("its model is compressed in a way that is not read", file=name)
    if entry.file_size > most or entry.file_size > _MAX_RATIO * max(entry.compress_size, 1024):
        raise LDrawLimitError(f"unpacked, its model would have {entry.file_size:,} bytes", file=name)
    try:
        with archive.open(entry, pwd=password if entry.flag_bits & _ENCRYPTED else None) as unpacked:
            # The sizes in the directory are only claims: read no further than the limit whatever they say.
            data = unpacked.read(most + 1)
    except RuntimeError as error:
        raise LDrawError("it is encrypted with a password", file=name) from error
    except _SPOILT as error:
        raise LDrawError(f"this {what} is damaged", file=name) from error
    if len(data) > most:
        raise LDrawLimitError(f"unpacked, its model has more than {most:,} bytes", file=name)
    return data
