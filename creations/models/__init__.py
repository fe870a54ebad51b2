"""Creations, their revisions, and what members do with them."""

from .booklet import Booklet, Paper
from .creation import Creation, Licence, Royalty, Tag, Visibility
from .revision import Revision, RevisionLot, WorkState
from .social import Build, Collection, CollectionItem, Like, Picture
from .workbench import Workbench, WorkbenchChange

__all__ = [
    "Booklet",
    "Build",
    "Collection",
    "CollectionItem",
    "Creation",
    "Licence",
    "Like",
    "Paper",
    "Picture",
    "Revision",
    "RevisionLot",
    "Royalty",
    "Tag",
    "Visibility",
    "WorkState",
    "Workbench",
    "WorkbenchChange",
]
