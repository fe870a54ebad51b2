"""BrickLink Studio's `.io` file: a zip that holds the model as LDraw text, and the parts that its author made.

Studio writes `model2.ldr` (its own newer names) beside `model.ldr`, and custom parts under `CustomParts/`, all under one
password that every copy of it has.
"""

from __future__ import annotations

from .archives import files_inside, is_model_path
from .document import Document
from .errors import LDrawError
from .limits import DEFAULT_LIMITS, Limits
from .together import Named, read_together

_PASSWORD = b"soho0909"
_NAMES = ("model.ldr", "model2.ldr")
_CUSTOM = "customparts/"


def is_studio_file(name: str) -> bool:
    """Whether a file of this name is a Studio archive."""
    return name.lower().endswith(".io")


def model_inside(data: bytes, *, name: str = "model.io", limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The LDraw file in `data`, without custom parts. Raises as `read_studio`."""
    return _files(data, name, limits)[0].data


def read_studio(
    data: bytes, *, name: str = "model.io", limits: Limits = DEFAULT_LIMITS, strict: bool = False
) -> Document:
    """The model in `data` with its custom parts; at most `limits.size` bytes are unpacked.

    Raises LDrawError when it is no such file, LDrawLimitError when it would unpack to more.
    """
    model, *parts = _files(data, name, limits)
    return read_together([Named(name, model.data), *parts], limits=limits, strict=strict)[0]


def _files(data: bytes, name: str, limits: Limits) -> list[Named]:
    """The model first, then custom parts."""
    found = files_inside(
        data, name=name, what="Studio file", password=_PASSWORD, limits=limits,
        wanted=lambda path: path in _NAMES or (path.lower().startswith(_CUSTOM) and is_model_path(path)),
    )  # fmt: skip
    models = {file.path: file for file in found if file.path in _NAMES}
    if not models:
        raise LDrawError("there is no model.ldr in this archive", file=name)
    model = next(models[path] for path in _NAMES if path in models)
    return [model, *(file for file in found if file.path not in _NAMES)]
