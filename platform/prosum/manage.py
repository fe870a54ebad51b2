"""Django's management commands, with the embedded services started around them when nothing else is set."""

from __future__ import annotations

from collections.abc import Sequence

#: Commands that touch neither the database nor the broker.
_ALONE = {"check", "help", "version", "diffsettings", "collectstatic", "makemessages", "compilemessages", "spectacular"}


def manage(arguments: Sequence[str]) -> int:
    """Run a command of Django's with the services it needs; returns the exit status."""
    from django.core.management import execute_from_command_line

    from .embedded import Services, ServiceUnavailable

    line = ["prosum manage", *arguments]
    if not arguments or arguments[0] in _ALONE:
        execute_from_command_line(line)
        return 0
    try:
        with Services():
            execute_from_command_line(line)
    except ServiceUnavailable as error:
        print(f"prosum: {error}")
        return 1
    return 0
