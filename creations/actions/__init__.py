"""Use cases: each checks its permission, validates, writes in one transaction and records its event."""

from .designing import begin, keep_as_copy, keep_changes, open_workbench, save_revision
from .forking import fork
from .hiding import hide, lift_hiding
from .marking import mark_any_colour
from .printing import print_instructions
from .publishing import add_picture, choose_cover, delete_creation, delete_picture, publish, unpublish, update
from .revising import add_revision, create, draw_again, restore
from .social import collect, create_collection, delete_build, like, record_build, uncollect, unlike

__all__ = [
    "add_picture",
    "add_revision",
    "begin",
    "choose_cover",
    "collect",
    "create",
    "create_collection",
    "delete_build",
    "delete_creation",
    "delete_picture",
    "draw_again",
    "fork",
    "hide",
    "keep_as_copy",
    "keep_changes",
    "lift_hiding",
    "like",
    "mark_any_colour",
    "open_workbench",
    "print_instructions",
    "publish",
    "record_build",
    "restore",
    "save_revision",
    "uncollect",
    "unlike",
    "unpublish",
    "update",
]
