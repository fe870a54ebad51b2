"""The tables of Dotclear 1.2 and 2.x, as one blog."""

from __future__ import annotations

from collections.abc import Callable
from mmap import mmap
from urllib.parse import urljoin, urlsplit

from ..limits import DEFAULT_LIMITS, Limits
from ..records import DRAFT, HELD, PRIVATE, PUBLISHED, SPAM, Author, Blog, Comment, ExchangeError, Id, Picture, Post
from ..words import moment, number_or_word, plain_line, plain_text
from .flat import Row, rows
from .texts import text_of

_STATES = {"1": PUBLISHED, "0": DRAFT, "-1": HELD, "-2": HELD}  # -1: waits for its day, -2: for a second reader
_COMMENT_STATES = {"1": PUBLISHED, "0": HELD, "-1": HELD, "-2": SPAM}
_NEWER_TABLES = {"categorie": "category", "post_meta": "meta"}
_TAG_KINDS = {"tag", "tags"}


def read(data: bytes | mmap, limits: Limits = DEFAULT_LIMITS) -> tuple[Blog, dict[Id, list[str]]]:
    """Read a file: the blog, and the other addresses of its posts. Raises ExchangeError where it is none."""
    reading = _Reading(limits)
    for row in rows(data, reading.blog.tell, limits):
        reading.take(row)
    return reading.finished(), reading.addresses


class _Reading:
    def __init__(self, limits: Limits) -> None:
        self.blog = Blog()
        self.addresses: dict[Id, list[str]] = {}
        self._limits = limits
        self._settings: dict[str, str] = {}
        self._blogs: list[Row] = []
        self._categories: dict[str, str] = {}
        self._tags: dict[str, list[str]] = {}
        self._posts: list[Row] = []
        self._media: list[Row] = []
        self._media_posts: dict[str, str] = {}
        self._comments: list[Row] = []
        self._takers: dict[str, Callable[[Row], None]] = {
            "blog": self._blogs.append,
            "setting": self._setting,
            "category": self._category,
            "user": self._user,
            "meta": self._meta,
            "post": self._posts.append,
            "media": self._media.append,
            "post_media": self._post_media,
            "comment": self._comments.append,
        }

    def take(self, row: Row) -> None:
        """One row of any table; those of the program itself are passed over."""
        taker = self._takers.get(_NEWER_TABLES.get(row.name, row.name))
        if taker is not None:
            taker(row)

    def _setting(self, row: Row) -> None:
        self._settings.setdefault(row.get("setting_id"), row.get("setting_value"))

    def _category(self, row: Row) -> None:
        self._categories[row.get("cat_id")] = plain_line(row.get("cat_title") or row.get("cat_libelle"))

    def _user(self, row: Row) -> None:
        name = row.get("user_displayname") or row.get("user_pseudo")
        name = (
            name
            or f"{row.get('user_firstname') or row.get('user_prenom')} {row.get('user_name') or row.get('user_nom')}"
        )
        login = row.get("user_id")
        if login:
            self.blog.authors.append(Author(login=login, name=plain_line(name), mail=row.get("user_email")))

    def _meta(self, row: Row) -> None:
        kind, value = row.get("meta_type"), row.get("meta_id")
        if "meta_key" in row.values:  # Dotclear 1.2: the word that is the kind now was the key
            kind, value = row.get("meta_key"), row.get("meta_value")
        if kind in _TAG_KINDS:
            self._tags.setdefault(row.get("post_id"), []).append(plain_line(value))

    def _post_media(self, row: Row) -> None:
        self._media_posts.setdefault(row.get("media_id"), row.get("post_id"))

    def finished(self) -> Blog:
        """The whole, once all tables are read: they come in any order."""
        blog = self.blog
        known = (self._posts, self._comments, self._media, self._blogs, self._categories)
        if not any(known):
            raise ExchangeError("This file of Dotclear holds no posts.", 1)
        if self._blogs:
            blog.title, blog.address = plain_line(self._blogs[0].get("blog_name")), self._blogs[0].get("blog_url")
        if len(self._blogs) > 1:
            blog.tell(self._blogs[1].line, f"This file holds {len(self._blogs)} blogs; their posts come in together.")
        blog.language = self._settings.get("lang", "").lower()[:2]
        others: dict[str, int] = {}
        for row in self._posts:
            kind = row.get("post_type") or "post"
            if kind in ("post", "page"):
                self._post(row, kind)
            else:
                others[kind] = others.get(kind, 0) + 1
        for kind, number in sorted(others.items()):
            blog.tell(1, f"{number} of the kind “{kind}” left out: neither post nor page.")
        for row in self._media:
            self._picture(row)
        seen: set[Id] = set()
        for row in self._comments:
            self._comment(row, seen)
        return blog

    def _post(self, row: Row, kind: str) -> None:
        blog = self.blog
        identity = number_or_word(row.get("post_id")) or f"line-{row.line}"
        if identity in self.addresses:
            blog.tell(row.line, f"A second post has the number {identity}; it is left out.")
            return
        if len(blog.posts) >= self._limits.posts:
            raise ExchangeError("There are too many posts in this file.", row.line)
        place = self._place(row)
        base = next((each.get("blog_url") for each in self._blogs if each.get("blog_id") == row.get("blog_id")), "")
        folder = "" if _is_old(row) else "post/" if kind == "post" else "pages/"
        written = row.get("post_status") or row.get("post_pub")
        state = _STATES.get(written)
        if state is None:
            blog.tell(row.line, f"The state “{written}” is not known; the post comes in as a draft.")
        password = row.get("post_password")
        self.addresses[identity] = [f"/{folder}{place}", place if "/" in place else ""]
        blog.language = blog.language or row.get("post_lang").lower()[:2]
        excerpt, body = text_of(row, blog.tell)
        blog.posts.append(
            Post(
                id=identity,
                title=plain_line(row.get("post_title") or row.get("post_titre")),
                slug=row.get("post_titre_url") if _is_old(row) else place,
                address=(base if base.endswith(("/", "?")) or not base else f"{base}/") + folder + place
                if base
                else f"/{folder}{place}",
                state=PRIVATE if password and state == PUBLISHED else state or DRAFT,
                date=moment(row.get("post_dt"), row.get("post_tz") or self._settings.get("blog_timezone", "UTC")),
                author=row.get("user_id"),
                tags=self._tags_of(row),
                summary=plain_line(excerpt),
                body=f"{excerpt}\n{body}".strip(),
                password=password,
                waits=written == "-1",
                line=row.line,
            )
        )

    def _place(self, row: Row) -> str:
        """What stands in a post's address behind the blog's. Dotclear 1.2 made it from the day, number and title."""
        if not _is_old(row):
            return row.get("post_url")
        day = moment(row.get("post_dt"))
        return f"{day:%Y/%m/%d}/{row.get('post_id')}-{row.get('post_titre_url')}" if day else row.get("post_titre_url")

    def _tags_of(self, row: Row) -> list[str]:
        names = [self._categories.get(row.get("cat_id"), ""), *self._tags.get(row.get("post_id"), [])]
        found: dict[str, str] = {}
        for name in names:
            if name:
                found.setdefault(name.casefold(), name)
        return list(found.values())

    def _picture(self, row: Row) -> None:
        if row.get("media_private") == "1":
            return
        identity = number_or_word(row.get("media_id"))
        folder = self._settings.get("public_url") or f"/{row.get('media_path') or 'public'}"
        address = f"{folder.rstrip('/')}/{row.get('media_file').lstrip('/')}"
        if urlsplit(self.blog.address).scheme in ("http", "https"):
            address = urljoin(self.blog.address, address)
        post = number_or_word(self._media_posts.get(row.get("media_id"), ""))
        self.blog.pictures.append(
            Picture(
                id=identity,
                address=address,
                title=plain_line(row.get("media_title")),
                post=post if post in self.addresses else None,
            )
        )

    def _comment(self, row: Row, seen: set[Id]) -> None:
        if row.get("comment_trackback") == "1":
            return
        identity = number_or_word(row.get("comment_id")) or f"line-{row.line}"
        post = number_or_word(row.get("post_id"))
        if post not in self.addresses:
            return
        if identity in seen:
            self.blog.tell(row.line, f"A second comment has the number {identity}; it is left out.")
            return
        if len(seen) >= self._limits.comments:
            raise ExchangeError("There are too many comments in this file.", row.line)
        seen.add(identity)
        self.blog.comments.append(
            Comment(
                id=identity,
                post=post,
                state=_COMMENT_STATES.get(row.get("comment_status") or row.get("comment_pub"), HELD),
                author=plain_line(row.get("comment_author") or row.get("comment_auteur")),
                mail=row.get("comment_email"),
                date=moment(row.get("comment_dt"), row.get("comment_tz") or "UTC"),
                text=plain_text(row.get("comment_content")),
                line=row.line,
            )
        )


def _is_old(row: Row) -> bool:
    """Whether a post is one of Dotclear 1.2."""
    return "post_titre_url" in row.values
