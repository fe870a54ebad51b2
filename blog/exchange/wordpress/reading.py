"""WordPress's own export, WXR 1.0 to 1.2: an RSS feed with everything in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from mmap import mmap

from ..limits import DEFAULT_LIMITS, Limits
from ..records import DRAFT, HELD, PRIVATE, PUBLISHED, SPAM, Author, Blog, Comment, ExchangeError, Id, Picture, Post
from ..words import moment, number_or_word, plain_line, plain_text
from .markup import Element, Reader

_STATES = {
    "publish": PUBLISHED,
    "draft": DRAFT,
    "pending": HELD,
    "future": HELD,  # waits for its day
    "private": PRIVATE,
    "inherit": PUBLISHED,
}
_LEFT_OUT = {"trash", "auto-draft"}
_COMMENT_STATES = {"1": PUBLISHED, "approve": PUBLISHED, "approved": PUBLISHED, "0": HELD, "hold": HELD, "spam": SPAM}
# Parts of the program and not of the blog, left out without a word.
_MACHINERY = re.compile(r"revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_.*|acf-.*")
_NO_CATEGORY = {"uncategorized", "non-classe", "uncategorised"}


@dataclass(slots=True)
class Export:
    """What a file holds, bodies as they were written. `raw` are they and `excerpts` by post, `reusable` blocks by id."""

    blog: Blog
    raw: dict[Id, str] = field(default_factory=dict)
    excerpts: dict[Id, str] = field(default_factory=dict)
    reusable: dict[str, str] = field(default_factory=dict)
    # Other addresses of a post: the one that never changes, the ones with its number.
    addresses: dict[Id, list[str]] = field(default_factory=dict)


def read(data: bytes | mmap, limits: Limits = DEFAULT_LIMITS) -> Export:
    """Read a file. Raises ExchangeError where it is no export."""
    reading = _Reading(limits)
    reader = Reader(data, limits)
    for element in reader.elements():
        reading.take(element)
    if reader.cut is not None:
        reading.export.blog.tell(reader.cut, "The file ends in the middle; what came before was read.")
    return reading.finished()


class _Reading:
    def __init__(self, limits: Limits) -> None:
        self.export = Export(Blog())
        self._limits = limits
        self._is_export = False
        self._seen: set[Id] = set()
        self._others: Counter[str] = Counter()
        self._first_other: dict[str, int] = {}
        self._comments: set[Id] = set()

    def take(self, element: Element) -> None:
        """One child of the channel."""
        blog = self.export.blog
        if element.name == "item" and element.space == "":
            self._item(element)
        elif element.space == "wp":
            self._is_export = True
            if element.name == "author":
                self._author(element)
            elif element.name in ("base_blog_url", "base_site_url"):
                # The blog's own comes after the site's and counts more.
                blog.address = element.content.strip() or blog.address
        elif element.space == "" and element.name in ("title", "language", "link"):
            words = plain_line(element.content)
            if element.name == "title":
                blog.title = words
            elif element.name == "language":
                blog.language = words.lower()[:2]
            elif not blog.address:
                blog.address = words

    def finished(self) -> Export:
        """The whole, comments under comments that are there."""
        if not self._is_export:
            raise ExchangeError("This is XML, but no export of WordPress: it says nothing in WordPress's own words.", 1)
        blog = self.export.blog
        for kind, number in sorted(self._others.items()):
            blog.tell(self._first_other[kind], f"{number} of the kind “{kind}” left out: neither post nor page.")
        return self.export

    def _author(self, element: Element) -> None:
        login = element.text("wp", "author_login")
        if login:
            name = plain_line(element.text("wp", "author_display_name"))
            self.export.blog.authors.append(
                Author(login=login, name=name, mail=element.text("wp", "author_email").strip())
            )

    def _item(self, item: Element) -> None:
        if not any(child.space == "wp" for child in item.children):
            self.export.blog.tell(item.line, "This item says nothing in WordPress's own words; it is left out.")
            return
        self._is_export = True
        kind = item.text("wp", "post_type") or "post"
        status = item.text("wp", "status")
        body = item.child("content", "encoded")
        if not item.whole and (body is None or not body.whole):
            self.export.blog.tell(item.line, "This post is left out: the file ends before its text does.")
            return
        identity = self._identity(item)
        if kind == "attachment":
            self._picture(item, identity)
        elif kind == "wp_block" and body is not None:
            self.export.reusable[str(identity)] = body.content
        elif _MACHINERY.fullmatch(kind) or status in _LEFT_OUT:
            return
        elif kind in ("post", "page"):
            self._post(item, identity, status)
        else:
            self._others[kind] += 1
            self._first_other.setdefault(kind, item.line)

    def _identity(self, item: Element) -> Id:
        written = item.text("wp", "post_id")
        if written:
            return number_or_word(written)
        guid = item.text("", "guid")
        numbered = re.search(r"[?&](?:p|page_id|attachment_id)=(\d{1,18})", guid)
        return int(numbered[1]) if numbered else guid or item.text("", "link") or f"line-{item.line}"

    def _picture(self, item: Element, identity: Id) -> None:
        address = item.text("wp", "attachment_url") or item.text("", "guid")
        parent = number_or_word(item.text("wp", "post_parent"))
        meta = _meta(item)
        self.export.blog.pictures.append(
            Picture(
                id=identity,
                address=address,
                title=plain_line(item.text("", "title")),
                alt=plain_line(meta.get("_wp_attachment_image_alt", "")),
                caption=plain_line(item.text("excerpt", "encoded")),
                post=parent if parent not in (0, "") else None,
            )
        )
        self.export.addresses[identity] = [item.text("", "link"), f"?attachment_id={identity}"]

    def _post(self, item: Element, identity: Id, status: str) -> None:
        blog = self.export.blog
        if identity in self._seen:
            blog.tell(item.line, f"A second post has the number {identity}; it is left out.")
            return
        if len(blog.posts) >= self._limits.posts:
            raise ExchangeError("There are too many posts in this file.", item.line)
        self._seen.add(identity)
        state = _STATES.get(status)
        if state is None:
            blog.tell(item.line, f"The state “{status}” is not known; the post comes in as a draft.")
            state = DRAFT
        password = item.text("wp", "post_password")
        if password and state == PUBLISHED:
            state = PRIVATE
        blog.posts.append(
            Post(
                id=identity,
                title=plain_line(item.text("", "title")),
                slug=item.text("wp", "post_name"),
                address=item.text("", "link"),
                state=state,
                date=_date(item, "post_date"),
                author=" ".join(item.text("dc", "creator").split()),
                tags=_tags(item),
                password=password,
                waits=status == "future",
                cover=number_or_word(_meta(item).get("_thumbnail_id", "")) or None,
                line=item.line,
            )
        )
        body = item.child("content", "encoded")
        self.export.raw[identity] = body.content if body is not None else ""
        self.export.excerpts[identity] = item.text("excerpt", "encoded")
        self.export.addresses[identity] = [
            item.text("", "link"),
            item.text("", "guid"),
            f"?p={identity}",
            f"?page_id={identity}",
        ]
        self._read_comments(item, identity)

    def _read_comments(self, item: Element, post: Id) -> None:
        blog = self.export.blog
        for element in item.all("wp", "comment"):
            approved = element.text("wp", "comment_approved")
            kind = element.text("wp", "comment_type") or "comment"
            if kind in ("pingback", "trackback") or approved in ("trash", "post-trashed"):
                continue
            if kind != "comment":
                blog.tell(element.line, f"A comment of the kind “{kind}” is left out.")
                continue
            identity = number_or_word(element.text("wp", "comment_id")) or f"line-{element.line}"
            if identity in self._comments:
                blog.tell(element.line, f"A second comment has the number {identity}; it is left out.")
                continue
            if len(blog.comments) >= self._limits.comments:
                raise ExchangeError("There are too many comments in this file.", element.line)
            self._comments.add(identity)
            parent = number_or_word(element.text("wp", "comment_parent"))
            blog.comments.append(
                Comment(
                    id=identity,
                    post=post,
                    parent=parent if parent not in (0, "") else None,
                    state=_COMMENT_STATES.get(approved, HELD),
                    author=plain_line(element.text("wp", "comment_author")),
                    mail=element.text("wp", "comment_author_email"),
                    date=_date(element, "comment_date"),
                    text=plain_text(element.text("wp", "comment_content")),
                    line=element.line,
                )
            )


def _meta(item: Element) -> dict[str, str]:
    return {meta.text("wp", "meta_key"): meta.text("wp", "meta_value") for meta in item.all("wp", "postmeta")}


def _date(element: Element, name: str) -> datetime | None:
    """The world's time where it is told; the blog's own, whose zone no export tells, counts as such where not."""
    return moment(element.text("wp", f"{name}_gmt")) or moment(element.text("wp", name))


def _tags(item: Element) -> list[str]:
    """The names of its tags and categories, each once whatever its capitals, without WordPress's "no category"."""
    found: dict[str, str] = {}
    for term in item.all("", "category"):
        if term.attributes.get("domain", "category") not in ("category", "post_tag", "tag"):
            continue
        if term.attributes.get("domain") != "post_tag" and term.attributes.get("nicename") in _NO_CATEGORY:
            continue
        name = plain_line(term.content)
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())
