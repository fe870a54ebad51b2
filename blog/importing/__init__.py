"""Blogs of other programs, brought into the site."""

from .articles import NoArticles, Report, import_blog
from .pictures import Pictures

__all__ = ["NoArticles", "Pictures", "Report", "import_blog"]
