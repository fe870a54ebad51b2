"""Creations, their revisions, and what members do with them."""

from .creation import Creation, Licence, Royalty, Tag, Visibility
from .revision import Revision, RevisionLot, WorkState
from .social import Build, Collection, CollectionItem, Like, Picture
from .workbench import Workbench, WorkbenchChange

__all__ = [
    "Build",
    "Collection",
    "CollectionItem",
    "Creation",
    "Licence",
    "Like",
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
