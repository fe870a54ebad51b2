"""`prosum blog import`: what comes of a blog, told line by line."""

from __future__ import annotations

import sys
import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.exchange.languages import chosen_language
from blog.importing import Pictures, Report, import_blog
from blog.importing.fetching import fetched
from blog.importing.pictures import Archive, Finder
from prosum import blogs
from users.errors import ActionError
from users.models import Member


class Command(BaseCommand):
    help = "Bring posts, comments and pictures of another blog. Doing it again brings only what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", default="")
        parser.add_argument("--author", default="")
        parser.add_argument("--media", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--fetch", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        blog = blogs.read(options["file"], options["language"], as_json=options["json"])
        if blog is None:
            sys.exit(2)
        language = chosen_language(options["language"], blog.language)
        author = Member.objects.filter(username__iexact=options["author"], is_active=True).first()
        if options["author"] and author is None:
            raise CommandError(f"There is no member {options['author']}.")
        try:
            report = import_blog(blog=blog, language=language, author=author, pictures=self._pictures(options))
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        blog.problems += report.problems
        blogs.say(blogs.json_of(blog) if options["json"] else "\n".join([*blogs.told(blog), _sum(report)]))

    def _pictures(self, options: dict[str, Any]) -> Pictures:
        finders: list[Finder] = []
        if options["media"] is not None:
            try:
                finders.append(Archive(options["media"]))
            except (OSError, zipfile.BadZipFile) as error:
                raise CommandError(f"{options['media']} is neither a folder nor a ZIP: {error}") from error
        if options["fetch"]:
            finders.append(fetched)
        return Pictures(*finders)


def _sum(report: Report) -> str:
    return (
        f"{report.articles} articles are new, {report.known} were here; "
        f"{report.comments} comments are new; {report.pictures} pictures found"
    )
