"""What a blog is made of, whichever program it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

# The source's own number, or its word where the source has no number.
Id = int | str

PUBLISHED, DRAFT, HELD, PRIVATE, SPAM = STATES = ("published", "draft", "held", "private", "spam")


class ExchangeError(Exception):
    """Nothing could be read. `line` (from 1) is where, None when it is the whole file."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was left out or mended, and the line (from 1) it stands in."""

    line: int
    text: str


@dataclass(slots=True, kw_only=True)
class Post:
    """An article or page. `body` is HTML as it will stand, `date` in UTC, `author` the source's login.

    `password` is what readers had to give; such a post is private. One that `waits` is held until its date. `cover` is the
    number of the picture it is shown by.
    """

    id: Id
    title: str = ""
    slug: str = ""
    address: str = ""
    state: str = DRAFT
    date: datetime | None = None
    author: str = ""
    tags: list[str] = field(default_factory=list)
    body: str = ""
    summary: str = ""
    password: str = ""
    waits: bool = False
    cover: Id | None = None
    line: int = 1


@dataclass(slots=True, kw_only=True)
class Comment:
    """What a reader said. `text` is plain text; `parent` is the comment it answers, None for the post itself."""

    id: Id
    post: Id
    parent: Id | None = None
    state: str = HELD
    author: str = ""
    mail: str = ""
    date: datetime | None = None
    text: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the library, or (`id` None) one that only stands in a text. `post` is where it was uploaded."""

    id: Id | None
    address: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    post: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes: the login by which posts name them, the name to show, the address of their mails."""

    login: str
    name: str = ""
    mail: str = ""


@dataclass(slots=True, kw_only=True)
class Blog:
    """A whole export. `address` is where the blog stood, `language` its code, both empty where not told."""

    title: str = ""
    address: str = ""
    language: str = ""
    posts: list[Post] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, line: int, text: str) -> None:
        """Note a problem, once."""
        problem = Problem(line, text)
        if problem not in self.problems[-50:]:
            self.problems.append(problem)
