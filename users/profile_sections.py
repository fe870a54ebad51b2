"""What other apps show on a member's page. They register it, so that users need not know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .models import Member

#: From the member shown and the visitor to template variables.
Section = Callable[[Member, Any], dict[str, Any]]

_sections: list[Section] = []


def register(section: Section) -> Section:
    _sections.append(section)
    return section


def sections() -> list[Section]:
    return _sections
