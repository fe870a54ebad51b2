"""What other apps show on a member's page. They register it, so that users need not know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .models import Member

#: From the member shown and the visitor to template variables.
Section = Callable[[Member, Any], dict[str, Any]]

_sections: list[Section] = []


def register(section: Section) -> None:
    """Show a section on every member's page; called by an app's `ready()`. Raises ValueError when it is there already."""
    if section in _sections:
        raise ValueError(f"{section.__module__}.{section.__name__} is registered twice.")
    _sections.append(section)


def sections() -> list[Section]:
    """All of them, in the order of the installed apps."""
    return _sections
