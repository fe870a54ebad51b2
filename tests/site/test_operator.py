"""What an operator meets on a bare machine: the first account, a proxy, a locked disk, a log to read."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

import pytest
import yaml
from allauth.account.models import EmailAddress
from django.core.management import call_command

from prosum.logs import OneLine
from prosum.queues import WORKERS
from users.files import NotWritable, as_no_room

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_the_first_operator_comes_in_without_a_mail(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long pass phrase")
    call_command("createsuperuser", interactive=False, username="olga", email="Olga@bricks.example", verbosity=0)
    address = EmailAddress.objects.get(user__username="olga")
    assert address.verified and address.primary and address.email == "olga@bricks.example"
    answer = client.post("/account/login/", {"login": "olga", "password": "a long pass phrase"})
    assert answer.status_code == 302 and "confirm" not in answer["Location"]


def test_a_proxy_that_is_not_known_is_told_instead_of_redirected_for_ever(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/about/").status_code == 301
    answer = client.get("/about/", headers={"X-Forwarded-Proto": "https"})
    assert answer.status_code == 500 and "TRUSTED_PROXIES is 0" in answer.content.decode()


def test_a_locked_disk_is_told_and_no_other_lock(settings):
    path = f"{settings.MEDIA_ROOT}/incoming/x"
    refused = as_no_room(OSError(errno.EROFS, "Read-only file system", path))
    assert isinstance(refused, NotWritable) and "cannot keep files" in str(refused.message)
    assert as_no_room(PermissionError(errno.EACCES, "no", "/etc/shadow")) is None


def test_a_host_that_is_not_ours_is_one_line_of_the_log(client, caplog):
    with caplog.at_level(logging.ERROR):
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    (record,) = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    assert record.exc_info is None and "evil.example" in record.getMessage()
    assert any(isinstance(known, OneLine) for known in logging.getLogger("celery.beat").filters)


def test_units_run_what_compose_runs():
    """The same commands, whatever looks after them."""
    units = ROOT / "platform" / "deploy" / "systemd"
    lines = [
        line for unit in units.iterdir() for line in unit.read_text().splitlines() if line.startswith("ExecStart=")
    ]
    started = {line.removeprefix("ExecStart=/opt/prosum/bin/") for line in lines}
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    asked = {" ".join(services[name]["command"]) for name in ("live", "beat", *(f"worker-{name}" for name in WORKERS))}
    workers = {f"prosum worker {name}" for name in WORKERS}
    assert "prosum worker %i" in started and "prosum serve web --port 8000" in started
    assert started - {"prosum worker %i", "prosum serve web --port 8000"} | workers == {
        command.replace(" --host 0.0.0.0", "") for command in asked
    }
    guide = (ROOT / "docs" / "operate.md").read_text()
    assert f"prosum-worker@{{{','.join(WORKERS)}}}" in guide
