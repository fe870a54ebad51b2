"""Where things lie in a checkout or in an installed package."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_SHIPPED = PACKAGE / "shipped"
#: Whether this is a wheel's installation, which brings its templates, translations and static files along.
INSTALLED = _SHIPPED.is_dir()
PLATFORM = _SHIPPED if INSTALLED else PACKAGE.parent
ROOT = PACKAGE.parent.parent
#: Everything the running site writes: database, files, logs. `PROSUM_VAR` moves it.
VAR = Path(os.environ.get("PROSUM_VAR") or (Path.cwd() if INSTALLED else ROOT) / "var").resolve()
STUDIO = ROOT / "creations" / "studio"
