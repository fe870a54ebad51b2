"""What holds for the whole house: headers, errors, translations, the files that run it for real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from prosum.queues import WORKERS

from ..pythons import Done, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_public_pages_allow_no_inline_code(client, creation):
    import re

    for address in ("/", "/creations/", "/@ada/tower/", "/parts/", "/account/login/", "/account/signup/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
        page = answer.content.decode()
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page), f"inline code on {address}"
        for script in re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page):
            assert "application/json" in script, f"inline script on {address}"
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_errors_are_pages_of_ours(client):
    answer = client.get("/en/nothing/here/")
    assert answer.status_code == 404 and "Nothing is here" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "pictures/../../secret.webp", "models/aa/a.mpd", "a/b.svg", "/etc/passwd"]
)
@pytest.mark.django_db
def test_files_outside_the_store_are_not_served(client, name):
    assert client.get(f"/files/{name}").status_code in (404, 400)


def test_svg_is_never_shown_in_place(db, client):
    from users.files import store

    name = store(b"<svg xmlns='http://www.w3.org/2000/svg'/>", folder="pictures", ending=".svg")
    answer = client.get(f"/files/{name}")
    assert answer["Content-Disposition"].startswith("attachment") and "sandbox" in answer["Content-Security-Policy"]


def test_everything_is_translated():
    assert (
        subprocess.run([sys.executable, "-m", "prosum.cli", "translations", "check"], cwd=ROOT, check=False).returncode
        == 0
    )


@pytest.mark.django_db
def test_migrations_are_complete():
    from django.core.management import call_command

    call_command(
        "makemigrations",
        "--check",
        "--dry-run",
        "users",
        "work",
        "mails",
        "notifications",
        "catalog",
        "creations",
        "marketplace",
        "blog",
    )


def production(**environment: str) -> Done:
    clean = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL")}
    code = (
        "import django, json; django.setup(); from django.conf import settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG]))"
    )
    return run("-c", code, environment={**clean, "DJANGO_SETTINGS_MODULE": "prosum.settings.production", **environment})


def test_production_secures_cookies_and_says_what_is_missing():
    assert "Set the environment variable SECRET_KEY" in production().stderr
    full = {
        "SECRET_KEY": "x" * 40,
        "SITE_URL": "https://x.example",
        "DATABASE_URL": "postgresql://a@b/c",
        "REDIS_URL": "redis://r",
    }
    assert "too short" in production(**{**full, "SECRET_KEY": "short"}).stderr
    assert json.loads(production(**full).stdout) == [True, True, True, True, False]


def test_compose_file_fits_its_schema():
    compose = ROOT / "docker-compose.yml"
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    services = yaml.safe_load(compose.read_text())["services"]
    assert set(services) >= {"postgres", "redis", "web", "live", "beat", "caddy"}
    assert {tuple(service["command"]) for name, service in services.items() if name.startswith("worker-")} == {
        ("prosum", "worker", name) for name in WORKERS
    }
    assert services["web"]["environment"]["TRUSTED_PROXIES"] == 1, "Caddy stands before it"
    assert all("healthcheck" in service for name, service in services.items())


def test_platform_stays_the_standard_librarys():
    assert not (ROOT / "platform" / "__init__.py").exists()
    import platform

    assert platform.python_version()


def test_every_setting_is_documented():
    import re

    source = (ROOT / "platform" / "prosum" / "settings" / "base.py").read_text()
    names = set(
        re.findall(
            r'(?:text|switch|words|whole|web_address|redis_address|time_zone|log_level)\(\s*"([A-Z0-9_]+)"', source
        )
    )
    documented = (ROOT / "docs" / "settings.md").read_text()
    assert not [name for name in names if f"`{name}`" not in documented]


def test_emptying_the_cache_leaves_the_queues_alone():
    import redis
    from django.conf import settings
    from django.core.cache import cache

    from prosum.settings.environment import next_database

    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.set("a task", "waits")
    cache.clear()
    assert broker.get("a task") == b"waits"
    broker.delete("a task")
    assert next_database("redis://redis:6379/0") == "redis://redis:6379/1"
    assert next_database("redis://:p4@h:6379/11") == "redis://:p4@h:6379/12"
    assert next_database("unix:///tmp/x9/socket?db=4") == "unix:///tmp/x9/socket?db=5"


def test_the_demo_is_refused_on_a_server():
    """Its members have a password that everybody knows."""
    full = {
        "SECRET_KEY": "x" * 40,
        "SITE_URL": "https://x.example",
        "DATABASE_URL": "postgresql://a@b.invalid/c",
        "REDIS_URL": "redis://r.invalid",
        "DJANGO_SETTINGS_MODULE": "prosum.settings.production",
    }
    done = run("-m", "prosum.cli", "demo", environment={**os.environ, **full})
    assert done.returncode == 1 and "a password that everybody knows" in done.stderr
