"""BrickLink Studio's `.io` file: a zip that holds the model as LDraw text.

Studio writes `model2.ldr` (its own newer names) beside `model.ldr`, both under one password that every copy of it has.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits

_PASSWORD = b"soho0909"
_NAMES = ("model.ldr", "model2.ldr")
_MAX_ENTRIES = 2000
#: What begins each entry of a zip's directory.
_ENTRY = b"PK\x01\x02"
#: No LDraw text compresses better than this; a bomb does.
_MAX_RATIO = 200
#: What Studio writes. Other methods unpack in memory that nothing bounds.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
#: What `zipfile` raises for bytes that are no zip, or a spoilt one.
_SPOILT = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, ValueError)


def is_studio_file(name: str) -> bool:
    """Whether a file of this name is a Studio archive."""
    return name.lower().endswith(".io")


def model_inside(data: bytes, *, name: str = "model.io", limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The LDraw file in `data`, at most `limits.size` bytes of it unpacked.

    Raises LDrawError when it is no such file, LDrawLimitError when it would unpack to more.
    """
    # Counted before the directory is read: each entry becomes an object a hundred times its size.
    if data.count(_ENTRY) > _MAX_ENTRIES:
        raise LDrawLimitError(f"the archive holds more than {_MAX_ENTRIES:,} files", file=name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*_SPOILT, NotImplementedError) as error:
        raise LDrawError("this is no Studio file, or it is damaged", file=name) from error
    with archive:
        entry = _model(archive, name, limits)
        try:
            with archive.open(entry, pwd=_PASSWORD if entry.flag_bits & _ENCRYPTED else None) as unpacked:
                # The sizes in the directory are only claims: read no further than the limit whatever they say.
                found = unpacked.read(limits.size + 1)
        except RuntimeError as error:
            raise LDrawError("it is encrypted with a password that is not Studio's", file=name) from error
        except _SPOILT as error:
            raise LDrawError("this Studio file is damaged", file=name) from error
    if len(found) > limits.size:
        raise LDrawLimitError(f"unpacked, its model has more than {limits.size:,} bytes", file=name)
    return found


def _model(archive: zipfile.ZipFile, name: str, limits: Limits) -> zipfile.ZipInfo:
    """The entry that holds the model. Raises LDrawError and LDrawLimitError."""
    entries = archive.infolist()
    entry = next((found for wanted in _NAMES for found in entries if found.filename == wanted), None)
    if entry is None:
        raise LDrawError("there is no model.ldr in this archive", file=name)
    if entry.compress_type not in _METHODS:
        raise LDrawError("its model is compressed in a way that Studio does not use", file=name)
    if entry.file_size > limits.size or entry.file_size > _MAX_RATIO * max(entry.compress_size, 1024):
        raise LDrawLimitError(f"unpacked, its model would have {entry.file_size:,} bytes", file=name)
    return entry
