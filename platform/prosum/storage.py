"""Files on the disk, written whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

#: Where files lie while they are written. No address leads there.
INCOMING = "incoming"


class WholeFiles(FileSystemStorage):
    """A name appears when all its bytes are on the disk: written under another name, synced, linked, the folder synced.

    A full disk, a kill or a power cut leaves the name free; what they leave in `incoming/`, `prosum files check` finds.
    """

    def _save(self, name: str, content: Any) -> str:
        with self._written(content) as written:
            while True:
                target = Path(self.path(name))
                _make_folder(target.parent)
                try:
                    _appear(written, target)
                except FileExistsError:
                    name = self.get_available_name(name)
                else:
                    break
        _sync(target.parent)
        self._ensure_location_group_id(str(target))  # type: ignore[attr-defined]
        return target.relative_to(self.location).as_posix()

    @contextmanager
    def _written(self, content: Any) -> Iterator[Path]:
        """The bytes on the disk under a name nobody asks for, which is taken away at the end."""
        path = Path(self.location) / INCOMING / uuid.uuid4().hex
        _make_folder(path.parent)
        try:
            with path.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                file.flush()
                if self.file_permissions_mode is not None:
                    os.fchmod(file.fileno(), self.file_permissions_mode)
                os.fsync(file.fileno())
            yield path
        finally:
            path.unlink(missing_ok=True)

    def touch(self, name: str) -> None:
        """Make a kept file young again, so that nobody takes it for one that is not wanted any more."""
        os.utime(self.path(name))


def _appear(written: Path, target: Path) -> None:
    """Give written bytes their name. Raises FileExistsError when it is taken."""
    try:
        target.hardlink_to(written)
    except (NotImplementedError, PermissionError):  # a file system without links
        if target.exists():
            raise FileExistsError(target) from None
        written.rename(target)


def _make_folder(folder: Path) -> None:
    """Make a folder that outlives a power cut, with those above it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
