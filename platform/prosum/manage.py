"""Django's management commands, with the embedded services started around them when nothing else is set."""

from __future__ import annotations

import os
from collections.abc import Sequence

#: Commands that touch neither the database nor the broker.
_ALONE = {"check", "help", "version", "diffsettings", "collectstatic", "makemessages", "compilemessages", "spectacular"}


def manage(arguments: Sequence[str]) -> int:
    """Run a command of Django's with the services it needs; returns the exit status. Raises SystemExit with a sentence."""
    from django.core.management import execute_from_command_line

    from .embedded import Services, ServiceUnavailable
    from .preflight import plainly

    line = ["prosum manage", *arguments]
    # A server that forgot its database must not be given another, empty one.
    is_server = os.environ["DJANGO_SETTINGS_MODULE"] == "prosum.settings.production"
    if not arguments or is_server or arguments[0] in _ALONE:
        with plainly():
            execute_from_command_line(line)
        return 0
    try:
        with Services(), plainly():
            execute_from_command_line(line)
    except ServiceUnavailable as error:
        print(f"prosum: {error}")
        return 1
    return 0
