"""`prosum blog export`: the articles as a file that other blogs read."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.exchange.languages import LANGUAGES
from blog.exchange.wordpress.writing import written
from blog.exporting import blog_of


class Command(BaseCommand):
    help = "Write the articles of a language, with their comments, as WordPress's WXR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])

    def handle(self, *args: Any, **options: Any) -> None:
        pieces = (piece.encode("utf-8", "replace") for piece in written(blog_of(options["language"])))
        if options["file"] is None:
            sys.stdout.buffer.writelines(pieces)
            sys.stdout.buffer.flush()
            return
        try:
            with options["file"].open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror or error}.") from error
