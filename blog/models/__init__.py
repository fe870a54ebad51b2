"""Articles, comments, and where those that were brought here come from."""

from .article import ArticleIndexPage, ArticlePage, ArticleTag
from .comment import Comment
from .imported import ImportedArticle, ImportedComment, State

__all__ = ["ArticleIndexPage", "ArticlePage", "ArticleTag", "Comment", "ImportedArticle", "ImportedComment", "State"]
