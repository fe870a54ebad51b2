"""What a laptop's site shows to whom: everything to its owner, nothing private to the network."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading

import pytest

from prosum import mailbox
from prosum.kept import kept_secret
from prosum.listening import Listening, is_loopback


def laptop(folder, **environment: str) -> dict[str, object]:
    """The settings a laptop's process reads."""
    names = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS")
    code = f"from django.conf import settings as s; import json; print(json.dumps([getattr(s, n) for n in {names}]))"
    clean = {k: v for k, v in os.environ.items() if k not in ("SECRET_KEY", "HOST", "ALLOWED_HOSTS")}
    own = {"DJANGO_SETTINGS_MODULE": "prosum.settings.local", "PROSUM_VAR": str(folder), **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**clean, **own}, capture_output=True, text=True, check=True
    )
    return dict(zip(names, json.loads(done.stdout), strict=True))


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first, second = laptop(tmp_path), laptop(tmp_path)
    assert first["SECRET_KEY"] == second["SECRET_KEY"] and len(first["SECRET_KEY"]) >= 50
    assert laptop(tmp_path / "other")["SECRET_KEY"] != first["SECRET_KEY"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["other", "secret-key"], "nothing half-written is left"


def test_processes_that_start_together_agree_on_the_key(tmp_path):
    start, found = threading.Barrier(8), []

    def read() -> None:
        start.wait()
        found.append(kept_secret("key", folder=tmp_path))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_only_this_machine_is_asked_by_default(tmp_path):
    settings = laptop(tmp_path)
    assert settings["DEBUG"] is True and settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert Listening.from_environment().address == "127.0.0.1"


def test_a_wider_host_has_no_debug_pages_and_its_names_follow(tmp_path):
    settings = laptop(tmp_path, HOST="192.0.2.7", ALLOWED_HOSTS="bricks.local")
    assert settings["DEBUG"] is False
    assert {"192.0.2.7", "bricks.local", "localhost"} <= set(settings["ALLOWED_HOSTS"])
    everywhere = laptop(tmp_path, HOST="0.0.0.0")
    assert everywhere["DEBUG"] is False and "*" not in everywhere["ALLOWED_HOSTS"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("[::1]", True), ("::ffff:127.0.0.1", True),
     ("localhost", True), ("192.0.2.1", False), ("::", False), ("0.0.0.0", False), ("localhost.evil.example", False), ("", False)],
)  # fmt: skip
def test_what_is_this_machine(address, expected):
    assert is_loopback(address) is expected


@pytest.fixture
def on_a_laptop(settings):
    settings.PROSUM_ON_A_LAPTOP = True
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("peer", "host", "passed", "status"),
    [
        ("127.0.0.1", "localhost:8000", "", 200),
        ("::1", "[::1]:8000", "", 200),
        ("192.0.2.1", "localhost:8000", "", 404),  # the network, whatever it calls us
        ("127.0.0.1", "evil.example:8000", "", 404),  # a foreign page whose name leads here
        ("127.0.0.1", "localhost:8000", "192.0.2.1", 404),  # through a proxy on this machine
    ],
)
def test_the_mailbox_is_for_who_sits_at_the_machine(client, on_a_laptop, peer, host, passed, status):
    headers = {"Host": host, **({"X-Forwarded-For": passed} if passed else {})}
    answer = client.get("/mailbox/", headers=headers, REMOTE_ADDR=peer)
    assert answer.status_code == status
    page = client.get("/", headers=headers, REMOTE_ADDR=peer).content.decode()
    assert ('href="/mailbox/"' in page) is (status == 200)


@pytest.mark.django_db
def test_a_server_has_no_mailbox_page(client):
    assert client.get("/mailbox/", headers={"Host": "localhost"}).status_code == 404


def test_kept_mails_are_their_owners_alone(settings):
    from django.core.mail import send_mail

    send_mail("Hello", "Hello", "a@example.org", ["b@example.org"])
    assert mailbox.mails() and stat.S_IMODE(settings.PROSUM_MAILBOX.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_the_demos_known_password_does_not_reach_the_network(monkeypatch, tmp_path):
    from prosum.demo import people
    from users.models import Member

    monkeypatch.setattr(people, "VAR", tmp_path)
    monkeypatch.setattr(people.kept_secret, "__kwdefaults__", {"bytes_of_chance": 48, "folder": tmp_path})
    people.make_people()
    assert Member.objects.get(username="ada").check_password(people.PASSWORD)
    people.replace_known_password()
    assert people.password() != people.PASSWORD
    for member in Member.objects.filter(username__in=people.LOGINS):
        assert member.check_password(people.password()) and not member.check_password(people.PASSWORD)
