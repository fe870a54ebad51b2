"""Creations, their revisions, and what members do with them."""

from .booklet import Booklet, Paper
from .creation import OPEN, PUBLIC, Creation, Licence, Royalty, Tag, Visibility
from .former_address import FormerAddress
from .grant import Grant
from .hiding import Hiding
from .revision import Revision, RevisionLot
from .social import Build, Collection, CollectionItem, Like, Picture
from .workbench import Workbench, WorkbenchChange

__all__ = [
    "OPEN",
    "PUBLIC",
    "Booklet",
    "Build",
    "Collection",
    "CollectionItem",
    "Creation",
    "FormerAddress",
    "Grant",
    "Hiding",
    "Licence",
    "Like",
    "Paper",
    "Picture",
    "Revision",
    "RevisionLot",
    "Royalty",
    "Tag",
    "Visibility",
    "Workbench",
    "WorkbenchChange",
]
