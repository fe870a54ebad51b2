"""What the API's description covers."""

from __future__ import annotations

from typing import Any


def only_version_one(endpoints: list[tuple[Any, ...]], **kwargs: Any) -> list[tuple[Any, ...]]:
    """Our own API; Wagtail's, which its editor uses, is not for others."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
