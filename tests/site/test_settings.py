"""Every setting acts. A table names the test of each, and a setting without one fails here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from creations import actions
from creations.actions.revising import BadModel

from ..pythons import run
from ..s3 import s3
from ..smtp import smtp

ROOT = Path(__file__).resolve().parents[2]
HERE = "tests/site/test_settings.py"
#: Setting -> the test that would fail if it did nothing.
ACTS: dict[str, str] = {
    "SECRET_KEY": "tests/site/test_house.py::test_production_secures_cookies_and_says_what_is_missing",
    "SITE_URL": f"{HERE}::test_addresses_and_hosts",
    "ALLOWED_HOSTS": f"{HERE}::test_addresses_and_hosts",
    "LIVE_URL": f"{HERE}::test_addresses_and_hosts",
    "DATABASE_URL": "tests/site/test_load.py::test_a_crowd_is_answered_or_told_to_come_back",
    "DATABASE_POOL": f"{HERE}::test_a_pool_that_does_not_fit_the_database_is_told",
    "WEB_WORKERS": f"{HERE}::test_a_pool_that_does_not_fit_the_database_is_told",
    "WEB_THREADS": "tests/site/test_load.py::test_a_crowd_is_answered_or_told_to_come_back",
    "WEB_WAITING": "tests/site/test_load.py::test_a_crowd_is_answered_or_told_to_come_back",
    "REDIS_URL": "tests/site/test_neighbours.py::test_the_site_reads_and_writes_while_the_broker_is_away",
    "CACHE_URL": f"{HERE}::test_the_cache_has_its_own_place",
    "TRUSTED_PROXIES": f"{HERE}::test_trusted_proxies_are_counted",
    "S3_BUCKET": f"{HERE}::test_files_go_into_the_bucket_and_come_from_the_site",
    "S3_ENDPOINT": f"{HERE}::test_files_go_into_the_bucket_and_come_from_the_site",
    "AWS_ACCESS_KEY_ID": f"{HERE}::test_files_go_into_the_bucket_and_come_from_the_site",
    "AWS_SECRET_ACCESS_KEY": f"{HERE}::test_files_go_into_the_bucket_and_come_from_the_site",
    **dict.fromkeys(
        ("SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS", "FROM_EMAIL"),
        f"{HERE}::test_mails_go_to_the_mail_server",
    ),
    "RATES": "tests/site/test_rates.py::test_the_environment_changes_rates_and_misspelt_ones_are_named",
    "SMTP_TIMEOUT": "tests/users/test_mails.py::test_the_timeout_of_the_mail_server_acts",
    "VAT_OSS": "tests/marketplace/test_vat.py::test_what_is_not_handled_is_refused_in_words",
    "SHOPS": "tests/marketplace/test_shops.py::test_who_opens_shops_is_a_setting",
    "PAYMENT_PENDING_HOURS": "tests/marketplace/test_paying.py::test_a_pending_payment_holds_the_stock_for_a_day_and_counts_later_all_the_same",
    "PAYOUT_LEAST": "tests/marketplace/test_paying.py::test_what_is_owed_is_paid_out_and_comes_back_once",
    "STRIPE_SECRET_KEY": "tests/marketplace/test_closed.py::test_a_server_with_stripe_says_which_of_its_settings_are_missing",
    "STRIPE_WEBHOOK_SECRET": "tests/marketplace/test_stripe.py::test_nobody_speaks_for_stripe_where_no_secret_is_set",
    "STRIPE_API_BASE": "tests/marketplace/test_stripe.py::test_a_page_that_ends_unpaid_leaves_the_order_waiting",
    "PAYMENT_PROVIDER": "tests/marketplace/test_closed.py",
    "NOTHING_REAL_IS_SOLD": "tests/marketplace/test_closed.py",
    "MODEL_BYTES": f"{HERE}::test_limits_of_models_hold_for_what_comes_in",
    "MODEL_PLACEMENTS": f"{HERE}::test_a_raised_limit_holds_everywhere",
    "MODEL_DEPTH": f"{HERE}::test_a_raised_limit_holds_everywhere",
    "PICTURE_BYTES": f"{HERE}::test_limits_of_pictures",
    "PICTURE_PIXELS": f"{HERE}::test_limits_of_pictures",
    **dict.fromkeys(("TIME_ZONE", "LOG_LEVEL", "STATIC_ROOT"), f"{HERE}::test_zone_log_and_static_files"),
    **dict.fromkeys(
        ("KEEP_READ_DAYS", "KEEP_UNREAD_DAYS"),
        "tests/users/test_retention.py::test_what_was_read_long_ago_goes_in_batches_with_its_event",
    ),
    "HOST": "tests/site/test_listening.py::test_a_wider_host_has_no_debug_pages_and_its_names_follow",
    **dict.fromkeys(
        ("PORT", "LIVE_PORT", "PROSUM_VAR", "PROSUM_NO_DEMO"),
        "tests/site/test_running.py::test_killed_processes_come_back",
    ),
    **dict.fromkeys(
        [f"PROSUM_LDRAW_{name}" for name in ("SIZE", "PLACEMENTS", "DEPTH", "LINES", "FILES")],
        f"{HERE}::test_prosum_ldraw_has_limits_of_its_own",
    ),
}
#: For those who work on the site, not for those who run it.
OURS = {"PROSUM_SMALL_PICTURES", "PROSUM_TEST_SMTP", "PROSUM_NODE"}
#: Not from the environment of a person.
NOT_SETTINGS = {"CONTENT_LENGTH", "PATH_INFO"}


def documented() -> set[str]:
    text = (ROOT / "docs" / "settings.md").read_text()
    rows = re.findall(r"^\|((?: ?`[A-Z0-9_]+`,?)+) \|", text, re.M)
    mentioned = re.findall(r"`((?:PROSUM_|LIVE_|HOST|PORT)[A-Z_]*)[=`]", text)
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)} | set(mentioned)


def read() -> set[str]:
    """Every environment variable that code asks for by name."""
    found: set[str] = set()
    for folder in ("platform/prosum", "users", "creations", "marketplace", "blog"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text()
            found |= set(
                re.findall(
                    r"\b(?:text|one_of|switch|words|whole|number|web_address|redis_address|time_zone|log_level)\(\s*\"([A-Z][A-Z0-9_]+)\"",
                    text,
                )
            )
            found |= set(re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"([A-Z][A-Z0-9_]+)\"", text))
    return found - NOT_SETTINGS - {"DJANGO_SETTINGS_MODULE"}


def test_every_setting_is_documented_and_has_a_test_that_it_acts():
    assert not documented() - set(ACTS), "settings without a test that they act"
    assert not set(ACTS) - documented(), "settings that nobody can read of"
    assert not read() - set(ACTS) - OURS, "variables that code reads and no table knows"
    for name, test in ACTS.items():
        path, _, function = test.partition("::")
        assert (ROOT / path).exists() and f"def {function}" in (ROOT / path).read_text(), f"{name}: {test}"


def ask(code: str, settings: str = "prosum.settings.testing", **environment: str) -> list[object]:
    """What a process of the site with these settings answers: `code` is a list of expressions."""
    start = "import json, django; django.setup(); from django.conf import settings\n"
    done = run(
        "-c",
        f"{start}print(json.dumps([{code}], default=str))",
        environment={**os.environ, "DJANGO_SETTINGS_MODULE": settings, **environment},
        folder=ROOT / "platform",
    )
    assert done.returncode == 0, done.stderr
    answer: list[object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_addresses_and_hosts():
    client = "__import__('django.test').test.Client().get('/health/', headers={'host': '%s'}).status_code"
    code = f"{client % 'bricks.example'}, {client % 'more.example'}, {client % 'other.example'}, settings.SITE_URL"
    policy = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['connect-src']"
    found = ask(
        f"{code}, settings.CSRF_TRUSTED_ORIGINS, {policy}",
        "prosum.settings.base",
        SITE_URL="https://bricks.example/",
        ALLOWED_HOSTS="bricks.example, more.example",
        LIVE_URL="https://live.example",
        SECRET_KEY="x" * 40,
    )
    assert found[:4] == [200, 200, 400, "https://bricks.example"]
    assert found[4] == ["https://bricks.example"] and "https://live.example" in found[5]


@pytest.mark.django_db
def test_a_pool_that_does_not_fit_the_database_is_told(monkeypatch):
    from prosum.checks import connections_fit

    assert connections_fit(databases=["default"]) == []
    monkeypatch.setenv("WEB_WORKERS", "4")
    monkeypatch.setenv("WEB_THREADS", "30")
    (warning,) = connections_fit(databases=["default"])
    assert "The pages use 120 connections" in warning.msg
    monkeypatch.setenv("DATABASE_POOL", "5")
    assert connections_fit(databases=["default"]) == []
    assert ask("settings.DATABASES['default']['OPTIONS']['pool']['max_size']", DATABASE_POOL="5") == [5]


def test_the_cache_has_its_own_place():
    import redis
    from django.conf import settings

    place = settings.REDIS_URL.rpartition("=")[0] + "=9"
    ask("__import__('django.core.cache').core.cache.cache.set('a word', 1)", CACHE_URL=place)
    assert redis.Redis.from_url(place).delete(":1:a word") == 1


def test_trusted_proxies_are_counted():
    assert ask("settings.PROSUM_TRUSTED_PROXIES", TRUSTED_PROXIES="2") == [2]


def test_files_go_into_the_bucket_and_come_from_the_site():
    code = (
        "__import__('users.files').files.store(b'RIFF', folder='pictures', ending='.webp'),"
        "b''.join(__import__('django.test').test.Client(headers={'host': 'localhost'}).get('/files/pictures/ab/two.webp').streaming_content).decode(),"
        "__import__('django.core.files.storage').core.files.storage.default_storage.url('images/a b.webp'),"
        "__import__('django.test').test.Client(headers={'host': 'localhost'}).get('/files/pictures/no/thing.webp').status_code,"
        "sorted(__import__('users.file_check').file_check.walk())"
    )
    with s3() as server:
        server.objects["/bricks/pictures/ab/two.webp"] = b"a picture"
        name, picture, address, missing, kept = ask(
            code,
            S3_BUCKET="bricks",
            S3_ENDPOINT=server.address,
            AWS_ACCESS_KEY_ID="prosum",
            AWS_SECRET_ACCESS_KEY="a secret",
            AWS_DEFAULT_REGION="us-east-1",
        )
        assert server.objects[f"/bricks/{name}"] == b"RIFF" and all(server.signed)
    assert (picture, missing) == ("a picture", 404)
    assert address == "/files/images/a%20b.webp"  # never an address in the bucket, which is private
    assert kept == sorted([name, "pictures/ab/two.webp"])


def test_mails_go_to_the_mail_server():
    send = "__import__('django.core.mail').core.mail.send_mail('Hello', 'you', None, ['you@example.org'])"
    with smtp() as server:
        place = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(server.server_address[1]),
            "SMTP_USER": "prosum",
            "SMTP_PASSWORD": "a secret",
            "FROM_EMAIL": "Bricks <hello@bricks.example>",
            "SECRET_KEY": "x" * 40,
        }
        assert ask(send, "prosum.settings.base", SMTP_TLS="0", **place) == [1]
        assert server.people == [("prosum", "a secret")]
        assert b"From: Bricks <hello@bricks.example>" in server.mails[0]
        with pytest.raises(AssertionError, match="STARTTLS extension not supported"):
            ask(send, "prosum.settings.base", **place)  # on by itself, and never given up for a server without it


def test_zone_log_and_static_files(tmp_path):
    found = ask(
        "__import__('django.utils.timezone').utils.timezone.localtime().tzname(),"
        "__import__('logging').getLogger().level,"
        "__import__('django.contrib.staticfiles.storage').contrib.staticfiles.storage.staticfiles_storage.location",
        TIME_ZONE="Asia/Tokyo",
        LOG_LEVEL="ERROR",
        STATIC_ROOT=str(tmp_path),
    )
    assert found == ["JST", 40, str(tmp_path)]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PROSUM_MODEL_BYTES", 20, "at most 20 are read"),
        ("PROSUM_MODEL_PLACEMENTS", 2, "at most 2 are read"),
        ("PROSUM_MODEL_DEPTH", 0, "at most 0 are read"),
    ],
)
def test_limits_of_models_hold_for_what_comes_in(settings, ada, catalog, tower, name, value, words):
    setattr(settings, name, value)
    nested = b"0 FILE a.ldr\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 b.ldr\r\n0 FILE b.ldr\r\n" + tower
    with pytest.raises(BadModel, match=words):
        actions.create(owner=ada, data=nested, file_name="nested.mpd")


def nested_model(depth: int, copies: int) -> bytes:
    """`copies` bricks at the bottom of `depth` submodels."""
    line = "1 4 0 %d 0 1 0 0 0 1 0 0 0 1 %s\n"
    files = [f"0 FILE m{k}.ldr\n" + line % (0, f"m{k + 1}.ldr") for k in range(depth)]
    bottom = f"0 FILE m{depth}.ldr\n" + "".join(line % (-24 * k, "3005.dat") for k in range(copies))
    return ("".join(files) + bottom).encode()


def test_a_raised_limit_holds_everywhere(settings, client, ada, catalog):
    """A model beyond our own limits goes in, and then through everything that reads it again."""
    from creations.drawings import instructions
    from creations.kept_models import kept_document, kept_limits
    from creations.ldraw import LDrawLimitError
    from creations.ldraw.flatten import flatten

    deep = nested_model(70, 5)
    with pytest.raises(BadModel, match="nested 71 deep"):
        actions.create(owner=ada, data=deep, file_name="deep.mpd")
    settings.PROSUM_MODEL_DEPTH = 100
    made = actions.create(owner=ada, data=deep, file_name="deep.mpd")
    actions.publish(creation=made, member=ada)
    revision = made.current
    assert len(flatten(kept_document(revision), kept_limits()).placed) == 5
    plan, model = instructions.planned(revision)
    assert plan.steps and model.steps
    client.force_login(ada)
    newer = actions.add_revision(creation=made, member=ada, data=nested_model(70, 6), file_name="deep.mpd", message="")
    address = made.get_absolute_url()
    compared = f"compare/?from={revision.pk}&to={newer.pk}"
    for page in ("", "history/", compared, "revisions/1/instructions/", "studio/", "studio/meshes/"):
        assert client.get(address + page).status_code == 200, page
    settings.PROSUM_MODEL_DEPTH = 50
    with pytest.raises(LDrawLimitError):
        flatten(kept_document(revision), kept_limits())  # larger than the site takes now


def test_no_reader_of_kept_models_forgets_the_limits():
    """Whoever reads a kept model says by which limits: the library's own are for other programs."""
    for folder in ("creations", "marketplace", "blog", "users", "platform/prosum/api"):
        for path in (ROOT / folder).rglob("*.py"):
            inside = path.relative_to(ROOT).as_posix()
            if inside.startswith(("creations/ldraw/", "creations/demo/")) or "migrations" in inside:
                continue
            assert "ldraw.Limits()" not in path.read_text(), f"{inside} reads by the library's own limits"
            for call in re.findall(r"\bldraw\.read\([^\n]*", path.read_text()):
                assert "limits" in call or "_EMPTY" in call, f"{inside}: {call}"


def test_limits_of_pictures(settings):
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from users.pictures import BadPicture, store_picture, store_upload

    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    store_picture(out.getvalue())
    settings.PROSUM_PICTURE_BYTES = 10
    with pytest.raises(BadPicture, match="larger than"):
        store_upload(SimpleUploadedFile("a.png", out.getvalue()))
    settings.PROSUM_PICTURE_PIXELS = 1000
    with pytest.raises(BadPicture, match="too many pixels"):
        store_picture(out.getvalue())
    assert ask(
        "settings.PROSUM_PICTURE_BYTES, settings.PROSUM_PICTURE_PIXELS, settings.PROSUM_MODEL_BYTES",
        PICTURE_BYTES="5", PICTURE_PIXELS="6", MODEL_BYTES="7",
    ) == [5, 6, 7]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [("SIZE", "bytes"), ("PLACEMENTS", "placements"), ("DEPTH", "deep"), ("LINES", "lines"), ("FILES", "files")],
)
def test_prosum_ldraw_has_limits_of_its_own(tmp_path, name, words):
    file = tmp_path / "deep.mpd"
    file.write_bytes(nested_model(3, 5))
    done = subprocess.run(
        [sys.executable, "-m", "prosum.cli", "ldraw", "parts", str(file)],
        env={**os.environ, f"PROSUM_LDRAW_{name}": "2"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0 and words in done.stderr, done.stderr
