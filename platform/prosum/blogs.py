"""`prosum blog`: bring a blog of another program, and take the articles away. A dry run needs no Django and no site."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from blog.exchange import Blog, Comment, ExchangeError, Picture, Post, Problem, read_blog
from blog.exchange.languages import LANGUAGES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its actions and options."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    brought = commands.add_parser("import", help="bring posts, comments and pictures of another blog")
    brought.add_argument("file", type=Path, help="WordPress's WXR or Dotclear's flat file, packed (.zip, .gz) or not")
    brought.add_argument("--dry-run", action="store_true", help="only tell what would come; needs no site")
    brought.add_argument("--json", action="store_true", help="print JSON")
    brought.add_argument(
        "--language", choices=LANGUAGES, default="", help="among which articles; the blog's own if not told"
    )
    brought.add_argument("--author", default="", help="user name of the member who owns what no other member wrote")
    brought.add_argument("--media", type=Path, help="folder or ZIP of the blog's files, to take its pictures from")
    brought.add_argument("--fetch", action="store_true", help="fetch other pictures where the blog stands")
    taken = commands.add_parser("export", help="write the articles and their comments as WordPress's WXR")
    taken.add_argument("file", type=Path, nargs="?", help="where to; the standard output if not told")
    taken.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="the articles of which language")


def run(arguments: argparse.Namespace) -> int:
    """Returns the exit status: 0, or 2 with one line on stderr where nothing could be read."""
    if arguments.action == "import" and arguments.dry_run:
        return _dry_run(arguments)
    from .manage import manage

    if arguments.action == "export":
        file = [str(arguments.file)] if arguments.file is not None else []
        return manage(["export_blog", *file, f"--language={arguments.language}"])
    given = [str(arguments.file)]
    given += [f"--{name}={value}" for name in ("language", "author", "media") if (value := getattr(arguments, name))]
    given += [f"--{name}" for name in ("json", "fetch") if getattr(arguments, name)]
    return manage(["import_blog", *given])


def _dry_run(arguments: argparse.Namespace) -> int:
    blog = read(arguments.file, arguments.language, as_json=arguments.json)
    if blog is None:
        return 2
    say(json_of(blog) if arguments.json else "\n".join(told(blog)))
    return 0


def read(file: Path, language: str, *, as_json: bool) -> Blog | None:
    """A blog; None where nothing could be read, which is told."""
    try:
        return read_blog(file, language)
    except ExchangeError as error:
        print(f"prosum: {file.name}: {error}", file=sys.stderr)
        if as_json:
            say(json_of(Blog(problems=[Problem(error.line or 1, error.reason)])))
        return None


def json_of(blog: Blog) -> str:
    """`posts`, `comments`, `pictures`, `problems`, as docs/blog.md tells them."""
    return json.dumps(
        {
            "posts": [_post(post) for post in blog.posts],
            "comments": [_comment(comment) for comment in blog.comments],
            "pictures": [_picture(picture) for picture in blog.pictures],
            "problems": [{"line": problem.line, "text": problem.text} for problem in blog.problems],
        },
        ensure_ascii=False,
    )


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "title": post.title,
        "slug": post.slug,
        "old_address": post.address,
        "state": post.state,
        "date": post.date.isoformat() if post.date is not None else None,
        "author": post.author,
        "tags": post.tags,
        "body": post.body,
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return {"id": comment.id, "post": comment.post, "parent": comment.parent, "state": comment.state}


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "id": picture.id,
        "address": picture.address,
        "title": picture.title,
        "alt": picture.alt,
        "caption": picture.caption,
        "post": picture.post,
    }


def told(blog: Blog) -> list[str]:
    """A line for each post, then the problems, then how many there are."""
    said: dict[Any, int] = {}
    for comment in blog.comments:
        said[comment.post] = said.get(comment.post, 0) + 1
    lines = [
        f"{post.id!s:>8}  {post.state:<9}  {str(post.date.date()) if post.date else '-':<10}  {post.slug}"
        + (f"  ({said[post.id]} comments)" if post.id in said else "")
        for post in blog.posts
    ]
    lines += [f"line {problem.line}: {problem.text}" for problem in blog.problems]
    counts = f"{len(blog.posts)} posts, {len(blog.comments)} comments, {len(blog.pictures)} pictures"
    return [*lines, f"{counts}, {len(blog.problems)} problems"]


def say(text: str) -> None:
    """Print UTF-8, whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
