"""How settings are read from the environment. What cannot be meant is refused with a sentence that names the variable."""

from __future__ import annotations

import logging
import os
import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def wrong(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    """What to raise for a variable whose value is not what is wanted there."""
    return ImproperlyConfigured(f"{name} must be {wanted}, not {value!r} (docs/settings.md).")


def text(name: str, default: str = "") -> str:
    """An environment variable as it is."""
    return os.environ.get(name, default)


def one_of(name: str, default: str, values: tuple[str, ...]) -> str:
    """An environment variable that is one of some words."""
    value = text(name) or default
    if value not in values:
        raise wrong(name, value, f"one of {', '.join(values)}")
    return value


def switch(name: str, default: bool) -> bool:
    """An environment variable that says yes or no."""
    value = text(name).lower()
    if value and value not in _YES | _NO:
        raise wrong(name, value, "yes or no")
    return value in _YES if value else default


def words(name: str, default: str = "") -> list[str]:
    """An environment variable that lists words, with blanks or commas between them."""
    return [word for word in text(name, default).replace(",", " ").split() if word]


def whole(name: str, default: int, least: int = 0) -> int:
    """An environment variable that is a whole number."""
    value = text(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,12}", value) or int(value) < least:
        raise wrong(name, value, f"a whole number of at least {least}")
    return int(value)


def web_address(name: str, default: str = "") -> str:
    """An environment variable that is the address of a site, without a slash at its end."""
    value = text(name) or default
    if value and not re.fullmatch(r"https?://[^\s/?#]+/*", value):
        raise wrong(name, value, "an address such as https://bricks.example.org")
    return value.rstrip("/")


def redis_address(name: str, default: str = "") -> str:
    """An environment variable that is the address of a Redis."""
    value = text(name) or default
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise wrong(name, value, "an address such as redis://host:6379/0 or unix:///path?db=0")
    return value


def time_zone(name: str, default: str) -> str:
    """An environment variable that names a time zone."""
    value = text(name) or default
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError):
        raise wrong(name, value, "a time zone such as Europe/Paris") from None
    return value


def log_level(name: str, default: str) -> str:
    """An environment variable that names a level of the log, in capitals or not."""
    value = (text(name) or default).upper()
    if value not in logging.getLevelNamesMapping():
        raise wrong(name, value, "DEBUG, INFO, WARNING or ERROR")
    return value


def together(*names: str) -> None:
    """Variables of which one without the others means nothing."""
    missing = [name for name in names if not text(name)]
    if missing and len(missing) < len(names):
        given = next(name for name in names if text(name))
        raise ImproperlyConfigured(f"{given} is set, and without {' and '.join(missing)} it means nothing.")


def rates(usual: dict[str, str]) -> dict[str, str]:
    """The usual rates with those that `RATES` changes, such as `like=10/h comment=5/min`."""
    changed = dict(pair.partition("=")[::2] for pair in words("RATES"))
    for name, rate in changed.items():
        if name not in usual or not re.fullmatch(r"[0-9]{1,9}/(s|min|h|d)", rate):
            raise ImproperlyConfigured(
                f"RATES: {name}={rate} is no rate; write like=600/h with a name of docs/settings.md."
            )
    return {**usual, **changed}


def database(url: str, pool: int = 0) -> dict[str, Any]:
    """Django's settings of a `postgresql://` address; a socket folder may be given as `?host=`.

    With a `pool` of so many connections the threads of a process share them; without, each keeps its own.
    """
    # The address holds a password, so it is not said again.
    hint = (
        "DATABASE_URL must be like postgresql://user:password@host:5432/name, signs such as @ in the password as %40."
    )
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise ImproperlyConfigured(hint) from None
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(hint)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or ""
    options.setdefault("connect_timeout", 5)
    if pool:
        # Whoever finds no connection within these seconds is told to come back; a try to connect ends before.
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5.0, "reconnect_timeout": 3.0}
        # A page that waits for somebody's lock, or counts for ever, would hold a turn and a connection: it is answered 503.
        options.setdefault("options", "-c lock_timeout=10s -c statement_timeout=30s")
    return {
        "ENGINE": "prosum.postgres",
        "NAME": unquote(parts.path.lstrip("/")) or "prosum",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 0 if pool else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def broker(url: str) -> str:
    """The same Redis as Celery's transport spells it."""
    return url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")


def next_database(url: str) -> str:
    """The same Redis with the next database number: emptying the cache must not empty the queues."""
    return re.sub(r"(?<=db=)\d+|(?<=\d/)\d+$|(?<=[a-z]/)\d+$", lambda match: str(int(match.group()) + 1), url)
