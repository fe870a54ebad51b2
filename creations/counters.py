"""What is counted, or copied for sorting, on a creation."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Coalesce

from users.counters import Counter, number_of

from .models import Build, Creation, Like

COUNTERS = (
    Counter(Creation, "like_count", number_of(Like.objects.all(), "creation")),
    Counter(Creation, "build_count", number_of(Build.objects.all(), "creation")),
    Counter(Creation, "fork_count", number_of(Creation.objects.public(), "upstream")),
    Counter(Creation, "part_count", Coalesce(F("current__part_count"), 0)),
    Counter(Creation, "lot_count", Coalesce(F("current__lot_count"), 0)),
)
