"""Prosum: how the apps become one site."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosum.settings.local")
