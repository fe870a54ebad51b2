"""What the wheel carries beside the packages: templates, translations and static files, built and compiled.

A hook of Hatchling's. In a checkout these lie below `platform/`; an installed site finds them in `prosum/shipped/`
(`prosum/paths.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("templates", "static", "locale")
#: Made by `make setup`, and kept out of the repository.
MADE = ("static/build/manifest.json", "locale/fr/LC_MESSAGES/django.mo")


class ShippingHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the folders to a wheel. An editable installation stays in its checkout and needs none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files. Raises SystemExit when what is to be built is not."""
        if version == "editable":
            return
        platform = Path(self.root) / "platform"
        missing = [name for name in MADE if not (platform / name).exists()]
        if missing:
            raise SystemExit(f"{', '.join(missing)} below platform/ must be made first: run `make wheel`.")
        for folder in FOLDERS:
            for path in sorted((platform / folder).rglob("*")):
                if path.is_file() and not path.name.startswith(".") and path.suffix != ".po":
                    build_data["force_include"][str(path)] = f"prosum/shipped/{path.relative_to(platform).as_posix()}"
