"""What is wrong with settings or place is told in one sentence before anything starts."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import ConnectionHandler

from prosum.checks import static_files_are_collected
from prosum.paths import PLATFORM
from prosum.preflight import check_place, plainly
from prosum.settings.environment import database

from ..pythons import Done, run

SERVER = {
    "SECRET_KEY": "x" * 40,
    "SITE_URL": "https://x.example",
    "DATABASE_URL": "postgresql://a@127.0.0.1:1/c",
    "REDIS_URL": "redis://r.invalid",
    "DJANGO_SETTINGS_MODULE": "prosum.settings.production",
}
#: What operators write -> what they read.
MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"SECRET_KEY": ""}, "Set the environment variable SECRET_KEY"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
    ({"SITE_URL": "bricks.example.org"}, "SITE_URL must be an address such as https://"),
    ({"LIVE_URL": "wss://x.example"}, "LIVE_URL must be an address"),
    ({"DATABASE_URL": "mysql://a:hidden@b/c"}, "DATABASE_URL must be like postgresql://"),
    ({"DATABASE_URL": "postgresql://a:hidden@b:port/c"}, "DATABASE_URL must be like postgresql://"),
    ({"DATABASE_POOL": "many"}, "DATABASE_POOL must be a whole number"),
    ({"REDIS_URL": "localhost"}, "REDIS_URL must be an address such as redis://"),
    ({"CACHE_URL": "http://x"}, "CACHE_URL must be an address such as redis://"),
    ({"TRUSTED_PROXIES": "one"}, "TRUSTED_PROXIES must be a whole number"),
    ({"MODEL_BYTES": "32MB"}, "MODEL_BYTES must be a whole number of at least 1, not '32MB'"),
    ({"SMTP_PORT": "smtp"}, "SMTP_PORT must be a whole number"),
    ({"SMTP_TLS": "maybe"}, "SMTP_TLS must be yes or no"),
    ({"TIME_ZONE": "Paris"}, "TIME_ZONE must be a time zone such as Europe/Paris"),
    ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be DEBUG"),
    ({"LOG_LEVEL": "warning", "TIME_ZONE": "Europe/Paris", "SMTP_TLS": "No"}, ""),
    ({"S3_BUCKET": "x", "AWS_ACCESS_KEY_ID": "a"}, "without AWS_SECRET_ACCESS_KEY it means nothing"),
    ({"S3_ENDPOINT": "https://s3.example"}, "without S3_BUCKET it means nothing"),
    ({"RATES": "lik=10/h"}, "RATES: lik=10/h is no rate"),
    ({"PAYMENT_PROVIDER": "sandbox"}, "its orders count as paid"),
]
READ = """
import json, os, sys
from django.core.exceptions import ImproperlyConfigured
usual = dict(os.environ)
for mistake in json.loads(sys.argv[1]):
    os.environ.clear(); os.environ.update({**usual, **mistake})
    for name in [name for name in sys.modules if name.startswith("prosum.settings")]:
        del sys.modules[name]
    try:
        import prosum.settings.production
        print()
    except ImproperlyConfigured as error:
        print(error)
"""


def server(*arguments: str, **environment: str) -> Done:
    told = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    clean = {name: value for name, value in os.environ.items() if name not in told}
    return run(*arguments, environment={**clean, **SERVER, **environment})


def test_each_usual_mistake_has_its_sentence() -> None:
    done = server("-c", READ, json.dumps([mistake for mistake, _sentence in MISTAKES]))
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    for (mistake, sentence), line in zip(MISTAKES, told, strict=True):
        assert sentence in line and bool(sentence) == bool(line), f"{mistake}: {line}"
    assert "hidden" not in done.stdout, "passwords stay out of logs"


def test_a_server_without_its_database_makes_none(tmp_path: Path) -> None:
    """Embedded services are a laptop's: a forgotten address is told, and so is one where nobody listens."""
    done = server("-m", "prosum.cli", "manage", "migrate", DATABASE_URL="", PROSUM_VAR=str(tmp_path))
    assert done.returncode == 1 and not list(tmp_path.iterdir())
    assert (
        done.stderr.strip()
        == "prosum: Set the environment variable DATABASE_URL: a server needs it (docs/settings.md)."
    )
    away = ConnectionHandler({"default": database(SERVER["DATABASE_URL"])})["default"]
    told = pytest.raises(SystemExit, match=r"does not let us in: .*Connection refused")
    with told, plainly(), away.wrap_database_errors:
        away.connect()


def test_a_second_server_on_a_port_is_refused() -> None:
    """The system would let both listen and share the visitors among them."""
    with socket.socket() as first:
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        first.bind(("127.0.0.1", 0))
        first.listen()
        with pytest.raises(SystemExit, match="is taken"):
            check_place("127.0.0.1", first.getsockname()[1])
    with pytest.raises(SystemExit, match=r"cannot listen at 203\.0\.113\.7"):
        check_place("203.0.113.7", 8000)


def test_a_web_server_begins_with_the_static_files_of_its_version(settings, tmp_path: Path) -> None:
    assert not static_files_are_collected(), "the tests' storage needs none"
    settings.STATIC_ROOT = tmp_path
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    settings.PROSUM_PAYMENT_PROVIDER = "a-bank"
    found = run_checks(tags=["prosum"], include_deployment_checks=True)
    assert {check.id for check in found} >= {"prosum.E001", "prosum.E002"}
    static = PLATFORM / "static"
    paths = {path.relative_to(static).as_posix(): "" for path in static.rglob("*") if path.is_file()}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "hash": "", "paths": paths}))
    settings.STORAGES = {**settings.STORAGES}
    settings.PROSUM_PAYMENT_PROVIDER = "none"
    assert not [check.id for check in run_checks(tags=["prosum"], include_deployment_checks=True) if check.id[7] == "E"]
