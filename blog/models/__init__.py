"""Articles and comments."""

from .article import ArticleIndexPage, ArticlePage, ArticleTag
from .comment import Comment

__all__ = ["ArticleIndexPage", "ArticlePage", "ArticleTag", "Comment"]
