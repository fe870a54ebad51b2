"""Use cases: each checks its permission, validates, writes in one transaction and records its event."""

from .forking import fork
from .publishing import add_picture, choose_cover, delete_creation, delete_picture, publish, unpublish, update
from .revising import add_revision, create, restore
from .social import collect, create_collection, delete_build, like, record_build, uncollect, unlike

__all__ = [
    "add_picture",
    "add_revision",
    "choose_cover",
    "collect",
    "create",
    "create_collection",
    "delete_build",
    "delete_creation",
    "delete_picture",
    "fork",
    "like",
    "publish",
    "record_build",
    "restore",
    "uncollect",
    "unlike",
    "unpublish",
    "update",
]
