"""Which kept files are out of sight with a hidden creation.

Files are named by what they hold, and one file may serve many creations: it is hidden while every creation that shows it is.
"""

from __future__ import annotations

import re
from itertools import chain

from django.core.cache import cache
from django.db.models import Q, QuerySet

from users.permissions import Visitor

from .models import Booklet, Build, Creation, Picture, Revision
from .permissions import policy

_KEY = "creations:hidden-files"
#: Seconds; a hiding and its end are known at once, a new file of a hidden creation within these.
_FRESH = 60
_WIDTH = re.compile(r"-\d+\.(webp|jpg)$")
#: Instructions of a model without a scene are named by the model.
_INSTRUCTIONS = re.compile(r"instructions/.*/(([0-9a-f]{2})[0-9a-f]{62})(-[0-9a-f]+)?\.\w+$")


def may_have_file(visitor: Visitor, name: str) -> bool:
    """Whether a visitor may be given a kept file. One look into the cache unless a hidden creation shows it."""
    name = _INSTRUCTIONS.sub(r"models/\2/\1.mpd", _WIDTH.sub("", name))
    if name not in _hidden_names():
        return True
    showing = Creation.objects.filter(_shows(name))
    return showing.filter(hiding=None).exists() or any(policy.can_view(visitor, creation) for creation in showing)


def forget() -> None:
    """Something was hidden or shown again: look anew."""
    cache.delete(_KEY)


def _hidden_names() -> set[str]:
    names: set[str] | None = cache.get(_KEY)
    if names is None:
        names = _find_names(Creation.objects.exclude(hiding=None))
        cache.set(_KEY, names, _FRESH)
    return names


def _find_names(creations: QuerySet[Creation]) -> set[str]:
    revisions = Revision.objects.filter(creation__in=creations)
    found = chain(
        *revisions.values_list("picture", "scene", "model"),
        Picture.objects.filter(creation__in=creations).values_list("name", flat=True),
        Build.objects.filter(creation__in=creations).values_list("photo", flat=True),
        Booklet.objects.filter(revision__in=revisions).values_list("file", flat=True),
    )
    return {name for name in found if name}


def _shows(name: str) -> Q:
    return (
        Q(pk__in=Revision.objects.filter(Q(picture=name) | Q(scene=name) | Q(model=name)).values("creation"))
        | Q(pk__in=Picture.objects.filter(name=name).values("creation"))
        | Q(pk__in=Build.objects.filter(photo=name).values("creation"))
        | Q(pk__in=Booklet.objects.filter(file=name).values("revision__creation"))
    )
