"""A whole blog out of an export of WordPress."""

from __future__ import annotations

from mmap import mmap

from ..finishing import LONGEST_SUMMARY, finish, shortened
from ..languages import chosen_language
from ..limits import DEFAULT_LIMITS, Limits
from ..records import Blog, Id, Picture
from ..words import plain_line
from .bodies import body_of
from .reading import read
from .shortcodes import Shortcodes


def read_blog(data: bytes | mmap, language: str = "", limits: Limits = DEFAULT_LIMITS) -> Blog:
    """Read a file. Raises ExchangeError where it is no export."""
    export = read(data, limits)
    blog = export.blog
    library: dict[Id, Picture] = {picture.id: picture for picture in blog.pictures if picture.id is not None}
    uploaded: dict[Id, list[Picture]] = {}
    for picture in blog.pictures:
        if picture.post is not None:
            uploaded.setdefault(picture.post, []).append(picture)
    for post in blog.posts:

        def told(text: str, line: int = post.line) -> None:
            blog.tell(line, text)

        shortcodes = Shortcodes(library, uploaded.get(post.id, []), told)
        post.body = body_of(export.raw.pop(post.id, ""), shortcodes, export.reusable, told)
        post.summary = shortened(plain_line(export.excerpts.get(post.id, "")), LONGEST_SUMMARY)
    finish(blog, chosen_language(language, blog.language), export.addresses)
    return blog
