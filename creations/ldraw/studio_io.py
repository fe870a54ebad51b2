"""BrickLink Studio's `.io` file: a zip that holds the model as LDraw text.

Studio writes `model2.ldr` (its own newer names) beside `model.ldr`, both under one password that every copy of it has.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits

_PASSWORD = b"soho0909"
_NAMES = ("model.ldr", "model2.ldr")
_MAX_ENTRIES = 2000
#: No LDraw text compresses better than this; a bomb does.
_MAX_RATIO = 200


def is_studio_file(name: str) -> bool:
    return name.lower().endswith(".io")


def model_inside(data: bytes, *, name: str = "model.io", limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The LDraw file in `data`, at most `limits.size` bytes of it unpacked.

    Raises LDrawError when it is no such file, LDrawLimitError when it would unpack to more.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MAX_ENTRIES:
                raise LDrawLimitError(f"the archive holds more than {_MAX_ENTRIES:,} files", file=name)
            entry = next((found for wanted in _NAMES for found in archive.infolist() if found.filename == wanted), None)
            if entry is None:
                raise LDrawError("there is no model.ldr in this archive", file=name)
            if entry.file_size > limits.size or entry.file_size > _MAX_RATIO * max(entry.compress_size, 1024):
                raise LDrawLimitError(f"unpacked, its model would have {entry.file_size:,} bytes", file=name)
            with archive.open(entry, pwd=_PASSWORD if entry.flag_bits & 1 else None) as unpacked:
                # The sizes in the directory are only claims: read no further than the limit whatever they say.
                found = unpacked.read(limits.size + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise LDrawError("this is no Studio file, or it is damaged", file=name) from error
    if len(found) > limits.size:
        raise LDrawLimitError(f"unpacked, its model has more than {limits.size:,} bytes", file=name)
    return found
