from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from creations.catalog import library
from creations.catalog.importing import import_catalog

WIDTH = 40


class Command(BaseCommand):
    help = "Fill the catalogue of parts and colours from the parts library."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        parts, colours = import_catalog(self.bar)
        self.stdout.write(f"{parts:,} parts and {colours} colours in {time.monotonic() - began:.1f} s.")
        self.stdout.write(f"{len(library.broken()):,} meshes have holes, which are mended wherever they are drawn.")
        if library.broken_as_of() != library.version():
            self.stdout.write("Another parts library was checked for holes: run `prosum catalog meshes --write`.")

    def bar(self, done: int, total: int) -> None:
        if not sys.stdout.isatty():
            return
        filled = WIDTH * done // total
        end = "\n" if done == total else ""
        self.stdout.write(f"\r  [{'█' * filled}{' ' * (WIDTH - filled)}] {done:,} of {total:,}", ending=end)
        self.stdout.flush()
