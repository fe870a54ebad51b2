"""Where things lie in a checkout or beside an installed package."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
PLATFORM = PACKAGE.parent
ROOT = PLATFORM.parent
#: Everything the running site writes: database, files, logs. `PROSUM_VAR` moves it.
VAR = Path(os.environ.get("PROSUM_VAR") or ROOT / "var").resolve()
STUDIO = ROOT / "creations" / "studio"
