"""What is counted of comments."""

from __future__ import annotations

from creations.models import Creation
from users.counters import Counter, number_of

from .models import Comment

COUNTERS = (Counter(Creation, "comment_count", number_of(Comment.objects.filter(deleted_at=None), "creation")),)
