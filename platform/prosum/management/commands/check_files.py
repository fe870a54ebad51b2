from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from users.file_check import MADE_WHEN_ASKED, Findings, check


class Command(BaseCommand):
    help = "Find files that are missing, damaged or named by no row. Ends with status 1 when one is missing or damaged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="look at names and rows alone, not at bytes")
        parser.add_argument("--json", action="store_true", help="write the findings as JSON")
        parser.add_argument("--age", type=float, default=24, help="hours after which an unnamed file is an orphan (24)")
        parser.add_argument("--delete-orphans", action="store_true", help="delete the orphans")
        parser.add_argument(
            "--repair", action="store_true", help="delete damaged files that are made again when asked for"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = check(age=timedelta(hours=options["age"]), read=not options["quick"])
        if options["repair"]:
            for name in [name for name in found.damaged if name.startswith(MADE_WHEN_ASKED)]:
                default_storage.delete(name)
                found.damaged.remove(name)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), indent=2))
        else:
            self._tell(found)
        if options["delete_orphans"]:
            for name in found.orphans:
                default_storage.delete(name)
            self.stderr.write(f"{len(found.orphans)} orphans deleted.")
        if not found.is_sound:
            raise CommandError(f"{len(found.missing)} files are missing and {len(found.damaged)} damaged.")

    def _tell(self, found: Findings) -> None:
        for name, who in found.missing:
            self.stdout.write(f"missing  {name}  ({who})")
        for name in found.damaged:
            self.stdout.write(f"damaged  {name}")
        for name in found.orphans:
            self.stdout.write(f"orphan   {name}")
        self.stdout.write(f"{found.checked} files, {len(found.orphans)} of them named by no row.")
