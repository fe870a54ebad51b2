"""A blog written as WordPress's WXR 1.2, which every other blog program reads.

Texts are blocks of HTML, which no reader breaks into paragraphs again; what a reader could take for a shortcode or for an
address to embed is written with entities, which are the same signs and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from ..records import DRAFT, HELD, PRIVATE, PUBLISHED, SPAM, Author, Blog, Comment, Id, Picture, Post

_STATUS = {PUBLISHED: "publish", DRAFT: "draft", HELD: "pending", PRIVATE: "private", SPAM: "trash"}
_APPROVED = {PUBLISHED: "1", HELD: "0", PRIVATE: "0", DRAFT: "0", SPAM: "spam"}
_ALONE = re.compile(r"^((?:<p>)?[ \t]*)h(?=ttps?://[^\s<>\"\[\]]+[ \t]*(?:</p>)?$)", re.MULTILINE)
_ZERO = "0000-00-00 00:00:00"
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
"""


def written(blog: Blog) -> Iterator[str]:
    """The file in pieces, to be written one after the other as UTF-8."""
    yield _HEAD
    yield (
        _field("title", escape(blog.title, quote=False))
        + _field("link", blog.address)
        + _field("language", blog.language)
    )
    yield _field("wp:wxr_version", "1.2")
    yield _field("wp:base_site_url", blog.address) + _field("wp:base_blog_url", blog.address)
    yield from map(_author, blog.authors)
    said: dict[Id, list[Comment]] = {}
    for comment in blog.comments:
        said.setdefault(comment.post, []).append(comment)
    yield from (_attachment(picture) for picture in blog.pictures if picture.id is not None)
    yield from (_post(post, said.get(post.id, [])) for post in blog.posts)
    yield "</channel>\n</rss>\n"


def _post(post: Post, comments: Iterable[Comment]) -> str:
    status = "publish" if post.password else "future" if post.waits and post.state == HELD else _STATUS[post.state]
    return _item(
        _field("title", escape(post.title, quote=False)),
        _field("link", post.address),
        _field("pubDate", format_datetime(post.date) if post.date is not None else ""),
        _field("dc:creator", post.author),
        _field("content:encoded", f"<!-- wp:html -->\n{_guarded(post.body)}\n<!-- /wp:html -->" if post.body else ""),
        _field("excerpt:encoded", escape(post.summary, quote=False)),
        _field("wp:post_id", post.id),
        _dates("wp:post_date", post.date),
        _field("wp:post_name", post.slug),
        _field("wp:status", status),
        _field("wp:post_type", "post"),
        _field("wp:post_password", post.password),
        *(
            f'<category domain="post_tag" nicename="{escape(_nicename(tag))}">{_cdata(escape(tag, quote=False))}</category>\n'
            for tag in post.tags
        ),
        _meta("_thumbnail_id", post.cover) if post.cover is not None else "",
        *map(_comment, comments),
    )


def _attachment(picture: Picture) -> str:
    return _item(
        _field("title", escape(picture.title, quote=False)),
        _field("excerpt:encoded", escape(picture.caption, quote=False)),
        _field("wp:post_id", picture.id),
        _field("wp:post_parent", picture.post if picture.post is not None else 0),
        _field("wp:status", "inherit"),
        _field("wp:post_type", "attachment"),
        _field("wp:attachment_url", picture.address),
        _meta("_wp_attachment_image_alt", escape(picture.alt, quote=False)),
    )


def _comment(comment: Comment) -> str:
    fields = (
        _field("wp:comment_id", comment.id),
        _field("wp:comment_author", escape(comment.author, quote=False)),
        _field("wp:comment_author_email", comment.mail),
        _dates("wp:comment_date", comment.date),
        _field("wp:comment_content", escape(comment.text, quote=False)),
        _field("wp:comment_approved", _APPROVED[comment.state]),
        _field("wp:comment_type", "comment"),
        _field("wp:comment_parent", comment.parent if comment.parent is not None else 0),
    )
    return f"<wp:comment>\n{''.join(fields)}</wp:comment>\n"


def _author(author: Author) -> str:
    fields = (
        _field("wp:author_login", author.login),
        _field("wp:author_email", author.mail),
        _field("wp:author_display_name", escape(author.name, quote=False)),
    )
    return f"<wp:author>\n{''.join(fields)}</wp:author>\n"


def _item(*fields: str) -> str:
    return f"<item>\n{''.join(fields)}</item>\n"


def _meta(key: str, value: object) -> str:
    return f"<wp:postmeta>\n{_field('wp:meta_key', key)}{_field('wp:meta_value', value)}</wp:postmeta>\n"


def _dates(name: str, date: datetime | None) -> str:
    """Local time and the world's are the same: the blog stands in UTC."""
    text = f"{date.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if date is not None else _ZERO
    return _field(name, text) + _field(f"{name}_gmt", text)


def _field(name: str, value: object) -> str:
    return f"<{name}>{_cdata(str(value))}</{name}>\n"


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _guarded(body: str) -> str:
    return _ALONE.sub(r"\1&#104;", body.replace("[", "&#91;"))


def _nicename(tag: str) -> str:
    return re.sub(r"[^\w]+", "-", tag.lower()).strip("-")
