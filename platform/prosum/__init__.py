"""Prosum: how the apps become one site."""

import os

from .paths import INSTALLED

# A checkout is a laptop until the environment says otherwise; a wheel is installed on a server.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"prosum.settings.{'production' if INSTALLED else 'local'}")
