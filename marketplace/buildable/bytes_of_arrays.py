"""Arrays as bytes that are used where they lie: of a file mapped into memory, processes share one copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

_MAGIC = b"ARR1"
_ALIGNED = 16


def pack(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """A magic word, the length of the table, the table (JSON: type and length of each), then the arrays, aligned."""
    table = {name: [values.dtype.str, len(values)] for name, values in arrays.items()}
    head = json.dumps(table).encode()
    head += b" " * (-(len(_MAGIC) + 4 + len(head)) % _ALIGNED)
    out = [_MAGIC, len(head).to_bytes(4, "little"), head]
    for values in arrays.values():
        data = np.ascontiguousarray(values).tobytes()
        out += [data, b"\0" * (-len(data) % _ALIGNED)]
    return b"".join(out)


def unpack(data: bytes | memoryview) -> dict[str, npt.NDArray[Any]]:
    """The arrays in `data`, without copying. Raises ValueError for bytes that hold none."""
    view = memoryview(data)
    if bytes(view[:4]) != _MAGIC:
        raise ValueError("these bytes hold no arrays")
    length = int.from_bytes(view[4:8], "little")
    at = 8 + length
    found: dict[str, npt.NDArray[Any]] = {}
    for name, (kind, number) in json.loads(bytes(view[8:at])).items():
        values = np.frombuffer(view, dtype=np.dtype(kind), count=number, offset=at)
        found[name] = values
        at += values.nbytes + (-values.nbytes % _ALIGNED)
    return found
