"""Mitsuba, loaded when it is first needed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def mitsuba() -> Any:
    """Mitsuba with its variant chosen: the one that needs neither a GPU nor LLVM."""
    import mitsuba

    mitsuba.set_variant("scalar_rgb")
    mitsuba.set_log_level(mitsuba.LogLevel.Error)
    return mitsuba
