"""Blogs of other programs: read from their exports, written as one. Pure Python, no Django.

`read_blog` reads WordPress's WXR and Dotclear's flat files into posts, comments and pictures.
"""

from .reading import read_blog
from .records import DRAFT, HELD, PRIVATE, PUBLISHED, SPAM, Author, Blog, Comment, ExchangeError, Picture, Post, Problem

__all__ = [
    "DRAFT",
    "HELD",
    "PRIVATE",
    "PUBLISHED",
    "SPAM",
    "Author",
    "Blog",
    "Comment",
    "ExchangeError",
    "Picture",
    "Post",
    "Problem",
    "read_blog",
]
