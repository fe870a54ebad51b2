"""What can be wrong with a model file, said so that its author can mend it."""

from __future__ import annotations


class LDrawError(Exception):
    """A file that cannot be used. `str()` is one line with the file, the line and column (from 1, where known), the reason.

    No ValueError: whoever catches what `int` or `zipfile` raise must not hide this sentence behind theirs.
    """

    def __init__(self, reason: str, *, file: str = "", line: int = 0, column: int = 0) -> None:
        self.reason = reason
        self.file = file
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (file, line, column) if part) if file else ""
        super().__init__(f"{place}: {reason}" if place else reason)


class LDrawLimitError(LDrawError):
    """A file that asks for more than a `Limits` allows."""
