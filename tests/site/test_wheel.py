"""A wheel holds the whole site: what is installed from it finds its templates, translations and static files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = {
    "SECRET_KEY": "x" * 40,
    "SITE_URL": "https://x.example",
    "DATABASE_URL": "postgresql://a@b.invalid/c",
    "REDIS_URL": "redis://r.invalid",
}
ASKED = """
import json, django, prosum
django.setup()
import prosum.urls
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils.translation import gettext, override
built = json.loads(settings.DJANGO_VITE["default"]["manifest_path"].read_text())
with override("fr"):
    print(json.dumps([
        settings.SETTINGS_MODULE, prosum.__file__, get_template("home.html").origin.name,
        all(finders.find("build/" + entry["file"]) for entry in built.values()), gettext("Sign in"),
    ]))
"""


def test_an_installed_wheel_is_a_whole_site(tmp_path: Path) -> None:
    """Its files lie nowhere but in its packages, and it is a server without being told."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    assert {path.name for path in place.iterdir() if not path.name.endswith(".dist-info")} == {
        "prosum", "users", "creations", "marketplace", "blog",
    }  # fmt: skip

    def ask(**more: str) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "PROSUM_VAR")}
        return subprocess.run(
            [sys.executable, "-c", ASKED],
            env={**clean, **SERVER, "PYTHONPATH": str(place), **more},
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip

    assert "Set the environment variable PROSUM_VAR" in ask().stderr, "its data belong beside no package"
    done = ask(PROSUM_VAR=str(tmp_path / "var"))
    assert done.returncode == 0, done.stderr
    settings, module, template, built, word = json.loads(done.stdout)
    assert settings == "prosum.settings.production"
    assert Path(module).is_relative_to(place) and Path(template).is_relative_to(place)
    assert built and word != "Sign in"
