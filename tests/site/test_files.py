"""Files are written whole or not at all, and what became of them is found."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import models
from PIL import Image

from users import files
from users.file_check import check
from users.file_names import columns

from ..background import draw
from ..pythons import run
from ..workers import environment

START = (
    "import django; django.setup(); from users import files; from django.core.files.storage import default_storage\n"
)


def script(code: str, folder: Path, **options) -> subprocess.Popen[str]:
    """A process of its own that keeps its files below `folder`."""
    return subprocess.Popen(
        [sys.executable, "-c", START + code],
        env=environment(PROSUM_VAR=str(folder), PYTHONPATH="platform:."),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def everything_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(db, tmp_path):
    code = """
import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    files.store(b"x" * 1_000_000, folder="models", ending=".mpd")
except files.NoRoom as error:
    print(error.status, error.message)
print(files.store(b"small", folder="models", ending=".mpd"))
"""
    said, wrong = script(code, tmp_path).communicate(timeout=120)
    assert "507 There is no room left" in said, wrong
    assert [path.read_bytes() for path in everything_below(tmp_path / "files")] == [b"small"]


def test_a_full_disk_is_told_wherever_a_file_is_sent(client, make_member, root_collection):
    import resource

    out = io.BytesIO()
    Image.effect_noise((600, 600), 100).save(out, "PNG")
    client.force_login(make_member("olga", is_staff=True, is_superuser=True))
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, room[1]))
    try:
        picture = SimpleUploadedFile("noise.png", out.getvalue())
        answer = client.post(
            "/editor/images/add/", {"title": "Noise", "file": picture, "collection": root_collection.pk}
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert answer.status_code == 507 and "There is no room left" in answer.content.decode()


def test_a_kill_in_the_middle_leaves_the_name_free(db, tmp_path, settings):
    code = """
import time
from django.core.files.base import ContentFile
class Slow(ContentFile):
    def chunks(self, *_):
        yield b"half"
        print("half is written", flush=True)
        time.sleep(60)
default_storage.save("models/aa/slow.mpd", Slow(b""))
"""
    process = script(code, tmp_path)
    assert process.stdout.readline() == "half is written\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    settings.MEDIA_ROOT = tmp_path / "files"
    assert not default_storage.exists("models/aa/slow.mpd")
    (left,) = everything_below(tmp_path / "files")
    assert left.parent.name == "incoming"
    assert default_storage.save("models/aa/slow.mpd", ContentFile(b"whole")) == "models/aa/slow.mpd"
    os.utime(left, (1, 1))
    call_command("check_files", "--delete-orphans", "--age", "1")
    assert not left.exists() and files.load("models/aa/slow.mpd") == b"whole"


def test_a_taken_name_gets_another_and_is_never_overwritten(tmp_path):
    first, second = (default_storage.save("documents/plan.txt", ContentFile(text)) for text in (b"one", b"two"))
    assert first == "documents/plan.txt" != second
    assert (files.load(first), files.load(second)) == (b"one", b"two")


def test_a_damaged_file_is_found_and_replaced_when_it_is_kept_again(db, settings):
    name = files.store(b"0 a model", folder="models", ending=".mpd")
    path = Path(settings.MEDIA_ROOT) / name
    path.write_bytes(b"0 a m")
    assert check(age=timedelta(0)).damaged == [name]
    assert files.store(b"0 a model", folder="models", ending=".mpd") == name
    assert path.read_bytes() == b"0 a model" and not check(age=timedelta(0)).damaged


def test_missing_damaged_and_unnamed_files_are_told_apart(creation, capsys, settings):
    root = Path(settings.MEDIA_ROOT)
    call_command("check_files")
    lonely = files.store(b"nobody names me", folder="models", ending=".mpd")
    drawing = files.store_as(b"\x89PNG half a dra", "parts/2/3001/grey.png")
    out = io.StringIO()
    call_command("check_files", "--quick", "--json", "--age", "0", stdout=out)
    told = json.loads(out.getvalue())
    assert told["orphans"] == [lonely] and not told["missing"] and not told["damaged"]
    os.utime(root / lonely, (1, 1))
    files.store(b"nobody names me", folder="models", ending=".mpd")
    call_command("check_files", "--quick", "--delete-orphans")  # it was kept again a moment ago
    assert (root / lonely).exists()
    with pytest.raises(CommandError, match="0 files are missing and 1 damaged"):
        call_command("check_files")
    call_command("check_files", "--repair")
    assert not (root / drawing).exists()
    (root / creation.current.model).unlink()
    with pytest.raises(CommandError, match="1 files are missing and 0 damaged"):
        call_command("check_files")
    assert f"creations.Revision.model of {creation.current.pk}" in capsys.readouterr().out


def test_the_command_ends_with_its_status(db, tmp_path):
    done = run("-m", "prosum.cli", "files", "check", "--json", environment=environment(PROSUM_VAR=str(tmp_path)))
    assert done.returncode == 0 and json.loads(done.stdout)["checked"] == 0, done.stderr


def test_every_column_that_names_a_file_is_known(creation, ada, settings):
    """Fill rows with file names wherever code writes them; then look for names in columns that nobody declared."""
    from creations.models.making import PICTURE, SCENE
    from users.pictures import store_image

    ada.avatar = store_image(Image.new("RGB", (40, 40), "red"), "a" * 64).name
    ada.save()
    draw(SCENE, creation.current)
    draw(PICTURE, creation.current)
    declared = set(columns())
    named = re.compile(r"[a-z]+/[0-9a-f]{2}/[0-9a-f]{64}")
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and field not in declared:
                for value in model._base_manager.values_list(field.name, flat=True):
                    assert not named.search(str(value)), f"{model._meta.label}.{field.name} names a file: {value}"
    assert {f"{field.model._meta.label}.{field.name}" for field in declared} >= {
        "users.Member.avatar",
        "creations.Revision.model",
        "creations.Revision.scene",
        "creations.Revision.picture",
        "creations.Booklet.file",
        "creations.Picture.name",
        "creations.Build.photo",
        "wagtailimages.Image.file",
        "wagtaildocs.Document.file",
    }


def test_all_that_is_written_goes_through_the_store():
    """No code of the site opens a file for writing by itself."""
    root = Path(__file__).resolve().parents[2]
    # What is not the site's own data: builds, notes of a laptop's site, its mailbox, a table of the source.
    apart = {
        "library.py",
        "embedded.py",
        "mailbox.py",
        "translations.py",
        "browser.py",
        "node.py",
        "run.py",
        "supervising.py",
        "export_blog.py",  # where the operator says
    }
    writing = re.compile(r"\.write_(bytes|text)\(|\bopen\([^)]*[\"'][wax]b?[\"']|FileSystemStorage\(")
    for folder in ("users", "creations", "marketplace", "blog", "platform/prosum"):
        for path in (root / folder).rglob("*.py"):
            if path.name in apart or path.name == "storage.py" or "node_modules" in path.parts:
                continue
            assert not writing.search(path.read_text()), f"{path} writes a file by itself"


def test_nothing_that_is_being_written_has_an_address(client, db, settings):
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True)
    (folder / "aa.webp").write_bytes(b"half")
    assert client.get("/files/incoming/aa.webp").status_code == 404


def test_documents_are_had_through_the_page_that_asks_who_may(client, db):
    """Wagtail's own view knows a collection's privacy; the address of kept files must not lead past it."""
    name = default_storage.save("documents/plan.txt", ContentFile(b"for editors"))
    assert client.get(f"/files/{name}").status_code == 404


def test_sessions_that_ended_are_forgotten(client, ada, basile):
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from users.tasks import forget_sessions

    for member in (ada, basile):
        client.logout()
        client.cookies.clear()
        client.force_login(member)
    Session.objects.filter(pk=client.session.session_key).update(expire_date=timezone.now())
    before = Session.objects.count()
    forget_sessions()
    assert Session.objects.count() == before - 1
