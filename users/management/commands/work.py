from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from users.operating.boards import BOARDS, retry_all
from users.work import attempts
from users.work.models import State


class Command(BaseCommand):
    help = "List what happens in the background, try it again or give it up: `prosum work retry 12 13`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", default="list", choices=["list", "retry", "drop"])
        parser.add_argument("ids", nargs="*", type=int, help="which; none with --state means all in that state")
        parser.add_argument("--of", choices=list(BOARDS), default="work")
        parser.add_argument("--state", choices=State.values)

    def handle(self, *args: Any, **options: Any) -> None:
        board = BOARDS[options["of"]]
        rows = board.rows.order_by("pk")
        if options["ids"]:
            rows = rows.filter(pk__in=options["ids"])
        if options["state"]:
            rows = rows.filter(state=options["state"])
        if options["action"] == "list":
            self._list(board, rows)
        elif not options["ids"] and not options["state"]:
            self.stderr.write("Say which: their numbers, or --state parked.")
        elif options["action"] == "retry":
            self.stdout.write(f"{retry_all(board, rows)} tried again")
        else:
            self.stdout.write(f"{attempts.drop(rows)} given up")

    def _list(self, board: Any, rows: Any) -> None:
        counts = ", ".join(f"{count} {state}" for state, count in board.counts().items())
        self.stdout.write(f"{board.name}: {counts}")
        for row in rows.exclude(state=State.DONE)[:200]:
            told = f"{row.pk:>8}  {row.state:<8} {row.attempts:>2}/{row.most_attempts}  {board.what(row)}"
            self.stdout.write(f"{told}  {board.whose(row)}  {row.error}".rstrip())
