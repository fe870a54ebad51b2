"""Prove the books, and say what does not fit."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.ledger_check import findings, reconcile


class Command(BaseCommand):
    help = (
        "Prove the books against the orders and the payment provider; ends with status 1 when something does not fit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="write what was found as a JSON list")
        parser.add_argument("--reconcile", action="store_true", help="first take in what only the provider knows")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reconcile"]:
            reconcile()
        found = list(findings())
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            for sentence in found:
                self.stdout.write(sentence)
            self.stdout.write(f"{len(found)} things do not fit." if found else "The books are right.")
        if found:
            raise SystemExit(1)
