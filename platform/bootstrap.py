"""Prepare a checkout: the locked environment, the front end, the compiled translations.

Runs on the machine's own Python with the standard library only, so that `make run` needs nothing but Python and make.
Each part is skipped when the files it was made from are the same as last time, which makes a second call instant.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
TOOLS = ROOT / ".tools"
STUDIO = ROOT / "creations" / "studio"
BUILD = ROOT / "platform" / "static" / "build"


def main() -> None:
    """Make each part of the environment whose sources changed since it was made."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file is run by whatever Python there is)
        sys.exit(f"Prosum needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    part("the Python environment", VENV / ".made-from", [ROOT / "uv.lock", ROOT / "pyproject.toml"], environment)
    sources = sorted(p for p in (STUDIO / "src").rglob("*") if p.is_file())
    configuration = [STUDIO / n for n in ("package-lock.json", "package.json", "vite.config.ts", "tsconfig.json")]
    part("the front end", BUILD / ".made-from", [*configuration, *sources], front_end)
    catalogues = sorted((ROOT / "platform" / "locale").rglob("*.po"))
    part("the translations", ROOT / "platform" / "locale" / ".made-from.mo", catalogues, translations)


def part(name: str, stamp: Path, inputs: Iterable[Path], make: object) -> None:
    """Run `make` unless `stamp` holds the hash of `inputs`; say what takes time, and nothing else."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in inputs:
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    wanted = digest.hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Preparing {name} …", flush=True)
    make()  # type: ignore[operator]
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def environment() -> None:
    """Install what `uv.lock` names."""
    arguments = [uv(), "sync", "--locked", "--all-groups", "--quiet", "--python", sys.executable]
    call(arguments, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": ""})


def uv() -> str:
    """uv of the machine, or one installed from PyPI into `.tools/`."""
    found = shutil.which("uv")
    if found:
        return found
    local = TOOLS / BIN.name / "uv"
    if local.exists():
        return str(local)
    try:
        call([sys.executable, "-m", "venv", str(TOOLS)])
        call([str(TOOLS / BIN.name / "python"), "-m", "pip", "install", "--quiet", "uv"])
    except subprocess.CalledProcessError:
        # Debian splits ensurepip off; a pip of the machine itself can still fill a folder.
        shutil.rmtree(TOOLS, ignore_errors=True)
        target = TOOLS / "lib"
        try:
            call([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "uv"])
        except subprocess.CalledProcessError:
            sys.exit(
                "Neither venv nor pip works with this Python. On Debian and Ubuntu: sudo apt install python3-venv,"
                " or install uv from https://docs.astral.sh/uv/ and run make again."
            )
        return str(target / "bin" / "uv")
    return str(local)


def front_end() -> None:
    """Install what `package-lock.json` names, and build."""
    call([str(BIN / "prosum"), "npm", "ci", "--silent", "--no-audit", "--no-fund"])
    call([str(BIN / "prosum"), "npm", "run", "--silent", "build"])


def constraints() -> None:
    """Write the versions that were tested, for whoever installs the wheel with pip."""
    form = ["--locked", "--no-dev", "--no-emit-project", "--no-hashes", "--no-annotate", "--quiet"]
    call([uv(), "export", *form, "--output-file", str(ROOT / "dist" / "constraints.txt")])


def translations() -> None:
    """Compile the catalogues."""
    call([str(BIN / "prosum"), "translations", "compile"])


def call(arguments: list[str], env: dict[str, str] | None = None) -> None:
    """Run a program in the project's folder. Raises CalledProcessError."""
    subprocess.run(arguments, cwd=ROOT, check=True, env=env)


if __name__ == "__main__":
    try:
        constraints() if sys.argv[1:] == ["constraints"] else main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Stopped: `{' '.join(map(str, error.cmd))}` failed with status {error.returncode}.")
